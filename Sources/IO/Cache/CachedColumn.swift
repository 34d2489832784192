@preconcurrency import Glibc
import Columns
import Parallel

/// The first 128 bytes of a file in the column cache: what was read, from what, how many bytes each
/// section takes, and a hash of all of it.
struct CacheHeader {
  let identity: FileIdentity
  let sample: UInt64
  let rowCount: Int
  let fileDigest: UInt64
  var place = -1
  var kind = FieldKind.none
  /// How many bytes the values, the mask, and the labels' offsets and bytes take.
  private(set) var sizes = [0, 0, 0, 0]

  /// How many bytes the header takes, and to what each section is filled up.
  static let size = 128
  /// The name of the format and its version: files of another are not read.
  private static let magic: UInt64 = 0x3330_4343_4D4F_4353

  init(identity: FileIdentity, sample: UInt64, rowCount: Int, fileDigest: UInt64) {
    (self.identity, self.sample) = (identity, sample)
    (self.rowCount, self.fileDigest) = (rowCount, fileDigest)
  }

  /// The header of a file of `fileSize` bytes, if it is one and all of it is there.
  init?(_ start: UnsafeRawPointer, fileSize: Int) {
    guard fileSize >= CacheHeader.size else { return nil }
    let words = (0..<16).map { start.load(fromByteOffset: $0 * 8, as: UInt64.self) }
    let counts = words.map { Int(truncatingIfNeeded: $0) }
    guard words[0] == CacheHeader.magic, let kind = FieldKind(rawValue: UInt8(words[10] & 0xFF)),
      counts[11..<15].allSatisfy({ (0...fileSize).contains($0) })
    else { return nil }
    (sample, fileDigest) = (words[1], words[2])
    identity = FileIdentity(words: Array(counts[3..<8]))
    (rowCount, place) = (counts[8], counts[9])
    (self.kind, sizes) = (kind, Array(counts[11..<15]))
    let file = UnsafeRawBufferPointer(start: start, count: fileSize)
    guard sections[3].upperBound == fileSize else { return nil }
    let content = sections.map { UnsafeRawBufferPointer(rebasing: file[$0]) }
    if words[15] != CacheHeader.digest(of: Array(words[..<15]), content) { return nil }
  }

  /// Where the sections lie in the file: each begins at a multiple of the header's size, and the
  /// file ends with the last.
  var sections: [Range<Int>] {
    var end = CacheHeader.size
    return sizes.map { size in
      let start = (end + CacheHeader.size - 1) / CacheHeader.size * CacheHeader.size
      end = start + size
      return start..<end
    }
  }

  private static func digest(
    of words: [UInt64],
    _ sections: [UnsafeRawBufferPointer]
  ) -> UInt64 {
    words.withUnsafeBytes { words in
      let pieces = ([words] + sections).flatMap { section in
        stride(from: 0, to: section.count, by: pieceSize).map { start in
          UnsafeRawBufferPointer(rebasing: section[start..<min(start + pieceSize, section.count)])
        }
      }
      return digests(of: pieces).reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    }
  }

  /// The number of bytes that a thread hashes at a time.
  private static let pieceSize = 1 << 20

  private static func digests(of pieces: [UnsafeRawBufferPointer]) -> [UInt64] {
    let count = min(ProcessLimits.processors, pieces.count / 2)
    let workers = WorkerPool(count: count, chunkSize: 0, check: {}, onThread: { $0() })
    nonisolated(unsafe) let pieces = pieces
    let digests = try? workers.map(pieces.count) { place in
      let bytes = pieces[place].bindMemory(to: UInt8.self)
      return bytes.baseAddress.map { IO.digest($0, bytes.count) } ?? 1
    }
    return digests ?? []
  }

  /// Writes the header and the sections; false if the system could not.
  mutating func write(_ sections: [UnsafeRawBufferPointer], to file: Int32) -> Bool {
    for (place, section) in sections.enumerated() { sizes[place] = section.count }
    let counts = identity.words + [rowCount, place, Int(kind.rawValue)] + sizes
    var words = [CacheHeader.magic, sample, fileDigest]
    words += counts.map { UInt64(bitPattern: Int64($0)) }
    words.append(CacheHeader.digest(of: words, sections))
    let places = self.sections
    guard ftruncate(file, off_t(places[3].upperBound)) == 0,
      words.withUnsafeBytes({ writeAll($0, at: 0, to: file) })
    else { return false }
    return zip(sections, places).allSatisfy { writeAll($0, at: $1.lowerBound, to: file) }
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int, to file: Int32) -> Bool {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let written = pwrite(file, base + done, bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return false }
      done += written
    }
    return true
  }
}

/// A file of the column cache that has been mapped, and is what it should be.
struct CachedColumn {
  /// What stands at its head.
  let header: CacheHeader
  private let mapping: Mapping

  /// Maps the file at `path`; nil if there is none, or if it is damaged.
  init?(mapping path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size >= CacheHeader.size,
      let mapping = Mapping(
        of: file,
        size: Int(status.st_size),
        isWanted: status.st_size < 2 << 20
      ),
      let header = CacheHeader(UnsafeRawPointer(mapping.start), fileSize: Int(status.st_size))
    else { return nil }
    (self.header, self.mapping) = (header, mapping)
  }

  /// The column, over the mapped memory; nil if its sections are not those of its kind.
  var column: (column: Column, kind: FieldKind)? {
    let places = header.sections
    let width = header.rowCount == 0 ? 1 : header.sizes[0] / header.rowCount
    func buffer<Element>(_ section: Int, _ type: Element.Type) -> Buffer<Element> {
      let start = UnsafeRawPointer(mapping.start + places[section].lowerBound)
      return Buffer(
        base: start.assumingMemoryBound(to: Element.self),
        count: places[section].count / MemoryLayout<Element>.stride,
        owner: mapping
      )
    }
    let known = header.sizes[1] > 0 ? buffer(1, Bool.self) : nil
    let storage: Column.Storage
    switch (header.kind, width) {
    case (.boolean, 1): storage = .boolean(buffer(0, Bool.self))
    case (.integer, 1): storage = .integer(.int8(buffer(0, Int8.self)))
    case (.integer, 2): storage = .integer(.int16(buffer(0, Int16.self)))
    case (.integer, 4): storage = .integer(.int32(buffer(0, Int32.self)))
    case (.integer, 8): storage = .integer(.int64(buffer(0, Int64.self)))
    case (.real, 8): storage = .real(buffer(0, Double.self))
    case (.text, let width), (.none, let width):
      let labels = TextDictionary(bytes: buffer(3, UInt8.self), offsets: buffer(2, Int.self))
      switch width {
      case 1: storage = .code(.uint8(buffer(0, UInt8.self)), labels)
      case 2: storage = .code(.uint16(buffer(0, UInt16.self)), labels)
      case 4: storage = .code(.uint32(buffer(0, UInt32.self)), labels)
      default: return nil
      }
    case (_, 4): storage = .ordinal(buffer(0, Int32.self))
    default: return nil
    }
    return (Column(storage, known: known), header.kind)
  }
}
