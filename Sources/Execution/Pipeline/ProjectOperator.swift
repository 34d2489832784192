import Columns
import Functions
import Planner

/// The projection operator: computes columns.
struct ProjectOperator: StreamOperator {
  let projections: [Projection]
  /// The columns that are needed above.
  let needed: Set<ColumnID>
  /// The stage that failures are attributed to.
  let stage: Int?

  var keepsRows: Bool { true }

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

  func report(_ total: StreamCounts, in metrics: OperatorMetrics) {
    metrics.notices += total.tally.notices
  }
}

extension Executor {
  /// The values of expressions over all rows of `input`, as a projection of `stage` computes them.
  ///
  /// Notices are added to `metrics`. Columns of the input are not copied.
  func computed(
    _ expressions: [BoundExpression],
    over input: Chunk,
    _ stage: Int?,
    _ metrics: OperatorMetrics
  ) throws -> [Column] {
    let projections = expressions.enumerated().compactMap { place, bound -> Projection? in
      if case .column = bound { return nil }
      return Projection(ColumnID(-2 - place), bound)
    }
    let ids = Set(projections.map(\.output))
    let own = OperatorMetrics(stage: nil)
    var pipeline = OperatorPipeline(source: input, metrics: own)
    pipeline.append(ProjectOperator(projections: projections, needed: ids, stage: stage), own)
    let columns = try pipeline.collect(ids, by: workers)
    metrics.notices += own.notices
    return expressions.enumerated().map { place, bound in
      if case .column(let id, _) = bound { return input[id] }
      return columns[ColumnID(-2 - place)]
    }
  }
}
