@preconcurrency import CSQLite
import Catalog
import Columns
@preconcurrency import Glibc

/// An SQLite file that is open for reading and whose author is not trusted.
///
/// Its views call only functions that do no harm, and its statements can be stopped.
public final class SQLiteFile {
  /// Where it lies.
  public let path: String
  private var connection: OpaquePointer?
  private let memory: MemoryBudget
  private let isStopped: @Sendable () -> Bool

  /// Opens the file at `path`, which must exist; `isStopped` ends the statements that bring no
  /// other such question.
  ///
  /// Throws where it is no SQLite file that can be read.
  public init(
    _ path: String,
    memory: MemoryBudget = .ofProcess(),
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(TableFailure) {
    (self.path, self.memory, self.isStopped) = (path, memory, isStopped)
    var status = stat()
    if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      throw TableFailure("\(path): is no plain file, which SQLite needs; copy it into one")
    }
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_FULLMUTEX
    if sqlite3_open_v2(path, &connection, flags, nil) != SQLITE_OK { throw failure() }
    let distrust = scomm_sqlite_distrust(connection, Int64(memory.limit))
    if distrust != SQLITE_OK { throw failure() }
  }

  deinit { sqlite3_close(connection) }

  /// Throws where reading is to stop.
  func check() throws(TableFailure) { if isStopped() { throw .stopped(path) } }

  func failure() -> TableFailure {
    var message = String(cString: sqlite3_errmsg(connection))
    if sqlite3_errcode(connection) == SQLITE_NOMEM {
      message += " within \(memory.limit >> 20) MiB; a view may have no end. "
      message += "--memory sets another bound"
    }
    return TableFailure("\(path): cannot be read as SQLite: \(message)")
  }

  func tableNames() throws(TableFailure) -> [(name: String, isView: Bool)] {
    let query = """
      select name, type from sqlite_master where type in ('table', 'view')
      and name not like 'sqlite\\_%' escape '\\' order by rowid
      """
    var tables: [(name: String, isView: Bool)] = []
    try rows(of: query) { row in
      if case .text(let name) = SQLiteFile.value(row[0]) {
        tables.append((name, SQLiteFile.value(row[1]) == .text("view")))
      }
      return true
    }
    return tables
  }

  /// The names of a query's columns.
  func columnNames(of query: String) throws(TableFailure) -> [String] {
    let statement = try prepared(query)
    defer { sqlite3_finalize(statement) }
    return SQLiteFile.columnNames(of: statement)
  }

  private static func columnNames(of statement: OpaquePointer?) -> [String] {
    (0..<sqlite3_column_count(statement)).map {
      String(cString: sqlite3_column_name(statement, $0))
    }
  }

  private func prepared(_ query: String) throws(TableFailure) -> OpaquePointer? {
    var statement: OpaquePointer?
    if query.utf8.contains(0) {
      throw TableFailure("\(path): a statement holds a NUL, behind which SQLite would not read it")
    }
    let isAlone = query.withCString { text in
      var rest: UnsafePointer<CChar>?
      guard sqlite3_prepare_v2(connection, text, -1, &statement, &rest) == SQLITE_OK else {
        return false
      }
      return rest.map { String(cString: $0).allSatisfy { $0.isWhitespace || $0 == ";" } } ?? true
    }
    if statement == nil { throw failure() }
    if isAlone, sqlite3_stmt_readonly(statement) != 0 { return statement }
    sqlite3_finalize(statement)
    throw TableFailure("\(path): a statement was made that holds a second one, or writes")
  }

  /// The one integer that a query gives.
  func integer(_ query: String) throws(TableFailure) -> Int {
    var found = 0
    try rows(of: query) { row in
      if case .integer(let number) = row[0] { found = Int(number) }
      return true
    }
    return found
  }

