import Catalog
import Columns

@testable import IO

/// A file of the column cache that another program wrote.
enum ForgedColumn {
  /// Gives a file the hash of what its header now says, as far as that lies in the file.
  static func sign(_ bytes: inout [UInt8]) {
    guard bytes.count >= CacheHeader.size else { return }
    let words = (0..<15).map { place in
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self) }
    }
    let digest = bytes.withUnsafeBytes { file -> UInt64 in
      var (end, sections) = (CacheHeader.size, [UnsafeRawBufferPointer]())
      for word in words[11...14] {
        let (start, size) = ((end + 127) / 128 * 128, Int(truncatingIfNeeded: word))
        guard size >= 0, start <= file.count, size <= file.count - start else { return 0 }
        end = start + size
        sections.append(UnsafeRawBufferPointer(rebasing: file[start..<end]))
      }
      return CacheHeader.digest(of: words, sections, CacheKey())
    }
    withUnsafeBytes(of: digest) { bytes.replaceSubrange(120..<128, with: $0) }
  }

  /// What is wrong with the column that is taken from a file; nil if it is refused, or can be used.
  static func flaw(ofFile path: String) -> String? {
    guard let kept = CachedColumn(mapping: path), let (column, kind) = kept.column else {
      return nil
    }
    // A header may claim more rows than there is time for where none takes a byte.
    guard column.count <= 1 << 20 else { return "a column of \(column.count) rows" }
    let zoned = column.zoned
    let schema = Schema([Field("a", kind.type)])
    let table = Table(schema: schema, columns: [zoned], rowCount: zoned.count)
    if let flaw = table.flaw { return flaw }
    for row in 0..<zoned.count { _ = zoned[row] }
    if case .code(_, let labels) = zoned.storage {
      _ = (labels.strings, try? labels.ranks().count, zoned.codeCounts)
    }
    return nil
  }
}
