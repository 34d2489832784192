import IO
import Catalog
import Columns

/// A builder of an engine's result: a table to whose columns values are added as they come.
final class ResultBuilder {
  /// What the columns are.
  let fields: [Field]
  private let columns: [ColumnBuilder]
  private let memory: MemoryBudget?
  private var place = 0
  /// How many rows are whole.
  private(set) var rowCount = 0

  /// A result of these columns, which may take so much memory.
  init(_ fields: [Field], memory: MemoryBudget? = nil) {
    (self.fields, self.memory) = (fields, memory)
    columns = fields.map { ColumnBuilder($0.type) }
  }

  /// A result of so many texts.
  convenience init(texts count: Int) {
    self.init((0..<count).map { Field("\($0)", .text) })
  }

  /// The most bytes of a cell that are read, as SQLite has them.
  static let mostCellBytes = 1 << 28
  static let tooLongCell = EngineFailure(
    "A cell of the answer has more than \(mostCellBytes >> 20) MiB. Keep columns without it.",
    .lost
  )

  /// Adds the next value of the row.
  ///
  /// Throws when it is none of its column's type.
  func add(_ value: ColumnValue) throws(EngineFailure) {
    guard place < columns.count else {
      throw EngineFailure("The engine sent more cells than the \(columns.count) asked for.", .lost)
    }
    if !columns[place].add(value) { throw unreadable(value) }
    place += 1
  }

  /// Adds the next value of the row from its text.
  func add(bytes: ArraySlice<UInt8>) throws(EngineFailure) {
    try bytes.withUnsafeBufferPointer { text throws(EngineFailure) in try add(.text(text)) }
  }

  /// Ends the row.
  ///
  /// Throws when it has too few values, and when the rows take too much memory.
  func endRow() throws(EngineFailure) {
    if place != columns.count {
      throw EngineFailure(
        "The engine sent a row of \(place) cells where \(columns.count) were asked for.",
        .lost
      )
    }
    place = 0
    rowCount += 1
    guard rowCount & 1023 == 0, let memory else { return }
    do throws(OutOfMemory) {
      try memory.check()
    } catch {
      throw EngineFailure(
        "The first \(rowCount) rows of the answer take all of the \(error.limit >> 20) MiB that may be "
          + "used. Keep fewer rows, or set another bound with --memory.",
        .refused
      )
    }
  }

  /// The rows so far.
  ///
  /// Called once.
  func table() -> Table {
    Table(schema: Schema(fields), columns: columns.map { $0.finish() }, rowCount: rowCount)
  }

  /// The rows so far as texts.
  ///
  /// Called once, on columns of texts.
  func texts() -> [[String?]] {
    let columns = table().columns
    return (0..<rowCount).map { row in
      columns.map { if case .text(let text) = $0[row] { text } else { nil } }
    }
  }

  private func unreadable(_ value: ColumnValue) -> EngineFailure {
    let field = fields[place]
    let found =
      switch value {
      case .missing: "nothing"
      case .integer(let number): String(number)
      case .real(let number): String(number)
      case .text(let bytes): quoted(String(decoding: bytes.prefix(60), as: UTF8.self), bytes.count)
      case .bytes(let bytes):
        quoted(blobLiteral(.init(rebasing: bytes.prefix(60))).prefix(60), bytes.count * 2 + 3)
      }
    return EngineFailure(
      "\(field.name) should be \(field.type.described), but the engine holds \(found). "
        + "Correct the row there, or declare another type in the data package.",
      .refused
    )
  }

  /// The beginning of a text of so many bytes, in quotes.
  private func quoted(_ text: some StringProtocol, _ byteCount: Int) -> String {
    "\"\(text)\(byteCount > 60 ? "…" : "")\""
  }
}

extension DataType {
  /// What a value of the type must be, for messages.
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
