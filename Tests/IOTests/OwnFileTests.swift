@preconcurrency import CSQLite
import Catalog
import Testing

@testable import IO

@Suite("Tables of one's own")
struct OwnFileTests {
  private let folder = TemporaryFolder()

  @Test("names come from files, or are given")
  func names() throws {
    let path = folder.write("my data-2011.csv", "a\n1\n")
    #expect(try openFile(path, name: nil).map(\.name) == ["my_data_2011"])
    #expect(try openFile(path, name: "mine").map(\.name) == ["mine"])
    #expect(legalName("2011") == "_2011")
    #expect(legalName("é") == "table")
    #expect(legalName("a") == "a")
  }

  @Test("CSV and TSV have their types found")
  func delimited() throws {
    let csv = try openFile(folder.write("a.csv", "code,n\n01003,2\n"), name: nil)[0]
    #expect(try csv.schema().fields.map(\.type) == [.text, .integer])
    let tsv = try openFile(folder.write("a.tsv", "code\tn\n1\t2.5\n"), name: nil)[0]
    #expect(try tsv.schema().fields.map(\.type) == [.integer, .real])
    #expect(try tsv.schema().fields[1].origin == Field.Origin(table: "a", column: "n"))
    #expect(try tsv.schema().fields[1].role == .additive)
  }

  @Test("a list of objects, and one object a line")
  func json() throws {
    let rows = """
      {"a": 1, "b": "2011-06-17", "c": true, "e": "12"}
      {"b": "2012-01-01", "a": 2.5, "d": null, "e": ""}
      {"b": null, "c": false}

      """
    let lines = try whole(openFile(folder.write("x.jsonl", rows), name: nil)[0])
    let list =
      "[" + rows.split(separator: "\n").joined(separator: ",") + "]"
    let array = try whole(openFile(folder.write("x.json", list), name: nil)[0])
    for table in [lines, array] {
      #expect(table.schema.fields.map(\.name) == ["a", "b", "c", "e", "d"])
      #expect(table.schema.fields.map(\.type) == [.real, .date, .boolean, .text, .text])
      #expect(
        cells(table) == [
          ["1", "2011-06-17", "true", "12", nil], ["2.5", "2012-01-01", nil, nil, nil],
          [nil, nil, "false", nil, nil],
        ]
      )
    }
    let source = try openFile(folder.write("y.json", list), name: nil)[0]
    let warnings = source.takeWarnings().map { folder.relative($0) }
    #expect(warnings == ["y.json: in e 1 empty text is missing"])
    #expect(source.takeWarnings().isEmpty)
  }

  @Test("integers that no number here holds are texts")
  func wideIntegers() throws {
    let wide = "[{\"a\": 11898508762506083287, \"b\": 9007199254740993},"
    let rows = wide + "{\"a\": 1, \"b\": 0.5}, {\"a\": null, \"b\": 2}]"
    let source = try openFile(folder.write("w.json", rows), name: nil)[0]
    let expected = [["11898508762506083287", "9007199254740993"], ["1", "0.5"], [nil, "2"]]
    #expect(cells(try whole(source)) == expected)
    #expect(
      source.takeWarnings().map { folder.relative($0) } == [
        "w.json: a is text, since it has integers of more than 64 bits",
        "w.json: b is text, since a real cannot hold its integers exactly",
      ]
    )
  }

  @Test("a mixed column becomes text; integers stay exact")
  func mixed() throws {
    let text = #"[{"a": 1, "b": 9223372036854775807}, {"a": "x", "b": 0}, {"a": true, "b": 1}]"#
    let table = try whole(openFile(folder.write("m.json", text), name: nil)[0])
    #expect(table.schema.fields.map(\.type) == [.text, .integer])
    #expect(cells(table).map { $0[0] } == ["1", "x", "true"])
    #expect(cells(table)[0][1] == "9223372036854775807")
  }

  @Test("JSON that is no table")
  func wrongJSON() {
    let cases = [
      (
        "{}",
        "1:1: a table must be a list of objects, but this is an object; see .jsonl for one a line"
      ),
      ("[1]", "1:2: a row must be an object, but this is a number"),
      ("[{\"a\": [1]}]", "1:8: a is a list, but a cell holds one value; flatten it"),
    ]
    for (text, message) in cases {
      let path = folder.write("w.json", text)
      #expect(folder.relative(failure { _ = try openFile(path, name: nil) }) == "w.json:" + message)
    }
  }

  @Test("the tables of an SQLite file")
  func sqlite() throws {
    let path = folder.reserve("s.sqlite")
    var connection: OpaquePointer?
    try #require(sqlite3_open(path, &connection) == SQLITE_OK)
    let script = """
      create table "first table" (id integer primary key, name text, share real, day text, raw blob);
      insert into "first table" values
      (1, 'Ünal, "x"', 0.5, '2011-06-17', x'0AFF'), (2, null, 2, '2011-06-18', null),
      (-3, '', 1e300, null, x'');
      create table second (a);
      insert into second values (1), ('x'), (2.5);
      create view third as select count(*) as n from second;
      """
    try #require(sqlite3_exec(connection, script, nil, nil, nil) == SQLITE_OK)
    sqlite3_close(connection)
    let tables = try openFile(path, name: nil)
    #expect(tables.map(\.name) == ["first table", "second", "third"])
    #expect(try openFile(path, name: "s").map(\.name) == ["s_first table", "s_second", "s_third"])
    let first = try whole(tables[0])
    #expect(first.schema.fields.map(\.type) == [.integer, .text, .real, .date, .text])
    #expect(
      cells(first) == [
        ["-3", nil, "1e300", nil, "x''"], ["1", "Ünal, \"x\"", "0.5", "2011-06-17", "x'0AFF'"],
        ["2", nil, "2", "2011-06-18", nil],
      ]
    )
    #expect(cells(try whole(tables[1])) == [["1"], ["x"], ["2.5"]])
    #expect(cells(try whole(tables[2])) == [["3"]])
  }

  @Test("files that cannot be opened")
  func wrong() {
    let text = folder.write("t.xyz", "x")
    #expect(
      folder.relative(failure { _ = try openFile(text, name: nil) }) == """
        t.xyz: is no kind of table that can be opened; \
        the endings that are known: .csv .tsv .json .jsonl .sqlite .db
        """
    )
    #expect(
      failure { _ = try openFile("/nowhere.csv", name: nil) }
        == "/nowhere.csv: cannot be opened: No such file or directory; check the path"
    )
    let database = folder.write("d.db", String(repeating: "this is no database ", count: 9))
    #expect(
      folder.relative(failure { _ = try openFile(database, name: nil) })
        == "d.db: cannot be read as SQLite: file is not a database"
    )
  }

  @Test("a folder with a data package is all its tables")
  func package() throws {
    #expect(try openFile(shippedFolder, name: nil).count == 18)
  }
}
