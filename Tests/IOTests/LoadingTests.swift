import Catalog
import Testing

@testable import IO
import TestSupport

@Suite("Loading in blocks")
struct LoadingTests {
  private func options(_ blockSize: Int, workers: Int = 1) -> LoadOptions {
    var options = LoadOptions()
    (options.blockSize, options.workers) = (blockSize, workers)
    return options
  }

  private func expectSimple(_ text: [UInt8], _ options: LoadOptions) throws {
    let simple = SimpleReading(text)
    let table = try csvTable(bytes: text, options: options)
    #expect(table.rowCount == simple.rows.count - 1)
    for place in table.schema.fields.indices {
      let (type, values) = simple.column(place)
      #expect(table.schema.fields[place].type == type)
      #expect((0..<table.rowCount).map { table.columns[place][$0] } == values)
    }
  }

  static let texts = [
    "a,b\n1,x\n2,\"y\nz\"\n3,\"q,\"\"r\"\"\"\n",
    "a,b\r\n1,x\r\n\r\n2,\"y\r\nz\"\r\n3,\"\"\r\n,\"\"\"\"",
    "\u{FEFF}\"a\",\"b\nc\"\n\"1\n2\",ü\n\n\n𝄞,\"\"\"\n\"\"\"\n",
    "a\n1\n\n\"3\"\n\n", "a\n", "a", "a,b\n,\n,\n",
    "n,d\n1,2011-06-17\n2,2012-02-29\n,\n3.5,1750-01-01\n", "n,t\n1,true\n2,FALSE\nx,maybe\n",
    "n\n1\n2\n9007199254740993\n", "n\n1\n0.5\n9007199254740993\n", "n\n\n\n\nFY2011\n",
    "a\nold\n\"x\nnew\nnewer\nnew\ny\n\"\nnewer\n\"x\nnewest\nz\n\"\nnew\nnewest\nold\n",
    "a,b\n5\" pipe,x\n1,6\"\n\"7\",\"8\"\"\"\n", "q\n\"\"\n\"a\"\"\n\"\"b\"\n",
  ]

  @Test("borders of blocks fall on every byte", arguments: texts)
  func borders(_ text: String) throws {
    let bytes = Array(text.utf8)
    for size in 1...(bytes.count + 1) { try expectSimple(bytes, options(size)) }
    for size in [1, 2, 5, 11] { try expectSimple(bytes, options(size, workers: 3)) }
  }

  @Test("any number of workers and any size of blocks read the same")
  func random() throws {
    var generator = Dice(seed: 42)
    let pieces = [
      "x", "12", "-0.25", "\"a,b\"", "\"two\nlines\"", "\"\"\"\"", "", "ü", "2011-06-17", "true",
      "\"crlf\r\nin\"", "007", "FY2012",
      "a long text that has more than sixty-four bytes in one field",
    ]
    for round in 0..<60 {
      let width = Int.random(in: 1...4, using: &generator)
      let end = round % 3 == 0 ? "\r\n" : "\n"
      let kinds = (0..<width).map { _ in
        (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in
          pieces.randomElement(using: &generator)
        }
      }
      var text = (0..<width).map { "c\($0)" }.joined(separator: ",") + end
      for _ in 0..<Int.random(in: 0...80, using: &generator) {
        let row = kinds.map { $0.randomElement(using: &generator) ?? "" }
        text += row.joined(separator: ",") + end
      }
      let bytes = Array(text.utf8)
      for size in [3, 17, 64, 200, 4096] {
        try expectSimple(bytes, options(size, workers: round % 4 + 1))
      }
    }
  }

  @Test("the last row of many can change a column's type")
  func lastRow() throws {
    let numbers = (0..<20_000).map { "\($0),\($0 % 3)" }.joined(separator: "\n")
    for (last, types) in [
      ("1,0.5", [DataType.integer, .real]), ("none,1", [.text, .integer]),
      ("9007199254740993,0.5", [.integer, .real]), (",", [.integer, .integer]),
    ] {
      let table = try csvTable("a,b\n\(numbers)\n\(last)\n", options: options(4096, workers: 2))
      #expect(table.schema.fields.map(\.type) == types)
      #expect(cells(table)[19_999] == ["19999", "1"])
      #expect(table.rowCount == 20_001)
    }
  }

