import Catalog
import Functions
import Syntax
import Testing

@testable import Planner

/// Lists of columns that share what they begin with.
@Suite struct ColumnListTests {
  static func column(_ number: Int) -> PlanColumn {
    PlanColumn(ColumnID(number), Field("c\(number)", .integer))
  }

  @Test func aListKeepsItsColumnsWhenAnotherExtendsIt() {
    let first = ColumnList([Self.column(0), Self.column(1)])
    let second = first.adding([Self.column(2)])
    let other = first.adding([Self.column(3)])
    #expect(first.array.map(\.id.number) == [0, 1])
    #expect(second.array.map(\.id.number) == [0, 1, 2])
    #expect(other.array.map(\.id.number) == [0, 1, 3])
    #expect(second.storage === first.storage)
    #expect(other.storage !== first.storage)
  }

  @Test func anIndexFollowsItsList() {
    var index = ColumnIndex()
    let first = ColumnList([Self.column(0)])
    let second = first.adding([Self.column(1)])
    let other = first.adding([Self.column(2)])
    #expect(index.column(named: "c1", in: first) == nil)
    #expect(index.column(named: "c1", in: second)?.id.number == 1)
    #expect(index.column(named: "c1", in: other) == nil)
    #expect(index.column(ColumnID(2), in: other)?.field.name == "c2")
    #expect(index.column(named: "c1", in: first) == nil)
  }

  /// How many columns all plans of a query hold, those of a shared storage once.
  private func storedColumns(stages: Int) throws -> Int {
    let text = "counts" + (1...stages).map { " | add x\($0) = people + \($0)" }.joined()
    let program = parse(text, verbs: Verb.shapes)
    guard case .pipeline(let pipeline)? = program.statements.first?.kind else { return 0 }
    let environment = Environment(catalog: SmallRecord.catalog())
    let query = try #require(bind(pipeline, in: environment, source: text).query)
    var sizes: [ObjectIdentifier: Int] = [:]
    var plans = [query.plan] + query.stagePlans.values
    while let plan = plans.popLast() {
      let isNew = sizes[ObjectIdentifier(plan.columnList.storage)] == nil
      sizes[ObjectIdentifier(plan.columnList.storage)] = plan.columnList.storage.count
      if isNew { plans += plan.inputs }
    }
    return sizes.values.reduce(0, +)
  }

  @Test func fourTimesTheStagesHoldFourTimesTheColumns() throws {
    let (few, many) = (try storedColumns(stages: 100), try storedColumns(stages: 400))
    #expect(few > 100)
    #expect(many < 5 * few)
  }
}
