import Catalog
import Columns
import Functions

extension ScalarCall {
  func connective(_ word: String) throws(Unsupported) -> SQLFragment {
    if word == "or", let list = try alternatives() { return list }
    if word == "and", let between = try between() { return between }
    var sides: [SQLExpression] = []
    for operand in operands { sides.append(try speaker.truth(operand, stance)) }
    return SQLFragment(.infix(sides[0], word, sides[1]), isNullable: stance == .condition)
  }

  /// `x = a or x = b` as `x in (a, b)`.
  private func alternatives() throws(Unsupported) -> SQLFragment? {
    let whole = BoundExpression.call(
      ScalarFunction("or", .boolean) { _, _ in Column([], as: .boolean) },
      operands
    )
    var (subject, items): (SQLExpression?, [SQLExpression]) = (nil, [])
    var isNullable = false
    for part in whole.flattened("or") {
      guard case .call(let operation, let sides) = part, operation.name == "=",
        let value = sides[1].literal, value != .missing
      else { return nil }
      let left = try speaker.say(sides[0], .value)
      if subject != nil && subject != left.sql { return nil }
      subject = left.sql
      isNullable = isNullable || left.isNullable
      items.append(dialect.expression(value, sides[1].type))
    }
    guard let subject, items.count > 1 else { return nil }
    let test = SQLExpression.among(subject, items, isNegated: false)
    if isNullable, stance == .value { return SQLFragment(dialect.certain(test), isNullable: false) }
    return SQLFragment(test, isNullable: isNullable)
  }

  /// `x >= a and x <= b` as `x between a and b`.
  private func between() throws(Unsupported) -> SQLFragment? {
    guard case .call(let low, let lows) = operands[0], low.name == ">=",
      case .call(let high, let highs) = operands[1], high.name == "<=",
      lows[0].type == highs[0].type, !lows[0].type.isTextual
    else { return nil }
    let (value, other) = (try speaker.say(lows[0], .value), try speaker.say(highs[0], .value))
    guard value.sql == other.sql else { return nil }
    let bounds = (try speaker.say(lows[1], .value), try speaker.say(highs[1], .value))
    let isNullable = value.isNullable || bounds.0.isNullable || bounds.1.isNullable
    let isPoint = bounds.0.sql == bounds.1.sql
    let test: SQLExpression =
      isPoint
      ? .infix(value.sql, "=", bounds.0.sql) : .between(value.sql, bounds.0.sql, bounds.1.sql)
    if isNullable, stance == .value { return SQLFragment(dialect.certain(test), isNullable: false) }
    return SQLFragment(test, isNullable: isNullable)
  }

  func equality(negated: Bool) throws(Unsupported) -> SQLFragment {
    let (left, right) = (try said(0), try said(1))
    if right.sql == .null {
      return SQLFragment(dialect.isMissing(left, negated: negated), isNullable: false)
    }
    if left.sql == .null {
      return SQLFragment(dialect.isMissing(right, negated: negated), isNullable: false)
    }
    let isNullable = left.isNullable || right.isNullable
    if !isNullable || (!negated && stance == .condition && !(left.isNullable && right.isNullable)) {
      return SQLFragment(.infix(left.sql, negated ? "<>" : "=", right.sql), isNullable: isNullable)
    }
    let sign = negated ? dialect.comparisons.different : dialect.comparisons.same
    return SQLFragment(.infix(left.sql, sign, right.sql), isNullable: false)
  }

  func order(_ sign: String) throws(Unsupported) -> SQLFragment {
    let (left, right) = (try said(0), try said(1))
    let isNullable = left.isNullable || right.isNullable
    let test =
      try categoryOrder(sign, left, right)
      ?? .infix(byBytes(left, 0), sign, byBytes(right, 1))
    if isNullable, stance == .value { return SQLFragment(dialect.certain(test), isNullable: false) }
    return SQLFragment(test, isNullable: isNullable)
  }

  private func byBytes(_ operand: SQLFragment, _ place: Int) -> SQLExpression {
    place == 0 && operands[place].type.isTextual ? dialect.byteOrdered(operand.sql) : operand.sql
  }

