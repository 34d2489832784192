import Plans
import Tables

extension Executor {
  /// A row for each of several columns of each row of the left: a projection that picks, by their
  /// label, among the columns of a cross join with literal rows; nil where it is anything else.
  ///
  /// The pairs of the join are never made: columns that are only picked from are put one after the
  /// other, so that time and memory grow with what comes out.
  func unpivoted(
    _ input: Plan,
    _ projections: [Projection],
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline? {
    guard case .join(let leftPlan, let rightPlan, let join) = input.operation,
      case .every = join.kind, case .scan(let scan) = rightPlan.operation,
      case .rows(let labels) = scan.source, labels.rowCount > 0,
      let picks = picks(projections.filter { $0.isComputed(for: request.needed) }, by: rightPlan)
    else { return nil }
    let read = picks.flatMap { $0.operands.flatMap(\.columns) }
    let leftNeeds = request.needed.union(read).intersection(leftPlan.columns.map(\.id))
    let stage = input.stage ?? request.stage
    let (left, leftTrace) = try rows(leftPlan, needed: leftNeeds, stage: stage)
    let rightNeeds = Set(rightPlan.columns.map(\.id))
    let (right, rightTrace) = try rows(rightPlan, needed: rightNeeds, stage: stage)
    let (total, overflows) = left.rowCount.multipliedReportingOverflow(by: right.rowCount)
    if overflows || total > Int(Int32.max) {
      throw RunFailure(JoinInputs.tooLarge, .join, stage: stage)
    }
    try MemoryBudget.ask(2 * MemoryLayout<Int32>.stride * total)
    let joined = OperatorMetrics(stage: input.stage, left: leftTrace, right: rightTrace)
    (joined.rowsIn, joined.rowsOut) = (left.rowCount, total)
    joined.flow(.added, input.reason ?? .multiplied, total - left.rowCount)
    let metrics = OperatorMetrics(stage: request.plan.stage, left: joined)
    (metrics.rowsIn, metrics.rowsOut) = (total, total)
    var output = try tiled(left, right, request.needed)
    let values = try computed(picks.flatMap(\.operands), over: left, request.stage, metrics)
    var start = 0
    for pick in picks {
      let codes = right[pick.label].texts.codes
      let parts = (0..<right.rowCount).map { values[start + codes[$0]] }
      output.columns[pick.output] = try interleaved(parts, rowCount: left.rowCount)
      start += pick.operands.count
    }
    return OperatorPipeline(source: output.keeping(request.needed), metrics: metrics)
  }

  /// The projections as picks by a column of `labels`; nil if one is something else.
  private func picks(_ projections: [Projection], by labels: Plan) -> [Pick]? {
    let ids = Set(labels.columns.map(\.id))
    let picks = projections.compactMap { projection -> Pick? in
      guard case .call(let operation, let operands) = projection.formula,
        case .pick = operation.telling, case .column(let label, _)? = operands.first,
        ids.contains(label), ids.isDisjoint(with: operands.dropFirst().flatMap(\.columns))
      else { return nil }
      return Pick(output: projection.output, label: label, operands: Array(operands.dropFirst()))
    }
    return picks.isEmpty || picks.count < projections.count ? nil : picks
  }

  /// Each left row as often as there are right rows, with these in their order.
  private func tiled(_ left: Chunk, _ right: Chunk, _ needed: Set<ColumnID>) throws -> Chunk {
    let (total, width) = (left.rowCount * right.rowCount, right.rowCount)
    let lefts = Buffer<Int32>(count: total) { target in
      for row in 0..<total { target[row] = Int32(row / width) }
    }
    let rights = Buffer<Int32>(count: total) { target in
      for row in 0..<total { target[row] = Int32(row % width) }
    }
    var output = try left.gathered(lefts, only: needed, by: workers)
    let labels = try right.gathered(rights, only: needed, by: workers)
    output.columns.merge(labels.columns) { left, _ in left }
    return output
  }

  /// The values of formulas over all rows of `input`; what they met is added to `metrics`.
  private func computed(
    _ formulas: [Formula],
    over input: Chunk,
    _ stage: Int?,
    _ metrics: OperatorMetrics
  ) throws -> [Column] {
    let projections = formulas.enumerated().compactMap { place, formula -> Projection? in
      if case .column = formula { return nil }
      return Projection(ColumnID(-2 - place), formula)
    }
    let ids = Set(projections.map(\.output))
    let evaluation = ProjectOperator(
      projections: projections,
      needed: ids,
      stage: stage,
      metrics: OperatorMetrics(stage: nil)
    )
    let pipeline = OperatorPipeline(
      source: input,
      operators: [evaluation],
      metrics: evaluation.metrics
    )
    let columns = try pipeline.collect(ids, by: workers)
    metrics.facts += evaluation.metrics.facts
    return formulas.enumerated().map { place, formula in
      if case .column(let id, _) = formula { return input[id] }
      return columns[ColumnID(-2 - place)]
    }
  }

  /// The first rows of all parts, then their second ones, and so on.
  private func interleaved(_ parts: [Column], rowCount: Int) throws -> Column {
    if parts.count == 1 { return parts[0] }
    let all = try Column.joined(parts, by: workers)
    let (total, width) = (rowCount * parts.count, parts.count)
    let rows = Buffer<Int32>(count: total) { target in
      for row in 0..<total { target[row] = Int32(row % width * rowCount + row / width) }
    }
    return try all.gathered(rows, hasAbsent: false, by: workers)
  }
}

/// A column of which each row takes the operand that its label names.
private struct Pick {
  let output: ColumnID
  let label: ColumnID
  let operands: [Formula]
}
