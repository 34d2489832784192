import Catalog
import Columns
import Functions
import Parallel
import Planner

/// The matches of a join: which left row goes with which right one, in the order of the output.
struct JoinMatches {
  /// The left rows; nil for each left row once.
  var left: Buffer<Int32>? = nil
  /// The right rows; below zero where a left row has no partner.
  var partners: Buffer<Int32>
  /// How many left rows have several right ones that are equally near in time.
  var tieCount = 0
  /// Whether each left row is known to have a partner.
  var isTotal = false

  /// Each of `leftCount` rows with each of `rightCount`; throws if these are too many, or would not
  /// fit the memory.
  static func product(
    _ leftCount: Int,
    _ rightCount: Int,
    by workers: WorkerPool
  ) throws -> JoinMatches {
    let (total, overflows) = leftCount.multipliedReportingOverflow(by: rightCount)
    if overflows || total > Int(Int32.max) { throw RunFailure.tooManyRows("join") }
    try MemoryBudget.reserve(2 * MemoryLayout<Int32>.stride * total)
    return JoinMatches(
      left: try workers.tabulate(total) { Int32($0 / rightCount) },
      partners: try workers.tabulate(total) { Int32($0 % rightCount) },
      isTotal: true
    )
  }

  /// How many left rows have no partner.
  var absentCount: Int { isTotal ? 0 : partners.absentCount }

  /// The pairs that have a right row.
  var matched: JoinMatches {
    if absentCount == 0 { return self }
    let kept = partners.areRows.selected()
    return JoinMatches(left: leftRows(matched: true), partners: partners.picked(at: kept))
  }

  /// The left rows with a partner, or those without one.
  func leftRows(matched: Bool) -> Buffer<Int32> {
    let kept = partners.areRows.selected(wanted: matched)
    return left.map { $0.picked(at: kept) } ?? kept
  }
}

/// The two inputs of a join.
struct JoinInputs {
  let join: Join
  let left: Chunk
  let right: Chunk
  /// The plan that describes the left columns.
  let leftPlan: LogicalPlan
  /// The plan that describes the right columns.
  let rightPlan: LogicalPlan

  /// The message when a left row has several partners, which the query does not allow.
  func tooMany(_ count: Int, for row: Int) -> String {
    let ids = join.keys.map(\.left) + join.ranges.map(\.left)
    let example = ids.map { id in
      let field = leftPlan.columns.first { $0.id == id }?.field
      let value = left[id][row]
      return "\(field?.name ?? "key") = \(value.literal(field?.type ?? .text))"
    }
    return """
      \(example.joined(separator: " and ")) has \(count) rows on the right, so its row would be \
      repeated. To get a row for each of them, write many at its end.
      """
  }

  /// Reports where rows went and, if `reportsMatches`, how many found a partner.
  func report(
    _ pairs: JoinMatches,
    in metrics: OperatorMetrics,
    reason: RowFlow.Reason?,
    reportsMatches: Bool
  ) {
    let unmatched = pairs.absentCount
    let matched = left.rowCount - unmatched
    join.report(matched: matched, unmatched: unmatched, in: metrics, reportsMatches: reportsMatches)
    {
      var used = Bitmap(right.rowCount)
      for partner in pairs.partners where partner >= 0 { used.insert(Int(partner)) }
      return right.rowCount - used.setCount
    }
    if join.addsColumns {
      metrics.flow(.added, reason ?? .multiplied, pairs.partners.count - left.rowCount)
    }
  }
}

extension Join {
  /// Reports how many left rows were dropped and, if `reportsMatches`, how many found a partner and how
  /// many right rows are `unused`.
  func report(
    matched: Int,
    unmatched: Int,
    in metrics: OperatorMetrics,
    reportsMatches: Bool,
    unused: () -> Int
  ) {
    switch kind {
    case .anti: metrics.flow(.dropped, .matched, matched)
    case .inner: metrics.flow(.dropped, .unmatched, unmatched)
    case .cross: return metrics.flow(.dropped, .unmatched, unmatched)
    case .left, .mark, .asOf: break
    }
    if !reportsMatches { return }
    metrics.notices.append(.matched(matched, unmatched: unmatched))
    let unused = addsColumns ? unused() : 0
    if unused > 0 { metrics.notices.append(.unusedRight(unused)) }
  }
}

extension Value {
  /// The value as queries write it.
  fileprivate func literal(_ type: DataType) -> String {
    switch self {
    case .missing: "missing"
    case .real(let number): "\(number)"
    case .text(let text): "\"\(text)\""
    default: text(as: type)
    }
  }
}
