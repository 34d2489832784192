import Columns
import Functions
import Planner
import Syntax
import Testing

@testable import Execution

@Suite("Sort and append")
struct SortTests {
  static let keys: [[String]] = [
    ["state"], ["level"], ["number"], ["ratio"], ["date"], ["flag"],
    ["state", "number"], ["number", "ratio", "date"], ["flag", "level", "small"],
    ["state", "date"], ["ratio", "small"], ["small", "date", "flag", "level", "state"],
  ]

  func sort(_ records: Records, _ keys: [String], descending: Bool, of input: LogicalPlan)
    -> LogicalPlan
  {
    let sortKeys = keys.enumerated().map { place, name in
      SortKey(records.id(name), descending: (place % 2 == 0) == descending)
    }
    return LogicalPlan(.sort(input, sortKeys), columns: records.columns, stage: 1)
  }

  @Test("The order agrees with a plain sort", arguments: keys, [true, false])
  func order(keys: [String], descending: Bool) throws {
    let records = Records(211, seed: 5)
    let plan = sort(records, keys, descending: descending, of: records.scan())
    let outcome = try run(plan)
    let columns = keys.enumerated().map { place, name in
      let type = Records.fields[Records.place(name)].type
      return (records.values(name), type, (place % 2 == 0) == descending)
    }
    #expect(outcome.rows == sortedRows(columns, 211).map { records.rows[$0] })
    let again = try run(sort(records, keys, descending: descending, of: plan))
    #expect(again.rows == outcome.rows)
  }

  @Test("No rows and one row are in order")
  func few() throws {
    for count in [0, 1] {
      let records = Records(count, seed: 6)
      let plan = sort(records, ["state"], descending: false, of: records.scan())
      #expect(try run(plan).rows == records.rows)
    }
  }

  @Test("Appending adds rows; a column that one side lacks is missing there")
  func append() throws {
    for (leftCount, rightCount) in [(20, 30), (0, 5), (5, 0), (0, 0)] {
      let left = Records(leftCount, seed: 1)
      let right = Records(rightCount, seed: 2, first: 20)
      let names = ["id", "state", "level", "number", "date"]
      let plan = LogicalPlan(
        .append(
          left.scan(),
          right.scan(stage: 1),
          names.map {
            Pairing(left: left.id($0), right: $0 == "level" ? nil : right.id($0))
          }
        ),
        columns: names.enumerated().map {
          PlanColumn(ColumnID(100 + $0), Records.fields[Records.place($1)])
        },
        stage: 2
      )
      let outcome = try run(plan)
      let expected = [left, right].flatMap { side in
        side.rows.map { row in
          names.map { name in
            name == "level" && side.first == 20 ? Value.missing : row[Records.place(name)]
          }
        }
      }
      #expect(outcome.rows == expected)
      #expect(outcome.ledger.steps.map(\.rowsOut) == [leftCount, rightCount, outcome.rows.count])
    }
  }
}
