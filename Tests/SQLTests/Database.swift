@preconcurrency import CSQLite
import Catalog
import Columns
import SQL
import Syntax

/// The record in SQLite, in memory, made by the statements that `--emit-ddl` writes.
final class Database {
  private var connection: OpaquePointer?

  /// Makes all tables of a catalog; throws where a statement is refused.
  init(_ catalog: Catalog) throws {
    guard sqlite3_open(":memory:", &connection) == SQLITE_OK else { throw Problem("not opened") }
    var schemas: [(name: String, schema: Schema)] = []
    for table in catalog.tables { schemas.append((table.name, try table.schema())) }
    let writing = TableSQLWriter(.sqlite)
    var text = "pragma foreign_keys = on;\n" + writing.frame.begin
    var existing: Set<String> = []
    for (name, schema) in TableSQLWriter.order(schemas) {
      guard let source = catalog.table(name) else { continue }
      let table = try source.load(Array(schema.fields.indices))
      text += try writing.create(name, schema, existing: existing)
      try writing.load(name, table, isKeyed: !schema.key.isEmpty) { text += $0 }
      existing.insert(name)
    }
    try execute(text + writing.frame.end)
  }

  deinit { sqlite3_close(connection) }

  /// What went wrong.
  struct Problem: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  private func execute(_ text: String) throws {
    guard sqlite3_exec(connection, text, nil, nil, nil) == SQLITE_OK else { throw problem() }
  }

  private func problem() -> Problem { Problem(String(cString: sqlite3_errmsg(connection))) }

  /// The names of a query's columns and its rows.
  func rows(of text: String) throws -> (names: [String], rows: [[Value]]) {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, text, -1, &statement, nil) == SQLITE_OK else {
      throw problem()
    }
    defer { sqlite3_finalize(statement) }
    let places = 0..<sqlite3_column_count(statement)
    let names = places.map { String(cString: sqlite3_column_name(statement, $0)) }
    var rows: [[Value]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: rows.append(places.map { Self.value(statement, $0) })
      case SQLITE_DONE: return (names, rows)
      default: throw problem()
      }
    }
  }

  private static func value(_ statement: OpaquePointer?, _ place: Int32) -> Value {
    switch sqlite3_column_type(statement, place) {
    case SQLITE_NULL: .missing
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, place))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, place))
    default: .text(sqlite3_column_text(statement, place).map { String(cString: $0) } ?? "")
    }
  }
}

extension Value {
  /// A value as SQLite has it.
  func stored(as type: DataType) -> Value {
    switch (self, type) {
    case (.boolean(let truth), _): .integer(truth ? 1 : 0)
    case (.ordinal(let ordinal), .period(let unit)):
      Representation(type) == .integer
        ? .integer(Int64(ordinal)) : Value.day(unit.firstDay(of: ordinal))
    case (.ordinal(let day), _): Value.day(day)
    default: self
    }
  }

  private static func day(_ day: Int32) -> Value { .text(CivilDate(ordinal: day).description) }

  /// Whether another value is the same; reals agree to one part in 10⁹.
  func agrees(with other: Value) -> Bool {
    switch (self, other) {
    case (.real(let one), .real(let two)): Value.near(one, two)
    case (.real(let one), .integer(let two)): Value.near(one, Double(two))
    case (.integer(let one), .real(let two)): Value.near(Double(one), two)
    default: self == other
    }
  }

  private static func near(_ one: Double, _ two: Double) -> Bool {
    one == two || (one - two).magnitude <= 1e-9 * max(one.magnitude, two.magnitude)
      || (one - two).magnitude < 1e-12
  }
}
