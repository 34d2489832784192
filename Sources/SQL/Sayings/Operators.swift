import Plans
import Tables

extension ScalarSaying {
  /// How functions and operators are said unless a dialect has words of its own.
  static let standard: [String: ScalarSaying] =
    logic.merging(comparisons) { $1 }.merging(arithmetic) { $1 }
    .merging(choices) { $1 }.merging(numbers) { $1 }.merging(texts) { $1 }
    .merging(conversions) { $1 }.merging(periods) { $1 }.merging(moments) { $1 }

  private static let logic: [String: ScalarSaying] = [
    "and": .full { call throws(Refusal) in try call.connective("and") },
    "or": .full { call throws(Refusal) in try call.connective("or") },
    "not": .full { call throws(Refusal) in try call.speaker.negated(call.operands[0]) },
    "is missing": ScalarSaying(isNullable: false) { call throws(Refusal) in
      call.dialect.isMissing(try call.said(0), negated: false)
    },
    "is not missing": ScalarSaying(isNullable: false) { call throws(Refusal) in
      call.dialect.isMissing(try call.said(0), negated: true)
    },
  ]

  private static let comparisons: [String: ScalarSaying] = [
    "=": .full { call throws(Refusal) in try call.equality(negated: false) },
    "!=": .full { call throws(Refusal) in try call.equality(negated: true) },
    "<": .full { call throws(Refusal) in try call.order("<") },
    "<=": .full { call throws(Refusal) in try call.order("<=") },
    ">": .full { call throws(Refusal) in try call.order(">") },
    ">=": .full { call throws(Refusal) in try call.order(">=") },
    "in": .full { call throws(Refusal) in try call.membership(negated: false) },
    "not in": .full { call throws(Refusal) in try call.membership(negated: true) },
  ]

  private static let arithmetic: [String: ScalarSaying] = [
    "+": .full { call throws(Refusal) in try call.sum("+") },
    "-": .full { call throws(Refusal) in
      if call.operands.count == 1 {
        let operand = try call.said(0)
        return Said(.prefix("-", operand.sql), isNullable: operand.isNullable)
      }
      return try call.sum("-")
    },
    "*": .full { call throws(Refusal) in try call.sum("*") },
    "/": .full { call throws(Refusal) in
      let (left, right) = (try call.said(0), try call.said(1))
      let whole = call.dialect.quotient(
        left.sql,
        call.operands[0].type,
        right.sql,
        call.operands[1].type
      )
      let isSafe = call.operands[1].isNonzeroLiteral && !left.isNullable
      return Said(whole, isNullable: !isSafe)
    },
  ]

  private static let choices: [String: ScalarSaying] = [
    "??": .full { call throws(Refusal) in
      let (first, second) = (try call.said(0), try call.said(1))
      if !first.isNullable { return first }
      if second.sql == .null { return first }
      var parts = [first.sql]
      if case .call("coalesce", let inner) = first.sql { parts = inner }
      return Said(.call("coalesce", parts + [second.sql]), isNullable: second.isNullable)
    },
    "lump": .full { call throws(Refusal) in
      call.speaker.record.remark("The groups kept are the largest when this was written.")
      let text = try call.said(0)
      var words: [Expression] = []
      for place in call.operands.indices.dropFirst() { words.append(try call(place)) }
      guard let rest = words.popLast() else { return text }
      var branches: [Expression.Branch] = []
      if !words.isEmpty {
        branches.append(.init(when: .among(text.sql, words, isNegated: false), then: text.sql))
      }
      if !text.isNullable {
        let all = words.isEmpty ? rest : .choice(nil, branches, otherwise: rest)
        return Said(all, isNullable: false)
      }
      branches.append(.init(when: text.sql.isNotNull, then: rest))
      return Said(.choice(nil, branches, otherwise: nil), isNullable: true)
    },
    "pick": .full { call throws(Refusal) in
      guard case .category(let category) = call.operands[0].type else { throw call.refusal() }
      var branches: [Expression.Branch] = []
      var isNullable = false
      for (place, word) in category.labels.strings.enumerated() {
        let value = try call.said(place + 1)
        isNullable = isNullable || value.isNullable
        branches.append(.init(when: .text(word), then: value.sql))
      }
      return Said(.choice(try call(0), branches, otherwise: nil), isNullable: isNullable)
    },
  ]
}

