import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// Whether sums of `bound` may mean something: nothing in it is known not to add up.
  ///
  /// Quotients, averages, shares, running values and columns that are declared so do not.
  func isAdditive(_ bound: BoundExpression, counts: [AggregateCall] = []) -> Bool {
    switch bound {
    case .column(let id, _):
      if let call = counts.first(where: { $0.output == id }) {
        let isOfAdditive = call.arguments.first.map { isAdditive($0) } ?? true
        return call.measure == .rows || (call.measure == .sum && isOfAdditive)
      }
      return planColumn(id)?.field.role == .additive
    case .literal: return bound.type.isNumeric
    case .choose(condition: _, let then, let otherwise, _):
      return isAdditive(then, counts: counts) && isAdditive(otherwise, counts: counts)
    case .call(let operation, let operands):
      guard bound.type.isNumeric else { return false }
      if operation.additivity == .dividend, operands[1].literal == nil { return false }
      return operands.allSatisfy { !$0.type.isNumeric || isAdditive($0, counts: counts) }
    }
  }

  /// The columns along which a value computed from columns must not be summed, with their names.
  func notAlong(_ bound: BoundExpression, counts: [AggregateCall] = []) -> [ColumnID: String] {
    var found: [ColumnID: String] = [:]
    for id in bound.columns {
      if let call = counts.first(where: { $0.output == id }) {
        for argument in call.arguments {
          found.merge(notAlong(argument)) { name, _ in name }
        }
      } else if let column = planColumn(id) {
        for (key, name) in zip(column.notAlong, column.field.notAlong) { found[key] = name }
      }
    }
    return found
  }

  /// A computed column, along which keys it must not be summed included; a date that is another is
  /// as precise.
  func computed(_ field: Field, from bound: BoundExpression, counts: [AggregateCall] = [])
    -> PlanColumn
  {
    var column = PlanColumn(binder.newColumn(), field)
    let along = notAlong(bound, counts: counts).sorted { $0.value < $1.value }
    (column.notAlong, column.field.notAlong) = (along.map(\.key), along.map(\.value))
    precisions[column.id] = bound.column.flatMap { precisions[$0] }
    let sources = bound.columns.compactMap(planColumn).map(\.field)
    if field.type.isTemporal, field.coveredBy.isEmpty {
      for origin in sources.flatMap(\.coveredBy) where !column.field.coveredBy.contains(origin) {
        column.field.coveredBy.append(origin)
      }
    }
    // What is made of a comparison compares the same periods, beside the row's own.
    if let compared = sources.compactMap(\.compared).first, field.compared == nil {
      column.field.compared = (compared.unit, compared.distances + [0])
    }
    column.isRepeated = bound.column.flatMap(planColumn)?.isRepeated ?? false
    return column
  }

  /// The names of the columns that a sum of `column` by `keys` goes over though it must not: those
  /// that are no key, and that no condition has fixed to one value.
  func summedOver(_ column: PlanColumn, by keys: [ColumnID]) -> [String] {
    zip(column.notAlong, column.field.notAlong).compactMap { id, name in
      keys.contains(id) || plan.fixes(id) ? nil : planColumn(id)?.field.name ?? name
    }
  }
}

extension LogicalPlan {
  /// Whether a condition leaves only one value of the column `id`.
  func fixes(_ id: ColumnID) -> Bool {
    if case .filter(_, let predicate) = operation, predicate.expression.fixes(id) { return true }
    if case .append = operation { return false }
    return inputs.contains { $0.fixes(id) }
  }
}

extension BoundExpression {
  /// Whether only one value of the column `id` meets this condition.
  fileprivate func fixes(_ id: ColumnID) -> Bool {
    guard case .call(let function, let operands) = self else { return false }
    if case .all? = function.sargability { return operands.contains { $0.fixes(id) } }
    guard function.comparison == .equal, case .column(id, _) = operands[0] else { return false }
    return operands[1].literal != nil
  }
}
