@preconcurrency import CSQLite
import Tables

/// The tables and views of an SQLite file, under their names, or after `name` and `_`.
func sqliteTables(_ path: String, name: String?) throws(TableFailure) -> [any TableSource] {
  let file = try SQLiteFile(path)
  let names = try file.tableNames()
  return names.map { own in
    let called = names.count == 1 ? name ?? own : name.map { "\($0)_\(own)" } ?? own
    return SQLiteTable(file: file, table: own, name: called)
  }
}

/// An SQLite file that is open for reading.
private final class SQLiteFile {
  let path: String
  private var connection: OpaquePointer?

  init(_ path: String) throws(TableFailure) {
    self.path = path
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    if sqlite3_open_v2(path, &connection, flags, nil) != SQLITE_OK { throw failure() }
  }

  deinit { sqlite3_close(connection) }

  func failure() -> TableFailure {
    let message = String(cString: sqlite3_errmsg(connection))
    return TableFailure("\(path): cannot be read as SQLite: \(message)")
  }

  func tableNames() throws(TableFailure) -> [String] {
    let query = """
      select name from sqlite_master where type in ('table', 'view')
      and name not like 'sqlite\\_%' escape '\\' order by rowid
      """
    let (columns, rowCount) = try columns(of: query)
    guard let first = columns.first else { return [] }
    let names = CellText(first.column(), .text)
    return (0..<rowCount).compactMap { names[$0] }
  }

  /// The columns of a query's rows.
  func columns(of query: String) throws(TableFailure) -> (columns: [LooseColumn], rowCount: Int) {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    defer { sqlite3_finalize(statement) }
    let width = sqlite3_column_count(statement)
    var columns = (0..<width).map { place in
      LooseColumn(String(cString: sqlite3_column_name(statement, place)))
    }
    var rowCount = 0
    while true {
      let state = sqlite3_step(statement)
      if state == SQLITE_DONE { return (columns, rowCount) }
      guard state == SQLITE_ROW else { throw failure() }
      for place in 0..<width {
        columns[Int(place)].append(SQLiteFile.value(statement, place))
      }
      rowCount += 1
    }
  }

  /// A cell; bytes that are no text are written as a literal of SQLite.
  private static func value(_ statement: OpaquePointer?, _ place: Int32) -> Value {
    switch sqlite3_column_type(statement, place) {
    case SQLITE_NULL: return .missing
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, place))
    case SQLITE_FLOAT:
      let number = sqlite3_column_double(statement, place)
      return number.isFinite ? .real(number) : .missing
    case SQLITE_BLOB:
      let digits = bytes(sqlite3_column_blob(statement, place), statement, place).map { byte in
        let text = String(byte, radix: 16, uppercase: true)
        return text.utf8.count == 1 ? "0" + text : text
      }
      return .text("x'" + digits.joined() + "'")
    default:
      let text = UnsafeRawPointer(sqlite3_column_text(statement, place))
      return .text(String(decoding: bytes(text, statement, place), as: UTF8.self))
    }
  }

  private static func bytes(
    _ start: UnsafeRawPointer?,
    _ statement: OpaquePointer?,
    _ place: Int32
  ) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: start,
      count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, place))
    )
  }
}

/// A table or view of an SQLite file, read wholly when it is first asked for.
private final class SQLiteTable: TableSource {
  let name: String
  var title: String { "\(table) of \(file.path)" }
  private let file: SQLiteFile
  private let table: String
  private lazy var stored = read()

  init(file: SQLiteFile, table: String, name: String) {
    (self.file, self.table, self.name) = (file, table, name)
  }

  func schema() throws(TableFailure) -> Schema { try stored.get().schema() }

  func load(_ columns: [Int]) throws(TableFailure) -> Table { try stored.get().load(columns) }

  private func read() -> Result<StoredTable, TableFailure> {
    Result { () throws(TableFailure) in
      var quoted = ""
      for character in table { quoted += character == "\"" ? "\"\"" : String(character) }
      let (columns, rowCount) = try file.columns(of: "select * from \"\(quoted)\"")
      return storedTable(name: name, title: title, columns: columns, rowCount: rowCount)
    }
  }
}
