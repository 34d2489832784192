@preconcurrency import Glibc
import Catalog

/// The folder that holds the shipped data package.
///
/// Looked for in this order, and taken from the first place that is named or has it: `option`, the
/// environment's `SCOMM_DATASETS`, `../share/scomm/datasets` beside the executable, and `datasets`
/// in the executable's folder or one above it. Throws, naming the four, where none has it.
public func datasetsFolder(option: String?) throws(TableFailure) -> String {
  if let option { return try named(option, by: "--datasets") }
  if let variable = getenv("SCOMM_DATASETS") {
    let folder = String(cString: variable)
    if !folder.isEmpty { return try named(folder, by: "SCOMM_DATASETS") }
  }
  return try datasetsFolder(near: executableFolder())
}

/// The data of a program that lies in the folder `home`: shared beside it, or above it.
func datasetsFolder(near home: String?) throws(TableFailure) -> String {
  if let home, let share = resolved(home + "/../share/scomm/datasets"), holdsPackage(share) {
    return share
  }
  var folder = home
  while let own = folder {
    if holdsPackage(own + "/datasets") { return own + "/datasets" }
    folder = own == "/" ? nil : own.lastIndex(of: "/").map { String(own[..<$0]) }
  }
  let shown = home ?? "the program's folder"
  throw TableFailure(
    """
    there is no data: no datapackage.json was found in any of four places:
      1. the folder after --datasets (not given)
      2. the folder in SCOMM_DATASETS (not set)
      3. \(shown)/../share/scomm/datasets
      4. a folder datasets in \(shown) or above it
    Say --datasets FOLDER, or set SCOMM_DATASETS.
    """,
    hasLines: true
  )
}

/// A folder that the user named: it must hold a package, or the search fails.
private func named(_ folder: String, by name: String) throws(TableFailure) -> String {
  if holdsPackage(folder) { return folder }
  throw TableFailure(
    "\(folder): holds no datapackage.json, but \(name) names it; name the folder that does"
  )
}

private func holdsPackage(_ folder: String) -> Bool {
  access(folder + "/datapackage.json", R_OK) == 0
}

/// The folder of the running program, links resolved.
private func executableFolder() -> String? {
  guard let path = resolved("/proc/self/exe") else { return nil }
  return path.lastIndex(of: "/").map { String(path[..<$0]) }
}

private func resolved(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}
