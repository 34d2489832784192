import Catalog
import Functions
import Planner
import Syntax
import TestSupport
import Testing

@testable import Execution

/// Plans of several random operations: `run` holds them to the same rows and ledger for all sizes
/// of chunks and numbers of workers, and to steps that add up.
@Suite("Chains of operations")
struct ChainTests {
  let records = Records(80, seed: 61)

  func operation(_ plan: LogicalPlan, _ dice: inout Dice, stage: Int) -> LogicalPlan {
    let names = ["state", "level", "number", "ratio", "date", "flag", "small"]
    let name = names[Int(dice.next() % 7)]
    let other = names[Int(dice.next() % 7)]
    let count = Int(dice.next() % 60)
    let operation: LogicalPlan.Operator
    switch dice.next() % 8 {
    case 0:
      operation = .filter(
        plan,
        Predicate(records.column("flag"), stage: stage, name: records.name)
      )
    case 1:
      let flag = records.column("flag")
      let isLess = Operators.comparison(.less, records.column(name), records.column(name))
      let bound = Operators.or(Operators.not(flag), Operators.not(isLess))
      operation = .filter(plan, Predicate(bound, stage: stage, name: records.name))
    case 2:
      let key = SortKey(records.id(name), descending: dice.next() % 2 == 0)
      operation = .sort(plan, [key, SortKey(records.id(other))])
    case 3: operation = .slice(plan, Slice(.first(count), per: [records.id(name)]))
    case 4: operation = .slice(plan, Slice(.sample(count, seed: 3), per: [records.id(name)]))
    case 5:
      let kind = Slice.Kind.top(
        count,
        by: records.id(name),
        isBottom: dice.next() % 2 == 0,
        withTies: dice.next() % 2 == 0
      )
      operation = .slice(plan, Slice(kind, per: dice.next() % 2 == 0 ? [] : [records.id(other)]))
    case 6:
      let right = Records(30, seed: stage, first: 1000 + stage * 10)
      let kinds: [Join.Kind] = [.left, .inner, .anti]
      let kind = kinds[Int(dice.next() % 3)]
      let keys = [(left: records.id(name), right: right.id(name))]
      let join = Join(kind, keys: keys, allowsMany: true)
      operation = .join(plan, right.scan(stage: stage), join)
    default:
      let window = Window(partition: [records.id(name)], aggregates: [.count(2000 + stage)])
      operation = .window(plan, window)
    }
    return LogicalPlan(operation, columns: plan.columns, stage: stage)
  }

  @Test("Rows and ledger depend on neither chunks nor workers", arguments: 0..<60)
  func chains(seed: Int) throws {
    var dice = Dice(seed: seed)
    var plan = records.scan()
    for stage in 1...4 { plan = operation(plan, &dice, stage: stage) }
    if dice.next() % 2 == 0 {
      let calls: [AggregateCall] = [
        .count(900), .sum(records.column("small"), 901, label: "small"),
        .list(records.column("id"), 902),
      ]
      plan = LogicalPlan(
        .aggregate(plan, keys: [records.id("level")], calls: calls),
        columns: [records.columns[2]]
          + calls.map { PlanColumn($0.output, Field($0.name, $0.type)) },
        stage: 5
      )
    }
    let steps = try run(plan).ledger.steps
    for (step, next) in zip(steps, steps.dropFirst()) { #expect(step.rowsOut == next.rowsIn) }
  }

  @Test("The first failing row of an aggregate's argument is named, whatever the chunks")
  func failure() throws {
    let sum = BoundExpression.call(
      Operations.add,
      [records.column("number"), .literal(.integer(1), .integer)]
    )
    let plan = LogicalPlan(
      .aggregate(records.scan(), keys: [], calls: [.sum(sum, 900, label: "sum")]),
      columns: [PlanColumn(ColumnID(900), Field("sum", .integer))],
      stage: 1
    )
    let row = try #require(records.values("number").firstIndex(of: .integer(.max)))
    #expect(try ExecutionTests.failure(plan).text == "row \(row + 1) overflows")
  }
}
