import Catalog
import Columns
import Functions
import Planner
import Syntax
import Testing

@testable import Execution

@Suite("Window")
struct WindowTests {
  /// For each row the identities of its partition up to it, in the window's order.
  static let trail = WindowCall(
    "trail",
    [],
    type: .text,
    needsOrder: true,
    output: ColumnID(100)
  ) { frame, operands in
    var values = [Value](repeating: .missing, count: frame.rows.count)
    for partition in frame.partitions {
      var trail = ""
      for place in partition {
        let row = Int(frame.rows[place])
        trail += " \(operands[0][row])"
        values[row] = .text(trail)
      }
    }
    return Column(values, as: .text)
  }

  @Test(
    "Frames and spread aggregates agree with a plain sort",
    arguments: [[], ["state"], ["level", "small"], ["number", "ratio"]],
    [[], ["date"], ["ratio", "number"]]
  )
  func frames(partition: [String], order: [String]) throws {
    let records = Records(90, seed: 41)
    let trail = WindowCall(
      "trail",
      [records.column("id")],
      type: .text,
      needsOrder: true,
      output: ColumnID(100),
      kernel: WindowTests.trail.kernel
    )
    let window = Window(
      partition: partition.map(records.id),
      order: order.map { SortKey(records.id($0), descending: true) },
      functions: [trail],
      aggregates: [.count(101)]
    )
    let added = [
      PlanColumn(ColumnID(100), Field("trail", .text)),
      PlanColumn(ColumnID(101), Field("n", .integer)),
    ]
    let plan = LogicalPlan(
      .window(records.scan(), window),
      columns: records.columns + added,
      stage: 1
    )
    let outcome = try run(plan)
    func typed(_ names: [String]) -> [(values: [Value], type: DataType)] {
      names.map { (records.values($0), Records.fields[Records.place($0)].type) }
    }
    let sorted = sortedRows(typed(order).map { ($0.values, $0.type, true) }, 90)
    let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    for members in grouped(typed(partition), 90) {
      var trail = ""
      for row in members.sorted(by: { places[$0] ?? 0 < places[$1] ?? 0 }) {
        trail += " \(Value.integer(Int64(row)))"
        #expect(outcome.rows[row][8] == .text(trail))
        #expect(outcome.rows[row][9] == .integer(Int64(members.count)))
        #expect(Array(outcome.rows[row].prefix(8)) == records.rows[row])
      }
    }
    #expect(outcome.ledger.steps[1].flows.isEmpty)
  }

  @Test("A window over no rows gives none")
  func empty() throws {
    let records = Records(0, seed: 41)
    let window = Window(partition: [], aggregates: [.count(101)])
    let columns = [PlanColumn(ColumnID(101), Field("n", .integer))]
    #expect(
      try run(LogicalPlan(.window(records.scan(), window), columns: columns, stage: 1)).rows.isEmpty
    )
  }
}
