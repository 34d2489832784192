import Catalog
import Columns
import Execution
import Functions
import Planner
import TestSupport
import Testing

/// A table with every kind of column, missing values, ties, and extreme numbers.
struct Records {
  static let levels = Category(["Level 3", "Level 2", "Level 1", "None"], isOrdered: true)
  static let fields = [
    Field("id", .integer), Field("state", .text), Field("level", .category(levels)),
    Field("number", .integer), Field("ratio", .real), Field("date", .date),
    Field("flag", .boolean), Field("small", .integer),
  ]

  /// The rows, as values.
  let rows: [[Value]]
  /// The number of the first column.
  let first: Int

  init(_ count: Int, seed: Int, first: Int = 0) {
    var dice = Dice(seed: seed)
    rows = (0..<count).map { Records.row($0, &dice) }
    self.first = first
  }

  private static func row(_ id: Int, _ dice: inout Dice) -> [Value] {
    let states = ["MA", "CA", "Zürich", "Z\u{75}\u{308}rich", "", "TX", "ma"]
    let numbers: [Int64] = [.min, .max, 0, -1, 1, 7, .min + 1]
    let ratios = [0.0, -0.0, -1.5, 1e300, -1e300, 0.1, .leastNonzeroMagnitude]
    func maybe(_ value: Value) -> Value { dice.next() % 5 == 0 ? .missing : value }
    return [
      .integer(Int64(id)),
      maybe(.text(states[Int(dice.next() % 7)])),
      maybe(.text(levels.labels[Int(dice.next() % 4)])),
      maybe(.integer(numbers[Int(dice.next() % 7)])),
      maybe(.real(ratios[Int(dice.next() % 7)])),
      maybe(.ordinal(Int32(dice.next() % 60) - 30)),
      maybe(.boolean(dice.next() % 2 == 0)),
      maybe(.integer(Int64(dice.next() % 5) - 2)),
    ]
  }

  /// The place of a column.
  static func place(_ name: String) -> Int { fields.firstIndex { $0.name == name } ?? 0 }

  /// The column called `name`.
  func id(_ name: String) -> ColumnID { ColumnID(first + Records.place(name)) }

  /// What a column is called.
  func name(_ id: ColumnID) -> String? { columns.first { $0.id == id }?.field.name }

  /// A formula that reads the column called `name`.
  func column(_ name: String) -> BoundExpression {
    .column(id(name), Records.fields[Records.place(name)].type)
  }

  /// The values of a column.
  func values(_ name: String) -> [Value] { rows.map { $0[Records.place(name)] } }

  /// What the columns are in a plan.
  var columns: [PlanColumn] {
    Records.fields.enumerated().map { PlanColumn(ColumnID(first + $0), $1) }
  }

  /// The table.
  var table: Table {
    Table(
      schema: Schema(Records.fields),
      columns: Records.fields.indices.map { place in
        Column(rows.map { $0[place] }, as: Records.fields[place].type).narrowed
      },
      rowCount: rows.count
    )
  }

  /// A scan of all columns.
  func scan(stage: Int? = 0) -> LogicalPlan {
    let scan = Scan(.rows(table), places: Array(Records.fields.indices))
    return LogicalPlan(.scan(scan), columns: columns, stage: stage)
  }
}

/// What a run gave.
struct Outcome {
  var rows: [[Value]]
  var ledger: Ledger

  /// The values of the column at a place.
  func column(_ place: Int) -> [Value] { rows.map { $0[place] } }
}

/// The words for `count` stages.
func stages(_ count: Int) -> [String] { (0..<count).map { "stage \($0)" } }

/// Runs a plan with all sizes of chunks and numbers of workers; what comes out must be the same,
/// and every step of the ledger must add up.
func run(_ plan: LogicalPlan, stages count: Int = 9, catalog: Catalog = Catalog()) throws -> Outcome
{
  var first: Outcome?
  for workers in [1, 2] {
    for chunkSize in [65_536, 7, 1] {
      let engine = Engine(catalog: catalog, workers: workers, chunkSize: chunkSize)
      let query = BoundQuery(plan: plan, stages: stages(count), tables: [], caveats: [])
      let (table, ledger) = try engine.run(query, until: Cancellation())
      let rows = (0..<table.rowCount).map { row in table.columns.map { $0[row] } }
      #expect(ledger.steps.allSatisfy { $0.addsUp }, "\(ledger.steps)")
      let outcome = first ?? Outcome(rows: rows, ledger: ledger)
      #expect(outcome.rows == rows, "\(workers) workers, chunks of \(chunkSize)")
      #expect("\(outcome.ledger)" == "\(ledger)", "\(workers) workers, chunks of \(chunkSize)")
      first = outcome
    }
  }
  return try #require(first)
}

/// The failure of a plan, which must be the same with all sizes of chunks and numbers of workers.
func failure(_ plan: LogicalPlan, catalog: Catalog = Catalog()) throws -> RunFailure {
  var failures: [RunFailure] = []
  for workers in [1, 2] {
    for chunkSize in [65_536, 7, 1] {
      let engine = Engine(catalog: catalog, workers: workers, chunkSize: chunkSize)
      let query = BoundQuery(plan: plan, stages: stages(9), tables: [], caveats: [])
      let failure = #expect(throws: RunFailure.self) {
        try engine.run(query, until: Cancellation())
      }
      failures.append(try #require(failure))
    }
  }
  #expect(Set(failures.map { "\($0)" }).count == 1, "\(failures)")
  return failures[0]
}
