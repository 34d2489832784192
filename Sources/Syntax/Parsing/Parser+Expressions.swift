// Expressions, from the operators of lowest precedence to the highest; for comparisons see
// Parser+Comparisons.swift.

extension Parser {
  /// Notes what an operand may begin with.
  mutating func wantOperand() {
    if let comparedPath { want(.value(afterPath: comparedPath)) }
    want(Expectation.operandStart)
  }

  // expr = "if" expr "then" expr "else" expr | conj { "or" conj } ;
  mutating func expression() throws -> Expression {
    want(Expectation.expressionStart)
    if stands("if") { return try conditional() }
    var left = try conjunction()
    while accept("or", .disjunction) {
      try countOperator()
      left = infix(.or, left, try conjunction())
    }
    return left
  }

  // "if" expr "then" expr "else" expr
  private mutating func conditional() throws -> Expression {
    let start = advance().span
    return try nested(at: start) { parser in
      let condition = try parser.expression()
      guard parser.accept("then") else { throw parser.missingBranch("then") }
      let then = try parser.expression()
      let otherwise: Expression
      if parser.readHabit(.alternative) {
        otherwise = try parser.conditional()
      } else {
        guard parser.accept("else") else { throw parser.missingBranch("else") }
        otherwise = try parser.expression()
      }
      let kind = Expression.Kind.conditional(condition: condition, then: then, otherwise: otherwise)
      return Expression(kind, start.union(otherwise.span))
    }
  }

  private mutating func missingBranch(_ word: String) -> Halt {
    halt(.missingBranch(word, found: found))
  }

  func infix(_ sign: InfixOperator, _ left: Expression, _ right: Expression) -> Expression {
    Expression(.infix(sign, left, right), left.span.union(right.span))
  }

  // conj = neg { "and" neg } ;
  private mutating func conjunction() throws -> Expression {
    var left = try negation()
    while accept("and", .conjunction) {
      try countOperator()
      left = infix(.and, left, try negation())
    }
    return left
  }

  // neg = "not" neg | comparison ;
  private mutating func negation() throws -> Expression {
    want(.keyword("not"))
    let isValue = peek().nameText != nil || peek().kind == .sign(.open)
    if stands(.not) || stands("NOT") && isValue { readHabit(.negation) }
    guard stands("not") else { return try comparison() }
    let start = advance().span
    return try nested(at: start) { parser in
      let operand = try parser.negation()
      return Expression(.prefix(.not, operand), start.union(operand.span))
    }
  }

  // coal = sum { "??" sum } ;
  mutating func coalescence() throws -> Expression {
    try chain([.coalesce: .coalesce]) { try $0.sum() }
  }

  // sum = prod { ( "+" | "-" ) prod } ;
  private mutating func sum() throws -> Expression {
    try chain([.plus: .plus, .minus: .minus]) { try $0.product() }
  }

  // prod = unary { ( "*" | "/" ) unary } ;
  private mutating func product() throws -> Expression {
    try chain([.times: .times, .divide: .divide]) { try $0.unary() }
  }

  /// Operands joined by operators of one rank, from left to right.
  private mutating func chain(
    _ signs: KeyValuePairs<Sign, InfixOperator>,
    _ operand: (inout Parser) throws -> Expression
  ) throws -> Expression {
    var left = try operand(&self)
    while true {
      for (sign, _) in signs { want(.sign(sign.rawValue)) }
      guard let (_, found) = signs.first(where: { stands($0.key) }) else { return left }
      advance()
      try countOperator()
      left = infix(found, left, try operand(&self))
    }
  }

  // unary = "-" unary | primary ;
  private mutating func unary() throws -> Expression {
    guard stands(.minus) else { return try primary() }
    let start = advance().span
    return try nested(at: start) { parser in
      let operand = try parser.unary()
      return Expression(.prefix(.negative, operand), start.union(operand.span))
    }
  }
}
