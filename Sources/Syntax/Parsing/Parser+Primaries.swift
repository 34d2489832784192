// Values, columns and calls of functions.

import Diagnostics

extension Parser {
  // primary = number | percent | span | text | date | period | "$" name
  //         | "missing" | "true" | "false" | "(" expr ")" | path | name "(" … ")" ;
  mutating func primary() throws(Halt) -> Expression {
    wantOperand()
    let token = current
    switch token.kind {
    case .literal(let literal): return try literalTerm(literal)
    case .parameter(let name):
      advance()
      return Expression(.parameter(Name(name, token.span)), token.span)
    case .sign(.open): return try bracketed()
    case .name(let word): return try wordTerm(word)
    case .quoted: return try pathTerm()
    default: throw missingOperand()
    }
  }

  /// A literal; a whole number before a unit makes a span.
  private mutating func literalTerm(_ literal: Literal) throws(Halt) -> Expression {
    let span = advance().span
    guard case .integer(let count) = literal else { return Expression(.literal(literal), span) }
    want(.unit)
    guard let unit = current.identifier.flatMap(Keywords.unit), peek().kind != .sign(.open) else {
      return Expression(.literal(literal), span)
    }
    let interval = IntervalLiteral(Int(count), unit)
    return Expression(.literal(.interval(interval)), span.union(advance().span))
  }

  // "(" expr ")"
  private mutating func bracketed() throws(Halt) -> Expression {
    let open = advance().span
    let inner = try nested(at: open) { parser throws(Halt) in
      try parser.comparing { parser throws(Halt) in try parser.expression() }
    }
    if stands(.comma) { throw halt(.listWithoutIn) }
    try close(open)
    return Expression(.bracketed(inner), SourceSpan(open.start, lastEnd))
  }

  /// A word: a constant, a call or a column.
  private mutating func wordTerm(_ word: String) throws(Halt) -> Expression {
    switch word {
    case "missing": return Expression(.literal(.missing), advance().span)
    case "true", "false": return Expression(.literal(.boolean(word == "true")), advance().span)
    default: break
    }
    if isReserved(word) { throw reservedOperand(word) }
    let next = peek().kind
    if next == .sign(.open) { return try call() }
    if next != .sign(.dot), readHabit(.missing) {
      return Expression(.literal(.missing), advance().span)
    }
    return try pathTerm()
  }

  private mutating func reservedOperand(_ word: String) -> Halt {
    if word == "if" { return halt(.bracketsRoundIf) }
    if Keywords.openInTerms.contains(word) || clauseWords.contains(word) {
      let isName = peek().endsStatement || peek().kind == .sign(.dot) || Keywords.isOperator(peek())
      if !isName { return halt(.missingOperand(found: word)) }
    }
    return reservedName(word)
  }

  private mutating func missingOperand() -> Halt {
    if stands(.not) { return halt(.bracketsRoundNot) }
    if stands(.dot) {
      return halt(.zeroBeforePoint, fix: peek().integer == nil ? nil : inserting("0"))
    }
    return turnedSign() ?? halt(.missingOperand(found: found))
  }

  private mutating func pathTerm() throws(Halt) -> Expression {
    let path = try path()
    return Expression(.path(path), path.span)
  }

  // name "(" [ "where" expr | arg { "," arg } ] ")"
  private mutating func call() throws(Halt) -> Expression {
    let name = Name(current.identifier ?? "", advance().span)
    let open = advance().span
    if stands(.times), peek().kind == .sign(.close) { return try countStar(name) }
    if let halt = distinctCount(name) { throw halt }
    var call = Call(function: name, arguments: [])
    try nested(at: open) { parser throws(Halt) in
      parser.want(.keyword("where"))
      if parser.stands("where"), parser.peek().kind != .sign(.close) {
        parser.advance()
        call.condition = try parser.expression()
      } else if !parser.stands(.close) {
        parser.want(.sign(")"))
        call.arguments = try parser.list { parser throws(Halt) in try parser.callArgument() }
      }
    }
    try close(open)
    return Expression(.call(call), SourceSpan(name.span.start, lastEnd))
  }

  // arg = [ "else" ] expr [ "where" expr ] ;
  private mutating func callArgument() throws(Halt) -> CallArgument {
    try comparing { parser throws(Halt) in
      let isElse = parser.accept("else")
      let expression = try parser.expression()
      let condition = parser.accept("where") ? try parser.expression() : nil
      return CallArgument(expression, condition: condition, isElse: isElse)
    }
  }
}
