// Values, columns and calls of functions.

import Diagnostics

extension Parser {
  // primary = number | percent | span | text | date | period | "$" name
  //         | "missing" | "true" | "false" | "(" expr ")" | path | name "(" … ")" ;
  mutating func primary() throws -> Expression {
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
    default:
      if stands(.not) { throw halt(.bracketsRoundNot) }
      if stands(.dot) {
        throw halt(.zeroBeforePoint, fix: peek().integer == nil ? nil : inserting("0"))
      }
      throw turnedSign() ?? halt(.missingOperand(found: found))
    }
  }

  /// A literal; a whole number before a unit makes a span.
  private mutating func literalTerm(_ literal: Literal) throws -> Expression {
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
  private mutating func bracketed() throws -> Expression {
    let open = advance().span
    let inner = try nested(at: open) { try $0.comparing { try $0.expression() } }
    if stands(.comma) { throw halt(.listWithoutIn) }
    try close(open)
    return Expression(.bracketed(inner), SourceSpan(open.start, lastEnd))
  }

  /// A word: a constant, a call or a column.
  private mutating func wordTerm(_ word: String) throws -> Expression {
    if word == "missing" { return Expression(.literal(.missing), advance().span) }
    if word == "true" || word == "false" {
      return Expression(.literal(.boolean(word == "true")), advance().span)
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

  private mutating func pathTerm() throws -> Expression {
    let path = try path()
    return Expression(.path(path), path.span)
  }

  // name "(" [ "where" expr | arg { "," arg } ] ")"
  private mutating func call() throws -> Expression {
    let name = Name(current.identifier ?? "", advance().span)
    let open = advance().span
    if stands(.times), peek().kind == .sign(.close) { return try countStar(name) }
    if let halt = distinctCount(name) { throw halt }
    var call = Call(function: name, arguments: [])
    try nested(at: open) { parser in
      parser.want(.keyword("where"))
      if parser.stands("where"), parser.peek().kind != .sign(.close) {
        parser.advance()
        call.condition = try parser.expression()
      } else if !parser.stands(.close) {
        parser.want(.sign(")"))
        call.arguments = try parser.list { try $0.callArgument() }
      }
    }
    try close(open)
    return Expression(.call(call), SourceSpan(name.span.start, lastEnd))
  }

  // arg = [ "else" ] expr [ "where" expr ] ;
  private mutating func callArgument() throws -> CallArgument {
    try comparing { parser in
      let isElse = parser.accept("else")
      let expression = try parser.expression()
      let condition = parser.accept("where") ? try parser.expression() : nil
      return CallArgument(expression, condition: condition, isElse: isElse)
    }
  }
}
