@preconcurrency import Glibc
import Catalog
import Columns
import Parallel

/// The bytes of a file, and how messages name places in it.
struct FileBytes: Sendable {
  /// The file's path, as messages name it.
  let path: String
  /// Everything that stands in it.
  let bytes: Buffer<UInt8>
  /// Whether reading is to stop.
  let isStopped: @Sendable () -> Bool
  private let mapping: Mapping?

  /// Files above this size, in bytes, are mapped, not copied into memory.
  static let mappedSize = 64 << 20

  /// Bytes that are in memory already, under the name of a file.
  init(path: String, bytes: some Collection<UInt8>) {
    (self.path, self.bytes, mapping) = (path, Buffer(bytes), nil)
    isStopped = { false }
  }

  /// Bytes that are in memory already, without a copy of them.
  init(path: String, buffer bytes: Buffer<UInt8>) {
    (self.path, self.bytes, mapping) = (path, bytes, nil)
    isStopped = { false }
  }

  /// The bytes of the file at `path`, or of standard input when that is `-`.
  ///
  /// A stream is read to its end, or until it has more bytes than a query may hold, or reading is
  /// to stop.
  init(
    reading path: String,
    options: LoadOptions = LoadOptions()
  ) throws(TableFailure) {
    self.path = path == "-" ? "standard input" : path
    isStopped = options.isStopped
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
    if size > FileBytes.mappedSize,
      let mapping = Mapping(of: descriptor, size: size, title: self.path)
    {
      bytes = Buffer(base: mapping.start, count: size, owner: mapping)
      self.mapping = mapping
      return
    }
    mapping = nil
    let stream = ByteStream(descriptor: descriptor, path: self.path, options: options)
    bytes = try stream.bytes(expecting: size)
    if isRegular, FileIdentity(descriptor: descriptor) != FileIdentity(status) {
      throw TableFailure(changedText(self.path))
    }
  }

  /// What `body` makes of the bytes; throws if a part of the file was cut off meanwhile.
  func unchanged<Made>(
    _ body: () throws(TableFailure) -> Made
  ) throws(TableFailure) -> Made {
    let made = Result(catching: body)
    if mapping?.isDamaged == true { throw TableFailure(changedText(path)) }
    return try made.get()
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

/// A file that is read from its beginning to its end.
private struct ByteStream {
  let descriptor: Int32
  let path: String
  let options: LoadOptions

  /// All of its bytes, `size` of them as far as is known.
  func bytes(expecting size: Int) throws(TableFailure) -> Buffer<UInt8> {
    var content = UninitializedBuffer<UInt8>(capacity: size + 1)
    var count = 0
    while true {
      if count == content.capacity {
        let room = max(count * 2, 1 << 16)
        if count >= FileBytes.mappedSize { try reserve(room) }
        content.reserve(room)
      }
      if options.isStopped() { throw options.stopped(path) }
      let piece = min(content.capacity - count, 1 << 24)
      let got = read(descriptor, content.base + count, piece)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw TableFailure("\(path): cannot be read: \(systemMessage())")
      }
      if got == 0 { return content.buffer(count: count) }
      count += got
    }
  }

  /// Throws if the process may not hold `byteCount` more bytes.
  private func reserve(_ byteCount: Int) throws(TableFailure) {
    let limit = options.memory.limit
    do throws(OutOfMemory) {
      try options.memory.reserve(byteCount)
    } catch {
      throw TableFailure(
        "\(path): does not end, or has more than fits into the \(limit >> 20) MiB that may be held; "
          + "read a part of it, or set another bound with --memory"
      )
    }
  }
}

/// The system's message for the call that failed last.
package func systemMessage() -> String {
  strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
}
