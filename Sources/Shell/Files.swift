@preconcurrency import Glibc

/// Reads a file, or standard input for `-`.
func readFile(_ path: String) throws(FileProblem) -> [UInt8] {
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
  guard descriptor >= 0 else { throw FileProblem(path) }
  defer { if path != "-" { close(descriptor) } }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &block, block.count)
    if count < 0, errno == EINTR, Interrupts.count == 0 { continue }
    if count < 0 { throw FileProblem(path) }
    if count == 0 { return bytes }
    bytes.append(contentsOf: block[..<count])
  }
}

/// A failure to read or write a file, in words.
struct FileProblem: Error {
  let text: String

  /// A problem in these words.
  init(text: String) { self.text = text }

  /// The problem that the last system call met.
  init(_ path: String) { text = "\(path): \(String(cString: strerror(errno)))." }
}

/// Writes a file whole or not at all: beside its place first, then moved there.
private func writeFile(_ bytes: [UInt8], to path: String) throws(FileProblem) {
  let draft = "\(path).\(getpid()).part"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
  guard descriptor >= 0 else { throw FileProblem(path) }
  let isWritten = (try? Output.writeAll(bytes, to: descriptor)) != nil && fsync(descriptor) == 0
  var problem = isWritten ? nil : FileProblem(path)
  if close(descriptor) != 0 || (isWritten && rename(draft, path) != 0) {
    problem = problem ?? FileProblem(path)
  }
  guard let problem else { return }
  unlink(draft)
  throw problem
}

/// The outcome of writing a file.
enum SavedFile {
  /// Nothing was there before.
  case new
  /// The same was there before.
  case unchanged
  /// Something else was there, which is now under another name.
  case replaced(kept: String)
}

/// Writes a file; other contents that it had are kept beside it, as `name~`, `name~2` and so on.
///
/// So nothing is lost that a slip of the name would overwrite, and a script that writes the same
/// again leaves nothing behind. What is no plain file, such as `/dev/null`, is written to as it is.
func writeKeeping(_ bytes: [UInt8], to path: String) throws(FileProblem) -> SavedFile {
  var status = stat()
  guard stat(path, &status) == 0 else {
    try writeFile(bytes, to: path)
    return .new
  }
  guard status.st_mode & S_IFMT == S_IFREG else {
    try writeThrough(bytes, to: path)
    return .new
  }
  let old = try readFile(path)
  if old == bytes { return .unchanged }
  var kept = path + "~"
  var number = 2
  while access(kept, F_OK) == 0 {
    kept = "\(path)~\(number)"
    number += 1
  }
  try writeFile(old, to: kept)
  try writeFile(bytes, to: path)
  return .replaced(kept: kept)
}

/// Writes to a device or pipe, which cannot be replaced.
private func writeThrough(_ bytes: [UInt8], to path: String) throws(FileProblem) {
  let descriptor = open(path, O_WRONLY)
  guard descriptor >= 0 else { throw FileProblem(path) }
  defer { close(descriptor) }
  if (try? Output.writeAll(bytes, to: descriptor)) == nil { throw FileProblem(path) }
}

/// `~/x` as a path in the home folder, as shells read it; other paths as they are.
func homeExpanded(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = variable("HOME") else { return path }
  return home + path.dropFirst()
}
