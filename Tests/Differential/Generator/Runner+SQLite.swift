import CSQLite

/// SQLite within this process, each errand in a new database in memory.
public struct SQLiteRunner: Runner {
  /// The dialect.
  public let dialect = "sqlite"
  /// Errands for one mismatch.
  public let patience = 2500
  /// Errands at once.
  public let batch = 1

  /// A runner.
  public init() {}

  /// The rows of each errand, or why there are none.
  public func run(_ errands: [Errand]) -> [Result<[[Cell]], RunnerFailure>] {
    errands.map { errand in
      Result { () throws(RunnerFailure) in
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        guard sqlite3_open(":memory:", &database) == SQLITE_OK, let database else {
          throw RunnerFailure("no database")
        }
        for statement in errand.setup { _ = try rows(of: statement, in: database) }
        return try rows(of: errand.query, in: database)
      }
    }
  }

  private func rows(
    of text: String,
    in database: OpaquePointer
  ) throws(RunnerFailure) -> [[Cell]] {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(database, text, -1, &statement, nil) == SQLITE_OK, let statement
    else { throw RunnerFailure(String(cString: sqlite3_errmsg(database))) }
    var rows: [[Cell]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append((0..<sqlite3_column_count(statement)).map { cell(statement, $0) })
      case SQLITE_DONE: return rows
      default: throw RunnerFailure(String(cString: sqlite3_errmsg(database)))
      }
    }
  }

  private func cell(_ statement: OpaquePointer, _ place: Int32) -> Cell {
    switch sqlite3_column_type(statement, place) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, place))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, place))
    case SQLITE_NULL: .null
    default:
      .text(
        String(
          decoding: UnsafeBufferPointer(
            start: sqlite3_column_text(statement, place),
            count: Int(sqlite3_column_bytes(statement, place))
          ),
          as: UTF8.self
        )
      )
    }
  }
}
