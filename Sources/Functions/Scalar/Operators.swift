import Catalog
import Columns

/// The operators of the language: expressions of operands that the binder has given matching
/// types.
public enum Operators {
  /// The comparisons, by how they are written.
  public enum Comparison: String, CaseIterable, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The comparison that says the same with the sides exchanged.
    public var mirrored: Comparison {
      switch self {
      case .equal, .notEqual: self
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      }
    }
  }

  /// The operators of arithmetic, by how they are written.
  public enum Arithmetic: String, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"

    /// Which operands must be additive for the result to be.
    fileprivate var additivity: ScalarFunction.Additivity {
      switch self {
      case .plus, .minus: .all
      case .times: .oneFactor
      case .divide: .dividend
      }
    }
  }

  /// The tests of texts, by how they are written.
  public enum TextTest: String, Sendable {
    case contains, matches
    case startsWith = "starts with"
    case endsWith = "ends with"
    case notContains = "not contains"
    case notMatches = "not matches"
    case notStartsWith = "not starts with"
    case notEndsWith = "not ends with"
  }

  /// A call of an operator of arithmetic.
  static func call(
    _ op: Arithmetic,
    _ type: DataType,
    _ operands: [BoundExpression],
    _ kernel: @escaping Kernel
  ) -> BoundExpression {
    var operation = ScalarFunction(op.rawValue, type, kernel)
    operation.additivity = op.additivity
    return .call(operation, operands)
  }

  /// `left and right`: missing counts as false; the result is never missing.
  public static func and(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression {
    var operation = ScalarFunction("and", .boolean, neverFails: true) { operands, evaluation in
      let sides = truths(operands, evaluation)
      return Column(.boolean(BooleanKernels.and(sides[0], sides[1])))
    }
    operation.sargability = .all
    return .call(operation, [left, right])
  }

  /// `left or right`: missing counts as false; the result is never missing.
  public static func or(_ left: BoundExpression, _ right: BoundExpression) -> BoundExpression {
    .call("or", .boolean, [left, right], neverFails: true) { operands, evaluation in
      let sides = truths(operands, evaluation)
      return Column(.boolean(BooleanKernels.or(sides[0], sides[1])))
    }
  }

  /// `not bound`: missing counts as false, so that its negation is true.
  public static func not(_ bound: BoundExpression) -> BoundExpression {
    .call("not", .boolean, [bound], neverFails: true) { operands, evaluation in
      Column(.boolean(BooleanKernels.not(truths(operands, evaluation)[0])))
    }
  }

  /// `bound is missing`, or `is not missing`.
  public static func isMissing(_ bound: BoundExpression, negated: Bool = false) -> BoundExpression {
    let name = negated ? "is not missing" : "is missing"
    return .call(name, .boolean, [bound], neverFails: true) { operands, evaluation in
      let rows = evaluation.rowCount
      guard let known = knownRows(operands[0], rows) else {
        return Column(.boolean(Buffer(repeating: negated, count: rows)))
      }
      return Column(.boolean(negated ? known : BooleanKernels.not(known)))
    }
  }

  /// The truth values of operands, false where they are missing.
  static func truths(_ operands: [Operand], _ evaluation: Evaluation) -> [Buffer<Bool>] {
    operands.map { operand in
      let input = Input<Bool>(operand, rows: evaluation.rowCount)
      if input.isConstant { return Buffer(repeating: input.constant, count: evaluation.rowCount) }
      return BooleanKernels.and(input.values, input.known)
    }
  }
}