  /// A comparison in the order of a category: the words for which it holds, or places.
  private func categoryOrder(
    _ sign: String,
    _ left: SQLFragment,
    _ right: SQLFragment
  ) throws(Unsupported) -> SQLExpression? {
    let categories = operands.map { operand -> Category? in
      if case .category(let category) = operand.type { return category }
      return nil
    }
    guard let category = categories[0] ?? categories[1] else { return nil }
    let words = category.labels.strings
    if case .text(let word)? = operands[1].literal,
      let place = words.firstIndex(where: { $0.utf8.elementsEqual(word.utf8) })
    {
      let kept = words.indices.filter { Self.holds($0, sign, place) }.map {
        SQLExpression.text(words[$0])
      }
      if kept.isEmpty { return .token("false") }
      return kept.count == 1
        ? .infix(left.sql, "=", kept[0]) : .among(left.sql, kept, isNegated: false)
    }
    let sides = [left.sql, right.sql].map { side in
      dialect.position(of: side, in: words)
    }
    return .infix(sides[0], sign, sides[1])
  }

  private static func holds(_ place: Int, _ sign: String, _ other: Int) -> Bool {
    switch sign {
    case "<": place < other
    case "<=": place <= other
    case ">": place > other
    default: place >= other
    }
  }

  func membership(negated: Bool) throws(Unsupported) -> SQLFragment {
    let value = try said(0)
    var items: [SQLExpression] = []
    var takesMissing = false
    for operand in operands.dropFirst() {
      if operand.literal == .missing {
        takesMissing = true
      } else {
        items.append(try speaker.sql(operand))
      }
    }
    let test = SQLExpression.among(value.sql, items, isNegated: negated)
    guard value.isNullable else { return SQLFragment(test, isNullable: false) }
    switch (takesMissing, negated) {
    case (true, false): return SQLFragment(.infix(test, "or", value.sql.isNull), isNullable: false)
    case (true, true):
      return SQLFragment(.infix(test, "and", value.sql.isNotNull), isNullable: false)
    case (false, true): return SQLFragment(.infix(test, "or", value.sql.isNull), isNullable: false)
    case (false, false):
      if stance == .condition { return SQLFragment(test, isNullable: true) }
      return SQLFragment(dialect.certain(test), isNullable: false)
    }
  }

  /// A sum, difference or product of numbers; or of dates and periods and what is added to them.
  func sum(_ sign: String) throws(Unsupported) -> SQLFragment {
    if operands.contains(where: { $0.type.isTemporal }) {
      if try all().contains(where: \.isNothing) {
        return SQLFragment(dialect.cast(.null, to: Representation(type)), isNullable: true)
      }
      return try speaker.shifted(sign, operands)
    }
    let (left, right) = (try said(0), try said(1))
    return SQLFragment(
      .infix(left.sql, sign, right.sql),
      isNullable: left.isNullable || right.isNullable
    )
  }
}

extension ExpressionWriter {
  /// A condition; as a value it is never missing.
  func truth(_ bound: BoundExpression, _ stance: TruthContext) throws(Unsupported) -> SQLExpression
  {
    let said = try say(bound, stance)
    if stance == .value, said.isNullable { return dialect.certain(said.sql) }
    return said.sql
  }

  private func hasNullable(_ boundExpressions: [BoundExpression]) throws(Unsupported) -> Bool {
    for bound in boundExpressions where try say(bound, .value).isNullable { return true }
    return false
  }

  /// The opposite of a condition; never missing.
  func negated(_ bound: BoundExpression) throws(Unsupported) -> SQLFragment {
    if case .call(let operation, let operands) = bound {
      let opposites = [
        "=": "!=", "!=": "=", "is missing": "is not missing", "is not missing": "is missing",
        "in": "not in", "not in": "in", "contains": "not contains", "not contains": "contains",
        "starts with": "not starts with", "not starts with": "starts with",
        "ends with": "not ends with", "not ends with": "ends with",
        "matches": "not matches", "not matches": "matches",
      ]
      if operation.name == "not" {
        return SQLFragment(try truth(operands[0], .value), isNullable: false)
      }
      if let opposite = opposites[operation.name] {
        return try say(
          .call(ScalarFunction(opposite, .boolean, operation.kernel), operands),
          .value
        )
      }
      let signs = ["<": ">=", "<=": ">", ">": "<=", ">=": "<"]
      if let sign = signs[operation.name], !(try hasNullable(operands)) {
        return try say(.call(ScalarFunction(sign, .boolean, operation.kernel), operands), .value)
      }
    }
    let truth = try truth(bound, .value)
    if case .call("coalesce", let parts) = truth, parts.count == 2,
      parts[1] == .token("false")
    {
      return SQLFragment(.postfix(parts[0], "is not true"), isNullable: false)
    }
    return SQLFragment(.prefix("not", truth), isNullable: false)
  }
}
