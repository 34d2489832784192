import Catalog
import Functions

extension ScalarCall {
  func connective(_ word: String) throws -> SQLFragment {
    if word == "or", let list = try alternatives() { return list }
    if word == "and", let between = try between() { return between }
    let left = try writer.truth(arguments[0], context)
    let right = try writer.truth(arguments[1], context)
    return SQLFragment(.infix(left, word, right), isNullable: context == .condition)
  }

  /// `x = a or x = b` as `x in (a, b)`.
  private func alternatives() throws -> SQLFragment? {
    var (subject, items): (SQLExpression?, [SQLExpression]) = (nil, [])
    var isNullable = false
    for part in arguments.flatMap({ $0.flattened("or") }) {
      guard case .call(let operation, let sides) = part, operation.name == "=",
        let value = sides[1].literal, value != .missing
      else { return nil }
      let left = try writer.translate(sides[0])
      if subject != nil && subject != left.sql { return nil }
      subject = left.sql
      isNullable = isNullable || left.isNullable
      items.append(dialect.expression(value, sides[1].type))
    }
    guard let subject, items.count > 1 else { return nil }
    return tested(.among(subject, items, isNegated: false), isNullable: isNullable)
  }

  /// `x >= a and x <= b` as `x between a and b`.
  private func between() throws -> SQLFragment? {
    guard case .call(let low, let lows) = arguments[0], low.name == ">=",
      case .call(let high, let highs) = arguments[1], high.name == "<=",
      lows[0].type == highs[0].type, !lows[0].type.isTextual
    else { return nil }
    let (value, other) = (try writer.translate(lows[0]), try writer.translate(highs[0]))
    guard value.sql == other.sql else { return nil }
    let (least, most) = (try writer.translate(lows[1]), try writer.translate(highs[1]))
    let isPoint = least.sql == most.sql
    return tested(
      isPoint ? .infix(value.sql, "=", least.sql) : .between(value.sql, least.sql, most.sql),
      isNullable: value.isNullable || least.isNullable || most.isNullable
    )
  }

  func equality(negated: Bool) -> SQLFragment {
    let (left, right) = (operands[0], operands[1])
    if right.sql == .null { return dialect.isMissing(left, negated: negated) }
    if left.sql == .null { return dialect.isMissing(right, negated: negated) }
    let areBoth = left.isNullable && right.isNullable
    if !hasNullable || (!negated && context == .condition && !areBoth) {
      let test = SQLExpression.infix(left.sql, negated ? "<>" : "=", right.sql)
      return SQLFragment(test, isNullable: hasNullable)
    }
    let sign = negated ? dialect.different : dialect.same
    return SQLFragment(.infix(left.sql, sign, right.sql), isNullable: false)
  }

  func order(_ sign: String) -> SQLFragment {
    let left = type(0).isTextual ? dialect.byteOrdered(self[0]) : self[0]
    return tested(categoryOrder(sign) ?? .infix(left, sign, self[1]), isNullable: hasNullable)
  }

  /// A comparison in the order of a category: the words for which it holds, or places.
  private func categoryOrder(_ sign: String) -> SQLExpression? {
    let categories = arguments.compactMap { argument -> Category? in
      if case .category(let category) = argument.type { category } else { nil }
    }
    guard let words = categories.first?.labels.strings else { return nil }
    if let word = text(1), let place = words.firstIndex(where: { $0.utf8.elementsEqual(word.utf8) })
    {
      let tests: [String: (Int, Int) -> Bool] = ["<": (<), "<=": (<=), ">": (>), ">=": (>=)]
      let kept = words.indices.filter { tests[sign]?($0, place) ?? false }
        .map { SQLExpression.text(words[$0]) }
      if kept.isEmpty { return .token("false") }
      return kept.count == 1
        ? .infix(self[0], "=", kept[0]) : .among(self[0], kept, isNegated: false)
    }
    let sides = all.map { dialect.position(of: $0, in: words) }
    return .infix(sides[0], sign, sides[1])
  }

  func membership(negated: Bool) -> SQLFragment {
    let value = operands[0]
    let items = zip(arguments, operands).dropFirst().filter { $0.0.literal != .missing }
    let test = SQLExpression.among(value.sql, items.map(\.1.sql), isNegated: negated)
    guard value.isNullable else { return SQLFragment(test, isNullable: false) }
    let takesMissing = items.count < operands.count - 1
    if takesMissing, negated {
      return SQLFragment(.infix(test, "and", value.sql.isNotNull), isNullable: false)
    }
    if takesMissing || negated {
      return SQLFragment(.infix(test, "or", value.sql.isNull), isNullable: false)
    }
    return tested(test, isNullable: true)
  }

  /// A sum, difference or product of numbers; or of dates and periods and what is added to them.
  func sum(_ sign: String) throws -> SQLFragment {
    guard arguments.contains(where: \.type.isTemporal) else {
      return SQLFragment(.infix(self[0], sign, self[1]), isNullable: hasNullable)
    }
    if all.contains(where: \.isNothing) {
      return SQLFragment(dialect.cast(.null, to: Representation(type)), isNullable: true)
    }
    return SQLFragment(try shifted(sign), isNullable: hasNullable)
  }
}

extension ExpressionWriter {
  /// A condition; as a value it is never missing.
  func truth(_ bound: BoundExpression, _ context: TruthContext) throws -> SQLExpression {
    try translate(bound, context).truth(as: context).sql
  }

  private static let opposites = [
    "=": "!=", "!=": "=", "is missing": "is not missing", "is not missing": "is missing",
    "in": "not in", "not in": "in", "contains": "not contains", "not contains": "contains",
    "starts with": "not starts with", "not starts with": "starts with",
    "ends with": "not ends with", "not ends with": "ends with",
    "matches": "not matches", "not matches": "matches",
  ]
  /// The opposites where no operand is missing.
  private static let oppositeOrders = ["<": ">=", "<=": ">", ">": "<=", ">=": "<"]

  /// The opposite of a condition; never missing.
  func negated(_ bound: BoundExpression) throws -> SQLFragment {
    if case .call(let function, let arguments) = bound {
      if function.name == "not" {
        return SQLFragment(try truth(arguments[0], .value), isNullable: false)
      }
      var opposite = Self.opposites[function.name]
      if let order = Self.oppositeOrders[function.name],
        try !arguments.contains(where: { try translate($0).isNullable })
      {
        opposite = order
      }
      if let opposite {
        return try translate(.call(ScalarFunction(opposite, .boolean, function.kernel), arguments))
      }
    }
    let truth = try truth(bound, .value)
    if case .call("coalesce", let parts) = truth, parts.count == 2, parts[1] == .token("false") {
      return SQLFragment(.postfix(parts[0], "is not true"), isNullable: false)
    }
    return SQLFragment(.prefix("not", truth), isNullable: false)
  }
}
