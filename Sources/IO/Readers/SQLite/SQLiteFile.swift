@preconcurrency import CSQLite
import Catalog
import Columns

/// An SQLite file that is open for reading.
public final class SQLiteFile {
  /// Where it lies.
  public let path: String
  private var connection: OpaquePointer?

  /// Opens the file at `path`, which must exist.
  ///
  /// Throws where it is no SQLite file that can be read.
  public init(_ path: String) throws(TableFailure) {
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
  func columns(of query: String) throws(TableFailure) -> (
    columns: [VariantColumnBuilder], rowCount: Int
  ) {
    var columns: [VariantColumnBuilder] = []
    var rowCount = 0
    try rows(of: query, begin: { names in columns = names.map { VariantColumnBuilder($0) } }) {
      row in
      for place in columns.indices { columns[place].append(SQLiteFile.value(row[place])) }
      rowCount += 1
      return true
    }
    return (columns, rowCount)
  }

  /// Hands the rows of a statement to `each` as they come, until that says no or `isStopped` yes.
  ///
  /// `begin` is told the names of the columns. Gives whether all rows came; throws what SQLite
  /// says.
  @discardableResult
  public func rows(
    of query: String,
    isStopped: (() -> Bool)? = nil,
    begin: ([String]) -> Void = { _ in },
    each: (SQLiteRow) -> Bool
  ) throws(TableFailure) -> Bool {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    defer { sqlite3_finalize(statement) }
    let stop = isStopped.map(Stop.init)
    watch(stop)
    defer { watch(nil) }
    let row = SQLiteRow(statement: statement)
    begin(
      (0..<sqlite3_column_count(statement)).map {
        String(cString: sqlite3_column_name(statement, $0))
      }
    )
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: if !each(row) { return false }
      case SQLITE_DONE: return true
      case SQLITE_INTERRUPT: return false
      default: throw failure()
      }
    }
  }

  /// Makes SQLite ask now and then whether it should stop.
  private func watch(_ stop: Stop?) {
    guard let stop else { return sqlite3_progress_handler(connection, 0, nil, nil) }
    sqlite3_progress_handler(
      connection,
      10_000,
      { pointer in
        guard let pointer else { return 0 }
        return Unmanaged<Stop>.fromOpaque(pointer).takeUnretainedValue().isAsked() ? 1 : 0
      },
      Unmanaged.passUnretained(stop).toOpaque()
    )
  }

  /// The question whether to stop, where SQLite finds it.
  private final class Stop {
    let isAsked: () -> Bool
    init(_ isAsked: @escaping () -> Bool) { self.isAsked = isAsked }
  }

  /// A cell; bytes that are no text are written as a literal of SQLite.
  private static func value(_ cell: SQLiteCell) -> Value {
    switch cell {
    case .missing: .missing
    case .integer(let number): .integer(number)
    case .real(let number): number.isFinite ? .real(number) : .missing
    case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
    case .bytes(let bytes): .text(blobLiteral(bytes))
    }
  }
}

/// Bytes that are no text, as a literal of SQLite.
public func blobLiteral(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
  let digits = bytes.map { byte in
    let text = String(byte, radix: 16, uppercase: true)
    return text.utf8.count == 1 ? "0" + text : text
  }
  return "x'" + digits.joined() + "'"
}

/// The row at which a statement stands.
public struct SQLiteRow {
  fileprivate let statement: OpaquePointer?

  /// The cell in this column; its bytes are valid until the next row.
  public subscript(place: Int) -> SQLiteCell {
    let place = Int32(place)
    switch sqlite3_column_type(statement, place) {
    case SQLITE_NULL: return .missing
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, place))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, place))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(statement, place)?.assumingMemoryBound(to: UInt8.self)
      return .bytes(UnsafeBufferPointer(start: start, count: byteCount(place, of: start)))
    default:
      let start = sqlite3_column_text(statement, place)
      return .text(UnsafeBufferPointer(start: start, count: byteCount(place, of: start)))
    }
  }

  private func byteCount(_ place: Int32, of start: UnsafePointer<UInt8>?) -> Int {
    start == nil ? 0 : Int(sqlite3_column_bytes(statement, place))
  }
}

/// A cell of an SQLite file as it is stored.
public enum SQLiteCell {
  case missing
  case integer(Int64)
  case real(Double)
  case text(UnsafeBufferPointer<UInt8>)
  case bytes(UnsafeBufferPointer<UInt8>)
}
