import Catalog
import Columns
import Functions
import Planner
import Synchronization
import TestSupport
import Testing

@testable import Execution

/// Groups that are made while rows stream, and partition by partition.
@Suite("Streaming")
struct StreamingTests {
  /// A table of integer columns of which some values are missing.
  func table(_ columns: [[Int64?]]) -> (scan: LogicalPlan, ids: [ColumnID]) {
    let fields = columns.indices.map { Field("c\($0)", .integer) }
    let stored = columns.map { Column($0.map { $0.map(Value.integer) ?? .missing }, as: .integer) }
    let rows = Table(schema: Schema(fields), columns: stored, rowCount: columns[0].count)
    let made = fields.enumerated().map { PlanColumn(ColumnID($0), $1) }
    let scan = Scan(.rows(rows), places: Array(columns.indices))
    return (LogicalPlan(.scan(scan), columns: made, stage: 0), made.map(\.id))
  }

  /// The groups of the columns, with their sizes, by a plain search.
  func expected(_ columns: [[Int64?]]) -> [[Value]] {
    var sizes: [[Int64?]: Int64] = [:]
    for row in columns[0].indices { sizes[columns.map { $0[row] }, default: 0] += 1 }
    let keys = sizes.keys.sorted { left, right in
      for (first, second) in zip(left, right) where first != second {
        return (first ?? .max) < (second ?? .max)
      }
      return false
    }
    return keys.map { key in
      key.map { $0.map(Value.integer) ?? .missing } + [.integer(sizes[key] ?? 0)]
    }
  }

  static let shapes: [@Sendable (Int) -> [Int64?]] = [
    // A range that grows on both sides, chunk after chunk.
    { [Int64($0 % 2 == 0 ? $0 : -$0) / 3, Int64($0 % 4)] },
    // Missing only late.
    { [$0 > 70 ? nil : Int64($0 % 9), $0 % 31 == 30 ? nil : Int64($0 / 40)] },
    // A jump too far for direct addressing.
    { [$0 == 90 ? Int64.max - 1 : $0 == 91 ? .min : Int64($0 % 5), Int64($0 % 2)] },
    // Very many values, spread evenly.
    { [Int64($0 * 7919 % 997) << 40, Int64($0 * 31 % 13) << 8] },
    // Many values that crowd together.
    { [$0 % 10 == 0 ? Int64($0) << 50 : Int64($0 % 3), 1] },
  ]

  @Test("Groups agree with a plain search", arguments: shapes.indices)
  func groups(shape: Int) throws {
    let rows = (0..<157).map(Self.shapes[shape])
    let columns = [rows.map { $0[0] }, rows.map { $0[1] }]
    let (scan, ids) = table(columns)
    let calls: [AggregateCall] = [.count(100)]
    let outputs = ids.map { PlanColumn($0, Field("k", .integer)) }
    let counts = [PlanColumn(ColumnID(100), Field("n", .integer))]
    let plan = LogicalPlan(
      .aggregate(scan, keys: ids, calls: calls),
      columns: outputs + counts,
      stage: 1
    )
    #expect(try run(plan).rows == expected(columns))
  }

  @Test("A cancellation is checked all the way", arguments: [1, 2])
  func cancelling(workers: Int) throws {
    let rows = (0..<4000).map { Int64($0 * 7919 % 3989) << 30 }
    let (scan, ids) = table([rows, rows.map { $0 >> 31 }])
    let column = PlanColumn(ids[0], Field("k", .integer))
    let plans = [
      LogicalPlan(
        .sort(scan, [SortKey(ids[1]), SortKey(ids[0])]),
        columns: scan.columns,
        stage: 1
      ),
      LogicalPlan(
        .aggregate(scan, keys: [ids[0]], calls: [.count(100)]),
        columns: [column, PlanColumn(ColumnID(100), Field("n", .integer))],
        stage: 1
      ),
    ]
    for plan in plans {
      let engine = Engine(catalog: Catalog(), workers: workers, chunkSize: 100)
      let query = BoundQuery(plan: plan, stages: stages(3), tables: [], caveats: [])
      let looks = Looks()
      _ = try engine.run(query, until: Cancellation { looks.count(upTo: .max) })
      // Each chunk is looked at more than once: to be read, to be dealt out, to be written.
      #expect(looks.total > 80)
      for last in stride(from: 0, to: looks.total, by: 7) {
        let some = Looks()
        let failure = #expect(throws: RunFailure.self) {
          try engine.run(query, until: Cancellation { some.count(upTo: last) })
        }
        #expect(failure?.kind == .cancelled)
      }
    }
  }
}

/// How often a query looked whether it should stop.
final class Looks: Sendable {
  private let looks = Atomic<Int>(0)

  /// How often it looked.
  var total: Int { looks.load(ordering: .relaxed) }

  /// Counts a look; true from the one after `last` on.
  func count(upTo last: Int) -> Bool { looks.wrappingAdd(1, ordering: .relaxed).oldValue >= last }
}

@Suite("True counts")
struct TrueCountTests {
  @Test("Words at a time count as one by one", arguments: [0, 1, 7, 8, 9, 2040, 2041, 5003])
  func counts(count: Int) {
    var dice = Dice(seed: count)
    for share in [0, 1, 2, 3] as [UInt64] {
      let first = (0..<count).map { _ in dice.next() % 3 < share }
      let second = (0..<count).map { _ in dice.next() % 2 == 0 }
      let (left, right) = (Buffer(first), Buffer(second))
      #expect(left.trueCount == first.count { $0 })
      #expect(left.trueCount(where: right) == zip(first, second).count { $0 && $1 })
      if count > 3 { #expect(left[3..<count].trueCount == first.dropFirst(3).count { $0 }) }
    }
  }
}