extension Formula {
  /// Whether it is a number other than zero.
  var isNonzeroLiteral: Bool {
    switch literal {
    case .integer(let number)?: number != 0
    case .real(let number)?: number != 0
    default: false
    }
  }

  /// The operands of a tree of one operator, from left to right.
  func flattened(_ name: String) -> [Formula] {
    if case .call(let operation, let operands) = self, operation.name == name {
      return operands.flatMap { $0.flattened(name) }
    }
    return [self]
  }
}

extension Dialect {
  /// A quotient: always real, and missing where the divisor is zero.
  func quotient(
    _ left: Expression,
    _ leftType: DataType,
    _ right: Expression,
    _ rightType: DataType
  ) -> Expression {
    let isReal = Representation(leftType) == .real || Representation(rightType) == .real
    let numerator = isReal || dividesReally ? left : cast(left, to: .real)
    let isSafe: Bool =
      if case .token(let digits) = right { digits.contains { $0 != "0" && $0 != "." } } else {
        false
      }
    return numerator / (isSafe ? right : .call("nullif", [right, .integer(0)]))
  }

  func isMissing(_ operand: Said, negated: Bool) -> Expression {
    if !operand.isNullable { return .token(negated ? "true" : "false") }
    return negated ? operand.sql.isNotNull : operand.sql.isNull
  }

  /// A truth value for a condition that may be missing: false then.
  func certain(_ condition: Expression) -> Expression {
    .call("coalesce", [condition, .token("false")])
  }
}

extension ScalarCall {
  fileprivate func connective(_ word: String) throws(Refusal) -> Said {
    if word == "or", let list = try alternatives() { return list }
    if word == "and", let between = try between() { return between }
    var sides: [Expression] = []
    for operand in operands { sides.append(try speaker.truth(operand, stance)) }
    return Said(.infix(sides[0], word, sides[1]), isNullable: stance == .condition)
  }

  /// `x = a or x = b` as `x in (a, b)`.
  private func alternatives() throws(Refusal) -> Said? {
    let whole = Formula.call(
      Operation("or", .boolean) { _, _ in Column([], as: .boolean) },
      operands
    )
    var (subject, items): (Expression?, [Expression]) = (nil, [])
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
    let test = Expression.among(subject, items, isNegated: false)
    if isNullable, stance == .value { return Said(dialect.certain(test), isNullable: false) }
    return Said(test, isNullable: isNullable)
  }

  /// `x >= a and x <= b` as `x between a and b`.
  private func between() throws(Refusal) -> Said? {
    guard case .call(let low, let lows) = operands[0], low.name == ">=",
      case .call(let high, let highs) = operands[1], high.name == "<=",
      lows[0].type == highs[0].type, !lows[0].type.isTextual
    else { return nil }
    let (value, other) = (try speaker.say(lows[0], .value), try speaker.say(highs[0], .value))
    guard value.sql == other.sql else { return nil }
    let bounds = (try speaker.say(lows[1], .value), try speaker.say(highs[1], .value))
    let isNullable = value.isNullable || bounds.0.isNullable || bounds.1.isNullable
    let isPoint = bounds.0.sql == bounds.1.sql
    let test: Expression =
      isPoint
      ? .infix(value.sql, "=", bounds.0.sql) : .between(value.sql, bounds.0.sql, bounds.1.sql)
    if isNullable, stance == .value { return Said(dialect.certain(test), isNullable: false) }
    return Said(test, isNullable: isNullable)
  }

  fileprivate func equality(negated: Bool) throws(Refusal) -> Said {
    let (left, right) = (try said(0), try said(1))
    if right.sql == .null {
      return Said(dialect.isMissing(left, negated: negated), isNullable: false)
    }
    if left.sql == .null {
      return Said(dialect.isMissing(right, negated: negated), isNullable: false)
    }
    let isNullable = left.isNullable || right.isNullable
    if !isNullable || (!negated && stance == .condition && !(left.isNullable && right.isNullable)) {
      return Said(.infix(left.sql, negated ? "<>" : "=", right.sql), isNullable: isNullable)
    }
    let sign = negated ? dialect.different : dialect.same
    return Said(.infix(left.sql, sign, right.sql), isNullable: false)
  }

