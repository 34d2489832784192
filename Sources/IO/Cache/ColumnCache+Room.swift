@preconcurrency import Glibc

extension ColumnCache {
  /// Deletes what was used longest ago until no more than `limit` bytes are kept, of this file or
  /// others.
  func makeRoom(_ limit: Int) {
    guard let slash = folder.lastIndex(of: "/") else { return }
    let base = String(folder[..<slash])
    var kept = fileNames(in: base).map { name -> (path: String, used: Int, size: Int) in
      let path = base + "/" + name
      let sizes = fileNames(in: path).map { Int(status(of: path + "/" + $0).st_size) }
      return (path, status(of: path + "/table").st_mtim.tv_sec, sizes.reduce(0, +))
    }
    var total = kept.reduce(0) { $0 + $1.size }
    kept.sort { $0.used < $1.used }
    for entry in kept where total > limit && entry.path != folder {
      for name in fileNames(in: entry.path) { unlink(entry.path + "/" + name) }
      rmdir(entry.path)
      total -= entry.size
    }
  }

  /// What the system says of a file; zeros where there is none.
  private func status(of path: String) -> stat {
    var status = stat()
    return lstat(path, &status) == 0 ? status : stat()
  }
}

/// The names of what is in a folder, in no order; none where it cannot be read.
public func fileNames(in path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
      field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}
