import Catalog
import Columns
import IO
import Testing

@testable import Remote

/// Cells come in whatever pieces a pipe makes of them, and become typed columns.
@Suite struct ReadingTests {
  static let fields = [
    Field("a", .integer), Field("b", .text), Field("c", .real), Field("d", .boolean),
    Field("e", .date), Field("f", .period(.fiscalYear(start: 10))), Field("g", .period(.month)),
  ]
  static let row = "-12,'it''s,\nNULL',0.30000000000000004,true,'2011-06-17',2012,'2011-06-01'\n"

  @Test(arguments: [1, 2, 3, 7, 1000])
  func readsQuotedRowsInPieces(_ size: Int) throws {
    var reader = QuotedRowParser()
    let answer = Self.row + "NULL,NULL,NULL,NULL,NULL,NULL,NULL\n\(reader.endMark)\n"
    let bytes = Array(answer.utf8)
    let rows = ResultBuilder(Self.fields)
    var start = 0
    while start < bytes.count {
      #expect(!reader.isAtEnd)
      try reader.take(bytes[start..<min(start + size, bytes.count)], into: rows)
      start += size
    }
    #expect(reader.isAtEnd)
    let table = rows.table()
    #expect(table.rowCount == 2)
    let unit = PeriodUnit.fiscalYear(start: 10)
    #expect(
      table.columns.map { $0[0] } == [
        .integer(-12), .text("it's,\nNULL"), .real(0.30000000000000004), .boolean(true),
        .ordinal(CivilDate(year: 2011, month: 6, day: 17).ordinal),
        .ordinal(unit.ordinal(year: 2012)), .ordinal(PeriodUnit.month.ordinal(year: 2011, part: 6)),
      ]
    )
    #expect(table.columns.allSatisfy { $0[1] == .missing })
  }

  @Test func readsListsOfJSONTexts() {
    let list = #"["a\"b\\\n\t",null,"","\u00fc\ud83d\ude00é"]"#
    #expect(jsonTexts(Array(list.utf8)[...]) == ["a\"b\\\n\t", nil, "", "ü😀é"])
    #expect(jsonTexts(Array(#"["a", {}, "b"]"#.utf8)[...]) == ["a"])
  }

  @Test(arguments: [
    (DataType.integer, "12.5"), (.integer, "9223372036854775808"), (.integer, "x"),
    (.date, "2011-02-30"), (.date, "2011-02-03 10:00:00"), (.period(.month), "2011-02-03"),
    (.period(.year), "0"), (.boolean, "2"), (.real, "1,5"),
    (.category(Category(["a", "b"], isOrdered: false)), "c"),
  ])
  func saysWhatIsNoValueOfItsType(_ type: DataType, _ text: String) {
    let rows = ResultBuilder([Field("x", type)])
    #expect {
      try rows.add(bytes: Array(text.utf8)[...])
    } throws: { error in
      guard let failure = error as? EngineFailure else { return false }
      return failure.text.hasPrefix("x should be ") && failure.text.contains("\"\(text)\"")
        && failure.kind == .refused
    }
  }

  @Test(arguments: [
    (DataType.integer, "12.00", Value.integer(12)), (.integer, "-3", .integer(-3)),
    (.boolean, "t", .boolean(true)), (.boolean, "0", .boolean(false)),
    (.real, "NaN", .missing), (.real, "-Infinity", .missing), (.real, "1e300", .real(1e300)),
    (.date, "2011-02-03 00:00:00", .ordinal(15008)), (.text, "", .text("")),
  ])
  func readsWhatEnginesWrite(_ type: DataType, _ text: String, _ value: Value) throws {
    let rows = ResultBuilder([Field("x", type)])
    try rows.add(bytes: Array(text.utf8)[...])
    try rows.endRow()
    #expect(rows.table().columns[0][0] == value)
  }

  @Test func wantsWholeRows() throws {
    let rows = ResultBuilder(texts: 2)
    try rows.add(.integer(1))
    #expect(throws: EngineFailure.self) { try rows.endRow() }
    try rows.add(.missing)
    #expect(throws: EngineFailure.self) { try rows.add(.missing) }
  }
}
