import Catalog
import Columns
import Functions
import Syntax

/// Constant folding: a pass that computes once what is the same in every row.
///
/// What fails, or makes notices for the ledger, is left to be computed row by row.
final class ConstantFolding: OptimizerPass {
  /// The plan with constants in the place of constant expressions of its filters and projections.
  func folded(_ plan: LogicalPlan) -> LogicalPlan {
    var plan = plan.mappingInputs(folded)
    switch plan.operation {
    case .filter(let input, var predicate):
      predicate.expression = foldedWhole(predicate.expression)
      plan.operation = .filter(input, predicate)
    case .project(let input, let projections):
      plan.operation = .project(
        input,
        projections.map { Projection($0.output, foldedWhole($0.expression)) }
      )
    default: break
    }
    return plan
  }

  /// The folded expression; a part that was folded is reported once, as a whole.
  private func foldedWhole(_ bound: BoundExpression) -> BoundExpression {
    let result = folded(bound)
    if result.literal != nil, bound.literal == nil { note(bound, result) }
    return result
  }

  private func folded(_ bound: BoundExpression) -> BoundExpression {
    switch bound {
    case .column, .literal: return bound
    case .call(let operation, let operands):
      let parts = operands.map(folded)
      if let value = constant(operation, parts) { return .literal(value, operation.type) }
      note(operands, parts)
      return .call(operation, parts)
    case .choose(let condition, let then, let otherwise, let type):
      let parts = [condition, then, otherwise].map(folded)
      if case .boolean(let truth)? = parts[0].literal {
        return typed(truth ? parts[1] : parts[2], type)
      }
      note([condition, then, otherwise], parts)
      return .choose(condition: parts[0], then: parts[1], otherwise: parts[2], type)
    }
  }

  /// A literal branch takes the type of the whole choice.
  private func typed(_ branch: BoundExpression, _ type: DataType) -> BoundExpression {
    branch.literal.map { .literal($0, type) } ?? branch
  }

  private func note(_ before: [BoundExpression], _ after: [BoundExpression]) {
    for (old, new) in zip(before, after) where old.literal == nil && new.literal != nil {
      note(old, new)
    }
  }

  private func note(_ before: BoundExpression, _ after: BoundExpression) {
    report("\(names.words(before)) is \(names.words(after))")
  }

  private func constant(_ operation: ScalarFunction, _ operands: [BoundExpression]) -> Value? {
    let constants = operands.compactMap { bound in
      bound.literal.map { Operand.constant($0, bound.type) }
    }
    guard constants.count == operands.count, operation.type.isFoldable else { return nil }
    var context = KernelContext(rowCount: 1)
    guard let column = try? operation.kernel(constants, &context), column.count == 1,
      context.tally == Tally()
    else { return nil }
    return column[0]
  }
}

extension DataType {
  /// Whether a literal of the type is stored as a computed column of it is.
  fileprivate var isFoldable: Bool {
    switch self {
    case .boolean, .integer, .real, .percent, .text, .date, .period: true
    default: false
    }
  }
}
