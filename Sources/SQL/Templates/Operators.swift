import Catalog
import Functions

extension ScalarCall {
  /// The templates of functions and operators for which a dialect has none of its own.
  static let standard: [String: ScalarTemplate] = [
    logic, comparisons, arithmetic, choices, numbers, texts, conversions, periods, moments,
  ].reduce(plain) { $0.merging($1) { $1 } }

  private static let logic: [String: ScalarTemplate] = [
    "and": ScalarTemplate(isLazy: true) { try $0.connective("and") },
    "or": ScalarTemplate(isLazy: true) { try $0.connective("or") },
    "not": ScalarTemplate(isLazy: true) { try $0.writer.negated($0.arguments[0]) },
    "is missing": ScalarTemplate { $0.dialect.isMissing($0.operands[0], negated: false) },
    "is not missing": ScalarTemplate { $0.dialect.isMissing($0.operands[0], negated: true) },
  ]

  private static let comparisons: [String: ScalarTemplate] = [
    "=": ScalarTemplate { $0.equality(negated: false) },
    "!=": ScalarTemplate { $0.equality(negated: true) },
    "<": ScalarTemplate { $0.order("<") },
    "<=": ScalarTemplate { $0.order("<=") },
    ">": ScalarTemplate { $0.order(">") },
    ">=": ScalarTemplate { $0.order(">=") },
    "in": ScalarTemplate { $0.membership(negated: false) },
    "not in": ScalarTemplate { $0.membership(negated: true) },
  ]

  private static let arithmetic: [String: ScalarTemplate] = [
    "+": ScalarTemplate { try $0.sum("+") },
    "-": ScalarTemplate { call in
      if call.operands.count > 1 { return try call.sum("-") }
      return SQLFragment(.prefix("-", call[0]), isNullable: call.hasNullable)
    },
    "*": ScalarTemplate { try $0.sum("*") },
    "/": ScalarTemplate { call in
      let isSafe = call.arguments[1].isNonzeroLiteral && !call.operands[0].isNullable
      let quotient = call.dialect.quotient((call[0], call.type(0)), (call[1], call.type(1)))
      return SQLFragment(quotient, isNullable: !isSafe)
    },
  ]

  private static let choices: [String: ScalarTemplate] = [
    "??": ScalarTemplate { $0.alternative() },
    "lump": ScalarTemplate(
      remark: { _ in "The groups kept are the largest when this was written." },
      write: { $0.lump() }
    ),
    "pick": ScalarTemplate { call in
      guard case .category(let category) = call.type(0) else { throw call.unsupported() }
      let values = call.operands.dropFirst()
      let branches = zip(category.labels.strings, values).map { word, value in
        SQLExpression.Branch(.text(word), value.sql)
      }
      return SQLFragment(
        .choice(call[0], branches, otherwise: nil),
        isNullable: values.contains(where: \.isNullable)
      )
    },
  ]

  /// The first operand where it is known, else the second.
  private func alternative() -> SQLFragment {
    if !operands[0].isNullable || self[1] == .null { return operands[0] }
    var parts = [self[0]]
    // Only a chain as it was written: a computed column may be a key, to be found again as it is.
    if case .call(let before, _) = arguments[0], before.name == "??",
      case .call("coalesce", let inner) = self[0]
    {
      parts = inner
    }
    return SQLFragment(.call("coalesce", parts + [self[1]]), isNullable: operands[1].isNullable)
  }

  /// The first operand if it is one of those between, else the last.
  private func lump() -> SQLFragment {
    var words = Array(all.dropFirst())
    guard let rest = words.popLast() else { return operands[0] }
    let isKept = SQLExpression.among(self[0], words, isNegated: false)
    var branches = words.isEmpty ? [] : [SQLExpression.Branch(isKept, self[0])]
    if !operands[0].isNullable {
      let all = words.isEmpty ? rest : .choice(nil, branches, otherwise: rest)
      return SQLFragment(all, isNullable: false)
    }
    branches.append(.init(self[0].isNotNull, rest))
    return SQLFragment(.choice(nil, branches, otherwise: nil), isNullable: true)
  }
}

extension BoundExpression {
  /// Whether it is a number other than zero.
  var isNonzeroLiteral: Bool {
    switch literal {
    case .integer(let number)?: number != 0
    case .real(let number)?: number != 0
    default: false
    }
  }

  /// The operands of a tree of one operator, from left to right.
  func flattened(_ name: String) -> [BoundExpression] {
    if case .call(let operation, let operands) = self, operation.name == name {
      return operands.flatMap { $0.flattened(name) }
    }
    return [self]
  }
}

extension Dialect {
  /// A quotient: always real, and missing where the divisor is zero.
  func quotient(_ left: (SQLExpression, DataType), _ right: (SQLExpression, DataType))
    -> SQLExpression
  {
    let isReal = Representation(left.1) == .real || Representation(right.1) == .real
    let numerator = isReal || dividesReally ? left.0 : cast(left.0, to: .real)
    if case .token(let digits) = right.0,
      digits.prefix(while: { $0 != "e" }).contains(where: { ("1"..."9").contains($0) })
    {
      return numerator / right.0
    }
    return numerator / .call("nullif", [right.0, 0])
  }

  /// A quotient of two values of one type.
  func quotient(_ left: SQLExpression, _ right: SQLExpression, _ type: DataType) -> SQLExpression {
    quotient((left, type), (right, type))
  }

  /// A test for a missing value, or for a known one.
  func isMissing(_ operand: SQLFragment, negated: Bool) -> SQLFragment {
    let test = negated ? operand.sql.isNotNull : operand.sql.isNull
    let constant = SQLExpression.token(negated ? "true" : "false")
    return SQLFragment(operand.isNullable ? test : constant, isNullable: false)
  }
}
