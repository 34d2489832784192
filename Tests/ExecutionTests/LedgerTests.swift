import Catalog
import Functions
import Planner
import Testing

@testable import Execution

/// A table that knows which columns were asked for, or that cannot be read.
private final class WatchedTable: TableSource {
  let name = "records"
  let title = ""
  let table: Table
  var asked: [[Int]] = []
  var failure: TableFailure?

  init(_ table: Table) { self.table = table }

  func schema() throws(TableFailure) -> Schema { table.schema }

  func load(_ columns: [Int]) throws(TableFailure) -> Table {
    if let failure { throw failure }
    asked.append(columns)
    return try InMemoryTable(name: name, title: title, table: table).load(columns)
  }
}

@Suite("Ledger, pruning, cancellation")
struct LedgerTests {
  let records = Records(50, seed: 51)

  func scan(_ records: Records, stage: Int?) -> LogicalPlan {
    let places = Array(Records.fields.indices)
    return LogicalPlan(
      .scan(Scan(.table("records"), places: places)),
      columns: records.columns,
      stage: stage
    )
  }

  @Test("Only columns that are needed are loaded")
  func pruning() throws {
    let watched = WatchedTable(records.table)
    let filter = LogicalPlan(
      .filter(scan(records, stage: 0), Predicate(records.column("flag"))),
      columns: records.columns,
      stage: 1
    )
    let count = LogicalPlan(
      .aggregate(filter, keys: [], calls: [.count(100)]),
      columns: [PlanColumn(ColumnID(100), Field("n", .integer))],
      stage: 2
    )
    _ = try run(count, catalog: Catalog([watched]))
    #expect(Set(watched.asked) == [[6]])
    watched.asked = []
    let all = LogicalPlan(
      .aggregate(scan(records, stage: 0), keys: [], calls: [.count(100)]),
      columns: [PlanColumn(ColumnID(100), Field("n", .integer))],
      stage: 2
    )
    #expect(try run(all, catalog: Catalog([watched])).rows == [[.integer(50)]])
    #expect(Set(watched.asked) == [[]])
  }

  @Test("Hidden columns do not come out")
  func hidden() throws {
    var plan = records.scan()
    plan.columns[1].isHidden = true
    #expect(try run(plan).rows[0].count == 7)
  }

  @Test("Tables that are not there or cannot be read are failures of their stage")
  func tables() throws {
    let missing = try failure(scan(records, stage: 0))
    #expect(missing.text == "There is no table records.")
    let watched = WatchedTable(records.table)
    watched.failure = TableFailure("records.csv:7:3: not a number")
    let broken = try failure(scan(records, stage: 3), catalog: Catalog([watched]))
    #expect(broken.text == "records.csv:7:3: not a number")
    #expect(broken.stage == 3)
    if case .table = broken.kind {} else { Issue.record("\(broken.kind)") }
  }

  @Test("Operations of one stage make one step, and those without stage join the next one")
  func steps() throws {
    let quotient = Projection(
      ColumnID(100),
      .call(Operations.divide, [records.column("small"), records.column("small")])
    )
    let computed = PlanColumn(ColumnID(100), Field("quotient", .real), isHidden: true)
    let columns = records.columns + [computed]
    let project = LogicalPlan(.project(records.scan(), [quotient]), columns: columns)
    let filter = LogicalPlan(
      .filter(project, Predicate(records.column("flag"))),
      columns: columns,
      stage: 1
    )
    let slice = LogicalPlan(.slice(filter, Slice(.first(3))), columns: columns, stage: 1)
    let outcome = try run(slice, stages: 2)
    #expect(outcome.ledger.steps.map(\.stage) == ["stage 0", "stage 1"])
    let step = outcome.ledger.steps[1]
    #expect(step.rowsIn == 50)
    #expect(step.rowsOut == 3)
    let zeros = records.values("small").count(where: { $0 == .integer(0) })
    #expect(step.notices == [.divisionsByZero(zeros)])
  }

  @Test("An input that stands on both sides is reported once")
  func fill() throws {
    let again = Records(50, seed: 51, first: 20)
    let keys = LogicalPlan(
      .aggregate(again.scan(stage: 0), keys: [again.id("state")], calls: []),
      columns: [again.columns[1]],
      stage: 1
    )
    let pairing = Pairing(left: records.id("state"), right: again.id("state"))
    var append = LogicalPlan(
      .append(records.scan(), keys, [pairing]),
      columns: [PlanColumn(ColumnID(100), Field("state", .text))],
      stage: 1
    )
    append.reason = .filled
    let outcome = try run(append, stages: 2)
    #expect(outcome.ledger.steps.map(\.rowsIn) == [0, 50])
    #expect(outcome.ledger.steps[1].flows.map(\.reason) == [.filled])
  }

  @Test("Facts known beforehand, tables and caveats are in the ledger")
  func known() throws {
    var query = BoundQuery(
      plan: records.scan(),
      stages: stages(1),
      tables: ["records"],
      caveats: [("records", Caveat("Counts are of people."))]
    )
    query.notices = [(0, .seed(7)), (5, .seed(8))]
    let ledger = try Engine(catalog: Catalog()).run(query, until: Cancellation()).1
    #expect(ledger.steps[0].notices == [.seed(7)])
    #expect(ledger.tables == ["records"])
    #expect(ledger.caveats == ["Counts are of people."])
  }

  @Test("A canceled query stops")
  func cancelled() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let query = BoundQuery(plan: records.scan(), stages: stages(1), tables: [], caveats: [])
    let failure = #expect(throws: RunFailure.self) {
      try Engine(catalog: Catalog()).run(query, until: cancellation)
    }
    if case .cancelled = failure?.kind {} else { Issue.record("not cancelled") }
  }
}
