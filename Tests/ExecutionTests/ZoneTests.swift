import Catalog
import Columns
import Functions
import Planner
import Syntax
import TestSupport
import Testing

@testable import Execution

/// What zones of stored columns let pass over, against the same queries without
/// zones.
@Suite("Zones")
struct ZoneTests {
  static let rowCount = 3 * 65_536 + 777

  /// A table that keeps no zones.
  final class PlainTable: TableSource {
    let name = "t"
    let title = ""
    let table: Table

    init(_ table: Table) { self.table = table }

    func schema() throws(TableFailure) -> Schema { table.schema }

    func load(_ columns: [Int]) throws(TableFailure) -> Table {
      Table(
        schema: Schema(columns.map { table.schema.fields[$0] }),
        columns: columns.map { table.columns[$0] },
        rowCount: table.rowCount
      )
    }
  }

  /// Days in order, numbers in stretches of which one has no value, levels in order, and numbers by
  /// chance.
  static let table: Table = {
    let rows = 0..<rowCount
    let numbers = rows.map { ($0 / 65_536) * 100 + $0 % 7 }
    let absent = rows.map { $0 / 65_536 != 2 && $0 % 11 != 0 }
    let levels = Category(["low", "middle", "high"], isOrdered: true)
    var dice = Dice(seed: 11)
    let columns = [
      Column(.ordinal(Buffer(rows.map { Int32(14_000 + $0 / 50) }))),
      Column(.integer(.int64(Buffer(numbers.map { Int64($0) }))), known: Buffer(absent)).narrowed,
      Column(.code(.uint8(Buffer(rows.map { UInt8($0 * 3 / rowCount) })), levels.labels)),
      Column(.integer(.int64(Buffer(rows.map { _ in Int64(dice.next() % 1000) })))).narrowed,
    ]
    let fields = [
      Field("day", .date), Field("number", .integer), Field("level", .category(levels)),
      Field("chance", .integer),
    ]
    return Table(schema: Schema(fields), columns: columns, rowCount: rowCount)
  }()

  static let queries = [
    "t | where day since 2013-01-01 | count",
    "t | where day until 2009-06-30 and level = \"low\" | summarize s = sum(chance)",
    "t | where day = 2015-01-01 | count by level",
    "t | where number >= 300 | summarize n = count(), s = sum(number)",
    "t | where number = 205 | count", "t | where number <= 5 and chance > 997 | keep day, chance",
    "t | where level = \"middle\" | count",
    "t | where level >= \"middle\" and number > 100 | count",
    "t | where chance >= 0 | count", "t | where chance > 1000 | count",
    "t | top 10 by number", "t | bottom 10 by number", "t | top 3 by chance",
    "t | bottom 40 by chance", "t | top 5 by day", "t | bottom 5 by day",
    "t | where chance = 4 | top 4 by number", "t | last 150000 | top 10 by number",
  ]

  func answer(_ text: String, _ engine: Engine, _ catalog: Catalog) throws -> [String] {
    let program = parse(text, verbs: Verb.shapes)
    guard case .pipeline(let pipeline)? = program.statements.first?.kind,
      let query = bind(pipeline, in: Environment(catalog: catalog), source: text).query
    else { throw RunFailure("\(text) is a query", .arithmetic) }
    let (table, ledger) = try engine.run(query, until: Cancellation())
    let rows = (0..<table.rowCount).map { row in "\(table.columns.map { $0[row] })" }
    return rows + ["\(ledger)"]
  }

  @Test("every query gives the same, before and after zones are known", arguments: queries)
  func answers(query: String) throws {
    let plain = Catalog([PlainTable(Self.table)])
    let zoned = Catalog([InMemoryTable(name: "t", title: "", table: Self.table)])
    let expected = try answer(query, Engine(catalog: plain), plain)
    for workers in [1, 2] {
      let engine = Engine(catalog: zoned, workers: workers)
      // Bounds are noted at the first time, and how many rows have each code at the second.
      for _ in 1...3 {
        let found = try answer(query, engine, zoned)
        #expect(found == expected)
      }
    }
  }

  @Test("a zone is that of the very rows, and of the very marks of known rows")
  func zones() throws {
    let stored = Self.table.columns[1].zoned
    let first = stored[0..<65_536]
    #expect(first.zone == nil)
    first.recordZone()
    let zone = try #require(stored[0..<65_536].zone)
    #expect((zone.min, zone.max) == (0, 6))
    let known = (0..<65_536).filter { $0 % 11 != 0 }
    #expect(zone.minCount == known.count(where: { $0 % 7 == 0 }))
    #expect(zone.maxCount == known.count(where: { $0 % 7 == 6 }))
    #expect(stored[1..<65_537].zone == nil)
    #expect(stored[0..<65_535].zone == nil)
    // Another mask is over the same values.
    #expect(Column(first.storage).zone == nil)
    let none = Column(first.storage, known: Buffer(repeating: false, count: 65_536))
    #expect(none.zone == nil)
    none.recordZone()
    #expect(stored[0..<65_536].zone?.maxCount == zone.maxCount)
    let levels = Self.table.columns[2].zoned[65_536..<131_072]
    let low = (65_536..<131_072).count { $0 * 3 / Self.rowCount == 0 }
    levels.recordCodeCounts()
    #expect(levels.count(ofCodes: 0, 2) == nil)
    levels.recordZone()
    levels.recordCodeCounts()
    #expect(low > 0 && levels.count(ofCodes: 0, 0) == low)
    #expect(levels.count(ofCodes: 1, 2) == 65_536 - low)
    #expect(levels.count(ofCodes: -5, 1000) == 65_536)
    #expect(levels.count(ofCodes: 2, 1) == 0)
    #expect(levels.count(ofCodes: .max, .min) == 0)
    // A zone without values.
    stored[131_072..<196_608].recordZone()
    let empty = try #require(stored[131_072..<196_608].zone)
    #expect(empty.minCount == 0 && empty.min > empty.max)
    // The last one is shorter.
    stored[196_608..<Self.rowCount].recordZone()
    #expect(stored[196_608..<Self.rowCount].zone?.min == 300)
  }
}
