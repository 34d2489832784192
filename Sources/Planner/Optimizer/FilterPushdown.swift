import Functions
import Syntax

/// Filter push-down: a pass that moves filters below sorts, and on the way there below projections
/// that only choose or name columns.
///
/// A filter moves only if it cannot fail, and never past an expression that may fail or makes
/// notices; so results stay as they were. The ledger gives the stages that it passed their rows
/// back, since these keep all of them.
final class FilterPushdown: OptimizerPass {
  /// The plan with its filters as low as they may be.
  func pushed(_ plan: LogicalPlan) -> LogicalPlan {
    let plan = plan.mappingInputs(pushed)
    guard case .filter(let input, let predicate) = plan.operation, plan.stage != nil,
      plan.reason == nil, predicate.expression.cannotFail, predicate.placements.isEmpty
    else { return plan }
    var passed: [String] = []
    guard var result = pushedDown(plan, predicate, in: input, &passed), !passed.isEmpty
    else { return plan }
    result.columns = plan.columns
    let filter = names.words(predicate.expression)
    report("the filter \(filter) went below " + listed(passed.reversed()))
    return result
  }

  /// `input` with the filter within it; nil when it cannot pass the operation there.
  private func pushedDown(
    _ filter: LogicalPlan,
    _ predicate: Predicate,
    in input: LogicalPlan,
    _ passed: inout [String]
  ) -> LogicalPlan? {
    guard input.stage != nil, input.reason == nil else { return nil }
    var result = input
    switch input.operation {
    case .sort(let below, let keys):
      let moved =
        pushedDown(filter, predicate, in: below, &passed)
        ?? LogicalPlan(.filter(below, predicate), columns: below.columns, stage: filter.stage)
      result.operation = .sort(moved, keys)
      passed.append("the sort by " + names.words(keys))
    case .project(let below, let projections):
      let made = Set(projections.map(\.output))
      guard projections.allSatisfy(\.isPlain), made.isDisjoint(with: predicate.columns) else {
        return nil
      }
      // Alone, a choice of columns is not worth passing.
      guard let moved = pushedDown(filter, predicate, in: below, &passed) else { return nil }
      result.operation = .project(moved, projections)
    default: return nil
    }
    return result
  }
}

extension Projection {
  /// Whether it only repeats a column or a constant.
  fileprivate var isPlain: Bool {
    switch expression {
    case .column, .literal: true
    case .call, .choose: false
    }
  }
}

extension BoundExpression {
  /// Whether it consists of comparisons, which neither fail nor make notices.
  fileprivate var cannotFail: Bool {
    switch self {
    case .column, .literal: true
    case .choose: false
    case .call(let operation, let operands):
      operation.neverFails && operands.allSatisfy(\.cannotFail)
    }
  }
}
