import Catalog
import Functions

extension ScalarCall {
  func connective(_ word: String) throws -> SQLFragment {
    if word == "or", let list = try alternatives() { return list }
    if word == "and", let between = try between() { return between }
    let left = try writer.translate(arguments[0], context)
    let right = try writer.translate(arguments[1], context)
    let isNullable = left.isNullable || right.isNullable
    return SQLFragment(.infix(left.sql, word, right.sql), isNullable: isNullable)
  }

  /// A test that is missing where one of the values after it is.
  func decided() throws -> SQLFragment {
    let subjects = try writer.operands(Array(arguments.dropFirst()), of: name)
    let open = subjects.filter(\.isNullable).map(\.sql.isNotNull)
    if open.isEmpty { return try writer.translate(arguments[0], context) }
    if case .call(let test, let sides) = arguments[0], let word = Self.nativeSigns[test.name] {
      let values = try writer.operands(sides, of: test.name).map(\.sql)
      let items = Array(values.dropFirst())
      return SQLFragment(
        test.name.hasSuffix("in")
          ? .among(values[0], items, isNegated: word == "not in")
          : .infix(values[0], word, values[1]),
        isNullable: true
      )
    }
    return SQLFragment(try writer.sql(arguments[0], .condition).when(all: open), isNullable: true)
  }

  /// The signs that are missing in SQL beside a missing value.
  private static let nativeSigns = ["=": "=", "!=": "<>", "in": "in", "not in": "not in"]

  /// The values of a category that have a place in its order.
  func ranked() throws -> SQLExpression {
    guard case .category(let category) = type(0) else { throw unsupported() }
    return category.labels.strings.filter(category.unranked.contains)
      .reduce(self[0]) { .call("nullif", [$0, .text($1)]) }
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
    return total(.among(subject, items, isNegated: false), isNullable: isNullable)
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
    return SQLFragment(
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
    let test = categoryOrder(sign) ?? .infix(left, sign, self[1])
    return SQLFragment(test, isNullable: hasNullable)
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
      if kept.isEmpty {
        let isOpen = operands[0].isNullable && context == .value
        return isOpen ? .token("false").when(self[0].isNotNull) : .token("false")
      }
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
    return total(test, isNullable: true)
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
  private static let opposites = [
    "=": "!=", "!=": "=", "is missing": "is not missing", "is not missing": "is missing",
    "in": "not in", "not in": "in",
  ]
  /// The opposites where no operand is missing, or where missing is to stay so.
  private static let oppositeOrders = ["<": ">=", "<=": ">", ">": "<=", ">=": "<"]

  /// The opposite of a truth value; of a condition it is never missing.
  func negated(_ bound: BoundExpression) throws -> SQLFragment {
    let condition = bound.condition
    let test = try translate(condition)
    if case .call(let function, _) = bound, function.name == "truth", test.isNullable {
      return SQLFragment(.infix(test.sql, "is not", .token("true")), isNullable: false)
    }
    if case .call(let function, let arguments) = condition {
      if function.name == "not" { return try translate(arguments[0]) }
      if let opposite = Self.opposites[function.name] ?? Self.oppositeOrders[function.name] {
        return try translate(.call(ScalarFunction(opposite, .boolean, function.kernel), arguments))
      }
    }
    return SQLFragment(.prefix("not", test.sql), isNullable: test.isNullable)
  }
}
