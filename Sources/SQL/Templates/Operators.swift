import Catalog
import Functions

extension ScalarTemplate {
  /// How functions and operators are said unless a dialect has words of its own.
  static let standard: [String: ScalarTemplate] =
    plain.merging(logic) { $1 }.merging(comparisons) { $1 }.merging(arithmetic) { $1 }
    .merging(choices) { $1 }.merging(numbers) { $1 }.merging(texts) { $1 }
    .merging(conversions) { $1 }.merging(periods) { $1 }.merging(moments) { $1 }

  private static let logic: [String: ScalarTemplate] = [
    "and": .full { call throws(Unsupported) in try call.connective("and") },
    "or": .full { call throws(Unsupported) in try call.connective("or") },
    "not": .full { call throws(Unsupported) in try call.speaker.negated(call.operands[0]) },
    "is missing": ScalarTemplate(isNullable: false) { call throws(Unsupported) in
      call.dialect.isMissing(try call.said(0), negated: false)
    },
    "is not missing": ScalarTemplate(isNullable: false) { call throws(Unsupported) in
      call.dialect.isMissing(try call.said(0), negated: true)
    },
  ]

  private static let comparisons: [String: ScalarTemplate] = [
    "=": .full { call throws(Unsupported) in try call.equality(negated: false) },
    "!=": .full { call throws(Unsupported) in try call.equality(negated: true) },
    "<": .full { call throws(Unsupported) in try call.order("<") },
    "<=": .full { call throws(Unsupported) in try call.order("<=") },
    ">": .full { call throws(Unsupported) in try call.order(">") },
    ">=": .full { call throws(Unsupported) in try call.order(">=") },
    "in": .full { call throws(Unsupported) in try call.membership(negated: false) },
    "not in": .full { call throws(Unsupported) in try call.membership(negated: true) },
  ]

  private static let arithmetic: [String: ScalarTemplate] = [
    "+": .full { call throws(Unsupported) in try call.sum("+") },
    "-": .full { call throws(Unsupported) in
      if call.operands.count == 1 {
        let operand = try call.said(0)
        return SQLFragment(.prefix("-", operand.sql), isNullable: operand.isNullable)
      }
      return try call.sum("-")
    },
    "*": .full { call throws(Unsupported) in try call.sum("*") },
    "/": .full { call throws(Unsupported) in
      let (left, right) = (try call.said(0), try call.said(1))
      let whole = call.dialect.quotient(
        left.sql,
        call.operands[0].type,
        right.sql,
        call.operands[1].type
      )
      let isSafe = call.operands[1].isNonzeroLiteral && !left.isNullable
      return SQLFragment(whole, isNullable: !isSafe)
    },
  ]

  private static let choices: [String: ScalarTemplate] = [
    "??": .full { call throws(Unsupported) in
      let (first, second) = (try call.said(0), try call.said(1))
      if !first.isNullable { return first }
      if second.sql == .null { return first }
      var parts = [first.sql]
      // Only a chain as it was written: a computed column may be a key, to be found again as it is.
      if case .call(let before, _) = call.operands[0], before.name == "??",
        case .call("coalesce", let inner) = first.sql
      {
        parts = inner
      }
      return SQLFragment(.call("coalesce", parts + [second.sql]), isNullable: second.isNullable)
    },
    "lump": .full { call throws(Unsupported) in
      call.speaker.record.remark("The groups kept are the largest when this was written.")
      let text = try call.said(0)
      var words: [SQLExpression] = []
      for place in call.operands.indices.dropFirst() { words.append(try call(place)) }
      guard let rest = words.popLast() else { return text }
      var branches: [SQLExpression.Branch] = []
      if !words.isEmpty {
        branches.append(.init(when: .among(text.sql, words, isNegated: false), then: text.sql))
      }
      if !text.isNullable {
        let all = words.isEmpty ? rest : .choice(nil, branches, otherwise: rest)
        return SQLFragment(all, isNullable: false)
      }
      branches.append(.init(when: text.sql.isNotNull, then: rest))
      return SQLFragment(.choice(nil, branches, otherwise: nil), isNullable: true)
    },
    "pick": .full { call throws(Unsupported) in
      guard case .category(let category) = call.operands[0].type else { throw call.refusal() }
      var branches: [SQLExpression.Branch] = []
      var isNullable = false
      for (place, word) in category.labels.strings.enumerated() {
        let value = try call.said(place + 1)
        isNullable = isNullable || value.isNullable
        branches.append(.init(when: .text(word), then: value.sql))
      }
      return SQLFragment(.choice(try call(0), branches, otherwise: nil), isNullable: isNullable)
    },
  ]
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
  func quotient(
    _ left: SQLExpression,
    _ leftType: DataType,
    _ right: SQLExpression,
    _ rightType: DataType
  ) -> SQLExpression {
    let isReal = Representation(leftType) == .real || Representation(rightType) == .real
    let numerator = isReal || arithmetic.dividesReally ? left : cast(left, to: .real)
    let isSafe: Bool =
      if case .token(let digits) = right {
        digits.prefix { $0 != "e" }.contains { ("1"..."9").contains($0) }
      } else {
        false
      }
    return numerator / (isSafe ? right : .call("nullif", [right, .integer(0)]))
  }

  func isMissing(_ operand: SQLFragment, negated: Bool) -> SQLExpression {
    if !operand.isNullable { return .token(negated ? "true" : "false") }
    return negated ? operand.sql.isNotNull : operand.sql.isNull
  }

  /// A truth value for a condition that may be missing: false then.
  func certain(_ condition: SQLExpression) -> SQLExpression {
    .call("coalesce", [condition, .token("false")])
  }
}
