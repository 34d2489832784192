@preconcurrency import Glibc
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
  /// Whether the labels are in the order of their bytes.
  var isSorted = false
  /// How many bytes the values, the mask, and the labels' offsets and bytes take.
  private(set) var sizes = [0, 0, 0, 0]

  /// How many bytes the header takes, and to what each section is filled up.
  static let size = 128
  /// What is added to the kind where the labels are sorted.
  private static let sortedFlag: UInt64 = 0x100
  /// The name of the format and its version: files of another are not read.
  private static let magic: UInt64 = 0x3430_4343_4D4F_4353

  init(identity: FileIdentity, sample: UInt64, rowCount: Int, fileDigest: UInt64) {
    (self.identity, self.sample) = (identity, sample)
    (self.rowCount, self.fileDigest) = (rowCount, fileDigest)
  }

  /// The header of a file of `fileSize` bytes, if it is one and all of it is as it was written with
  /// `key`.
  init?(_ start: UnsafeRawPointer, fileSize: Int, key: CacheKey) {
    guard fileSize >= CacheHeader.size else { return nil }
    let words = (0..<16).map { start.load(fromByteOffset: $0 * 8, as: UInt64.self) }
    let counts = words.map { Int(truncatingIfNeeded: $0) }
    guard words[0] == CacheHeader.magic, let kind = FieldKind(rawValue: UInt8(words[10] & 0xFF)),
      counts[11..<15].allSatisfy({ (0...fileSize).contains($0) })
    else { return nil }
    (sample, fileDigest) = (words[1], words[2])
    identity = FileIdentity(words: Array(counts[3..<8]))
    (rowCount, place) = (counts[8], counts[9])
    if rowCount < 0 { return nil }
    (self.kind, isSorted, sizes) = (
      kind, words[10] & CacheHeader.sortedFlag != 0, Array(counts[11..<15])
    )
    let file = UnsafeRawBufferPointer(start: start, count: fileSize)
    guard sections[3].upperBound == fileSize else { return nil }
    let content = sections.map { UnsafeRawBufferPointer(rebasing: file[$0]) }
    if words[15] != CacheHeader.digest(of: Array(words[..<15]), content, key) { return nil }
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

  static func digest(
    of words: [UInt64],
    _ sections: [UnsafeRawBufferPointer],
    _ key: CacheKey
  ) -> UInt64 {
    words.withUnsafeBytes { words in
      let pieces = ([words] + sections).flatMap { section in
        stride(from: 0, to: section.count, by: pieceSize).map { start in
          UnsafeRawBufferPointer(rebasing: section[start..<min(start + pieceSize, section.count)])
        }
      }
      return digests(of: pieces, key).reduce(key.words.1) {
        ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 &+ 1
      }
    }
  }

  /// The number of bytes that a thread hashes at a time.
  private static let pieceSize = 1 << 20

  private static func digests(
    of pieces: [UnsafeRawBufferPointer],
    _ key: CacheKey
  ) -> [UInt64] {
    let count = min(ProcessLimits.processors, pieces.count / 2)
    let workers = WorkerPool(count: count, chunkSize: 0, check: {}, onThread: { $0() })
    nonisolated(unsafe) let pieces = pieces
    let digests = try? workers.map(pieces.count) { place in
      let bytes = pieces[place].bindMemory(to: UInt8.self)
      return bytes.baseAddress.map { IO.digest($0, bytes.count, key) } ?? 1
    }
    return digests ?? []
  }

  /// Writes the header and the sections; false if the system could not.
  mutating func write(
    _ sections: [UnsafeRawBufferPointer],
    to draft: DraftFile,
    key: CacheKey
  ) -> Bool {
    for (place, section) in sections.enumerated() { sizes[place] = section.count }
    let counts = identity.words + [rowCount, place, Int(kind.rawValue)] + sizes
    var words = [CacheHeader.magic, sample, fileDigest]
    words += counts.map { UInt64(bitPattern: Int64($0)) }
    if isSorted { words[10] |= CacheHeader.sortedFlag }
    words.append(CacheHeader.digest(of: words, sections, key))
    let places = self.sections
    guard ftruncate(draft.descriptor, off_t(places[3].upperBound)) == 0,
      words.withUnsafeBytes({ draft.write($0, at: 0) })
    else { return false }
    return zip(sections, places).allSatisfy { draft.write($0, at: $1.lowerBound) }
  }
}
