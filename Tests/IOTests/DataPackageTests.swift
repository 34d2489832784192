import Catalog
import Testing

@testable import IO

@Suite("Data packages that are wrong")
struct DataPackageTests {
  private let folder = TemporaryFolder()

  private static let good = """
    {"name": "good", "path": "good.csv", "schema": {"fields": [{"name": "id"}], "primaryKey": "id"}}
    """

  /// The failure of table `t`, whose resource has this schema and whose file has this text.
  ///
  /// The other table of the package must work.
  private func failure(schema: String, file: String?, more: String = "") throws -> String {
    folder.write(
      "datapackage.json",
      "{\"resources\": [\(DataPackageTests.good),\n"
        + "{\"name\": \"t\", \"path\": \"t.csv\"\(more), \"schema\":\n\(schema)}]}"
    )
    folder.write("good.csv", "id\nA\n")
    if let file { folder.write("t.csv", file) }
    let catalog = try openDataPackage(folder: folder.path)
    let good = try #require(catalog.table("good"))
    #expect(try whole(good).rowCount == 1)
    let table = try #require(catalog.table("t"))
    let message = IOTests.failure { _ = try whole(table) }
    #expect(IOTests.failure { _ = try whole(table) } == message, "it stays the same")
    return folder.relative(message)
  }

