import Catalog
import Columns
import Functions
import Planner
import TestSupport
import Testing

@testable import Execution

@Suite("Join")
struct JoinTests {
  static let keys: [[String]] = [
    ["id"], ["state"], ["level"], ["number"], ["ratio"], ["date"], ["flag"],
    ["state", "small"], ["number", "ratio"], ["ratio", "number", "state"],
  ]
  let left = Records(61, seed: 21)
  let right = Records(40, seed: 22, first: 20)

  /// The right rows that are partners of each left row, by a plain search.
  func partners(_ keys: [String]) -> [[Int]] {
    left.rows.map { row in
      right.rows.indices.filter { candidate in
        keys.allSatisfy { name in
          let place = Records.place(name)
          return row[place] != .missing && same(row[place], right.rows[candidate][place])
        }
      }
    }
  }

  func plan(_ join: Join) -> LogicalPlan {
    var columns = left.columns + right.columns
    if case .mark(let id) = join.kind {
      columns = left.columns + [PlanColumn(id, Field("mark", .boolean))]
    } else if case .anti = join.kind {
      columns = left.columns
    }
    return LogicalPlan(.join(left.scan(), right.scan(stage: 1), join), columns: columns, stage: 2)
  }

  func join(_ kind: Join.Kind, _ keys: [String], many: Bool = true) -> Join {
    Join(kind, keys: keys.map { (left.id($0), right.id($0)) }, allowsMany: many)
  }

  let absent = [Value](repeating: .missing, count: Records.fields.count)

  @Test("Partners agree with a plain search", arguments: keys)
  func kinds(keys: [String]) throws {
    let partners = partners(keys)
    let pairs = zip(left.rows, partners)
    let all = try run(plan(join(.left, keys)))
    let expected = pairs.flatMap { row, found in
      found.isEmpty ? [row + absent] : found.map { row + right.rows[$0] }
    }
    #expect(all.rows == expected)
    let matched = partners.count(where: { !$0.isEmpty })
    let notices = all.ledger.steps[2].notices
    #expect(notices.first == .matched(matched, unmatched: 61 - matched))
    let unused = 40 - Set(partners.flatMap { $0 }).count
    #expect(notices.dropFirst().first == (unused > 0 ? .unusedRight(unused) : nil))

    let found = try run(plan(join(.inner, keys)))
    #expect(found.rows == pairs.flatMap { row, found in found.map { row + right.rows[$0] } })
    let lonely = try run(plan(join(.anti, keys, many: false)))
    #expect(lonely.rows == pairs.filter { $0.1.isEmpty }.map { $0.0 })
    let marked = try run(plan(join(.mark(ColumnID(99)), keys, many: false)))
    #expect(marked.rows == pairs.map { $0.0 + [.boolean(!$0.1.isEmpty)] })
  }

  @Test("A key from the right side of a join before", arguments: ["state", "small", "date"])
  func chained(key: String) throws {
    let third = Records(40, seed: 23, first: 40)
    var rows: [[Value]] = []
    func partner(_ value: Value) -> [Value]? {
      value == .missing ? nil : rows.first { same($0[Records.place(key)], value) }
    }
    for row in third.rows {
      let value = row[Records.place(key)]
      if value != .missing, partner(value) == nil { rows.append(row) }
    }
    let unique = Table(
      schema: Schema(Records.fields),
      columns: Records.fields.enumerated().map { place, field in
        Column(rows.map { $0[place] }, as: field.type).narrowed
      },
      rowCount: rows.count
    )
    let scan = Scan(.rows(unique), places: Array(Records.fields.indices))
    let side = LogicalPlan(.scan(scan), columns: third.columns, stage: 3)
    let first = plan(join(.left, ["id"]))
    for keepsAll in [true, false] {
      let second = Join(keepsAll ? .left : .inner, keys: [(right.id(key), third.id(key))])
      let columns = first.columns + third.columns
      let both = LogicalPlan(.join(first, side, second), columns: columns, stage: 4)
      let expected = try run(first).rows.compactMap { row -> [Value]? in
        let found = partner(row[Records.fields.count + Records.place(key)])
        return found.map { row + $0 } ?? (keepsAll ? row + absent : nil)
      }
      #expect(try run(both).rows == expected)
    }
  }

  @Test("Several partners are a failure that names a key and what to do")
  func several() throws {
    let failure = try failure(plan(join(.left, ["state", "small"], many: false)))
    #expect(failure.kind == .join)
    #expect(failure.stage == 2)
    let partners = partners(["state", "small"])
    let row = try #require(partners.firstIndex { $0.count > 1 })
    #expect(failure.text.hasPrefix("state = \""))
    #expect(failure.text.contains("has \(partners[row].count) rows on the right"))
    #expect(failure.text.hasSuffix("write many at its end."))
  }

  @Test("Ranges are inclusive, and a missing bound matches nothing", arguments: [[], ["state"]])
  func ranges(keys: [String]) throws {
    var join = join(.left, keys)
    var dice = Dice(seed: 4)
    let rows = right.rows.map { row -> [Value] in
      guard case .ordinal(let low) = row[5], dice.next() % 6 != 0 else { return row + [.missing] }
      return row + [.ordinal(low + Int32(dice.next() % 20) - 3)]
    }
    let bound = PlanColumn(ColumnID(50), Field("end", .date))
    let table = Table(
      schema: Schema(Records.fields + [bound.field]),
      columns: right.table.columns + [Column(rows.map { $0[8] }, as: .date)],
      rowCount: rows.count
    )
    join.ranges = [(left.id("date"), right.id("date"), bound.id)]
    let scan = LogicalPlan(
      .scan(Scan(.rows(table), places: Array(0...8))),
      columns: right.columns + [bound],
      stage: 1
    )
    let columns = left.columns + right.columns + [bound]
    let plan = LogicalPlan(.join(left.scan(), scan, join), columns: columns, stage: 2)
    let expected = left.rows.flatMap { row in
      let found = rows.filter { candidate in
        guard case .ordinal(let day) = row[5], case .ordinal(let low) = candidate[5],
          case .ordinal(let high) = candidate[8]
        else { return false }
        let agrees = keys.isEmpty || (row[1] != .missing && same(row[1], candidate[1]))
        return agrees && low <= day && day <= high
      }
      return found.isEmpty ? [row + absent + [.missing]] : found.map { row + $0 }
    }
    #expect(try run(plan).rows == expected)
  }

  @Test("Every pairs each row with each")
  func every() throws {
    let outcome = try run(plan(Join(.cross, keys: [])))
    #expect(outcome.rows == left.rows.flatMap { row in right.rows.map { row + $0 } })
    let none = Records(0, seed: 1, first: 20)
    let empty = LogicalPlan(
      .join(left.scan(), none.scan(stage: 1), Join(.cross, keys: [])),
      columns: left.columns + none.columns,
      stage: 2
    )
    #expect(try run(empty).rows.isEmpty)
  }

  @Test("A join to a side without rows")
  func empty() throws {
    let none = Records(0, seed: 1, first: 20)
    let join = Join(.left, keys: [(left.id("state"), none.id("state"))])
    let plan = LogicalPlan(
      .join(left.scan(), none.scan(stage: 1), join),
      columns: left.columns + none.columns,
      stage: 2
    )
    #expect(try run(plan).rows == left.rows.map { $0 + absent })
  }
}
