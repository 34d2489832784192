@preconcurrency import Glibc

/// The bytes of a file, of standard input for `-`, or what went wrong, in words.
func readFile(_ path: String) -> Result<[UInt8], FileProblem> {
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
  guard descriptor >= 0 else { return .failure(FileProblem(path)) }
  defer { if path != "-" { close(descriptor) } }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &block, block.count)
    if count < 0, errno == EINTR, Interrupts.count == 0 { continue }
    if count < 0 { return .failure(FileProblem(path)) }
    if count == 0 { return .success(bytes) }
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
///
/// Says what went wrong.
func writeFile(_ bytes: [UInt8], to path: String) -> String? {
  let draft = "\(path).\(getpid()).part"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
  guard descriptor >= 0 else { return FileProblem(path).text }
  var problem: String?
  do throws(OutputFailure) {
    try Output.writeAll(bytes, to: descriptor)
  } catch {
    problem = FileProblem(path).text
  }
  if fsync(descriptor) != 0 || close(descriptor) != 0 {
    problem = problem ?? FileProblem(path).text
  }
  if problem == nil, rename(draft, path) != 0 { problem = FileProblem(path).text }
  if problem != nil { unlink(draft) }
  return problem
}

/// What kind of thing stands at a path.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
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
func writeKeeping(_ bytes: [UInt8], to path: String) -> Result<SavedFile, FileProblem> {
  var status = stat()
  guard stat(path, &status) == 0 else {
    return writeFile(bytes, to: path).map { .failure(FileProblem(text: $0)) } ?? .success(.new)
  }
  guard status.st_mode & S_IFMT == S_IFREG else { return writeThrough(bytes, to: path) }
  switch readFile(path) {
  case .success(let old) where old == bytes: return .success(.unchanged)
  case .failure(let problem): return .failure(problem)
  case .success(let old):
    var kept = path + "~"
    var number = 2
    while access(kept, F_OK) == 0 {
      kept = "\(path)~\(number)"
      number += 1
    }
    let problem = writeFile(old, to: kept) ?? writeFile(bytes, to: path)
    return problem.map { .failure(FileProblem(text: $0)) } ?? .success(.replaced(kept: kept))
  }
}

/// Writes to a device or pipe, which cannot be replaced.
private func writeThrough(_ bytes: [UInt8], to path: String) -> Result<SavedFile, FileProblem> {
  let descriptor = open(path, O_WRONLY)
  guard descriptor >= 0 else { return .failure(FileProblem(path)) }
  defer { close(descriptor) }
  do throws(OutputFailure) {
    try Output.writeAll(bytes, to: descriptor)
  } catch {
    return .failure(FileProblem(path))
  }
  return .success(.new)
}

/// `~/x` as a path in the home folder, as shells read it; other paths as they are.
func homeExpanded(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}
