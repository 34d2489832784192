/// Reads rows whose cells are written as literals of SQL: numbers and NULL bare, texts in quotes.
///
/// Bytes come in any pieces. A row that begins with the record separator of ASCII ends the answer.
struct QuotedRows {
  /// Whether the line that ends the answer has come.
  private(set) var isAtEnd = false
  private var cell: [UInt8] = []
  private var state = State.start

  private enum State {
    /// Before the first cell of a row.
    case start
    /// Before a later cell.
    case cell
    case bare
    case quoted
    /// After a quote that ends the text, unless another follows.
    case afterQuote
    /// In the line that ends the answer.
    case ending
  }

  static let endMark: UInt8 = 0x1E

  /// Takes some bytes, and hands the cells in them to `rows`.
  mutating func take(
    _ bytes: ArraySlice<UInt8>,
    into rows: RowCollector
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
    _ rows: RowCollector
  ) throws(EngineFailure) -> Int {
    let byte = bytes[place]
    switch state {
    case .start where byte == QuotedRows.endMark: state = .ending
    case .start, .cell:
      state = byte == UInt8(ascii: "'") ? .quoted : .bare
      return state == .quoted ? place + 1 : place
    case .bare:
      let run = stretch(bytes, from: place) { $0 != 10 && $0 != UInt8(ascii: ",") }
      guard run.end < bytes.count else { return keep(run.bytes, run.end) }
      try end(bytes[run.end], with: run.bytes, rows, isQuoted: false)
      return run.end + 1
    case .quoted:
      let run = stretch(bytes, from: place) { $0 != UInt8(ascii: "'") }
      // Whole cells are read where they lie.
      if cell.isEmpty, run.end + 1 < bytes.count, bytes[run.end + 1] != UInt8(ascii: "'") {
        try end(bytes[run.end + 1], with: run.bytes, rows, isQuoted: true)
        return run.end + 2
      }
      if run.end < bytes.count { state = .afterQuote }
      return keep(run.bytes, run.end) + (run.end < bytes.count ? 1 : 0)
    case .afterQuote where byte == UInt8(ascii: "'"):
      cell.append(byte)
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

  /// Keeps the beginning of a cell whose end is to come.
  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    cell.append(contentsOf: bytes)
    return place
  }

  /// Ends a cell at a comma or the end of its line.
  private mutating func end(
    _ byte: UInt8,
    with last: UnsafeBufferPointer<UInt8>,
    _ rows: RowCollector,
    isQuoted: Bool
  ) throws(EngineFailure) {
    if cell.isEmpty {
      let isMissing = !isQuoted && last.elementsEqual("NULL".utf8)
      try rows.add(isMissing ? .missing : .text(last))
    } else {
      cell.append(contentsOf: last)
      if !isQuoted, cell.elementsEqual("NULL".utf8) {
        try rows.add(.missing)
      } else {
        try rows.add(bytes: cell)
      }
      cell.removeAll(keepingCapacity: true)
    }
    state = byte == 10 ? .start : .cell
    if byte == 10 { try rows.endRow() }
  }
}
