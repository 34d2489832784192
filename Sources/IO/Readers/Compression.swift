import CCompression
import Catalog
import Columns

/// A way in which a file is packed: gzip (RFC 1952) or Zstandard (RFC 8878).
enum Compression: String, CaseIterable {
  case gzip, zstandard = "Zstandard"

  /// The endings of the names of packed files, with the point.
  static let endings = [".gz", ".zst"]

  /// The bytes that a packed file begins with.
  private var signature: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B, 0x08]
    case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
    }
  }

  /// How a file is packed that begins so; nil if it is not.
  init?(beginning: some Collection<UInt8>) {
    let found = Compression.allCases.first { beginning.starts(with: $0.signature) }
    guard let found else { return nil }
    self = found
  }

  /// What a packed file holds.
  ///
  /// Throws where it is damaged or cut off, where it holds more than a query may, and when reading
  /// is to stop.
  func unpacked(_ file: FileBytes, _ options: LoadOptions) throws(TableFailure) -> FileBytes {
    var output = Unpacked(file.path, options, packedCount: file.bytes.count)
    switch self {
    case .gzip: try unpackGzip(file, &output)
    case .zstandard: try unpackZstandard(file, &output)
    }
    return FileBytes(path: file.path, buffer: output.buffer)
  }

  private func unpackGzip(_ file: FileBytes, _ output: inout Unpacked) throws(TableFailure) {
    var stream = z_stream()
    guard scomm_begin_gzip(&stream) == Z_OK else { throw damaged(file) }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: file.bytes.base)
    var left = file.bytes.count
    while true {
      let given = min(left, 1 << 20)
      stream.avail_in = UInt32(given)
      let (target, room) = try output.room()
      stream.next_out = target
      stream.avail_out = UInt32(room)
      let code = inflate(&stream, Z_NO_FLUSH)
      left -= given - Int(stream.avail_in)
      output.count += room - Int(stream.avail_out)
      switch code {
      case Z_OK, Z_BUF_ERROR: if left == 0, stream.avail_out > 0 { throw cutOff(file) }
      case Z_STREAM_END:
        // Files of several members are one file, which may be filled up with zeros.
        if file.bytes[(file.bytes.count - left)...].allSatisfy({ $0 == 0 }) { return }
        inflateReset(&stream)
      default: throw damaged(file)
      }
    }
  }

  private func unpackZstandard(_ file: FileBytes, _ output: inout Unpacked) throws(TableFailure) {
    guard let stream = ZSTD_createDStream() else { throw damaged(file) }
    defer { ZSTD_freeDStream(stream) }
    var input = ZSTD_inBuffer(src: file.bytes.base, size: file.bytes.count, pos: 0)
    var code = 0
    while input.pos < input.size || code != 0 {
      let (target, room) = try output.room()
      var written = ZSTD_outBuffer(dst: target, size: room, pos: 0)
      let before = input.pos
      code = ZSTD_decompressStream(stream, &written, &input)
      if ZSTD_isError(code) != 0 { throw damaged(file) }
      if written.pos == 0, input.pos == before { throw cutOff(file) }
      output.count += written.pos
    }
  }

  private func damaged(_ file: FileBytes) -> TableFailure {
    TableFailure("\(file.path): is damaged as a \(rawValue) file; get it once more")
  }

  private func cutOff(_ file: FileBytes) -> TableFailure {
    TableFailure("\(file.path): ends within its \(rawValue) data; get it once more")
  }
}

/// Bytes that are unpacked one stretch after the other.
private struct Unpacked: ~Copyable {
  private let path: String
  private let options: LoadOptions
  private var content: UninitializedBuffer<UInt8>
  /// How many there are so far.
  var count = 0

  init(_ path: String, _ options: LoadOptions, packedCount: Int) {
    (self.path, self.options) = (path, options)
    content = UninitializedBuffer(capacity: max(1 << 16, min(packedCount * 4, 1 << 24)))
  }

  /// Where the next bytes go, and how many may.
  mutating func room() throws(TableFailure) -> (UnsafeMutablePointer<UInt8>, Int) {
    try options.check(path)
    if count == content.capacity {
      let limit = options.memory.limit
      guard options.fits(content.capacity * 2) else {
        throw TableFailure(
          "\(path): holds more than fits into the \(limit >> 20) MiB that may be held; unpack it "
            + "and open that file, or set another bound with --memory"
        )
      }
      content.reserve(content.capacity * 2)
    }
    return (content.base + count, min(content.capacity - count, 1 << 24))
  }

  var buffer: Buffer<UInt8> { content.buffer(count: count) }
}
