import Planner
import Catalog
import Columns

/// The matches of a join: which left row goes with which right one, in the order of the output.
struct JoinMatches {
  /// The left rows; nil for each left row once.
  var left: Buffer<Int32>?
  /// The right rows; below zero where a left row has no partner.
  var partners: Buffer<Int32>

  /// Matches; without `left`, of each left row once.
  init(left: Buffer<Int32>? = nil, partners: Buffer<Int32>) {
    (self.left, self.partners) = (left, partners)
  }

  /// The pairs that have a right row.
  var matched: JoinMatches {
    if partners.absentCount == 0 { return self }
    let kept = SelectionVector(Column(.boolean(partners.areRows))).rows
    return JoinMatches(left: leftRows(matched: true), partners: partners.picked(at: kept))
  }

  /// The left rows with a partner, or those without one.
  func leftRows(matched: Bool) -> Buffer<Int32> {
    let truth = Column(.boolean(partners.areRows))
    let kept = matched ? SelectionVector(truth).rows : SelectionVector(notIn: truth).rows
    return left.map { $0.picked(at: kept) } ?? kept
  }
}

extension Buffer<Int32> {
  /// For each row whether it points to a row at all.
  var areRows: Buffer<Bool> {
    Buffer<Bool>(count: count) { target in
      var row = 0
      while row < count {
        target[row] = base[row] >= 0
        row &+= 1
      }
    }
  }
}

/// The two inputs of a join.
struct JoinInputs {
  /// How they are paired.
  let join: Join
  /// The left rows.
  let left: Chunk
  /// The right rows.
  let right: Chunk
  /// What the left columns are.
  let leftPlan: LogicalPlan
  /// What the right columns are.
  let rightPlan: LogicalPlan

  /// The inputs of a join, and the plans that gave them.
  init(join: Join, left: Chunk, right: Chunk, _ leftPlan: LogicalPlan, _ rightPlan: LogicalPlan) {
    (self.join, self.left, self.right) = (join, left, right)
    (self.leftPlan, self.rightPlan) = (leftPlan, rightPlan)
  }

  /// What people read when more rows come out than the engine can number.
  static let tooLarge =
    "The join would give more than \(Int32.max) rows: keep fewer rows on one side before it."

  /// What people read when a left row has several partners and that was not asked for.
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

  /// Writes down where rows went, and how many found a partner.
  func report(
    _ pairs: JoinMatches,
    in metrics: OperatorMetrics,
    reason: RowFlow.Reason?,
    isTold: Bool
  ) {
    let unmatched = pairs.partners.absentCount
    let matched = left.rowCount - unmatched
    switch join.kind {
    case .unmatched: metrics.flow(.dropped, .matched, matched)
    case .matched, .every: metrics.flow(.dropped, .unmatched, unmatched)
    case .left, .mark, .asOf: break
    }
    if join.addsColumns {
      let multiplied = pairs.partners.count - left.rowCount
      metrics.flow(.added, reason ?? .multiplied, multiplied)
    }
    guard isTold else { return }
    if case .every = join.kind { return }
    metrics.notices.append(.matched(matched, unmatched: unmatched))
    if join.addsColumns {
      let unused = right.rowCount - usedRight(pairs)
      if unused > 0 { metrics.notices.append(.unusedRight(unused)) }
    }
  }

  private func usedRight(_ pairs: JoinMatches) -> Int {
    let used = Buffer<Bool>(count: right.rowCount) { target in
      target.initialize(repeating: false, count: right.rowCount)
      let partners = pairs.partners
      var pair = 0
      while pair < partners.count {
        if partners.base[pair] >= 0 { target[Int(partners.base[pair])] = true }
        pair &+= 1
      }
    }
    return used.trueCount
  }
}

extension Value {
  /// The value as queries write it.
  fileprivate func literal(_ type: DataType) -> String {
    switch self {
    case .missing: "missing"
    case .boolean(let truth): truth ? "true" : "false"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): "\"\(text)\""
    case .ordinal(let ordinal):
      if case .period(let unit) = type {
        unit.text(of: ordinal)
      } else {
        CivilDate(ordinal: ordinal).description
      }
    }
  }
}
