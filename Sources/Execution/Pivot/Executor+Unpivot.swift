import Columns
import Functions
import Planner

extension Executor {
  /// A row for each of several columns of each row of the left: a projection that picks, by their
  /// label, among the columns of a cross join with literal rows; nil where it is anything else.
  ///
  /// The pairs of the join are never made: columns that are only picked from are put one after the
  /// other, so that time and memory grow with what comes out.
  func unpivoted(
    _ input: LogicalPlan,
    _ projections: [Projection],
    _ request: ExecutionRequest
  ) throws -> OperatorPipeline? {
    guard case .join(let leftPlan, let rightPlan, let join) = input.operation,
      case .cross = join.kind, case .scan(let scan) = rightPlan.operation,
      case .rows(let labels) = scan.source, labels.rowCount > 0,
      let picks = picks(projections.filter { $0.isComputed(for: request.needed) }, by: rightPlan)
    else { return nil }
    let read = picks.flatMap { $0.operands.flatMap(\.columns) }
    let leftNeeds = request.needed.union(read).intersection(leftPlan.columns.map(\.id))
    let stage = input.stage ?? request.stage
    let (left, leftMetrics) = try rows(leftPlan, needed: leftNeeds, stage: stage)
    let rightNeeds = Set(rightPlan.columns.map(\.id))
    let (right, rightMetrics) = try rows(rightPlan, needed: rightNeeds, stage: stage)
    let pairs = try attributing(to: stage) {
      try JoinMatches.product(left.rowCount, right.rowCount, by: workers)
    }
    let total = pairs.partners.count
    let joined = OperatorMetrics(stage: input.stage, left: leftMetrics, right: rightMetrics)
    (joined.rowsIn, joined.rowsOut) = (left.rowCount, total)
    joined.flow(.added, input.reason ?? .multiplied, total - left.rowCount)
    let metrics = request.metrics(over: joined, total, total)
    var output = try self.joined(left, right, pairs, request.needed)
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
  private func picks(_ projections: [Projection], by labels: LogicalPlan) -> [Pick]? {
    let ids = Set(labels.columns.map(\.id))
    let picks = projections.compactMap { projection -> Pick? in
      guard case .call(let operation, let operands) = projection.expression,
        case .pick = operation.sargability, case .column(let label, _)? = operands.first,
        ids.contains(label), ids.isDisjoint(with: operands.dropFirst().flatMap(\.columns))
      else { return nil }
      return (projection.output, label, Array(operands.dropFirst()))
    }
    return picks.isEmpty || picks.count < projections.count ? nil : picks
  }

  /// The first rows of all parts, then their second ones, and so on.
  private func interleaved(_ parts: [Column], rowCount: Int) throws -> Column {
    if parts.count == 1 { return parts[0] }
    let all = try Column.joined(parts, by: workers)
    let (total, width) = (rowCount * parts.count, parts.count)
    let rows = try workers.tabulate(total) { Int32($0 % width * rowCount + $0 / width) }
    return try all.gathered(rows, hasAbsent: false, by: workers)
  }
}

/// A column of which each row takes the operand that its label names.
private typealias Pick = (output: ColumnID, label: ColumnID, operands: [BoundExpression])
