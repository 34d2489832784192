@preconcurrency import Glibc
import Synchronization
import Columns
import Parallel

/// The first 128 bytes of a file in the column cache: what was read, from what, and hashes of all
/// of it.
struct CacheHeader {
  var identity: FileIdentity
  var sample: UInt64
  var rowCount: Int
  var fileDigest: UInt64
  var place = -1
  var kind = FieldKind.none
  var width = 0
  var hasMask = false
  var labelCount = 0
  var labelBytes = 0

  /// How many bytes the header takes, and to what each section is filled up.
  static let size = 128
  /// The name of the format and its version: files of another are not read.
  private static let magic: UInt64 = 0x3230_4343_4D4F_4353

  init(identity: FileIdentity, sample: UInt64, rowCount: Int, fileDigest: UInt64) {
    (self.identity, self.sample) = (identity, sample)
    (self.rowCount, self.fileDigest) = (rowCount, fileDigest)
  }

  /// The header of a file of `fileSize` bytes, if it is one and all of it is there.
  init?(_ start: UnsafeRawPointer, fileSize: Int) {
    let file = UnsafeRawBufferPointer(start: start, count: fileSize)
    func word(_ place: Int) -> UInt64 { start.load(fromByteOffset: place * 8, as: UInt64.self) }
    func count(_ place: Int) -> Int? { Int(exactly: word(place)).flatMap { $0 >= 0 ? $0 : nil } }
    let bytes = start.assumingMemoryBound(to: UInt8.self)
    guard fileSize >= CacheHeader.size, word(0) == CacheHeader.magic,
      word(15) == digest(bytes, 120), let rowCount = count(8),
      let kind = FieldKind(rawValue: UInt8(truncatingIfNeeded: word(10))),
      let labelCount = count(11), let labelBytes = count(12)
    else { return nil }
    identity = FileIdentity(
      device: word(1),
      node: word(2),
      size: Int64(bitPattern: word(3)),
      modified: Int64(bitPattern: word(4)),
      changed: Int64(bitPattern: word(5))
    )
    (sample, fileDigest, self.rowCount) = (word(6), word(7), rowCount)
    (place, self.kind) = (Int(Int64(bitPattern: word(9))), kind)
    (width, hasMask) = (Int(word(10) >> 8 & 0xFF), word(10) >> 16 & 1 == 1)
    (self.labelCount, self.labelBytes) = (labelCount, labelBytes)
    guard let sizes = sizes(fileSize), Int(exactly: word(13)) == fileSize,
      places(of: sizes).last?.upperBound ?? CacheHeader.size == fileSize,
      word(14) == contentDigest(places(of: sizes).map { .init(rebasing: file[$0]) })
    else { return nil }
  }

  /// The values, the mask, and the labels' offsets and bytes: how many bytes each takes; nil if
  /// that cannot be in a file of `fileSize` bytes.
  private func sizes(_ fileSize: Int) -> [Int]? {
    if place < 0 { return [] }
    guard rowCount <= fileSize, width <= 8, labelCount <= fileSize, labelBytes <= fileSize else {
      return nil
    }
    let labels = kind == .text || kind == .none ? [(labelCount + 1) * 8, labelBytes] : []
    return [rowCount * width, hasMask ? rowCount : 0] + labels
  }

  /// Where each section lies in the file.
  func sections(fileSize: Int) -> [Range<Int>] { sizes(fileSize).map(places) ?? [] }

  /// Each section begins at a multiple of the header's size, and the file ends with the last.
  private func places(of sizes: [Int]) -> [Range<Int>] {
    var end = CacheHeader.size
    return sizes.map { size in
      let start = (end + CacheHeader.size - 1) / CacheHeader.size * CacheHeader.size
      end = start + size
      return start..<end
    }
  }

  private func contentDigest(_ sections: [UnsafeRawBufferPointer]) -> UInt64 {
    let pieces = sections.flatMap { section in
      stride(from: 0, to: max(section.count, 1), by: CacheHeader.pieceSize).map { start in
        let end = min(start + CacheHeader.pieceSize, section.count)
        return UnsafeRawBufferPointer(rebasing: section[start..<end])
      }
    }
    return digests(of: pieces).reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
  }

