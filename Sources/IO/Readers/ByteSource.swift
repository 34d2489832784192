@preconcurrency import Glibc
import Catalog
import Columns

/// The bytes of a table that is read in pieces: those of a file, or of memory.
///
/// A file is read, not mapped, so that one that shrinks meanwhile is an error and not the end of
/// the program.
final class ByteSource: Sendable {
  /// The file's path, as messages name it.
  let path: String
  /// How many bytes there are.
  let count: Int
  /// What tells this file from its later self; nil for memory.
  let identity: FileIdentity?
  /// Whether the file had not been changed for a while when it was opened, so that its times tell
  /// it from any later state.
  let isSettled: Bool
  private let descriptor: Int32
  private let memory: Buffer<UInt8>?
  /// The source of which carriage returns are read as line feeds, if this is not the file's own.
  private let original: ByteSource?

  /// The bytes of the file at `path`, or of standard input when that is `-`.
  ///
  /// What cannot be read in pieces, such as a pipe, is read into memory.
  init(
    reading path: String,
    options: LoadOptions = LoadOptions()
  ) throws(TableFailure) {
    var status = stat()
    if path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      let opened = open(path, O_RDONLY | O_CLOEXEC)
      if opened >= 0, fstat(opened, &status) == 0 {
        (self.path, descriptor, memory, original) = (path, opened, nil, nil)
        count = Int(status.st_size)
        let identity = FileIdentity(status)
        self.identity = identity
        isSettled = identity.isSettled
        return
      }
      if opened >= 0 { close(opened) }
    }
    let file = try FileBytes(reading: path, options: options)
    (self.path, descriptor, memory, identity) = (file.path, -1, file.bytes, nil)
    original = nil
    isSettled = false
    count = file.bytes.count
  }

  /// The bytes of a file that are in memory already.
  init(_ file: FileBytes) {
    (path, descriptor, memory, identity) = (file.path, -1, file.bytes, nil)
    original = nil
    isSettled = false
    count = file.bytes.count
  }

  /// The bytes of `source` with line feeds for its carriage returns.
  init(replacingReturnsOf source: ByteSource) {
    (path, descriptor, memory, original) = (source.path, -1, nil, source)
    (count, identity, isSettled) = (source.count, source.identity, source.isSettled)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Copies the bytes of `range` to `target`.
  func read(_ range: Range<Int>, into target: UnsafeMutablePointer<UInt8>) throws(TableFailure) {
    if let original {
      try original.read(range, into: target)
      for place in 0..<range.count where target[place] == 0x0D { target[place] = 0x0A }
      return
    }
    if let memory {
      target.update(from: memory.base + range.lowerBound, count: range.count)
      return
    }
    var done = 0
    while done < range.count {
      let got = pread(descriptor, target + done, range.count - done, range.lowerBound + done)
      if got < 0, errno == EINTR { continue }
      if got < 0 { throw TableFailure("\(path): cannot be read: \(systemMessage())") }
      if got == 0 { throw changed }
      done += got
    }
  }

  /// Throws if the file is not what it was when it was opened.
  func checkUnchanged() throws(TableFailure) {
    if let original { return try original.checkUnchanged() }
    if let identity, FileIdentity(descriptor: descriptor) != identity { throw changed }
  }

  /// Throws if there is a line feed besides the carriage return at `place`.
  func checkReturnsAlone(_ place: Int) throws(TableFailure) {
    let window = UninitializedBuffer<UInt8>(capacity: 1 << 18)
    for start in stride(from: 0, to: count, by: 1 << 18) {
      let end = min(start + 1 << 18, count)
      try read(start..<end, into: window.base)
      if memchr(window.base, 0x0A, end - start) != nil { throw bareReturn(place) }
    }
  }

  /// The failure of a carriage return without a line feed at `place`.
  func bareReturn(_ place: Int) -> TableFailure {
    failure(
      at: place,
      "a carriage return stands alone here, though lines end with line feeds elsewhere; "
        + "save the file with one kind of line ends"
    )
  }

  /// A failure at `offset`: its place, then `text`.
  func failure(at offset: Int, _ text: String) -> TableFailure {
    if original != nil {
      let window = UninitializedBuffer<UInt8>(capacity: min(offset + 1, count))
      guard (try? read(0..<window.capacity, into: window.base)) != nil else { return changed }
      let bytes = window.buffer(count: min(offset + 1, count))
      return FileBytes(path: path, bytes: bytes).failure(at: offset, text)
    }
    if let memory { return FileBytes(path: path, bytes: memory).failure(at: offset, text) }
    guard let file = try? FileBytes(reading: path) else { return TableFailure("\(path): \(text)") }
    return file.failure(at: offset, text)
  }

  private var changed: TableFailure {
    TableFailure("\(path): the file changed while it was open; open it again")
  }
}

/// What tells a file from another, and from itself after a change.
struct FileIdentity: Equatable, Sendable {
  /// The device, the inode, the size, and when its content, and when anything about it, was
  /// changed: nanoseconds since 1970.
  let words: [Int]

  init(words: [Int]) { self.words = words }

  init(_ status: stat) {
    words = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim),
    ]
  }

  /// Whether the clock has moved since the file was changed: two changes at one time look alike.
  var isSettled: Bool {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return words[3...].allSatisfy { $0 + 50_000_000 < nanoseconds(time) }
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }
}

private func nanoseconds(_ time: timespec) -> Int { time.tv_sec * 1_000_000_000 + time.tv_nsec }
