import Catalog
import Columns
import Testing

@testable import Execution
@testable import Functions
@testable import Planner

/// Queries keep within their memory, or end with an error that says what was asked for; the next
/// one runs.
@Suite("Memory")
struct MemoryTests {
  static let rowCount = 400_000

  /// Rows of a number that no other has, and of one that many have.
  static let rows: Table = {
    let numbers = (0..<Int64(rowCount)).map { $0 &* 7919 % 399_989 &* 1_000_003 }
    let fields = [Field("number", .integer), Field("few", .integer)]
    return Table(
      schema: Schema(fields),
      columns: [
        Column(.integer(.int64(Buffer(numbers)))),
        Column(.integer(.int64(Buffer(numbers.map { $0 & 3 })))),
      ],
      rowCount: rowCount
    )
  }()

  func scan(_ first: Int, rows count: Int? = nil) -> LogicalPlan {
    let columns = Self.rows.schema.fields.enumerated().map { PlanColumn(ColumnID(first + $0), $1) }
    let all = LogicalPlan(
      .scan(Scan(.rows(Self.rows), places: [0, 1])),
      columns: columns,
      stage: 0
    )
    guard let count else { return all }
    return LogicalPlan(.slice(all, Slice(.first(count))), columns: columns, stage: 0)
  }

  var sort: LogicalPlan {
    let scan = scan(0)
    let keys = [SortKey(ColumnID(1)), SortKey(ColumnID(0), descending: true)]
    return LogicalPlan(.sort(scan, keys), columns: scan.columns, stage: 1)
  }

  var groups: LogicalPlan {
    let scan = scan(0)
    let count = PlanColumn(ColumnID(100), Field("n", .integer))
    return LogicalPlan(
      .aggregate(scan, keys: [ColumnID(0)], calls: [.count(100)]),
      columns: [scan.columns[0], count],
      stage: 1
    )
  }

  func join(_ kind: Join.Kind, keys: [(left: ColumnID, right: ColumnID)]) -> LogicalPlan {
    let (left, right) = (scan(0, rows: 4000), scan(10, rows: 4000))
    return LogicalPlan(
      .join(left, right, Join(kind, keys: keys, allowsMany: true)),
      columns: left.columns + right.columns,
      stage: 1
    )
  }

  var plans: [(String, LogicalPlan)] {
    [
      ("sort", sort), ("groups", groups), ("cross join", join(.cross, keys: [])),
      ("join of many", join(.left, keys: [(left: ColumnID(1), right: ColumnID(11))])),
    ]
  }

  @Test("what holds too much is refused, and the next query runs", arguments: [1, 2])
  func refused(workers: Int) throws {
    let budget = MemoryBudget(limit: 4 << 20)
    let engine = Engine(catalog: Catalog(), workers: workers, memory: budget)
    for (name, plan) in plans {
      let query = BoundQuery(plan: plan, stages: stages(2), tables: [], caveats: [])
      let failure = #expect(throws: RunFailure.self, "\(name)") {
        try engine.run(query, until: Cancellation())
      }
      #expect(failure?.kind == .memory, "\(name)")
      #expect(failure?.text.hasPrefix("Out of memory: stage") == true, "\(failure?.text ?? name)")
      #expect(failure?.text.contains("MiB more") == true, "\(failure?.text ?? name)")
      #expect(budget.held == 0, "\(name) holds nothing any more")
      let small = BoundQuery(plan: scan(0, rows: 9), stages: stages(1), tables: [], caveats: [])
      #expect(try engine.run(small, until: Cancellation()).0.rowCount == 9)
    }
  }

  @Test("what is not too much runs, and nothing stays charged but the result")
  func allowed() throws {
    let budget = MemoryBudget(limit: 1 << 30)
    let engine = Engine(catalog: Catalog(), memory: budget)
    for (_, plan) in plans.prefix(2) {
      let query = BoundQuery(plan: plan, stages: stages(2), tables: [], caveats: [])
      let table = try engine.run(query, until: Cancellation()).0
      #expect(table.rowCount >= 399_989)
      withExtendedLifetime(table) { #expect(budget.held > 0) }
    }
    #expect(budget.held == 0)
  }

  @Test("a budget tells what is left, and refuses what is more")
  func arithmetic() throws {
    let budget = MemoryBudget(limit: 8 << 20)
    #expect(budget.available == 6 << 20)
    try budget.reserve(6 << 20)
    #expect(throws: OutOfMemory.self) { try budget.reserve(6 << 20 + 1) }
    MemoryBudget.with(budget) {
      let buffer = Buffer(repeating: 0 as UInt8, count: 7 << 20)
      #expect(throws: OutOfMemory.self) { try MemoryBudget.check() }
      withExtendedLifetime(buffer) {}
    }
    try budget.check()
    #expect(MemoryBudget.current == nil)
  }

  @Test("a dictionary of long texts is charged while it is made")
  func texts() throws {
    let budget = MemoryBudget(limit: 8 << 20)
    let failure = #expect(throws: OutOfMemory.self) {
      try MemoryBudget.with(budget) {
        let operands: [Operand] = [
          .column(Column((0..<500).map { .text("\($0)") }, as: .text)),
          .constant(.text(String(repeating: "x", count: 100_000)), .text),
        ]
        _ = try Operators.concatenated(operands, rows: 500)
      }
    }
    #expect((failure?.asked ?? 0) > 0)
    #expect(budget.held == 0)
  }
}
