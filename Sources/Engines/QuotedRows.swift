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
    for byte in bytes {
      switch state {
      case .start where byte == QuotedRows.endMark: state = .ending
      case .start, .cell: try begin(byte, rows)
      case .bare: try goOn(byte, rows)
      case .quoted:
        if byte == UInt8(ascii: "'") { state = .afterQuote } else { cell.append(byte) }
      case .afterQuote where byte == UInt8(ascii: "'"):
        cell.append(byte)
        state = .quoted
      case .afterQuote: try end(byte, rows, isQuoted: true)
      case .ending: if byte == 10 { isAtEnd = true }
      }
    }
  }

  private mutating func begin(_ byte: UInt8, _ rows: RowCollector) throws(EngineFailure) {
    if byte == UInt8(ascii: "'") {
      state = .quoted
    } else {
      state = .bare
      try goOn(byte, rows)
    }
  }

  private mutating func goOn(_ byte: UInt8, _ rows: RowCollector) throws(EngineFailure) {
    if byte == 10 || byte == UInt8(ascii: ",") {
      try end(byte, rows, isQuoted: false)
    } else {
      cell.append(byte)
    }
  }

  /// Ends a cell at a comma or the end of its line.
  private mutating func end(
    _ byte: UInt8,
    _ rows: RowCollector,
    isQuoted: Bool
  ) throws(EngineFailure) {
    if !isQuoted, cell.elementsEqual("NULL".utf8) {
      try rows.add(.missing)
    } else {
      try rows.add(bytes: cell)
    }
    cell.removeAll(keepingCapacity: true)
    state = byte == 10 ? .start : .cell
    if byte == 10 { try rows.endRow() }
  }
}
