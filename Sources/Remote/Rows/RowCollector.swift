import Catalog

/// Rows that come cell by cell and become a table: each cell is put into its column as it comes.
final class RowCollector {
  /// What the columns are.
  let fields: [Field]
  private let columns: [CellColumn]
  private var place = 0
  /// How many rows are whole.
  private(set) var rowCount = 0

  /// A collector of rows of these columns.
  init(_ fields: [Field]) {
    self.fields = fields
    columns = fields.map { CellColumn(for: $0.type) }
  }

  /// A collector of rows of so many texts.
  convenience init(texts count: Int) {
    self.init((0..<count).map { Field("\($0)", .text) })
  }

  /// Takes the next cell of the row.
  ///
  /// Throws when it is no value of its column's type.
  func add(_ cell: Cell) throws(EngineFailure) {
    guard place < columns.count else { throw tooWide() }
    if !columns[place].add(cell) { throw unreadable(cell) }
    place += 1
  }

  /// Takes the next cell of the row from its text.
  func add(bytes: [UInt8]) throws(EngineFailure) {
    var failure: EngineFailure?
    bytes.withUnsafeBufferPointer { text in
      do throws(EngineFailure) { try add(.text(text)) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Ends the row.
  ///
  /// Throws when it has too few cells.
  func endRow() throws(EngineFailure) {
    if place != columns.count {
      throw EngineFailure(
        "The engine sent a row of \(place) cells where \(columns.count) were asked for.",
        .lost
      )
    }
    place = 0
    rowCount += 1
  }

  /// The rows so far.
  ///
  /// Called once.
  func table() -> Table {
    Table(schema: Schema(fields), columns: columns.map { $0.column() }, rowCount: rowCount)
  }

  /// The rows so far as texts.
  ///
  /// Called once, on columns of texts.
  func texts() -> [[String?]] {
    let columns = columns.map { $0.column() }
    return (0..<rowCount).map { row in
      columns.map { column in
        if case .text(let text) = column[row] { return text }
        return nil
      }
    }
  }

  private func tooWide() -> EngineFailure {
    EngineFailure("The engine sent more cells than the \(columns.count) asked for.", .lost)
  }

  private func unreadable(_ cell: Cell) -> EngineFailure {
    let field = fields[place]
    var found = ""
    switch cell {
    case .missing: found = "nothing"
    case .integer(let number): found = String(number)
    case .real(let number): found = String(number)
    case .text(let bytes):
      let text = String(decoding: bytes.prefix(60), as: UTF8.self)
      found = "\"\(text)\(bytes.count > 60 ? "…" : "")\""
    }
    return EngineFailure(
      "\(field.name) should be \(field.type.described), but the engine holds \(found). "
        + "Correct the row there, or declare another type in the data package.",
      .refused
    )
  }
}

extension DataType {
  /// What a cell of the type must be, for messages.
  fileprivate var described: String {
    switch self {
    case .boolean: "a truth value"
    case .integer: "an integer of 64 bits"
    case .real, .percent: "a number"
    case .text: "a text"
    case .category: "one of the words of its category"
    case .date: "a day like 2011-06-17"
    case .period(.year), .period(.fiscalYear): "a year like 2011"
    case .period(let unit): "the first day of a \(unit.word)"
    case .interval: "a count of days or months"
    }
  }
}
