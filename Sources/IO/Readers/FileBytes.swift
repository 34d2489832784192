@preconcurrency import Glibc
import Catalog
import Columns

/// The bytes of a file, and how messages name places in it.
struct FileBytes: Sendable {
  /// The file's path, as messages name it.
  let path: String
  /// Everything that stands in it.
  let bytes: Buffer<UInt8>

  /// Files above this size are mapped, not copied into memory.
  private static let mappedSize = 64 << 20

  /// Bytes that are in memory already, under the name of a file.
  init(path: String, bytes: some Collection<UInt8>) {
    (self.path, self.bytes) = (path, Buffer(bytes))
  }

  /// The bytes of the file at `path`, or of standard input when that is `-`.
  init(reading path: String) throws(TableFailure) {
    self.path = path == "-" ? "standard input" : path
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TableFailure("\(path): cannot be opened: \(systemMessage()); check the path")
    }
    defer { if descriptor > 0 { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw TableFailure("\(self.path): cannot be read: \(systemMessage())")
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw TableFailure("\(path): is a folder, not a file; name a file in it")
    }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    let size = isRegular ? Int(status.st_size) : 0
    if size > FileBytes.mappedSize, let mapping = Mapping(of: descriptor, size: size) {
      bytes = Buffer(base: mapping.start, count: size, owner: mapping)
    } else {
      bytes = try FileBytes.read(descriptor, expecting: size, path: self.path)
    }
  }

  private static func read(
    _ descriptor: Int32,
    expecting size: Int,
    path: String
  ) throws(TableFailure) -> Buffer<UInt8> {
    var content = UninitializedBuffer<UInt8>(capacity: size + 1)
    var count = 0
    while true {
      if count == content.capacity { content.reserve(max(count * 2, 1 << 16)) }
      let got = Glibc.read(descriptor, content.base + count, content.capacity - count)
      guard got >= 0 else {
        throw TableFailure("\(path): cannot be read: \(systemMessage())")
      }
      if got == 0 { return content.buffer(count: count) }
      count += got
    }
  }

  /// Where `offset` lies, as `path:line:column`; columns count characters.
  func place(of offset: Int) -> String {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes.base[index] == 10 {
      line += 1
      lineStart = index + 1
    }
    let before = bytes[lineStart..<max(lineStart, min(offset, bytes.count))]
    let hasMark = lineStart == 0 && before.starts(with: [0xEF, 0xBB, 0xBF])
    let column = before.count(where: { $0 & 0xC0 != 0x80 }) + (hasMark ? 0 : 1)
    return "\(path):\(line):\(max(column, 1))"
  }

  /// A failure at `offset`: its place, then `text`.
  func failure(at offset: Int, _ text: String) -> TableFailure {
    TableFailure("\(place(of: offset)): \(text)")
  }
}

/// The system's message for the call that failed last.
package func systemMessage() -> String {
  strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
}

/// A file mapped into memory until its last user is gone.
final class Mapping: Sendable {
  /// The first byte.
  nonisolated(unsafe) let start: UnsafePointer<UInt8>
  private let size: Int

  /// Maps the first `size` bytes of a file; at once if they are wanted anyway.
  init?(of descriptor: Int32, size: Int, isWanted: Bool = false) {
    let flags = isWanted ? MAP_PRIVATE | MAP_POPULATE : MAP_PRIVATE
    guard let address = mmap(nil, size, PROT_READ, flags, descriptor, 0), address != MAP_FAILED
    else { return nil }
    if !isWanted { madvise(address, size, MADV_SEQUENTIAL) }
    start = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
    self.size = size
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), size) }
}
