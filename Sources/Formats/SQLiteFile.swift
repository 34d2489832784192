@preconcurrency import CSQLite
import Tables

/// The tables and views of an SQLite file, under their names, or after `name` and `_`.
func sqliteTables(_ path: String, name: String?) throws(TableFailure) -> [any TableSource] {
  let file = try SQLiteFile(path)
  let own = try file.tableNames()
  return own.map { entry in
    let called =
      own.count == 1 ? name ?? entry.name : name.map { "\($0)_\(entry.name)" } ?? entry.name
    return SQLiteTable(file: file, table: entry.name, isView: entry.isView, name: called)
  }
}

/// An SQLite file that is open for reading.
final class SQLiteFile {
  let path: String
  private var connection: OpaquePointer?

  init(_ path: String) throws(TableFailure) {
    self.path = path
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_FULLMUTEX
    if sqlite3_open_v2(path, &connection, flags, nil) != SQLITE_OK { throw failure() }
  }

  deinit { sqlite3_close(connection) }

  func failure() -> TableFailure {
    let message = String(cString: sqlite3_errmsg(connection))
    return TableFailure("\(path): cannot be read as SQLite: \(message)")
  }

  func tableNames() throws(TableFailure) -> [(name: String, isView: Bool)] {
    let query = """
      select name, type from sqlite_master where type in ('table', 'view')
      and name not like 'sqlite\\_%' escape '\\' order by rowid
      """
    let (columns, rowCount) = try columns(of: query)
    guard columns.count == 2 else { return [] }
    let (names, types) = (
      CellText(columns[0].column(), .text), CellText(columns[1].column(), .text)
    )
    return (0..<rowCount).compactMap { row in names[row].map { ($0, types[row] == "view") } }
  }

  /// The names of a query's columns.
  func columnNames(of query: String) throws(TableFailure) -> [String] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    defer { sqlite3_finalize(statement) }
    return (0..<sqlite3_column_count(statement)).map {
      String(cString: sqlite3_column_name(statement, $0))
    }
  }

  /// The one integer that a query gives.
  func integer(_ query: String) throws(TableFailure) -> Int {
    let (columns, rowCount) = try columns(of: query)
    guard rowCount == 1, let column = columns.first?.column(),
      case .integer(let number) = column[0]
    else { return 0 }
    return Int(number)
  }

  /// The columns of a query's rows.
  func columns(of query: String) throws(TableFailure) -> (columns: [LooseColumn], rowCount: Int) {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    defer { sqlite3_finalize(statement) }
    let width = sqlite3_column_count(statement)
    let columns = (0..<width).map { place in
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