  @Test("texts get their codes in the order of rows, with any number of threads")
  func codes() throws {
    let rows = (0..<30_000).map { "t\($0 &* 7919 % 70_001),\($0 % 300)x" }
    let text = "a,b\n" + rows.joined(separator: "\n")
    let alone = try csvTable(text, options: options(1 << 20))
    for workers in 2...4 {
      let table = try csvTable(text, options: options(3000, workers: workers))
      for place in 0..<2 {
        #expect(
          table.columns[place].texts.labels.strings == alone.columns[place].texts.labels.strings
        )
      }
      #expect(cells(table) == cells(alone))
    }
    #expect(cells(alone).map { $0[1] } == (0..<30_000).map { "\($0 % 300)x" })
  }

  @Test("a field may be longer than a block")
  func huge() throws {
    let long = String(repeating: "a quoted, long\n", count: 20_000)
    let table = try csvTable("a,b\n1,\"\(long)\"\n2,x\n", options: options(1000, workers: 2))
    #expect(cells(table) == [["1", long], ["2", "x"]])
  }

  @Test("the first problem of the file is told, with its line")
  func problems() throws {
    let rows = (0..<9000).map { "\($0),x\n" }
    let options = options(1000, workers: 3)
    let cases = [
      ("1,2,3\n", ": this row has 3 fields, but the header names 2 columns"),
      ("1\n", ": this row has 1 field, but the header names 2 columns"),
      ("1,\"x\"y\n", ": there is text after a closing quote"),
    ]
    for (row, problem) in cases {
      let text = "a,b\n" + rows[..<7000].joined() + row + rows[7000...].joined() + row
      let message = failure { _ = try csvTable(text, options: options) }
      #expect(message.hasPrefix("test.csv:7002:"))
      #expect(message.contains(problem))
    }
    var bytes = Array(("a,b\n" + rows.joined()).utf8)
    bytes[bytes.count - 2] = 0xFF
    #expect(
      failure { _ = try csvTable(bytes: bytes, options: options) }
        == "test.csv:9001:6: byte 0xFF is not UTF-8; save the file as UTF-8"
    )
  }

  @Test("malformed rows are left out or filled up, and told")
  func badRows() throws {
    let text = "a,b\n1,x\n2\n3,y,z\n\n4,\"v\"w\n\"5\nr\",u\n6\r\n"
    for size in [3, 10, 1000] {
      var options = options(size, workers: 2)
      options.badRows = .skip
      #expect(cells(try csvTable(text, options: options)) == [["1", "x"], ["5\nr", "u"]])
      options.badRows = .missing
      #expect(
        cells(try csvTable(text, options: options)) == [
          ["1", "x"], ["2", nil], ["3", "y"], ["5\nr", "u"], ["6", nil],
        ]
      )
      let source = ByteSource(FileBytes(path: "test.csv", bytes: Array(text.utf8)))
      let table = try DelimitedTable(
        name: "t",
        source: source,
        delimiter: 0x2C,
        options: options
      )
      let rejects = try #require(RejectsTable(of: Catalog([table])))
      let told = cells(try whole(rejects))
      #expect(told.map { $0[1] } == ["3", "4", "6", "9"])
      #expect(told.map { $0[3] } == ["2", "3,y,z", "4,\"v\"w", "6"])
      #expect(table.takeWarnings().count == 1)
      #expect(table.takeWarnings().isEmpty)
    }
  }

  @Test("columns that no query names are not read, and their types are found when asked for")
  func projection() throws {
    let source = ByteSource(FileBytes(path: "t.csv", bytes: Array("ab,b,c d\n1,x,2.5\n".utf8)))
    let table = try DelimitedTable(
      name: "t",
      source: source,
      delimiter: 0x2C,
      options: LoadOptions()
    )
    table.prefetch("t | where b = 1 | count by `c d`, xab")
    let fields = try table.schema().fields
    #expect(fields.map(\.name) == ["ab", "b", "c d"])
    #expect(fields.map(\.type) == [.integer, .text, .real])
    #expect(fields.map(\.role) == [.additive, .other, .additive])
    #expect(cells(try table.load([2])) == [["2.5"]])
  }

  @Test("reading stops when that is wanted, and can be done again")
  func stopping() throws {
    let text = "a\n" + (0..<5000).map { "\($0)\n" }.joined()
    var options = options(100)
    let flag = StopFlag()
    options.isStopped = { flag.isStopped }
    let table = try DelimitedTable(
      name: "t",
      source: ByteSource(FileBytes(path: "t.csv", bytes: Array(text.utf8))),
      delimiter: 0x2C,
      options: options
    )
    flag.isStopped = true
    #expect(failure { _ = try whole(table) }.hasPrefix("t.csv: reading was stopped"))
    flag.isStopped = false
    #expect(try whole(table).rowCount == 5000)
  }
}

/// A flag that a test sets between two runs.
private final class StopFlag: @unchecked Sendable {
  var isStopped = false
}