  fileprivate func order(_ sign: String) throws(Refusal) -> Said {
    let (left, right) = (try said(0), try said(1))
    let isNullable = left.isNullable || right.isNullable
    let test =
      try categoryOrder(sign, left, right)
      ?? .infix(byBytes(left, 0), sign, byBytes(right, 1))
    if isNullable, stance == .value { return Said(dialect.certain(test), isNullable: false) }
    return Said(test, isNullable: isNullable)
  }

  private func byBytes(_ operand: Said, _ place: Int) -> Expression {
    place == 0 && operands[place].type.isTextual ? dialect.byteOrdered(operand.sql) : operand.sql
  }

  /// A comparison in the order of a category: the words for which it holds, or places.
  private func categoryOrder(
    _ sign: String,
    _ left: Said,
    _ right: Said
  ) throws(Refusal) -> Expression? {
    let categories = operands.map { operand -> Category? in
      if case .category(let category) = operand.type { return category }
      return nil
    }
    guard let category = categories[0] ?? categories[1] else { return nil }
    let words = category.labels.strings
    if case .text(let word)? = operands[1].literal, let place = words.firstIndex(of: word) {
      let kept = words.indices.filter { Self.holds($0, sign, place) }.map {
        Expression.text(words[$0])
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

  fileprivate func membership(negated: Bool) throws(Refusal) -> Said {
    let value = try said(0)
    var items: [Expression] = []
    var takesMissing = false
    for operand in operands.dropFirst() {
      if operand.literal == .missing {
        takesMissing = true
      } else {
        items.append(try speaker.sql(operand))
      }
    }
    let test = Expression.among(value.sql, items, isNegated: negated)
    guard value.isNullable else { return Said(test, isNullable: false) }
    switch (takesMissing, negated) {
    case (true, false): return Said(.infix(test, "or", value.sql.isNull), isNullable: false)
    case (true, true): return Said(.infix(test, "and", value.sql.isNotNull), isNullable: false)
    case (false, true): return Said(.infix(test, "or", value.sql.isNull), isNullable: false)
    case (false, false):
      if stance == .condition { return Said(test, isNullable: true) }
      return Said(dialect.certain(test), isNullable: false)
    }
  }

  /// A sum, difference or product of numbers; or of dates and periods and what is added to them.
  fileprivate func sum(_ sign: String) throws(Refusal) -> Said {
    if operands.contains(where: { $0.type.isTemporal }) {
      return try speaker.shifted(sign, operands)
    }
    let (left, right) = (try said(0), try said(1))
    return Said(.infix(left.sql, sign, right.sql), isNullable: left.isNullable || right.isNullable)
  }
}

extension Speaker {
  /// A condition; as a value it is never missing.
  func truth(_ formula: Formula, _ stance: Stance) throws(Refusal) -> Expression {
    let said = try say(formula, stance)
    if stance == .value, said.isNullable { return dialect.certain(said.sql) }
    return said.sql
  }

  private func hasNullable(_ formulas: [Formula]) throws(Refusal) -> Bool {
    for formula in formulas where try say(formula, .value).isNullable { return true }
    return false
  }

  /// The opposite of a condition; never missing.
  func negated(_ formula: Formula) throws(Refusal) -> Said {
    if case .call(let operation, let operands) = formula {
      let opposites = [
        "=": "!=", "!=": "=", "is missing": "is not missing", "is not missing": "is missing",
        "in": "not in", "not in": "in", "contains": "not contains", "not contains": "contains",
        "starts with": "not starts with", "not starts with": "starts with",
        "ends with": "not ends with", "not ends with": "ends with",
        "matches": "not matches", "not matches": "matches",
      ]
      if operation.name == "not" { return Said(try truth(operands[0], .value), isNullable: false) }
      if let opposite = opposites[operation.name] {
        return try say(.call(Operation(opposite, .boolean, operation.kernel), operands), .value)
      }
      let signs = ["<": ">=", "<=": ">", ">": "<=", ">=": "<"]
      if let sign = signs[operation.name], !(try hasNullable(operands)) {
        return try say(.call(Operation(sign, .boolean, operation.kernel), operands), .value)
      }
    }
    let truth = try truth(formula, .value)
    if dialect.hasIsTrue, case .call("coalesce", let parts) = truth, parts.count == 2,
      parts[1] == .token("false")
    {
      return Said(.postfix(parts[0], "is not true"), isNullable: false)
    }
    return Said(.prefix("not", truth), isNullable: false)
  }
}
