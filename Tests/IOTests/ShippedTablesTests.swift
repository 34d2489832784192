import Catalog
import Columns
import TestSupport
import Testing

@testable import IO

/// The folder of the shipped data.
let shippedFolder = Repository.root + "/datasets"

@Suite("The shipped tables")
struct ShippedTablesTests {
  static let rowCounts = [
    "jurisdictions": 3234, "states": 56, "residents": 34567, "unauthorized": 510,
    "deportations": 357, "stories": 271, "events": 331, "figures": 257, "claims": 268,
    "verdicts": 24, "grounds": 96, "conflicts": 43, "policies": 1071, "agreements": 205,
    "rollout": 42, "detention": 7332, "national_removals": 122, "sources": 399,
  ]

  @Test("every table loads wholly, each column stored as its type asks")
  func loads() throws {
    let catalog = try openDataPackage(folder: shippedFolder)
    #expect(catalog.fiscalYearStart == 10)
    #expect(catalog.package?.version == "1.1.0")
    #expect(catalog.tables.count == ShippedTablesTests.rowCounts.count)
    for source in catalog.tables {
      let schema = try source.schema()
      let table = try source.load(Array(schema.fields.indices))
      #expect(table.rowCount == ShippedTablesTests.rowCounts[source.name], "\(source.name)")
      for (field, column) in zip(table.schema.fields, table.columns) {
        #expect(isStored(column, as: field.type), "\(source.name).\(field.name)")
      }
    }
  }

  private func isStored(_ column: Column, as type: DataType) -> Bool {
    switch (column.storage, type) {
    case (.boolean, .boolean), (.integer, .integer), (.real, .real), (.ordinal, .date),
      (.ordinal, .period), (.code, .text):
      true
    case (.code(_, let labels), .category(let category)): labels === category.labels
    default: false
    }
  }

  @Test("rows come in the key's order, whichever columns are loaded and when")
  func order() throws {
    for name in ShippedTablesTests.rowCounts.keys {
      let whole = try #require(try openDataPackage(folder: shippedFolder).table(name))
      let all = try whole.load(Array(try whole.schema().fields.indices))
      let other = try #require(try openDataPackage(folder: shippedFolder).table(name))
      for place in try other.schema().fields.indices.reversed() {
        let alone = try other.load([place])
        let type = all.schema.fields[place].type
        let expected = CellText(all.columns[place], type)
        let given = CellText(alone.columns[0], type)
        #expect((0..<all.rowCount).allSatisfy { expected[$0] == given[$0] }, "\(name) \(place)")
      }
    }
  }

  @Test("the sums by fiscal year are those of the record")
  func sums() throws {
    let source = try #require(try openDataPackage(folder: shippedFolder).table("deportations"))
    let schema = try source.schema()
    let year = try #require(schema.index(of: "fiscal_year"))
    let removals = try #require(schema.index(of: "removals"))
    let table = try source.load([year, removals])
    var sums: [Int32: Int64] = [:]
    for row in 0..<table.rowCount where table.columns[1].isKnown(row) {
      sums[table.columns[0].ordinals[row], default: 0] += table.columns[1].integers[row]
    }
    #expect(
      sums.sorted { $0.key < $1.key }.map(\.value) == [
        16522, 53094, 72474, 85489, 79051, 74726, 25027,
      ]
    )
  }

  @Test("links, keys, roles and notes come from the package")
  func declared() throws {
    let catalog = try openDataPackage(folder: shippedFolder)
    let schema = try #require(try catalog.table("deportations")?.schema())
    #expect(schema.key == ["state", "fiscal_year"])
    #expect(schema.fields[0].link == Field.Link(table: "states", key: "code"))
    #expect(schema.fields[0].role == .key)
    #expect(schema.fields[1].type == .period(.fiscalYear(start: 10)))
    #expect(schema.fields[4].role == .additive)
    #expect(schema.fields[4].unit == "removals")
    #expect(schema.notes.date == "period_start")
    #expect(schema.notes.partial == "partial")
    #expect(schema.notes.caveats.count == 5)
    #expect(try catalog.table("events")?.schema().notes.holdsMoments == true)
    #expect(try catalog.table("figures")?.schema().fields[10].role == .other)
  }

  @Test("rows, sources, additivity and unranked values come from the package")
  func declaredOfRowsAndColumns() throws {
    let catalog = try openDataPackage(folder: shippedFolder)
    func schema(_ name: String) throws -> Schema { try #require(catalog.table(name)).schema() }
    func field(_ table: String, _ column: String) throws -> Field {
      try #require(try schema(table).fields.first { $0.name == column })
    }
    for table in catalog.tables { #expect(try table.schema().notes.row != nil, "\(table.name)") }
    #expect(try schema("deportations").notes.row == "a state in a fiscal year")
    #expect(try schema("stories").notes.sourcedBy == .init(table: "events", column: "story"))
    #expect(try schema("verdicts").notes.sourcedBy == .init(table: "grounds", column: "claim"))
    #expect(try schema("figures").notes.sourcedBy == nil)
    #expect(try field("deportations", "removals").additivity == .yes)
    #expect(try field("figures", "value").additivity == .no)
    #expect(try field("residents", "population").additivity == .notAlong(["year"]))
    #expect(try field("residents", "noncitizens").additivity == .notAlong(["year"]))
    #expect(try field("residents", "noncitizens_moe").additivity == .no)
    #expect(try field("unauthorized", "unauthorized").additivity == .notAlong(["year"]))
    #expect(try field("detention", "days").additivity == .notAlong(["state"]))
    #expect(try field("detention", "average_daily_population").additivity == .notAlong(["month"]))
    #expect(try field("figures", "level").unranked == ["All levels"])
    #expect(try field("claims", "level").unranked == ["All levels"])
    #expect(try field("figures", "precision").unranked == [])
  }
}
