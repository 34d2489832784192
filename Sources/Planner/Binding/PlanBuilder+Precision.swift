import Catalog
import Functions

// Notices about dates that are known only to a month or year.

extension PlanBuilder {
  /// Notes that the declared date is compared with `type`, which may be finer than it is known.
  func noteComparedPrecision(of bound: BoundExpression, with type: DataType) {
    guard compared != nil, case .column(let id, _) = bound, id == dateColumn,
      precisionColumn.flatMap({ planColumn($0) }) != nil
    else { return }
    switch type {
    case .date, .period(.week): compared?.precisions.formUnion(["month", "year"])
    case .period(.year): break
    default: compared?.precisions.insert("year")
    }
  }

  /// The conditions of the rows for which it matters that they are placed on the first day:
  /// a comparison of `condition` would come out otherwise on another day of their month or year.
  func placements(
    _ precisions: Set<String>,
    of condition: BoundExpression
  ) -> [(precision: String, expression: BoundExpression)] {
    guard let column = precisionColumn.flatMap({ planColumn($0) }), let dateColumn,
      case .category(let category) = column.field.type
    else { return [] }
    let cuts = condition.cuts(of: dateColumn)
    return precisions.sorted().filter { category.labels.code(of: $0) != nil }.map { precision in
      let value = BoundExpression.literal(.text(precision), column.field.type)
      let known = BoundExpression.column(column.id, column.field.type)
      let isCoarse = Operators.comparison(.equal, known, value)
      guard let cuts, let unit = PeriodUnit.named(precision) else { return (precision, isCoarse) }
      let isCut = Operators.isCut(.column(dateColumn, .date), unit, before: cuts)
      return (precision, Operators.and(isCoarse, isCut))
    }
  }
}

extension BoundExpression {
  /// The days before which and from which on comparisons of the column `date` come out differently;
  /// nil where one compares it with something else than a constant day.
  fileprivate func cuts(of date: ColumnID) -> [Int32]? {
    guard case .call(let operation, let operands) = self else { return [] }
    guard operands.count == 2, case .column(date, .date) = operands[0],
      operation.comparison != nil || operation.additivity != nil
    else {
      let inner = operands.map { $0.cuts(of: date) }
      return inner.contains { $0 == nil } ? nil : inner.flatMap { $0 ?? [] }
    }
    guard case .ordinal(let day)? = operands[1].literal else { return nil }
    switch operation.comparison {
    case .less, .greaterOrEqual: return [day]
    case .lessOrEqual, .greater: return [day + 1]
    case .equal, .notEqual, nil: return [day, day + 1]
    }
  }
}
