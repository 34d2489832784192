import Catalog
import Columns
import Functions
import Planner
import Testing

@testable import Execution

@Suite("Aggregate")
struct AggregateTests {
  static let keys: [[String]] = [
    ["state"], ["level"], ["number"], ["ratio"], ["date"], ["flag"], ["small"],
    ["state", "level"], ["number", "ratio"], ["ratio", "number", "date"],
    ["flag", "level", "small", "state"], ["number", "flag", "ratio", "number"],
  ]

  func plan(_ records: Records, _ keys: [String], _ calls: [AggregateCall]) -> LogicalPlan {
    let columns =
      keys.map { PlanColumn(records.id($0), Records.fields[Records.place($0)]) }
      + calls.map { PlanColumn($0.output, Field($0.name, $0.type)) }
    let ids = keys.map(records.id)
    return LogicalPlan(
      .aggregate(records.scan(), keys: ids, calls: calls),
      columns: columns,
      stage: 1
    )
  }

  @Test("Groups agree with a plain sort", arguments: keys, [0, 1, 23, 300])
  func groups(keys: [String], count: Int) throws {
    let records = Records(count, seed: 7 + count)
    let calls: [AggregateCall] = [
      .count(100), .sum(records.column("small"), 101, label: "small"),
      .list(records.column("id"), 102),
    ]
    let outcome = try run(plan(records, keys, calls))
    let columns = keys.map { (records.values($0), Records.fields[Records.place($0)].type) }
    let expected = grouped(columns, count)
    #expect(outcome.rows.count == expected.count)
    for (row, members) in zip(outcome.rows, expected) {
      #expect(zip(row, columns).allSatisfy { same($0, $1.0[members[0]]) })
      #expect(row[keys.count] == .integer(Int64(members.count)))
      let ids = members.sorted().map { "\(Value.integer(Int64($0)))" }.joined(separator: " ")
      #expect(row[keys.count + 2] == .text(ids))
    }
    let flow = try #require(outcome.ledger.steps[1].flows.first)
    #expect(flow.kind == .folded(groups: expected.count))
    #expect(flow.rows == count)
  }

  @Test("Without keys there is one group, even of no rows", arguments: [0, 1, 50])
  func single(count: Int) throws {
    let records = Records(count, seed: 3)
    let outcome = try run(
      plan(records, [], [.count(100), .sum(records.column("small"), 101, label: "small")])
    )
    #expect(outcome.rows.count == 1)
    #expect(outcome.rows[0][0] == .integer(Int64(count)))
    let known = records.values("small").count(where: { $0 != .missing })
    let notice = Notice.known(column: "small", known: known, of: count)
    #expect(outcome.ledger.steps[1].notices == (known < count ? [notice] : []))
  }

  @Test("A condition takes in only its rows")
  func condition() throws {
    let records = Records(60, seed: 4)
    let outcome = try run(
      plan(records, ["state"], [.count(100, where: records.column("flag")), .count(101)])
    )
    let flagged = records.values("flag").count(where: { $0 == .boolean(true) })
    let sums = outcome.rows.reduce(into: (0, 0)) { sums, row in
      if case .integer(let count) = row[1] { sums.0 += Int(count) }
      if case .integer(let count) = row[2] { sums.1 += Int(count) }
    }
    #expect(sums.0 == flagged)
    #expect(sums.1 == 60)
  }
}
