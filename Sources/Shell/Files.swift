import Diagnostics
@preconcurrency import Glibc
import IO

/// Reads a file, or standard input for `-`.
func readFile(_ path: String) throws(FileProblem) -> [UInt8] {
  var bytes: [UInt8] = []
  try forEachBlock(of: path) { (block) throws(FileProblem) in
    bytes += block
    if bytes.count > mostRead {
      throw FileProblem(text: "\(path): has more than \(mostRead >> 20) MiB; cut it into parts.")
    }
  }
  return bytes
}

/// The most bytes of a file of queries, which endless streams exceed.
private let mostRead = 256 << 20

/// Hands a file to `body`, some kibibytes at a time.
func forEachBlock(
  of path: String,
  _ body: (ArraySlice<UInt8>) throws(FileProblem) -> Void
) throws(FileProblem) {
  if path != "-", let text = SafeMode.refusal(of: path) { throw FileProblem(text: text) }
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileProblem(path) }
  defer { if path != "-" { close(descriptor) } }
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &block, block.count)
    if count < 0, errno == EINTR, Interrupts.count == 0 { continue }
    if count < 0 { throw FileProblem(path) }
    if count == 0 { return }
    try body(block[..<count])
  }
}

/// The last bytes, at most so many, of an open file of `size` bytes; fewer where it cannot be read.
func lastBytes(of file: Int32, size: Int, most: Int) -> [UInt8] {
  let start = max(0, size - most)
  var bytes = [UInt8](repeating: 0, count: size - start)
  var count = 0
  while count < bytes.count {
    let got = bytes.withUnsafeMutableBytes { all in
      all.baseAddress.map { pread(file, $0 + count, all.count - count, off_t(start + count)) } ?? 0
    }
    if got < 0, errno == EINTR { continue }
    if got <= 0 { break }
    count += got
  }
  return Array(bytes[..<count])
}

/// A failure to read or write a file, in words.
struct FileProblem: Error {
  let text: String

  /// A problem in these words.
  init(text: String) { self.text = visibleText(text) }

  /// The problem that the last system call met.
  init(_ path: String) {
    let reason = String(cString: strerror(errno))
    self.init(text: "\(path): \(reason).")
  }
}

/// Whether there is something at a path.
public func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// `~/x` as a path in the home folder, as shells read it; other paths as they are.
func homeExpanded(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = variable("HOME") else { return path }
  return home + path.dropFirst()
}

/// The names of the files in a folder, in order, as they are typed: those of folders end with a
/// slash.
func typedFileNames(in folder: String) -> [String] {
  fileNames(in: folder).map { name in
    var status = stat()
    let isFolder = stat(folder + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    return isFolder ? name + "/" : name
  }
  .sorted()
}

/// The folder of a file.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Whether there is a file at a path that can be read again and again.
func isPlainFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Whether there is a folder at a path.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
