@preconcurrency import Glibc
import CRecord
import Catalog
import IO

/// The files of the record.
///
/// Taken from the first of these that is named or there: the folder `option`, the folder in the
/// environment's `SCOMM_DATASETS`, `../share/scomm/datasets` beside the executable, and the files
/// that are part of the program. Throws where a folder that is named has no package.
public func recordFiles(option: String?) throws(TableFailure) -> PackageFiles {
  if let option { return try named(option, by: "--datasets") }
  if let variable = getenv("SCOMM_DATASETS") {
    let folder = String(cString: variable)
    if !folder.isEmpty { return try named(folder, by: "SCOMM_DATASETS") }
  }
  return executableFolder().flatMap(sharedFiles(besides:)) ?? embeddedRecord
}

/// The record in `../share/scomm/datasets` as seen from `folder`, if it is there.
func sharedFiles(besides folder: String) -> PackageFiles? {
  guard let share = resolved(folder + "/../share/scomm/datasets"),
    access(share + "/datapackage.json", F_OK) == 0
  else { return nil }
  return PackageFiles(folder: share)
}

/// The record as it was when the program was built.
let embeddedRecord = PackageFiles(
  embedded: (0..<Int(record_file_count)).map { place in
    let file = record_files[place]
    let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
    return (path: String(cString: file.path), bytes: bytes)
  }
)

/// The courses that are part of the program: their names and the bytes of their files.
public func shippedCourses() -> [(name: String, bytes: [UInt8])] {
  (0..<Int(lesson_file_count)).map { place in
    let file = lesson_files[place]
    let name = String(String(cString: file.path).prefix { $0 != "." })
    return (name, Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
  }
}

/// A folder that the user named: it must hold a package, or the search fails.
private func named(_ folder: String, by name: String) throws(TableFailure) -> PackageFiles {
  if access(folder + "/datapackage.json", F_OK) == 0 { return PackageFiles(folder: folder) }
  if errno == EACCES {
    throw TableFailure("\(folder): cannot be read: Permission denied; \(name) names it")
  }
  throw TableFailure(
    "\(folder): holds no datapackage.json, but \(name) names it; name the folder that does"
  )
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
