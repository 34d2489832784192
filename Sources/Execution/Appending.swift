import Plans
import Tables

extension PlanRun {
  /// The rows of the left, then those of the right.
  func append(
    _ leftPlan: Plan,
    _ rightPlan: Plan,
    _ pairings: [Pairing],
    _ request: Request
  ) throws -> Pipeline {
    let (left, leftTrace) = try rows(leftPlan, needed: request.leftNeeds, stage: request.stage)
    let (right, rightTrace) = try rows(rightPlan, needed: request.rightNeeds, stage: request.stage)
    let pairs = zip(request.plan.columns, pairings).filter { request.needed.contains($0.0.id) }
    let joined = try workers.map(pairs.count, over: left.rowCount + right.rowCount) { place in
      let (column, pairing) = pairs[place]
      let parts = [
        part(pairing.left, of: left, as: column.field.type),
        part(pairing.right, of: right, as: column.field.type),
      ]
      let filled = parts.filter { $0.count > 0 }
      return Column.joined(filled.isEmpty ? [parts[0]] : filled, as: column.field.type)
    }
    let trace = Trace(stage: request.plan.stage, left: leftTrace, right: rightTrace)
    (trace.rowsIn, trace.rowsOut) = (left.rowCount, left.rowCount + right.rowCount)
    trace.flow(.added, request.plan.reason ?? .appended, right.rowCount)
    var output = Chunk(columns: [:], rowCount: trace.rowsOut)
    for (pair, column) in zip(pairs, joined) { output.columns[pair.0.id] = column }
    return Pipeline(source: output, trace: trace)
  }

  private func part(_ id: ColumnID?, of chunk: Chunk, as type: DataType) -> Column {
    if let id { return chunk[id] }
    return Column(repeating: .missing, as: type, count: chunk.rowCount)
  }
}
