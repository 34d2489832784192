import Catalog
import Columns
import Testing

@testable import IO

/// A small table with everything that is hard to write.
func hardTable() -> Table {
  let kinds = Category(["low", "high"], isOrdered: true)
  return Table(
    schema: Schema([
      Field("key", .integer, role: .key), Field("text", .text), Field("漢字", .category(kinds)),
      Field("n", .integer), Field("real", .real), Field("share", .percent), Field("day", .date),
      Field("fy", .period(.fiscalYear(start: 10))), Field("is", .boolean),
    ]),
    columns: [
      Column([.integer(1000), .integer(2), .integer(3)], as: .integer),
      Column(
        [.text("a, \"b\"\t|"), .text("漢e\u{301}👩‍👩‍👧\u{1B}[31m"), .text("x\ny_z<&>%")],
        as: .text
      ),
      Column([.text("high"), .missing, .text("low")], as: .category(kinds)),
      Column([.integer(-1_234_567), .missing, .integer(.max)], as: .integer),
      Column([.real(29), .real(-1234.5678), .missing], as: .real),
      Column([.real(0.235), .real(1), .missing], as: .percent),
      Column([.ordinal(15142), .missing, .ordinal(0)], as: .date),
      Column([.ordinal(2012), .ordinal(2015), .missing], as: .period(.fiscalYear(start: 10))),
      Column([.boolean(true), .boolean(false), .missing], as: .boolean),
    ],
    rowCount: 3
  )
}

@Suite("Formats")
struct FormatTests {
  @Test("comma- and tab-separated values")
  func delimited() {
    #expect(
      written(hardTable(), as: "csv") == """
        key,text,漢字,n,real,share,day,fy,is
        1000,"a, ""b""\t|",high,-1234567,29,0.235,2011-06-17,FY2012,true
        2,漢e\u{301}👩‍👩‍👧\u{1B}[31m,,,-1234.5678,1,,FY2015,false
        3,"x
        y_z<&>%",low,9223372036854775807,,,1970-01-01,,

        """
    )
    #expect(
      written(hardTable(), as: "tsv").hasPrefix(
        "key\ttext\t漢字\tn\treal\tshare\tday\tfy\tis\n1000\t\"a, \"\"b\"\"\t|\"\thigh\t"
      )
    )
  }

  @Test("JSON, whole and by line")
  func json() throws {
    let lines = [
      """
      {"key":1000,"text":"a, \\"b\\"\\t|","漢字":"high","n":-1234567,"real":29,"share":0.235,\
      "day":"2011-06-17","fy":"FY2012","is":true}
      """,
      """
      {"key":2,"text":"漢e\u{301}👩‍👩‍👧\\u001b[31m","漢字":null,"n":null,"real":-1234.5678,"share":1,\
      "day":null,"fy":"FY2015","is":false}
      """,
      """
      {"key":3,"text":"x\\ny_z<&>%","漢字":"low","n":9223372036854775807,"real":null,"share":null,\
      "day":"1970-01-01","fy":null,"is":null}
      """,
    ]
    #expect(written(hardTable(), as: "jsonl") == lines.joined(separator: "\n") + "\n")
    let text = written(hardTable(), as: "json")
    #expect(text == "[\n" + lines.joined(separator: ",\n") + "\n]\n")
    #expect(try JSON.read(FileBytes(path: "", bytes: Array(text.utf8))).elements?.count == 3)
  }

  @Test("nothing in the data commands a terminal in formats for people, and in JSON")
  func terminal() {
    for format in ["box", "plain", "vertical", "html", "latex", "json", "jsonl"] {
      let text = written(hardTable(), as: format, FormatOptions(width: 500))
      #expect(!text.unicodeScalars.contains("\u{1B}"), "\(format)")
    }
  }

  @Test("formulas are neutralized where that is asked for")
  func boundExpressions() {
    let table = Table(
      schema: Schema([Field("a", .text), Field("n", .integer)]),
      columns: [
        Column([.text("=1+1"), .text("@x"), .text("a=b")], as: .text),
        Column([.integer(-1), .integer(2), .integer(3)], as: .integer),
      ],
      rowCount: 3
    )
    #expect(written(table, as: "csv") == "a,n\n=1+1,-1\n@x,2\na=b,3\n")
    #expect(
      written(table, as: "csv", FormatOptions(neutralizesFormulas: true))
        == "a,n\n'=1+1,-1\n'@x,2\na=b,3\n"
    )
  }

  @Test("a table without rows or columns")
  func empty() {
    let none = Table(schema: Schema([]), columns: [], rowCount: 0)
    let fields = [Field("a", .text), Field("n", .integer)]
    let noRows = Table(
      schema: Schema(fields),
      columns: fields.map { Column(repeating: .missing, as: $0.type, count: 0) },
      rowCount: 0
    )
    #expect(written(none, as: "box") == "0 rows without columns\n")
    #expect(written(noRows, as: "csv") == "a,n\n")
    #expect(written(noRows, as: "json") == "[\n]\n")
    #expect(
      written(noRows, as: "box", FormatOptions(ascii: true))
        == "+------+---------+\n| a    |       n |\n| text | integer |\n+------+---------+\n+------+---------+\n"
    )
    for format in Format.all.names { _ = written(none, as: format) }
  }

  @Test("a file's ending tells its format")
  func endings() {
    #expect(Format.format(forFile: "a/b.CSV")?.name == "csv")
    #expect(Format.format(forFile: "b.tex")?.name == "latex")
    #expect(Format.format(forFile: "a.md/b") == nil)
  }

  @Test("each shipped table, written as CSV, is its file again, rows in key order")
  func roundTrip() throws {
    let catalog = try openDataPackage(folder: shippedFolder)
    var same: Set<String> = []
    for source in catalog.tables {
      let table = try whole(source)
      let text = written(table, as: "csv")
      let original = try FileBytes(reading: shippedFolder + "/\(source.name).csv")
      if original.bytes.elementsEqual(text.utf8) { same.insert(source.name) }
      let folder = TemporaryFolder()
      let again = try whole(try openFile(folder.write("again.csv", text), name: nil)[0])
      #expect(cells(again) == cells(table), "\(source.name)")
    }
    #expect(same.count == catalog.tables.count, "\(same.sorted())")
  }
}
