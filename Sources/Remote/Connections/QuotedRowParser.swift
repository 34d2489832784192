/// A parser of rows of SQL literals: numbers and NULL bare, texts in quotes.
///
/// Bytes come in any pieces. A row that is the end mark ends the answer: it is bare, as no text is,
/// and drawn by lot for each answer, so that no value in it can be the same.
struct QuotedRowParser {
  /// The line that ends the answer.
  let endMark = "end-\(String(UInt64.random(in: .min ... .max), radix: 16))"
  /// Whether the line that ends the answer has come.
  private(set) var isAtEnd = false
  /// The beginning of a field whose end is to come, and how much of it was searched for that.
  private var rest: [UInt8] = []
  private var searched = 0
  private var beginsRow = true

  private static let quote = UInt8(ascii: "'")

  /// Takes some bytes, and hands the fields in them to `rows`.
  mutating func take(
    _ bytes: ArraySlice<UInt8>,
    into rows: ResultBuilder
  ) throws(EngineFailure) {
    var all = rest
    rest = []
    all += bytes
    let taken = try all.withUnsafeBufferPointer { (all) throws(EngineFailure) in
      var start = 0
      while let end = end(of: all, from: start) {
        let field = UnsafeBufferPointer(rebasing: all[start..<end])
        if beginsRow, all[end] == 10, field.elementsEqual(endMark.utf8) {
          isAtEnd = true
        } else {
          try add(field, to: rows)
          beginsRow = all[end] == 10
          if beginsRow { try rows.endRow() }
        }
        start = end + 1
      }
      return start
    }
    all.removeFirst(taken)
    if all.count > ResultBuilder.mostCellBytes { throw ResultBuilder.tooLongCell }
    rest = all
  }

  /// The place behind the field that begins at `start`: of a comma or the end of the line; nil where
  /// that is to come.
  private mutating func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start + searched
    searched = 0
    if start < bytes.count, bytes[start] == QuotedRowParser.quote {
      place = max(place, start + 1)
      while place < bytes.count {
        if bytes[place] != QuotedRowParser.quote {
          place += 1
        } else if place + 1 == bytes.count {
          break
        } else if bytes[place + 1] == QuotedRowParser.quote {
          place += 2
        } else {
          return place + 1
        }
      }
    } else {
      while place < bytes.count, bytes[place] != 10, bytes[place] != UInt8(ascii: ",") {
        place += 1
      }
      if place < bytes.count { return place }
    }
    searched = place - start
    return nil
  }

  private func add(
    _ field: UnsafeBufferPointer<UInt8>,
    to rows: ResultBuilder
  ) throws(EngineFailure) {
    guard field.first == QuotedRowParser.quote else {
      return try rows.add(field.elementsEqual("NULL".utf8) ? .missing : .text(field))
    }
    let text = UnsafeBufferPointer(rebasing: field.dropFirst().dropLast())
    if !text.contains(QuotedRowParser.quote) { return try rows.add(.text(text)) }
    var plain: [UInt8] = []
    var isDoubled = false
    for byte in text {
      isDoubled = byte == QuotedRowParser.quote && !isDoubled
      if byte != QuotedRowParser.quote || isDoubled { plain.append(byte) }
    }
    try rows.add(bytes: plain[...])
  }
}
