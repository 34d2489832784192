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

/// The value of a variable of the environment, if it is set.
func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
