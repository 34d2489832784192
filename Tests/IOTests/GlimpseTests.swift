@preconcurrency import Glibc
import Catalog
import Columns
import Testing

@testable import IO

@Suite("What is known of a table while a line is typed")
struct GlimpseTests {
  private func table(_ text: String) throws -> DelimitedTable {
    var options = LoadOptions()
    (options.smallestUnawaited, options.blockSize) = (0, 64)
    return try DelimitedTable(
      name: "t",
      source: ByteSource(FileBytes(path: "t.csv", bytes: Array(text.utf8))),
      delimiter: 0x2C,
      options: options
    )
  }

  /// The glimpse once all columns that the text names are known, or after five seconds.
  private func settled(_ table: DelimitedTable, _ text: String, _ column: Int) -> TableSnapshot {
    for _ in 0..<5000 {
      let snapshot = table.snapshot(for: text)
      if snapshot.table.commonValues(of: column, beginning: "")?.isEmpty == false {
        return snapshot
      }
      usleep(1000)
    }
    return table.snapshot(for: text)
  }

  private let text =
    "place,n,year\n"
    + (0..<200).map { "\($0 % 3 == 0 ? "Ohio" : "iowa"),\($0),FY201\($0 % 2)\n" }.joined()

  @Test("names are known at once, types and values when they were read")
  func names() throws {
    let table = try table(text)
    let first = table.snapshot(for: "t | count by pl")
    #expect(!first.isWhole)
    #expect(try first.table.schema().fields.map(\.name) == ["place", "n", "year"])
    #expect(first.table.commonValues(of: 0, beginning: "")?.isEmpty == true)
    #expect(throws: TableFailure.self) { try first.table.load([0]) }
    let later = settled(table, "t | where place = ", 0)
    #expect(!later.isWhole)
    let values = later.table.commonValues(of: 0, beginning: "") ?? []
    #expect(values.map(\.value) == [.text("iowa"), .text("Ohio")])
    #expect(values.map(\.rows) == [133, 67])
    #expect(later.table.commonValues(of: 0, beginning: "oH")?.map(\.rows) == [67])
    #expect(later.table.commonValues(of: 0, beginning: "x")?.isEmpty == true)
    let all = settled(table, "t | count by place, n, year", 2)
    #expect(all.isWhole)
    #expect(try all.table.schema().fields.map(\.type.word) == ["text", "integer", "fiscal year"])
    #expect(all.table.commonValues(of: 2, beginning: "")?.map(\.rows) == [100, 100])
    #expect(try table.load([1]).columns[0].integers[199] == 199)
  }

  @Test("a malformed file delays no typing, and a query reports it")
  func broken() throws {
    let table = try table(text + "1,2\n")
    for _ in 0..<50 {
      #expect(!table.snapshot(for: "t | where place = ").isWhole)
      usleep(1000)
    }
    #expect(failure { _ = try table.load([0]) }.contains("this row has 2 fields"))
  }

  @Test("a small file is read at once")
  func small() throws {
    let table = try DelimitedTable(
      name: "t",
      source: ByteSource(FileBytes(path: "t.csv", bytes: Array(text.utf8))),
      delimiter: 0x2C,
      options: LoadOptions()
    )
    let snapshot = table.snapshot(for: "t | where ")
    #expect(snapshot.isWhole && snapshot.table === table)
  }

  @Test("many values are offered, the most frequent first, and very many in part")
  func many() {
    let labels = TextDictionary((0..<60_000).map { "v\($0)" })
    let codes = (0..<120_000).map { UInt32($0 < 60_000 ? $0 : 7) }
    let column = Column(.code(Codes(codes, dictionaryCount: 60_000), labels))
    let values = CommonValues(of: column, .text).beginning("v")
    #expect(values.count == 2000)
    #expect(values[0].value == .text("v7") && values[0].rows == 60_001)
    #expect(values[1].value == .text("v0") && values[1].rows == 1)
  }
}