  /// The columns of the rows that a query gives of a table, called `title` in messages.
  ///
  /// Throws also where it has been asked to stop, the rows take too much memory, or none comes for
  /// `patience` seconds.
  func columns(
    of query: String,
    _ title: String,
    _ missing: MissingWords,
    patience: Double = .infinity
  ) throws(TableFailure) -> (columns: [VariantColumnBuilder], rowCount: Int) {
    var columns: [VariantColumnBuilder] = []
    var rowCount = 0
    var broken: (column: String, byte: UInt8)?
    let begin = { (names: [String]) in
      columns = names.map { VariantColumnBuilder($0, missing) }
    }
    let clock = Patience(patience)
    var shortage: OutOfMemory?
    let isStopped = { clock.isOver || self.isStopped() }
    let isWhole = try rows(of: query, isStopped: isStopped, begin: begin) { row in
      rowCount += 1
      clock.restart()
      if rowCount & 1023 == 0 {
        do throws(OutOfMemory) { try memory.check() } catch { shortage = error }
      }
      for (place, column) in columns.enumerated() {
        let value = row[place]
        if let byte = value.brokenByte { broken = (column.name, byte) }
        column.append(SQLiteFile.value(value))
      }
      return broken == nil && shortage == nil
    }
    if isWhole { return (columns, rowCount) }
    guard let broken else { throw unfinished(title, rowCount, clock, shortage) }
    throw TableFailure(
      "\(title): row \(rowCount): in \(shown(broken.column)) "
        + CSVProblem.encoding(broken.byte, of: "text")
    )
  }

  /// Why not all rows of a table came.
  private func unfinished(
    _ title: String,
    _ rowCount: Int,
    _ clock: Patience,
    _ shortage: OutOfMemory?
  ) -> TableFailure {
    if let shortage {
      return TableFailure(
        "\(title): its first \(rowCount) rows take all of the \(shortage.limit >> 20) MiB that "
          + "may be used; a view may have no end. Limit it where it is defined"
      )
    }
    if !clock.isOver { return .stopped(title) }
    return TableFailure(
      "\(title): no further row came within \(Int(clock.seconds)) seconds; a view may have no end. "
        + "Limit it where it is defined"
    )
  }

  /// Hands the rows of a statement to `each` as they come, until that says no or `isStopped` yes;
  /// without that question, the file's own is asked.
  ///
  /// `begin` gets the names of the columns. Gives whether all rows came; throws what SQLite says.
  @discardableResult
  public func rows(
    of query: String,
    isStopped: (() -> Bool)? = nil,
    begin: ([String]) -> Void = { _ in },
    each: (SQLiteRow) -> Bool
  ) throws(TableFailure) -> Bool {
    let statement = try prepared(query)
    defer { sqlite3_finalize(statement) }
    let stop = Stop(isStopped ?? self.isStopped)
    watch(stop)
    defer { watch(nil) }
    let row = SQLiteRow(statement: statement)
    begin(SQLiteFile.columnNames(of: statement))
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: if !each(row) { return false }
      case SQLITE_DONE: return true
      case SQLITE_INTERRUPT:
        if isStopped == nil { throw .stopped(path) }
        return false
      default: throw failure()
      }
    }
  }

  /// Makes SQLite ask now and then whether it should stop.
  private func watch(_ stop: Stop?) {
    guard let stop else { return sqlite3_progress_handler(connection, 0, nil, nil) }
    sqlite3_progress_handler(
      connection,
      1000,
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

  /// A column's value in a row; bytes that are no text are written as a literal of SQLite.
  private static func value(_ value: ColumnValue) -> Value {
    switch value {
    case .missing: .missing
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
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

  /// The value of this column; its bytes are valid until the next row.
  public subscript(place: Int) -> ColumnValue {
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

/// The value of a column in a row that a database gives; its bytes are valid until the next one.
public enum ColumnValue {
  case missing
  case integer(Int64)
  case real(Double)
  /// A text, or a value of any type in the database's own notation, as UTF-8.
  case text(UnsafeBufferPointer<UInt8>)
  /// Bytes that are no text.
  case bytes(UnsafeBufferPointer<UInt8>)

  /// The first byte of a text that is not UTF-8, if there is one.
  fileprivate var brokenByte: UInt8? {
    guard case .text(let text) = self, let base = text.baseAddress else { return nil }
    return TextCheck(base: base, count: text.count).firstInvalid().map { text[$0] }
  }
}
