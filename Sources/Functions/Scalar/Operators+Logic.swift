import Catalog
import Columns

// Truth values are of three kinds: true, false, missing. Connectives compute with all three. Where
// a condition is taken, missing counts as false: a filter, a choice and the condition of an
// aggregate do so themselves; where a condition is kept as a value, `truth` does.

extension Operators {
  /// `left and right` of conditions: missing counts as false; the result is never missing.
  public static func and(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression {
    truth(both(left.condition, right.condition))
  }

  /// `left or right` of conditions: missing counts as false; the result is never missing.
  public static func or(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression {
    truth(either(left.condition, right.condition))
  }

  /// `not bound` of a condition: missing counts as false, so that its negation is true.
  public static func not(_ bound: BoundExpression) -> BoundExpression { opposite(truth(bound)) }

  /// A condition as a value that is never missing: false where the condition is.
  public static func truth(_ bound: BoundExpression) -> BoundExpression {
    if bound.isNeverMissing { return bound }
    var operation = ScalarFunction("truth", .boolean, neverFails: true) { operands, context in
      let column = operands[0].column(rows: context.rowCount)
      return Column(.boolean(BooleanKernels.and(column.booleans, column.known)))
    }
    (operation.sargability, operation.logic, operation.isSilent) = (.all, .condition, true)
    return .call(operation, [bound])
  }

  /// Whether both hold: missing where one is and the other is not false.
  static func both(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression {
    var operation = connective(
      "and",
      holds: { BooleanKernels.and($0, $1) },
      fails: { BooleanKernels.or($0, $1) }
    )
    operation.sargability = .all
    return .call(operation, [left, right])
  }

  /// Whether one holds: missing where one is and the other is not true.
  static func either(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression {
    var operation = connective(
      "or",
      holds: { BooleanKernels.or($0, $1) },
      fails: { BooleanKernels.and($0, $1) }
    )
    operation.sargability = .any
    return .call(operation, [left, right])
  }

  /// The opposite of a truth value; missing where that is.
  static func opposite(_ bound: BoundExpression) -> BoundExpression {
    var operation = ScalarFunction("not", .boolean, neverFails: true) { operands, context in
      let column = operands[0].column(rows: context.rowCount)
      return Column(.boolean(BooleanKernels.not(column.booleans)), known: column.known)
    }
    operation.logic = .negation
    return .call(operation, [bound])
  }

  /// A connective: `holds` says of the sides' true rows for which it is true, `fails` of their false
  /// rows for which it is false.
  private static func connective(
    _ name: String,
    holds: @escaping @Sendable (Buffer<Bool>, Buffer<Bool>) -> Buffer<Bool>,
    fails: @escaping @Sendable (Buffer<Bool>, Buffer<Bool>) -> Buffer<Bool>
  ) -> ScalarFunction {
    var operation = ScalarFunction(name, .boolean, neverFails: true) { operands, context in
      let sides = operands.map { $0.column(rows: context.rowCount) }
      let isTrue = sides.map { BooleanKernels.and($0.booleans, $0.known) }
      let values = holds(isTrue[0], isTrue[1])
      if sides.allSatisfy({ $0.known == nil }) { return Column(.boolean(values)) }
      let isFalse = sides.map { BooleanKernels.and(BooleanKernels.not($0.booleans), $0.known) }
      let known = BooleanKernels.or(values, fails(isFalse[0], isFalse[1]))
      return Column(.boolean(values), known: known)
    }
    operation.logic = .connective
    return operation
  }

  /// A truth value where all of `subjects` are known; missing elsewhere.
  static func decided(_ test: BoundExpression, of subjects: [BoundExpression]) -> BoundExpression {
    var operation = ScalarFunction("decided", .boolean, neverFails: true) { operands, context in
      let columns = operands.map { $0.column(rows: context.rowCount) }
      let known = columns.reduce(nil) { BooleanKernels.both($0, $1.known) }
      return Column(.boolean(columns[0].booleans), known: known)
    }
    operation.isSilent = true
    return .call(operation, [test] + subjects)
  }

  /// A truth value that is missing where a missing subject lets a row in, which a test does that is
  /// `admitting`, and where all of several subjects are missing and so equal.
  static func decided(
    _ test: BoundExpression,
    of subjects: [BoundExpression],
    admitting: Bool
  ) -> BoundExpression {
    var operation = ScalarFunction("decided", .boolean, neverFails: true) { operands, context in
      let columns = operands.map { $0.column(rows: context.rowCount) }
      let masks = columns.dropFirst().compactMap(\.known)
      if masks.isEmpty { return Column(.boolean(columns[0].booleans)) }
      let holds = columns[0].booleans
      let mayBeEqual = subjects.count > 1 && masks.count == subjects.count
      let known = Buffer<Bool>.tabulate(context.rowCount) { row in
        let missing = masks.count { !$0[row] }
        return missing == 0 || (holds[row] != admitting && !(mayBeEqual && missing == masks.count))
      }
      return Column(.boolean(holds), known: known)
    }
    operation.isSilent = true
    return .call(operation, [test] + subjects)
  }

  /// Whether a value was found in a table; what was found for missing counts, too.
  public static func found(_ test: BoundExpression, for subject: BoundExpression) -> BoundExpression
  {
    var operation = ScalarFunction("found", .boolean, neverFails: true) { operands, context in
      operands[0].column(rows: context.rowCount)
    }
    (operation.logic, operation.isSilent) = (.total(isNegated: false), true)
    return .call(operation, [test.condition, subject])
  }
}

extension BoundExpression {
  /// The condition, where it is kept as a value: it may be missing then.
  public var condition: BoundExpression {
    if case .call(let operation, let operands) = self, case .condition? = operation.logic {
      return operands[0]
    }
    return self
  }

  /// Whether it is missing in no row, as far as its form tells.
  package var isNeverMissing: Bool {
    switch self {
    case .column: false
    case .literal(let value, _): value != .missing
    case .choose(_, let then, let otherwise, _): then.isNeverMissing && otherwise.isNeverMissing
    case .call(let operation, let operands):
      switch operation.logic {
      case .connective, .negation: operands.allSatisfy(\.isNeverMissing)
      case .condition, .total, .inquiry: true
      case nil: false
      }
    }
  }

  /// Whether it is in three values as a condition of rows to keep, so that `threeValued` would change
  /// nothing.
  package var isThreeValued: Bool {
    switch self {
    case .column, .literal: true
    case .choose: false
    case .call(let operation, let operands):
      switch operation.logic {
      case .connective: operands.allSatisfy(\.isThreeValued)
      case .total(let isNegated): !isNegated && operands.count { !$0.isNeverMissing } < 2
      case .inquiry, nil: true
      case .negation, .condition: false
      }
    }
  }

  /// When a comparison that is defined for missing, such as `=`, is undecided beside it.
  public enum Undecided: Sendable {
    case always
    /// Where it lets a row in (`!=`, and `=` under `not`), and where both sides are missing.
    case whereTrue
    case never
  }

  /// The condition in three values: missing where missing values leave it undecided.
  public func threeValued(_ equality: Undecided, isNegated: Bool = false) -> BoundExpression {
    switch self {
    case .column, .literal: return self
    case .choose(let condition, let then, let otherwise, let type):
      // A missing condition is followed by neither branch.
      let test = condition.threeValued(equality)
      let rest = BoundExpression.choose(
        condition: Operators.opposite(test),
        then: otherwise.threeValued(equality, isNegated: isNegated),
        otherwise: .literal(.missing, type),
        type
      )
      let first = then.threeValued(equality, isNegated: isNegated)
      return .choose(condition: test, then: first, otherwise: rest, type)
    case .call(let operation, let operands):
      switch operation.logic {
      case .connective, .negation:
        var flips = isNegated
        if case .negation? = operation.logic { flips.toggle() }
        return .call(operation, operands.map { $0.threeValued(equality, isNegated: flips) })
      case .condition: return operands[0].threeValued(equality, isNegated: isNegated)
      case .total(let isOpposite):
        let subjects = operands.filter { !$0.isNeverMissing }
        if subjects.isEmpty || operands.contains(where: { $0.literal == .missing }) { return self }
        switch equality {
        case .never: return self
        case .always: return Operators.decided(self, of: subjects)
        case .whereTrue where subjects.count == 1 && isOpposite == isNegated: return self
        case .whereTrue: return Operators.decided(self, of: subjects, admitting: !isNegated)
        }
      case .inquiry, nil: return self
      }
    }
  }
}
