import Catalog
import Columns
import Functions
import Parallel
import Planner

extension Executor {
  /// The rows of the left, then those of the right.
  func append(
    _ leftPlan: LogicalPlan,
    _ rightPlan: LogicalPlan,
    _ pairings: [Pairing],
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline {
    let (left, leftMetrics) = try rows(leftPlan, needed: request.leftNeeds, stage: request.stage)
    let (right, rightMetrics) =
      try rows(rightPlan, needed: request.rightNeeds, stage: request.stage)
    if left.rowCount + right.rowCount > Int(Int32.max) {
      try attributing(to: request.stage) { throw RunFailure.tooManyRows("append") }
    }
    let pairs = zip(request.plan.columns, pairings).filter { request.needed.contains($0.0.id) }
    let joined = try workers.map(pairs.count, over: left.rowCount + right.rowCount) { place in
      let (column, pairing) = pairs[place]
      let parts = [
        left.column(pairing.left, as: column.field.type),
        right.column(pairing.right, as: column.field.type),
      ]
      let filled = parts.filter { $0.count > 0 }
      return Column.joined(filled.isEmpty ? [parts[0]] : filled, as: column.field.type)
    }
    let metrics = OperatorMetrics(stage: request.plan.stage, left: leftMetrics, right: rightMetrics)
    (metrics.rowsIn, metrics.rowsOut) = (left.rowCount, left.rowCount + right.rowCount)
    metrics.flow(.added, request.plan.reason ?? .appended, right.rowCount)
    var output = Chunk(columns: [:], rowCount: metrics.rowsOut)
    for (pair, column) in zip(pairs, joined) { output.columns[pair.0.id] = column }
    return OperatorPipeline(source: output, metrics: metrics)
  }
}

extension Chunk {
  /// A column; without `id` one of missing values.
  fileprivate func column(_ id: ColumnID?, as type: DataType) -> Column {
    id.map { self[$0] } ?? Column(repeating: .missing, as: type, count: rowCount)
  }
}
