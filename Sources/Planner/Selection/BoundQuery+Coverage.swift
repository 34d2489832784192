import Catalog

extension BoundQuery {
  /// The first and the last day that its tables cover, where its rows come from one that declares
  /// that; nil where it declares none, or rows of another stand beside them.
  public func coverage(in catalog: Catalog) -> ClosedRange<Int32>? {
    plan.firstTable.flatMap { try? catalog.table($0)?.schema().notes.coverage }
  }
}

extension LogicalPlan {
  /// The table that its rows come from, if it is one.
  fileprivate var firstTable: String? {
    switch operation {
    case .scan(let scan):
      if let made = scan.madeBy { return made.plan.firstTable }
      if case .table(let name) = scan.source { return name }
      return nil
    case .append(let left, let right, _):
      let (own, other) = (left.firstTable, right.firstTable)
      return own == other || reason == .filled ? own : nil
    default: return inputs.first?.firstTable
    }
  }
}
