import Planner
import Testing

@testable import Execution

@Suite("Slice")
struct SliceTests {
  let records = Records(120, seed: 11)

  func outcome(_ kind: Slice.Kind, per: [String] = []) throws -> Outcome {
    let slice = Slice(kind, per: per.map(records.id))
    return try run(LogicalPlan(.slice(records.scan(), slice), columns: records.columns, stage: 1))
  }

  func ids(_ outcome: Outcome) -> [Int] {
    outcome.rows.compactMap { row in
      if case .integer(let id) = row[0] { return Int(id) }
      return nil
    }
  }

  var states: [[Int]] { grouped([(records.values("state"), .text)], 120).map { $0.sorted() } }

  @Test("First and last rows keep their order", arguments: [0, 1, 5, 119, 120, 500, -1])
  func ends(count: Int) throws {
    let count = max(0, count)
    #expect(ids(try outcome(.first(count))) == Array((0..<120).prefix(count)))
    #expect(ids(try outcome(.last(count))) == Array((0..<120).suffix(count)))
    let firsts = states.flatMap { $0.prefix(count) }.sorted()
    #expect(ids(try outcome(.first(count), per: ["state"])) == firsts)
    let lasts = states.flatMap { $0.suffix(count) }.sorted()
    #expect(ids(try outcome(.last(count), per: ["state"])) == lasts)
  }

  @Test(
    "The first and last of sorted rows are those of all rows in order, and the ledger tells of all",
    arguments: [
      ["state"], ["level", "number"], ["date", "state"], ["ratio", "small"], ["flag"],
    ],
    [0, 1, 4, 7, 200]
  )
  func endsOfSorted(keys: [String], count: Int) throws {
    for isDescending in [false, true] {
      let sortKeys = keys.map { SortKey(records.id($0), descending: isDescending) }
      let sort = LogicalPlan(.sort(records.scan(), sortKeys), columns: records.columns, stage: 1)
      let all = try run(sort).rows
      for isFromEnd in [false, true] {
        let slice = Slice(isFromEnd ? .last(count) : .first(count))
        let taken = try run(LogicalPlan(.slice(sort, slice), columns: records.columns, stage: 2))
        #expect(taken.rows == Array(isFromEnd ? all.suffix(count) : all.prefix(count)))
        #expect(taken.ledger.steps.last?.rowsIn == 120)
      }
    }
  }

  /// The rows that a plain sort takes from `rows`, and the equal ones that it cuts.
  func top(_ count: Int, of rows: [Int], by name: String, bottom: Bool, ties: Bool)
    -> (taken: [Int], cut: Int)
  {
    let type = Records.fields[Records.place(name)].type
    let values = records.values(name)
    let known = rows.filter { values[$0] != .missing }
    let sorted = sortedRows([(known.map { values[$0] }, type, !bottom)], known.count)
      .map { known[$0] }
    let taken = Array(sorted.prefix(count))
    guard let last = taken.last else { return ([], 0) }
    let equal = sorted.dropFirst(count).filter { same(values[$0], values[last]) }
    return ties ? (taken + equal, 0) : (taken, equal.count)
  }

  @Test(
    "Top and bottom agree with a plain sort",
    arguments: ["state", "level", "number", "ratio", "date", "small"],
    [0, 1, 3, 50, 1000]
  )
  func extremes(name: String, count: Int) throws {
    for (bottom, ties) in [(false, false), (true, false), (false, true), (true, true)] {
      let kind = Slice.Kind.top(count, by: records.id(name), isBottom: bottom, withTies: ties)
      let expected = top(count, of: Array(0..<120), by: name, bottom: bottom, ties: ties)
      let all = try outcome(kind)
      #expect(ids(all) == expected.taken)
      let missing = records.values(name).count(where: { $0 == .missing })
      let step = all.ledger.steps[1]
      #expect(step.flows.first { $0.reason == .missing }?.rows == missing)
      #expect(step.notices == (expected.cut > 0 ? [.tiesCut(expected.cut)] : []))
      let parts = states.map { top(count, of: $0, by: name, bottom: bottom, ties: ties) }
      let grouped = try outcome(kind, per: ["state"])
      #expect(ids(grouped) == parts.flatMap(\.taken))
      let cut = parts.reduce(0) { $0 + $1.cut }
      #expect(grouped.ledger.steps[1].notices == (cut > 0 ? [.tiesCut(cut)] : []))
    }
  }

  @Test("A sample keeps the order, belongs to its seed, and has its size")
  func sample() throws {
    let drawn = ids(try outcome(.sample(20, seed: 2008)))
    #expect(drawn.count == 20)
    #expect(drawn == drawn.sorted())
    #expect(drawn != ids(try outcome(.sample(20, seed: 2009))))
    // A larger sample of the same seed holds the smaller one.
    #expect(Set(drawn).isSubset(of: ids(try outcome(.sample(40, seed: 2008)))))
    #expect(ids(try outcome(.sample(500, seed: 1))).count == 120)
    #expect(ids(try outcome(.sampleShare(0.204, seed: 1))).count == 24)
    #expect(ids(try outcome(.sampleShare(0.2041_667, seed: 1))).count == 25)
    let each = ids(try outcome(.sample(2, seed: 5), per: ["state"]))
    #expect(each == each.sorted())
    #expect(states.allSatisfy { group in each.count(where: group.contains) == min(2, group.count) })
  }
}
