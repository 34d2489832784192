import Catalog
import Columns

@testable import IO

/// Delimited text read in the simplest way, to compare the fast one with.
struct SimpleReading {
  private(set) var rows: [[String]] = []

  /// The rows of `text`, which is well formed.
  init(_ text: [UInt8], delimiter: UInt8 = 0x2C) {
    var bytes = text[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    var row: [String] = []
    while !bytes.isEmpty {
      var field: [UInt8] = []
      if bytes.first == 0x22 {
        bytes.removeFirst()
        while let byte = bytes.popFirst() {
          if byte == 0x22 {
            if bytes.first != 0x22 { break }
            bytes.removeFirst()
          }
          field.append(byte)
        }
        if bytes.starts(with: [0x0D, 0x0A]) || bytes.elementsEqual([0x0D]) { bytes.removeFirst() }
      } else {
        while let byte = bytes.first, byte != delimiter, byte != 0x0A {
          field.append(byte)
          bytes.removeFirst()
        }
        if bytes.first != delimiter, field.last == 0x0D { field.removeLast() }
      }
      row.append(String(decoding: field, as: UTF8.self))
      if bytes.popFirst() == delimiter, !bytes.isEmpty { continue }
      let isEmptyLine = row == [""] && (rows.first?.count ?? 1) > 1
      if !isEmptyLine { rows.append(row) }
      row = []
    }
  }

  /// The values of a column in the narrowest type that all of them have.
  func column(_ place: Int) -> (type: DataType, values: [Value]) {
    let texts = rows.dropFirst().map { $0[place] }
    var candidates = TypeCandidates()
    for text in texts {
      var text = text
      text.withUTF8 { candidates.note($0) }
    }
    let type = candidates.kind.type
    return (type, texts.map { SimpleReading.value($0, type) })
  }

  private static func value(_ text: String, _ type: DataType) -> Value {
    if text.isEmpty { return .missing }
    switch type {
    case .boolean: return .boolean(text.lowercased() == "true")
    case .integer: return .integer(Int64(text) ?? 0)
    case .real: return .real(Double(text) ?? 0)
    case .date: return .ordinal(CivilDate(text)?.ordinal ?? 0)
    case .period(let unit): return .ordinal(unit.ordinal(of: text) ?? 0)
    default: return .text(text)
    }
  }
}
