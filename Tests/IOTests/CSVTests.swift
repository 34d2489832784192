import Catalog
import Testing

@testable import IO

@Suite("Delimited text")
struct CSVTests {
  @Test("quotes, doubled quotes, newlines in quotes, and missing fields")
  func quoting() throws {
    let table = try csvTable("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n\"\",z\n,\"\"\"\"\n")
    #expect(cells(table) == [["x, \"y\"", "two\nlines"], [nil, "z"], [nil, "\""]])
  }

  @Test("line ends, byte-order mark, empty lines, and a last line without an end")
  func lines() throws {
    let expected: [[String?]] = [["1", "x"], ["2", "y"]]
    #expect(cells(try csvTable("a,b\r\n1,x\r\n2,y\r\n")) == expected)
    #expect(cells(try csvTable("a,b\r\n1,\"x\"\r\n2,\"y\"\r\n")) == expected)
    #expect(cells(try csvTable("a,b\n1,x\n2,y")) == expected)
    #expect(cells(try csvTable("a,b\n1,x\n\n2,\"y\"")) == expected)
    #expect(cells(try csvTable("a,b\r\n1,x\r\n\r\n2,y\r")) == expected)
    let marked = try csvTable("\u{FEFF}\"a\",b\n1,x\n2,y\n")
    #expect(marked.schema.fields.map(\.name) == ["a", "b"])
    #expect(cells(marked) == expected)
  }

  @Test("a single column has missing values on empty lines")
  func singleColumn() throws {
    #expect(cells(try csvTable("a\n1\n\n3\n")) == [["1"], [nil], ["3"]])
    #expect(cells(try csvTable("a\n")) == [])
    #expect(cells(try csvTable("a")) == [])
  }

  @Test("tabs part fields where that is asked for")
  func tabs() throws {
    let table = try csvTable("a\tb\n\"1\t2\"\tx,y\n", delimiter: "\t")
    #expect(cells(table) == [["1\t2", "x,y"]])
  }

  @Test("names in the header that repeat or lack get a number")
  func header() throws {
    let table = try csvTable("a,,a,a_2\n1,2,3,4\n")
    #expect(table.schema.fields.map(\.name) == ["a", "column_2", "a_2", "a_2_2"])
  }

  @Test(
    "malformed text fails with its place",
    arguments: [
      ("", "test.csv:1:1: the file is empty; its first line must name the columns"),
      (
        "a,b\n1,2\n3\n",
        """
        test.csv:3:1: this row has 1 field, but the header names 2 columns; \
        write what is missing as empty fields, and quote fields that hold the delimiter
        """
      ),
      (
        "a,b\n1,2,3\n",
        """
        test.csv:2:1: this row has 3 fields, but the header names 2 columns; \
        write what is missing as empty fields, and quote fields that hold the delimiter
        """
      ),
      (
        "a,b\nü,\"x\n1,2\n",
        "test.csv:2:3: a quoted field begins here and never ends; close it with \""
      ),
      (
        "a,b\n1,\"x\"y\n",
        """
        test.csv:2:6: there is text after a closing quote; double the quotes inside a quoted field
        """
      ),
    ]
  )
  func malformed(text: String, message: String) {
    #expect(failure { _ = try csvTable(text) } == message)
  }

  @Test("bytes that are not UTF-8 fail with their place")
  func encoding() {
    for bytes: [UInt8] in [[0xE9], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0xE2, 0x82]] {
      let byte = String(bytes[0], radix: 16, uppercase: true)
      #expect(
        failure { _ = try csvTable(bytes: Array("a,b\nü,x\n1,".utf8) + bytes + [0x0A]) }
          == "test.csv:3:3: byte 0x\(byte) is not UTF-8; save the file as UTF-8"
      )
    }
    let text = Array("a\nü€𝄞 end\n".utf8)
    text.withUnsafeBufferPointer { text in
      let check = text.baseAddress.map { TextCheck(base: $0, count: text.count) }
      #expect(check != nil && check?.firstInvalid() == nil)
    }
  }

  @Test("long columns read as short ones do")
  func chunks() throws {
    let rows = (0..<5000).map { "\($0),t\($0 % 700),\($0 % 7 == 0 ? "" : "\($0).5")" }
    let table = try csvTable("a,b,c\n" + rows.joined(separator: "\n") + "\n")
    #expect(table.rowCount == 5000)
    #expect(table.schema.fields.map(\.type) == [.integer, .text, .real])
    #expect(table.columns[0].integers.widened.elementsEqual((0..<5000).map { Int64($0) }))
    #expect(cells(table)[4999] == ["4999", "t99", "4999.5"])
    #expect(table.columns[2].knownCount == 5000 - 715)
  }
}

@Suite("Types found from values")
struct InferenceTests {
  private func type(_ values: String...) throws -> DataType {
    try csvTable("x,y\n" + values.map { "\($0),\n" }.joined()).schema.fields[0].type
  }

  @Test("all values must have the type")
  func types() throws {
    #expect(try type("1", "-20", "0", "") == .integer)
    #expect(try type("1", "2.5", "1e3", "-0.5", ".5") == .real)
    #expect(try type("true", "FALSE", "") == .boolean)
    #expect(try type("1", "0") == .integer)
    #expect(try type("2011-06-17", "", "2012-02-29") == .date)
    #expect(try type("2011-06", "2012-12") == .period(.month))
    #expect(try type("2011Q2") == .period(.quarter))
    #expect(try type("FY2011", "FY2012") == .period(.fiscalYear(start: 10)))
    #expect(try type("FY2011Q1") == .period(.fiscalQuarter(start: 10)))
    #expect(try type("", "") == .text)
    #expect(try type() == .text)
  }

  @Test("one odd value, wherever it stands, makes a text")
  func odd() throws {
    let numbers = Array(repeating: "1", count: 3000)
    let text = "x,y\n" + (numbers + ["one"]).map { "\($0),\n" }.joined()
    #expect(try csvTable(text).schema.fields[0].type == .text)
    #expect(try type("2011-02-29") == .text)
    #expect(try type("2011-06", "2011-06-01") == .text)
    #expect(try type("1", "true") == .text)
    #expect(try type(" 1") == .text)
    #expect(try type("0x10") == .text)
    #expect(try type("nan") == .text)
    #expect(try type("inf") == .text)
    #expect(try type("1e999") == .text)
    #expect(try type("-") == .text)
    #expect(try type(".") == .text)
  }

  @Test("codes that look like numbers stay what they are")
  func codes() throws {
    #expect(try type("01003") == .text)
    #expect(try type("1", "007") == .text)
    #expect(try type("+16175550100") == .text)
    #expect(try type("12345678901234567890") == .text)
    #expect(try type("9223372036854775807") == .integer)
    #expect(try type("9223372036854775807", "0.5") == .text)
    #expect(try type("-0") == .real)
  }
}
