import Functions

extension LogicalPlan {
  /// The columns that its inputs must give so that it can give `needed`: of its only or left input,
  /// and of its right one.
  ///
  /// Calls are computed whether they are needed or not, for they may fail and be counted in the
  /// ledger; so what they read is needed, too.
  public func inputNeeds(_ needed: Set<ColumnID>) -> (left: Set<ColumnID>, right: Set<ColumnID>) {
    switch operation {
    case .scan:
      return ([], [])
    case .filter(_, let predicate): return (needed.union(predicate.columns), [])
    case .project(_, let projections):
      let read = projections.filter { $0.isComputed(for: needed) }.flatMap(\.expression.columns)
      return (needed.subtracting(projections.map(\.output)).union(read), [])
    case .aggregate(_, let keys, let calls): return (Set(keys + calls.flatMap(\.columns)), [])
    case .window(_, let window):
      let made = window.aggregates.map(\.output) + window.functions.map(\.output)
      return (needed.subtracting(made).union(window.columns), [])
    case .sort(_, let keys): return (needed.union(keys.map(\.column)), [])
    case .slice(_, let slice): return (needed.union(slice.columns), [])
    case .join(let left, let right, let join):
      return (
        left.columns(of: needed.union(join.leftColumns)),
        right.columns(of: join.addsColumns ? needed.union(join.rightColumns) : join.rightColumns)
      )
    case .append(let left, let right, let pairings):
      let pairs = zip(columns, pairings).filter { needed.contains($0.0.id) }.map(\.1)
      return (
        left.columns(of: Set(pairs.compactMap(\.left))),
        right.columns(of: Set(pairs.compactMap(\.right)))
      )
    }
  }

  private func columns(of ids: Set<ColumnID>) -> Set<ColumnID> {
    ids.intersection(columns.map(\.id))
  }
}

extension Projection {
  /// Whether it must be computed when `needed` are needed above.
  public func isComputed(for needed: Set<ColumnID>) -> Bool {
    switch expression {
    case .column, .literal: needed.contains(output)
    case .call, .choose: true
    }
  }
}

extension Predicate {
  /// The columns that it reads.
  var columns: [ColumnID] {
    expression.columns + decisions.flatMap(\.condition.columns)
      + placements.flatMap(\.expression.columns)
  }
}

extension AggregateCall {
  /// The columns that it reads.
  var columns: [ColumnID] { arguments.flatMap(\.columns) + (condition?.columns ?? []) }
}

extension Window {
  fileprivate var columns: [ColumnID] {
    partition + order.map(\.column) + functions.flatMap { $0.arguments.flatMap(\.columns) }
      + aggregates.flatMap(\.columns)
  }
}

extension Slice {
  fileprivate var columns: [ColumnID] {
    if case .top(_, let column, _, _) = kind { return per + [column] }
    return per
  }
}

extension Join {
  /// Whether columns of the right come out.
  public var addsColumns: Bool {
    switch kind {
    case .left, .inner, .cross, .asOf: true
    case .anti, .mark: false
    }
  }

  fileprivate var leftColumns: Set<ColumnID> {
    var ids = Set(keys.map(\.left) + ranges.map(\.left))
    if case .asOf(let moments) = kind { ids.insert(moments.left) }
    return ids
  }

  fileprivate var rightColumns: Set<ColumnID> {
    var ids = Set(keys.map(\.right) + ranges.flatMap { [$0.low, $0.high] })
    if case .asOf(let moments) = kind { ids.insert(moments.right) }
    return ids
  }
}
