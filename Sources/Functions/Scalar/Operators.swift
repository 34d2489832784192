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

    /// Whether sums of the results are results of the sums.
    fileprivate var additivity: ScalarFunction.Additivity? {
      switch self {
      case .plus, .minus: .all
      case .times: nil
      case .divide: .dividend
      }
    }
  }

  /// The tests of texts, by how they are written.
  public enum TextTest: String, Sendable {
    case contains, matches
    case startsWith = "starts with"
    case endsWith = "ends with"
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

  /// `bound is missing`, or `is not missing`.
  public static func isMissing(_ bound: BoundExpression, negated: Bool = false) -> BoundExpression {
    let name = negated ? "is not missing" : "is missing"
    var operation = ScalarFunction(name, .boolean, neverFails: true) { operands, context in
      let rows = context.rowCount
      guard let known = knownRows(operands[0], rows) else {
        return Column(.boolean(Buffer(repeating: negated, count: rows)))
      }
      return Column(.boolean(negated ? known : BooleanKernels.not(known)))
    }
    operation.logic = .inquiry
    return .call(operation, [bound])
  }
}
