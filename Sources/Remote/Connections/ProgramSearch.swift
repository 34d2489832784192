import IO
@preconcurrency import Glibc

/// The path of the program `name`: beside this one, or in a folder of `PATH`; nil where there is
/// none.
func findProgram(_ name: String) -> String? {
  var folders: [String] = []
  if let own = realpath("/proc/self/exe", nil) {
    let path = String(cString: own)
    free(own)
    if let slash = path.lastIndex(of: "/") { folders.append(String(path[..<slash])) }
  }
  folders += (environmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    .map(String.init)
  return folders.map { $0 + "/" + name }.first { path in
    var status = stat()
    return access(path, X_OK) == 0 && stat(path, &status) == 0
      && status.st_mode & S_IFMT == S_IFREG
  }
}

/// The program of a Python package that pip's launcher at `path` would start; nil where it is none.
///
/// A launcher is a process between, which would be ended in the place of the program.
func launchedProgram(_ path: String, package: String) -> String? {
  guard let launcher = realpath(path, nil) else { return nil }
  defer { free(launcher) }
  guard let file = fopen(launcher, "r") else { return nil }
  defer { fclose(file) }
  guard getc(file) == Int32(UInt8(ascii: "#")), getc(file) == Int32(UInt8(ascii: "!")) else {
    return nil
  }
  let program = String(cString: launcher).split(separator: "/")
  let root = "/" + program.dropLast(2).joined(separator: "/")
  for library in [root + "/lib", root + "/lib64"] {
    for folder in fileNames(in: library).sorted() where folder.hasPrefix("python") {
      for packages in ["site-packages", "dist-packages"] {
        let found = "\(library)/\(folder)/\(packages)/\(package)/\(program.last ?? "")"
        if access(found, X_OK) == 0 { return found }
      }
    }
  }
  return nil
}

/// The value of a variable of the environment, if it is set.
func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
