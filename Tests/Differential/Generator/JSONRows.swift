/// Rows that an engine wrote as JSON objects, one a line; their members come in the order of
/// columns.
enum JSONRows {
  /// The rows of these lines.
  static func read(_ bytes: ArraySlice<UInt8>) -> [[Cell]] {
    bytes.split(separator: 10).map { line in
      var reader = JSONLine(line)
      return reader.row()
    }
  }
}

/// Reads one flat object.
private struct JSONLine {
  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) { rest = line }

  mutating func row() -> [Cell] {
    var cells: [Cell] = []
    while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
      rest = rest[(quote + 1)...]
      _ = text()
      rest = rest.drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") }
      cells.append(cell())
    }
    return cells
  }

  private mutating func cell() -> Cell {
    if rest.first == UInt8(ascii: "\"") {
      rest = rest.dropFirst()
      return .text(text())
    }
    let word = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
    rest = rest[word.endIndex...]
    switch String(decoding: word, as: UTF8.self) {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case let number:
      return Int64(number).map { .integer($0) } ?? Double(number).map { .real($0) } ?? .text(number)
    }
  }

  /// The text up to the closing quote.
  private mutating func text() -> String {
    var text: [UInt16] = []
    var plain: [UInt8] = []
    func flushed() -> [UInt16] { Array(String(decoding: plain, as: UTF8.self).utf16) }
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      guard byte == UInt8(ascii: "\\"), let sign = rest.popFirst() else {
        plain.append(byte)
        continue
      }
      switch sign {
      case UInt8(ascii: "n"): plain.append(10)
      case UInt8(ascii: "r"): plain.append(13)
      case UInt8(ascii: "t"): plain.append(9)
      case UInt8(ascii: "b"): plain.append(8)
      case UInt8(ascii: "f"): plain.append(12)
      case UInt8(ascii: "u"):
        text += flushed()
        plain = []
        text.append(UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFD)
        rest = rest.dropFirst(4)
      default: plain.append(sign)
      }
    }
    return String(decoding: text + flushed(), as: UTF16.self)
  }
}
