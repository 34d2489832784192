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

/// Why a file could not be read.
struct FileProblem: Error {
  let text: String

  /// The problem that the last system call met.
  init(_ path: String) { text = "\(path): \(String(cString: strerror(errno)))." }
}

/// Writes a file whole or not at all: beside its place first, then moved there.
///
/// Says what went wrong.
func writeFile(_ text: String, to path: String) -> String? {
  let draft = "\(path).\(getpid()).part"
  let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
  guard descriptor >= 0 else { return FileProblem(path).text }
  var problem: String?
  do throws(OutputFailure) {
    try Output.writeAll(Array(text.utf8), to: descriptor)
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
