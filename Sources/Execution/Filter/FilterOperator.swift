import Catalog
import Columns
import Functions
import Planner

/// The filter operator: passes on the rows for which a predicate is true.
struct FilterOperator: StreamOperator {
  let predicate: Predicate
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// The stage that failures are attributed to.
  let stage: Int?
  /// The ledger's reason for dropped rows, if they are neither false nor missing.
  let reason: RowFlow.Reason?
  /// The same as range tests of stored values, if the predicate is that simple.
  let rangeFilter: RangeFilter?
  /// The finder of rows that missing values leave undecided, if they may.
  let undecided: UndecidedRows?

  var keepsRows: Bool { false }

  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk {
    let passed = chunk.keeping(needed)
    if let rangeFilter, let found = rangeFilter.passed(chunk, listing: !passed.columns.isEmpty) {
      if let undecided {
        counts.undecided = rangeFilter.undecided(chunk, undecided, open: found.open)
        counts.droppedMissing = counts.undecided.values.reduce(0, +)
      }
      if found.count == chunk.rowCount { return passed }
      guard let rows = found.rows else {
        return Chunk(columns: [:], rowCount: found.count, firstRow: chunk.firstRow)
      }
      return passed.gathered(rows, only: needed)
    }
    var evaluator = Evaluator(stage: stage)
    let truth = try evaluator.column(predicate.expression, over: chunk)
    for placement in predicate.placements {
      let placed = try evaluator.column(placement.expression, over: chunk).certain.trueCount
      if placed > 0 { evaluator.tally.placedOnFirstDay[placement.precision, default: 0] += placed }
    }
    counts.tally.add(evaluator.tally)
    let kept = truth.certain
    let keptCount = kept.trueCount
    if let undecided, let open = try open(truth, undecided, chunk) {
      let dropped = Buffer<Bool>.tabulate(open.count) { open[$0] && !kept[$0] }
      let passed = Buffer<Bool>.tabulate(open.count) { open[$0] && kept[$0] }
      counts.undecided = try undecided.count(dropped, of: chunk, stage: stage)
        .filter { !undecided.isOfEqualities($0.key) }
      counts.keptUndecided = try undecided.count(passed, of: chunk, stage: stage)
      counts.droppedMissing = counts.undecided.values.reduce(0, +)
    }
    if keptCount == chunk.rowCount { return passed }
    if passed.columns.isEmpty {
      return Chunk(columns: [:], rowCount: keptCount, firstRow: chunk.firstRow)
    }
    return passed.gathered(kept.selected(count: keptCount), only: needed)
  }

  /// The rows in which missing values leave a condition undecided; nil where there can be none.
  private func open(_ truth: Column, _ undecided: UndecidedRows, _ chunk: Chunk) throws
    -> Buffer<Bool>?
  {
    let condition = predicate.expression
    if predicate.decisions.count == 1, condition.isThreeValued, !condition.isNeverMissing {
      return truth.known.map { known in .tabulate(known.count) { !known[$0] } }
    }
    return try undecided.open(in: chunk, stage: stage)
  }

  /// Reports what was dropped, and what was kept although something is missing.
  func report(_ total: StreamCounts, in metrics: OperatorMetrics) {
    let dropped = total.rowsIn - total.rowsOut
    if let reason {
      metrics.flow(.dropped, reason, dropped)
    } else {
      metrics.flow(.dropped, .notTrue, dropped - total.droppedMissing)
      metrics.flow(.dropped, .missing, total.droppedMissing)
    }
    if let undecided {
      metrics.notices += undecided.keptNotices(total.keptUndecided, of: total.rowsIn)
      metrics.notices += undecided.notices(total.undecided, of: total.rowsIn)
    }
    metrics.notices += total.tally.notices
  }
}

/// An operator that counts the rows that missing values leave undecided, and those whose dates are
/// known too coarsely, and lets all pass.
struct DecisionOperator: StreamOperator {
  private let undecided: UndecidedRows
  /// The conditions of rows dated only to a month or year, by what it is.
  private let placements: [String: [BoundExpression]]
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// The stage that failures are attributed to.
  let stage: Int?

  init(_ decisions: [Decision], needed: Set<ColumnID>, stage: Int?) {
    undecided = UndecidedRows(decisions.filter { $0.precision == nil })
    let placed = decisions.filter { $0.precision != nil }
    placements = Dictionary(grouping: placed) { $0.precision ?? "" }
      .mapValues { $0.map(\.condition) }
    (self.needed, self.stage) = (needed, stage)
  }

  var keepsRows: Bool { true }

  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk {
    for (precision, conditions) in placements {
      let any = conditions.dropFirst().reduce(conditions[0]) { Operators.or($0, $1) }
      var evaluator = Evaluator(stage: stage)
      let rows = try evaluator.column(any, over: chunk).certain.trueCount
      if rows > 0 { counts.tally.placedOnFirstDay[precision, default: 0] += rows }
    }
    if let open = try undecided.open(in: chunk, stage: stage) {
      counts.undecided = try undecided.count(open, of: chunk, stage: stage)
    }
    return chunk.keeping(needed)
  }

  func report(_ total: StreamCounts, in metrics: OperatorMetrics) {
    metrics.notices += undecided.notices(total.undecided, of: total.rowsIn)
    metrics.notices += total.tally.notices
  }
}
