@preconcurrency import CSQLite
import Catalog
import Testing

@testable import IO

/// Files of SQLite that anyone may have made: their views neither reach beyond them nor run on.
@Suite("Files of SQLite without trust")
struct UntrustedSQLiteTests {
  private let folder = TemporaryFolder()
  private static let numbers =
    "with recursive r(n) as (select 1 union all select n + 1 from r) select n from r"

  /// A file with a table and these statements.
  private func file(_ statements: String) throws -> SQLiteFile {
    let path = folder.write("u.db", "")
    var connection: OpaquePointer?
    try #require(sqlite3_open(path, &connection) == SQLITE_OK)
    let script = "create table t (a integer); insert into t values (1);" + statements
    try #require(sqlite3_exec(connection, script, nil, nil, nil) == SQLITE_OK)
    sqlite3_close(connection)
    return try SQLiteFile(path)
  }

  @Test("a view that gives no row is given up")
  func silent() throws {
    let file = try file("create view v as \(Self.numbers) where n < 0")
    let text = failure {
      _ = try file.columns(of: "select * from v", "v", MissingWords(), patience: 0.2)
    }
    #expect(text.hasPrefix("v: no further row came within 0 seconds; a view may have no end."))
    // Rows that come end each wait.
    let rows = try file.columns(
      of: "\(Self.numbers) limit 300000",
      "v",
      MissingWords(),
      patience: 0.2
    )
    #expect(rows.rowCount == 300_000)
  }

  @Test("a statement is one, and reads")
  func single() throws {
    let file = try file("")
    for statement in [
      "select a from t; select a from t", "select a from t; drop table t",
      "delete from t",
      "select a from t;; -- no end\n;select 1",
    ] {
      let text = failure { try file.rows(of: statement) { _ in true } }
      #expect(text.hasSuffix("a statement was made that holds a second one, or writes"))
    }
    #expect(try file.rows(of: "select a from t;\n ; ") { _ in true })
    #expect(try file.integer("select count(*) from t") == 1)
  }

  @Test("what views call is harmless")
  func harmless() throws {
    let file = try file(
      """
      create view pragmas as select name from pragma_database_list;
      create view loading as select load_extension('x') from t;
      create view large as select zeroblob(300000000) from t;
      """
    )
    for view in ["pragmas", "loading", "large"] {
      #expect(throws: TableFailure.self) {
        try file.rows(of: "select * from \(view)") { _ in true }
      }
    }
    for statement in [
      "attach ':memory:' as other",
      "delete from t", "pragma writable_schema = on; x",
    ] {
      #expect(throws: TableFailure.self, "\(statement)") {
        try file.rows(of: statement) { _ in true }
        try file.rows(of: "update sqlite_master set sql = ''") { _ in true }
      }
    }
    #expect(failure { try file.rows(of: "select 1\0") { _ in true } }.contains("holds a NUL"))
    #expect(try file.integer("select a from t") == 1)
  }
}
