import Catalog
import Columns
import Parallel
import Syntax
import Testing

@testable import Execution
@testable import Functions
@testable import Planner

/// Groups by what a table holds at a date, against groups by the same column written down.
@Suite("Lookup keys")
struct LookupKeyTests {
  static let days: [@Sendable (Int) -> Int32?] = [
    { Int32(15_000 + $0 * 37 % 3650) },
    // Missing only late.
    { $0 > 120 ? nil : Int32($0) },
    // Years that come ever farther apart, on both sides.
    { Int32($0 * $0 * ($0 % 2 == 0 ? 20 : -20)) },
    { $0 % 50 == 49 ? -719_000 : 2_932_000 },
    { _ in nil },
  ]

  func plan(_ days: [Int32?], isLookedUp: Bool, _ unit: PeriodUnit = .year) -> LogicalPlan {
    let names = (0..<days.count).map { Value.text(["a", "b", "c"][$0 % 3]) }
    let fields = [Field("name", .text), Field("day", .date)]
    let stored = [
      Column(names, as: .text), Column(days.map { $0.map { .ordinal($0) } ?? .missing }, as: .date),
    ]
    let table = Table(schema: Schema(fields), columns: stored, rowCount: days.count)
    let columns = fields.enumerated().map { PlanColumn(ColumnID($0), $1) }
    let scan = LogicalPlan(.scan(Scan(.rows(table), places: [0, 1])), columns: columns, stage: 0)
    var year = Operators.period(unit, of: .column(ColumnID(1), .date), name: "year")
    if !isLookedUp, case .call(var operation, let operands) = year {
      operation.sargability = nil
      year = .call(operation, operands)
    }
    let yearColumn = PlanColumn(ColumnID(2), Field("year", .period(unit)))
    let project = LogicalPlan(
      .project(scan, [Projection(ColumnID(2), year)]),
      columns: columns + [yearColumn],
      stage: 1
    )
    var count = AggregateCall("count", [], type: .integer) { CountAccumulator() }
    count.output = ColumnID(3)
    return LogicalPlan(
      .aggregate(project, keys: [ColumnID(0), ColumnID(2)], calls: [count]),
      columns: [columns[0], yearColumn, PlanColumn(ColumnID(3), Field("n", .integer))],
      stage: 2
    )
  }

  @Test("both give the same groups and tell the same", arguments: days.indices)
  func groups(shape: Int) throws {
    let days = (0..<200).map(Self.days[shape])
    let lookedUp = try run(plan(days, isLookedUp: true))
    let written = try run(plan(days, isLookedUp: false))
    #expect(lookedUp.rows == written.rows)
    #expect("\(lookedUp.ledger)" == "\(written.ledger)")
    #expect(!lookedUp.rows.isEmpty)
  }

  @Test("a key is looked up where the operation before computes nothing else of it")
  func isTaken() throws {
    let days = (0..<200).map(Self.days[0])
    for isLookedUp in [true, false] {
      guard
        case .aggregate(let project, let keys, let calls) =
          plan(days, isLookedUp: isLookedUp).operation
      else { continue }
      let cancellation = Cancellation()
      let workers = WorkerPool(count: 1, chunkSize: 50, cancellation: cancellation)
      let pipeline = try Executor(catalog: Catalog(), workers: workers, cancellation: cancellation)
        .pipeline(project, needed: Set(keys), stage: nil)
      let (_, lookups) = pipeline.lookingUp(keys, calls)
      #expect(lookups.map { $0 != nil } == [false, isLookedUp])
    }
  }

  /// Looking for each month's place in a list of all before it would take minutes.
  @Test("months of seven centuries are counted")
  func monthsOfCenturies() throws {
    let days = (0..<2000).map { Int32(-100_000 + $0 * 127) }
    let lookedUp = try run(plan(days, isLookedUp: true, .month))
    let written = try run(plan(days, isLookedUp: false, .month))
    #expect(lookedUp.rows == written.rows)
    #expect(lookedUp.rows.count == 2000)
  }
}
