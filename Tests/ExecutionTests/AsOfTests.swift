import Catalog
import Columns
import Functions
import Planner
import Testing

@testable import Execution

@Suite("As-of join")
struct AsOfTests {
  let left = Records(80, seed: 31)
  let right = Records(50, seed: 32, first: 20)

  func plan(
    _ direction: Join.AsOf.Direction,
    _ within: Join.AsOf.Within?,
    _ keys: [String]
  ) -> LogicalPlan {
    let moments = Join.AsOf(
      direction,
      left: left.id("date"),
      right: right.id("date"),
      within: within
    )
    let join = Join(.asOf(moments), keys: keys.map { (left.id($0), right.id($0)) })
    return LogicalPlan(
      .join(left.scan(), right.scan(stage: 1), join),
      columns: left.columns + right.columns,
      stage: 2
    )
  }

  func isNear(_ right: Int32, _ left: Int32, _ within: Join.AsOf.Within?) -> Bool {
    switch within {
    case nil: return true
    case .days(let days): return abs(right - left) <= Int32(days)
    case .months(let months):
      let date = CivilDate(ordinal: left)
      let most = date.adding(months: months).ordinal
      return date.adding(months: -months).ordinal <= right && right <= most
    }
  }

  /// The right row for a left one, by a plain search.
  func partner(
    of row: [Value],
    _ direction: Join.AsOf.Direction,
    _ within: Join.AsOf.Within?,
    _ keys: [String]
  ) -> [Value]? {
    guard case .ordinal(let day) = row[5] else { return nil }
    var best: (row: [Value], day: Int32)?
    for candidate in right.rows {
      guard case .ordinal(let other) = candidate[5], isNear(other, day, within),
        keys.map(Records.place).allSatisfy({ row[$0] != .missing && same(row[$0], candidate[$0]) })
      else { continue }
      let isBetter =
        switch direction {
        case .last: other <= day && other >= best?.day ?? .min
        case .next: other >= day && other < best?.day ?? .max
        case .nearest:
          best.map {
            let (new, old) = (abs(other - day), abs($0.day - day))
            return new < old || (new == old && other < $0.day)
          } ?? true
        }
      if isBetter { best = (candidate, other) }
    }
    return best?.row
  }

  @Test(
    "Moments agree with a plain search",
    arguments: [Join.AsOf.Direction.last, .next, .nearest],
    [[], ["state"], ["flag", "level"]]
  )
  func moments(direction: Join.AsOf.Direction, keys: [String]) throws {
    let absent = [Value](repeating: .missing, count: Records.fields.count)
    let spans: [Join.AsOf.Within?] = [nil, .days(3), .days(0), .months(1)]
    for within in spans {
      let outcome = try run(plan(direction, within, keys))
      let expected = left.rows.map { $0 + (partner(of: $0, direction, within, keys) ?? absent) }
      #expect(outcome.rows == expected)
    }
  }

  @Test("The last of several at one moment is the last in the order found, else the first")
  func ties() throws {
    let dates = [5, 5, 9, 9].map { Value.ordinal($0) }
    let table = Table(
      schema: Schema([Field("date", .date), Field("id", .integer)]),
      columns: [
        Column(dates, as: .date), Column((0..<4).map { Value.integer($0) }, as: .integer),
      ],
      rowCount: 4
    )
    let scan = LogicalPlan(
      .scan(Scan(.rows(table), places: [0, 1])),
      columns: [
        PlanColumn(ColumnID(50), Field("date", .date)),
        PlanColumn(ColumnID(51), Field("id", .integer)),
      ],
      stage: 1
    )
    let day = LogicalPlan(
      .scan(Scan(.series(7...7), places: [0])),
      columns: [PlanColumn(ColumnID(1), Field("day", .date))],
      stage: 0
    )
    for (direction, id) in [(Join.AsOf.Direction.last, 1), (.next, 2), (.nearest, 0)] {
      let moments = Join.AsOf(direction, left: ColumnID(1), right: ColumnID(50), within: nil)
      let plan = LogicalPlan(
        .join(day, scan, Join(.asOf(moments), keys: [])),
        columns: [PlanColumn(ColumnID(51), Field("id", .integer))],
        stage: 2
      )
      #expect(try run(plan).rows == [[.integer(Int64(id))]])
    }
  }
}
