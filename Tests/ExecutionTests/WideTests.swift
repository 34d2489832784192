import Catalog
import Columns
import Synchronization
import Syntax
import Testing

@testable import Execution
@testable import Functions
@testable import Planner

/// Work grows with what comes out, not with the square of columns or values.
@Suite("Wide plans")
struct WideTests {
  /// Rows of `width` integer columns, numbered row by row.
  func wide(_ width: Int, rows: Int) -> LogicalPlan {
    let fields = (0..<width).map { Field("c\($0)", .integer) }
    let columns = (0..<width).map { place in
      Column(.integer(.int64(Buffer((0..<rows).map { Int64($0 * width + place) }))))
    }
    let table = Table(schema: Schema(fields), columns: columns, rowCount: rows)
    let made = fields.enumerated().map { PlanColumn(ColumnID($0), $1) }
    return LogicalPlan(.scan(Scan(.rows(table), places: Array(0..<width))), columns: made, stage: 0)
  }

  /// A row for each of the columns of `input`, as `unpivot` makes them.
  func unpivoted(_ input: LogicalPlan) -> LogicalPlan {
    let names = input.columns.map(\.field.name)
    let label = PlanColumn(
      ColumnID(-100),
      Field("name", .category(Category(names, isOrdered: false)))
    )
    let labels = Table(
      schema: Schema([label.field]),
      columns: [Column(names.map { .text($0) }, as: label.field.type)],
      rowCount: names.count
    )
    let right = LogicalPlan(.scan(Scan(.rows(labels), places: [0])), columns: [label])
    let join = LogicalPlan(
      .join(input, right, Join(.cross, keys: [])),
      columns: input.columns + [label],
      stage: 1
    )
    let value = PlanColumn(ColumnID(-101), Field("value", .integer))
    let pick = Operators.pick(
      .column(label.id, label.field.type),
      of: input.columns.map { .column($0.id, .integer) },
      .integer
    )
    return LogicalPlan(
      .project(join, [Projection(value.id, pick)]),
      columns: [label, value],
      stage: 1
    )
  }

  @Test("unpivot gives the columns of each row in their order")
  func unpivot() throws {
    let outcome = try run(unpivoted(wide(5, rows: 30)))
    #expect(outcome.column(0) == (0..<150).map { .text("c\($0 % 5)") })
    #expect(outcome.column(1) == (0..<150).map { .integer($0) })
  }

  @Test("unpivot of many columns holds no more than its rows")
  func unpivotMemory() throws {
    // Each pair of the join with all its columns would be 400 × 400 × 200 numbers: 256 MB.
    let engine = Engine(catalog: Catalog(), memory: MemoryBudget(limit: 16 << 20))
    let plan = unpivoted(wide(400, rows: 200))
    let query = BoundQuery(plan: plan, stages: stages(2), tables: [], caveats: [])
    let table = try engine.run(query, until: Cancellation()).0
    #expect(table.rowCount == 80_000)
    #expect(table.columns[1][79_999] == .integer(79_999))
  }

  @Test("a pivot tries no value on all rows")
  func pivot() throws {
    let tried = Counter()
    let input = wide(2, rows: 300)
    let values = (0..<300).map { Value.integer(Int64($0 * 2)) } + [.integer(-1)]
    let calls = values.enumerated().flatMap { place, value -> [AggregateCall] in
      let test = ScalarFunction("=", .boolean) { _, context in
        tried.add()
        return Column(.boolean(Buffer(repeating: false, count: context.rowCount)))
      }
      let only = AggregateCall.only(
        .column(ColumnID(1), .integer),
        label: "",
        isAdditive: true,
        output: ColumnID(1000 + place)
      )
      return [only, .count(5000 + place)].enumerated().map { measure, call in
        var call = call
        call.condition = .call(test, [])
        call.cell = AggregateCall.Cell(
          column: ColumnID(0),
          value: value,
          heading: "",
          measure: measure
        )
        return call
      }
    }
    let columns = calls.map { PlanColumn($0.output, Field("x", .integer)) }
    let outcome = try run(
      LogicalPlan(.aggregate(input, keys: [], calls: calls), columns: columns, stage: 1)
    )
    let row = try #require(outcome.rows.first)
    for place in 0..<300 {
      #expect(row[2 * place] == .integer(Int64(2 * place + 1)))
      #expect(row[2 * place + 1] == .integer(1))
    }
    #expect(row[600] == .missing)
    #expect(row[601] == .integer(0))
    #expect(tried.count == 0)
  }
}

/// A count that several threads add to.
private final class Counter: Sendable {
  private let total = Atomic(0)

  var count: Int { total.load(ordering: .relaxed) }

  func add() { total.wrappingAdd(1, ordering: .relaxed) }
}