  /// The number of bytes that a thread hashes at a time.
  private static let pieceSize = 1 << 20

  private func digests(of pieces: [UnsafeRawBufferPointer]) -> [UInt64] {
    var digests = [UInt64](repeating: 1, count: pieces.count)
    digests.withUnsafeMutableBufferPointer { digests in
      // Each piece is hashed once, by the thread that claims it, into its own place.
      let next = Atomic(0)
      let digests = DisjointSlots(digests)
      nonisolated(unsafe) let pieces = pieces
      ThreadPool.perform(min(ProcessLimits.processors, pieces.count / 2)) { _ in
        while true {
          let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard place < pieces.count else { return }
          guard let start = pieces[place].baseAddress else { continue }
          let bytes = start.assumingMemoryBound(to: UInt8.self)
          if !pieces[place].isEmpty { digests[place] = digest(bytes, pieces[place].count) }
        }
      }
    }
    return digests
  }

  /// Writes the header and the sections; false if the system could not.
  func write(_ sections: [UnsafeRawBufferPointer], to file: Int32) -> Bool {
    let places = places(of: sections.map(\.count))
    let fileSize = places.last?.upperBound ?? CacheHeader.size
    var words = [
      CacheHeader.magic, identity.device, identity.node, UInt64(bitPattern: identity.size),
      UInt64(bitPattern: identity.modified), UInt64(bitPattern: identity.changed), sample,
      fileDigest, UInt64(rowCount), UInt64(bitPattern: Int64(place)),
      UInt64(kind.rawValue) | UInt64(width) << 8 | (hasMask ? 1 << 16 : 0), UInt64(labelCount),
      UInt64(labelBytes), UInt64(fileSize), contentDigest(sections),
    ]
    words.append(
      words.withUnsafeBytes { bytes in
        bytes.baseAddress.map { digest($0.assumingMemoryBound(to: UInt8.self), 120) } ?? 0
      }
    )
    guard ftruncate(file, off_t(fileSize)) == 0,
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
  private let fileSize: Int

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
    (self.header, self.mapping, fileSize) = (header, mapping, Int(status.st_size))
  }

  /// The column, over the mapped memory; nil if its sections are not those of its kind.
  var column: (column: Column, kind: FieldKind)? {
    let places = header.sections(fileSize: fileSize)
    guard places.count >= 2 else { return nil }
    func buffer<Element>(_ section: Int, _ type: Element.Type) -> Buffer<Element> {
      let start = UnsafeRawPointer(mapping.start + places[section].lowerBound)
      return Buffer(
        base: start.assumingMemoryBound(to: Element.self),
        count: places[section].count / MemoryLayout<Element>.stride,
        owner: mapping
      )
    }
    let known = header.hasMask ? buffer(1, Bool.self) : nil
    let storage: Column.Storage
    switch (header.kind, header.width) {
    case (.boolean, 1): storage = .boolean(buffer(0, Bool.self))
    case (.integer, 1): storage = .integer(.byte(buffer(0, Int8.self)))
    case (.integer, 2): storage = .integer(.short(buffer(0, Int16.self)))
    case (.integer, 4): storage = .integer(.middle(buffer(0, Int32.self)))
    case (.integer, 8): storage = .integer(.wide(buffer(0, Int64.self)))
    case (.real, 8): storage = .real(buffer(0, Double.self))
    case (.text, let width), (.none, let width):
      let labels = TextDictionary(bytes: buffer(3, UInt8.self), offsets: buffer(2, Int.self))
      switch width {
      case 1: storage = .code(.narrow(buffer(0, UInt8.self)), labels)
      case 2: storage = .code(.middle(buffer(0, UInt16.self)), labels)
      case 4: storage = .code(.wide(buffer(0, UInt32.self)), labels)
      default: return nil
      }
    case (_, 4): storage = .ordinal(buffer(0, Int32.self))
    default: return nil
    }
    return (Column(storage, known: known), header.kind)
  }
}
