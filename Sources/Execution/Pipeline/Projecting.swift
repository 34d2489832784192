import Functions
import Planner

/// The projection operator: computes columns.
struct ProjectOperator: StreamOperator {
  /// What is computed.
  let projections: [Projection]
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// The stage that failures are attributed to.
  let stage: Int?
  /// Where the counts are reported.
  let metrics: OperatorMetrics

  /// A projection keeps all rows.
  var keepsRows: Bool { true }

  /// The chunk with the computed columns.
  func apply(_ chunk: Chunk, _ counts: inout StreamCounts) throws -> Chunk {
    var evaluator = Evaluator(stage: stage)
    var result = chunk.keeping(needed)
    for projection in projections where projection.isComputed(for: needed) {
      let column = try evaluator.column(projection.expression, over: chunk)
      if needed.contains(projection.output) { result.columns[projection.output] = column }
    }
    counts.tally.add(evaluator.tally)
    return result
  }

  /// Reports what the expressions met.
  func report(_ total: StreamCounts) {
    (metrics.rowsIn, metrics.rowsOut) = (total.rowsIn, total.rowsOut)
    metrics.notices += total.tally.notices
  }
}
