import Columns

/// A dictionary of texts from several dictionaries, which keeps the codes of the first one.
final class MergedDictionary {
  private var base: TextDictionary?
  /// The texts of `base` and those met since; empty until a text of another dictionary is met.
  private var table = StringTable()

  var isEmpty: Bool { base == nil && table.count == 0 }

  /// Takes over the texts of another pool, with their codes.
  func adopt(_ other: MergedDictionary) {
    base = other.base
    table = StringTable()
    for code in 0..<other.table.count { _ = table.code(of: other.table.utf8(code)) }
  }

  /// Whether codes of `other` mean the same here.
  func agrees(with other: MergedDictionary) -> Bool {
    base === other.base && other.table.count <= other.base?.count ?? 0
  }

  /// The keys of rows with these codes of a dictionary.
  func keys(_ codes: Codes, _ labels: TextDictionary) -> Buffer<UInt64> {
    if base == nil { base = labels }
    if base === labels {
      return Kernels.values(codes.widened) { UInt64(bitPattern: $0) }
    }
    let table = (0..<labels.count).map { UInt64(code(of: labels.utf8($0))) }
    return codes.looked(up: Buffer(table))
  }

  /// The code of a text, a new one if it has none.
  func code(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if table.count == 0, let base { table = StringTable(base) }
    return table.code(of: text)
  }

  /// The bytes of the text with this code, valid until another text is met.
  func bytes(_ code: Int) -> UnsafeBufferPointer<UInt8> {
    if let base, code < base.count { return base.utf8(code) }
    return table.utf8(code)
  }
}