  @Test("a cell that is not of its column's type")
  func cells() throws {
    let wrong = [
      ("integer", "12x", "an integer"), ("integer", "1.5", "an integer"),
      ("number", "NaN", "a number"), ("boolean", "yes", "true or false"),
      ("date", "2011-02-30", "a day like 2011-06-17"), ("year", "11", "a year like 2011"),
      ("yearmonth", "2011-13", "a month like 2011-06"),
    ]
    for (type, text, expectation) in wrong {
      let message = try failure(
        schema: #"{"fields": [{"name": "a"}, {"name": "b", "type": "\#(type)"}]}"#,
        file: "a,b\nü,\n\"x\",\(text)\n"
      )
      #expect(
        message == """
          t.csv:3:5: "\(text)" is not \(expectation), which b holds; \
          correct the cell, or declare another type for the column
          """
      )
    }
  }

  @Test("a category's value outside its list, and a fiscal year without FY")
  func lists() throws {
    #expect(
      try failure(
        schema: #"{"fields": [{"name": "a", "categories": ["low", "high"]}]}"#,
        file: "a\nlow\n\"hi\"\"gh\"\n"
      ) == """
        t.csv:3:1: "hi"gh" is not one of the categories ("low", "high"), which a holds; \
        correct the cell, or add it to the column's categories
        """
    )
    #expect(
      try failure(
        schema: #"{"fields": [{"name": "a", "period": "fiscal-year"}]}"#,
        file: "a\nFY2010\n2011\n"
      ) == """
        t.csv:3:1: "2011" is not a fiscal year like FY2011, which a holds; \
        correct the cell, or declare another type for the column
        """
    )
  }

  @Test("a key that stands twice")
  func duplicates() throws {
    #expect(
      try failure(
        schema: #"{"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}"#,
        file: "a,b\nx,2\ny,1\nx,1\n\nx,2\n"
      ) == """
        t.csv:6:1: a "x", b "2" stands already in line 2, but is the key of t; a key names one row
        """
    )
  }

  @Test("a header that lacks a column, or has one too many")
  func header() throws {
    #expect(
      try failure(schema: #"{"fields": [{"name": "a"}, {"name": "b"}]}"#, file: "a\nx\n") == """
        t.csv:1:1: the header lacks the column b; \
        add it, or take it out of the fields of t in datapackage.json
        """
    )
    #expect(
      try failure(schema: #"{"fields": [{"name": "a"}]}"#, file: "a,b\nx,y\n") == """
        t.csv:1:1: the header has the column b, which is not declared; \
        take it out, or declare it in the fields of t in datapackage.json
        """
    )
  }

  @Test("a file that is not there")
  func missingFile() throws {
    #expect(
      try failure(schema: #"{"fields": [{"name": "a"}]}"#, file: nil)
        == "t.csv: cannot be opened: No such file or directory; check the path"
    )
  }

  @Test(
    "a declaration that means nothing",
    arguments: [
      (
        #"{"fields": [{"name": "a", "type": "geopoint"}]}"#,
        """
        3:35: t.a has the type "geopoint", which is not known; known are \
        boolean, date, integer, number, string, year, yearmonth
        """
      ),
      (
        #"{"fields": [{"name": "a"}], "primaryKey": ["b"]}"#,
        "3:43: t has no field b, which is named here"
      ),
      (
        #"{"fields": [{"name": "a"}, {"name": "a"}]}"#,
        "3:28: t has two fields called a"
      ),
      (
        #"{"fields": [{"name": "a", "categories": ["x", "x"]}]}"#,
        "3:41: a category of t.a is listed twice"
      ),
      (
        """
        {"fields": [{"name": "a"}], "foreignKeys": [
        {"fields": ["a"], "reference": {"resource": "nowhere", "fields": ["id"]}}]}
        """,
        "4:32: t links to the table nowhere, which is not there"
      ),
      (
        """
        {"fields": [{"name": "a"}], "foreignKeys": [
        {"fields": ["a"], "reference": {"resource": "good", "fields": ["code"]}}]}
        """,
        "4:32: t links to good.code, which is not there"
      ),
      (
        """
        {"fields": [{"name": "a"}], "foreignKeys": [
        {"fields": ["a"], "reference": {"resource": "t", "fields": ["a"]}}]}
        """,
        """
        4:32: t links to t.a, which is not that table's primary key; \
        a link must find at most one row
        """
      ),
    ]
  )
  func declarations(schema: String, message: String) throws {
    #expect(try failure(schema: schema, file: "a\nx\n") == "datapackage.json:" + message)
  }

  @Test(
    "a declaration of this program's own that means nothing",
    arguments: [
      (#""scomm": {"row": 1}"#, "", "2:49: the row of t must be a text that says what one row is"),
      (
        #""scomm": {"sourcedBy": "good"}"#, "",
        "2:55: sourcedBy of t must be an object with a table and a column"
      ),
      (
        #""scomm": {"sourcedBy": {"table": "nowhere", "column": "id"}}"#, "",
        "2:55: t is sourced by the table nowhere, which is not there"
      ),
      (
        #""scomm": {"sourcedBy": {"table": "good", "column": "t"}}"#, "",
        "2:55: t is sourced by good.t, which is not there"
      ),
      (
        #""title": "T""#, #""additive": "no""#,
        #"3:68: additive of t.a must be true, false or {"notAlong": [columns]}"#
      ),
      (
        #""title": "T""#, #""additive": {"notAlong": "b"}"#,
        #"3:68: additive of t.a must be true, false or {"notAlong": [columns]}"#
      ),
      (
        #""title": "T""#, #""additive": {"notAlong": ["b"]}"#,
        "3:81: t has no field b, which is named here"
      ),
      (
        #""title": "T""#, #""unranked": ["All"]"#,
        "3:68: unranked of t.a must be a list of its categories"
      ),
    ]
  )
  func ownDeclarations(table: String, field: String, message: String) throws {
    let schema = #"{"fields": [{"name": "a", "type": "integer", "scomm": {\#(field)}}]}"#
    let given = try failure(schema: schema, file: "a\n1\n", more: ", " + table)
    #expect(given == "datapackage.json:" + message)
  }

  @Test("an unranked value that is no category")
  func unrankedValues() throws {
    let given = try failure(
      schema: #"{"fields": [{"name": "a", "categories": ["x"], "scomm": {"unranked": ["y"]}}]}"#,
      file: "a\nx\n"
    )
    #expect(given == #"datapackage.json:3:70: t.a has no category "y""#)
  }

  @Test("a path outside the package, a format that is no table, notes that name no field")
  func properties() throws {
    let schema = #"{"fields": [{"name": "a"}]}"#
    #expect(
      try failure(schema: schema, file: "a\n", more: #", "format": "pdf""#) == """
        datapackage.json:2:42: t has the format "pdf"; \
        the formats of tables in a package are csv and tsv
        """
    )
    #expect(
      try failure(schema: schema, file: "a\n", more: #", "scomm": {"date": "when"}"#)
        == "datapackage.json:2:50: this names no field of t"
    )
    #expect(
      try failure(schema: schema, file: "a\n", more: #", "scomm": {"coverage": ["2011"]}"#)
        == "datapackage.json:2:54: the coverage of t must be its first and its last day"
    )
    folder.write(
      "datapackage.json",
      #"{"resources": [{"name": "t", "path": "../t.csv"}]}"#
    )
    let table = try #require(try openDataPackage(folder: folder.path).table("t"))
    #expect(
      folder.relative(IOTests.failure { _ = try table.schema() })
        == "datapackage.json:1:38: the path of t must lie within the package's folder"
    )
  }

  @Test("a package that cannot be read at all")
  func packages() {
    let wrong = [
      ("{\"resources\": [}", "1:16: a value was expected, but there is \"}\""),
      ("[]", "1:1: a data package must have a list of resources; see datapackage.org"),
      ("{\"resources\": [{}]}", "1:16: a resource must have a name"),
      (
        "{\"scomm\": {\"fiscalYearStart\": 13}, \"resources\": []}",
        "1:31: fiscalYearStart must be a month from 1 to 12"
      ),
    ]
    for (text, message) in wrong {
      folder.write("datapackage.json", text)
      let given = IOTests.failure { _ = try openDataPackage(folder: folder.path) }
      #expect(folder.relative(given) == "datapackage.json:" + message)
    }
    #expect(
      IOTests.failure { _ = try openDataPackage(folder: "/nowhere") }
        == "/nowhere/datapackage.json: cannot be opened: No such file or directory; check the path"
    )
  }

  @Test("a resource without a schema has its types found; rows are sorted by their key")
  func found() throws {
    folder.write(
      "datapackage.json",
      """
      {"resources": [{"name": "free", "path": "free.csv"},
      {"name": "sorted", "path": "sorted.tsv", "schema": {"missingValues": ["", "-"], "fields": [
      {"name": "n", "type": "integer"}, {"name": "c", "categories": ["low", "high"]},
      {"name": "t"}], "primaryKey": ["c", "t"]}}]}
      """
    )
    folder.write("free.csv", "a,b\n1,x\n")
    folder.write("sorted.tsv", "t\tc\tn\nb\thigh\t1\nc\tlow\t2\nB\tlow\t3\na\thigh\t-\n")
    let catalog = try openDataPackage(folder: folder.path)
    #expect(try catalog.table("free")?.schema().fields.map(\.type) == [.integer, .text])
    let sorted = try #require(catalog.table("sorted"))
    #expect(json(try sorted.load([0])) == "[3,2,null,1]")
    #expect(
      IOTests.cells(try whole(sorted)) == [
        ["3", "low", "B"], ["2", "low", "c"], [nil, "high", "a"], ["1", "high", "b"],
      ]
    )
  }
}

/// The first column as a list.
private func json(_ table: Table) -> String {
  "[" + cells(table).map { $0[0] ?? "null" }.joined(separator: ",") + "]"
}
