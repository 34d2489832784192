/// A parser of rows of SQL literals: numbers and NULL bare, texts in quotes.
///
/// Bytes come in any pieces. A row that begins with the record separator of ASCII ends the answer.
struct QuotedRowParser {
  /// Whether the line that ends the answer has come.
  private(set) var isAtEnd = false
  private var field: [UInt8] = []
  private var state = State.start

  private enum State {
    /// Before the first field of a row.
    case start
    /// Before a later field.
    case field
    case bare
    case quoted
    /// After a quote that ends the text, unless another follows.
    case afterQuote
    /// In the line that ends the answer.
    case ending
  }

  static let endMark: UInt8 = 0x1E

  /// Takes some bytes, and hands the fields in them to `rows`.
  mutating func take(
    _ bytes: ArraySlice<UInt8>,
    into rows: ResultBuilder
  ) throws(EngineFailure) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(EngineFailure) in
      var place = 0
      while place < bytes.count { place = try step(bytes, place, rows) }
    }
  }

  /// Goes on at a place; gives the next place.
  private mutating func step(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ place: Int,
    _ rows: ResultBuilder
  ) throws(EngineFailure) -> Int {
    let byte = bytes[place]
    switch state {
    case .start where byte == QuotedRowParser.endMark: state = .ending
    case .start, .field:
      state = byte == UInt8(ascii: "'") ? .quoted : .bare
      return state == .quoted ? place + 1 : place
    case .bare:
      let run = stretch(bytes, from: place) { $0 != 10 && $0 != UInt8(ascii: ",") }
      guard run.end < bytes.count else { return keep(run.bytes, run.end) }
      try end(bytes[run.end], with: run.bytes, rows, isQuoted: false)
      return run.end + 1
    case .quoted:
      let run = stretch(bytes, from: place) { $0 != UInt8(ascii: "'") }
      // Whole fields are read where they lie.
      if field.isEmpty, run.end + 1 < bytes.count, bytes[run.end + 1] != UInt8(ascii: "'") {
        try end(bytes[run.end + 1], with: run.bytes, rows, isQuoted: true)
        return run.end + 2
      }
      if run.end < bytes.count { state = .afterQuote }
      return keep(run.bytes, run.end) + (run.end < bytes.count ? 1 : 0)
    case .afterQuote where byte == UInt8(ascii: "'"):
      field.append(byte)
      state = .quoted
    case .afterQuote:
      let none = UnsafeBufferPointer(rebasing: bytes[place..<place])
      try end(byte, with: none, rows, isQuoted: true)
    case .ending: if byte == 10 { isAtEnd = true }
    }
    return place + 1
  }

  /// The bytes from a place on for which `belongs` holds, and where they end.
  private func stretch(
    _ bytes: UnsafeBufferPointer<UInt8>,
    from start: Int,
    _ belongs: (UInt8) -> Bool
  ) -> (bytes: UnsafeBufferPointer<UInt8>, end: Int) {
    var end = start
    while end < bytes.count, belongs(bytes[end]) { end += 1 }
    return (UnsafeBufferPointer(rebasing: bytes[start..<end]), end)
  }

  /// Keeps the beginning of a field whose end is to come.
  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    field.append(contentsOf: bytes)
    return place
  }

  /// Ends a field at a comma or the end of its line.
  private mutating func end(
    _ byte: UInt8,
    with last: UnsafeBufferPointer<UInt8>,
    _ rows: ResultBuilder,
    isQuoted: Bool
  ) throws(EngineFailure) {
    if field.isEmpty {
      let isMissing = !isQuoted && last.elementsEqual("NULL".utf8)
      try rows.add(isMissing ? .missing : .text(last))
    } else {
      field.append(contentsOf: last)
      if !isQuoted, field.elementsEqual("NULL".utf8) {
        try rows.add(.missing)
      } else {
        try rows.add(bytes: field)
      }
      field.removeAll(keepingCapacity: true)
    }
    state = byte == 10 ? .start : .field
    if byte == 10 { try rows.endRow() }
  }
}
