// Comparisons, sets and ranges.

import Diagnostics

extension Parser {
  private static let signs: KeyValuePairs<Sign, InfixOperator> = [
    .equal: .equal, .doubleEqual: .equal, .notEqual: .notEqual, .lessGreater: .notEqual,
    .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater, .greaterOrEqual: .greaterOrEqual,
  ]

  private static let words: KeyValuePairs<String, InfixOperator> = [
    "before": .before, "after": .after, "since": .since, "until": .until,
    "contains": .contains, "matches": .matches, "starts": .startsWith, "ends": .endsWith,
  ]

  /// The comparisons that hold when others do not.
  static let negated: [InfixOperator: InfixOperator] = [
    .contains: .notContains, .matches: .notMatches, .startsWith: .notStartsWith,
    .endsWith: .notEndsWith,
  ]

  // comparison = coal [ sign coal | "is" … | [ "not" ] "in" set | [ "not" ] "between" … | … ] ;
  mutating func comparison() throws -> Expression {
    let left = try coalescence()
    wantComparison()
    if let result = try signComparison(left) { return result }
    readHabit(.comparison)
    if stands("is") || stands("not") { readHabit(.comparison, ahead: 1) }
    if stands("is") { return try missingTest(left) }
    let negatable: [String?] = ["in", "between", "contains", "matches", "starts", "ends", "like"]
    let negated = stands("not") && negatable.contains(peek().identifier) ? advance().span : nil
    if accept("in") { return try membership(left, negated: negated != nil) }
    if accept("between") { return try between(left, negated: negated != nil) }
    if let result = try foreignLike(left, negated: negated) { return result }
    return try wordComparison(left, negated: negated != nil) ?? left
  }

  private mutating func wantComparison() {
    guard current.kind == .end else { return }
    for (_, sign) in Parser.signs { want(.sign(sign.rawValue)) }
    for (_, sign) in Parser.words { want(.keyword(sign.rawValue)) }
    for word in ["is", "in", "not", "between"] { want(.keyword(word)) }
  }

  /// Reads the right side of a comparison with `left`.
  private mutating func operand(beside left: Expression) throws -> Expression {
    try comparing(to: left) { try $0.coalescence() }
  }

  // coal ( "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" ) coal   (* no chains *)
  private mutating func signComparison(_ left: Expression) throws -> Expression? {
    guard let (_, found) = Parser.signs.first(where: { stands($0.key) }) else { return nil }
    if stands(.lessGreater) { readHabit(.comparison) }
    advance()
    try countOperator()
    let right = try operand(beside: left)
    let comparison = infix(found, left, right)
    guard Parser.signs.contains(where: { stands($0.key) }) else { return comparison }
    return infix(.and, comparison, try chained(after: right))
  }

  /// `a < b < c`, read as `a < b and b < c`.
  private mutating func chained(after middle: Expression) throws -> Expression {
    let text = written(middle.span)
    var fix: FixIt? = inserting("and \(text) ")
    if case .literal = middle.kind { fix = nil }
    let message = Message.chainedComparison(text, written(current.span))
    noteHabit(Diagnostic(message, at: current.span, fix: fix))
    try countOperator()
    guard let next = try signComparison(middle) else { return middle }
    return next
  }

  // coal "is" [ "not" ] "missing"
  private mutating func missingTest(_ left: Expression) throws -> Expression {
    advance()
    let negated = accept("not")
    want(.keyword("missing"))
    readHabit(.missing)
    if !stands("missing") {
      if let word = current.identifier, ["blank", "empty", "unknown", "nothing"].contains(word) {
        throw halt(.isBlank(word, negated: negated), writing: "missing")
      }
      // `x is 3` and `x is not 3` with signs.
      let words = SourceSpan(tokens[index - (negated ? 2 : 1)].span.start, lastEnd)
      let fix = FixIt.replacing(words, with: negated ? "!=" : "=")
      let message = Message.isNeedsMissing(negated: negated, found: found)
      throw halt(message, fix: current.endsStatement ? nil : fix)
    }
    let end = advance().span
    return Expression(.missingTest(left, negated: negated), left.span.union(end))
  }

  // coal [ "not" ] "in" set
  private mutating func membership(_ left: Expression, negated: Bool) throws -> Expression {
    try countOperator()
    let set = try comparing(to: left) { try $0.set() }
    let span = SourceSpan(left.span.start, lastEnd)
    return Expression(.membership(left, set, negated: negated), span)
  }

  // set = range | "(" range { "," range } ")" ;   (* "in (" opens a set *)
  private mutating func set() throws -> ValueSet {
    guard stands(.open) else { return .ranges([try range()], bracketed: false) }
    let open = advance().span
    let ranges = try nested(at: open) { try $0.list { try $0.range() } }
    if case .literal = current.kind {
      let end = SourceSpan(lastEnd, lastEnd)
      throw halt(.missingComma("values", found ?? ""), fix: .replacing(end, with: ","))
    }
    try close(open)
    return .ranges(ranges, bracketed: true)
  }

  // range = coal [ ".." coal ] ;   (* inclusive *)
  mutating func range() throws -> ValueRange {
    let low = try coalescence()
    guard accept(.range) else { return ValueRange(low: low, high: nil) }
    return ValueRange(low: low, high: try coalescence())
  }

  // coal [ "not" ] "between" coal "and" coal
  private mutating func between(_ left: Expression, negated: Bool) throws -> Expression {
    try countOperator()
    let low = try operand(beside: left)
    if stands("AND") { readHabit(.conjunction) }
    guard accept("and") else { throw halt(.betweenNeedsAnd(found: found)) }
    let high = try operand(beside: left)
    let kind = Expression.Kind.between(left, low: low, high: high, negated: negated)
    return Expression(kind, left.span.union(high.span))
  }

  // coal [ "not" ] ( "contains" | "matches" | "starts" "with" | … ) coal
  //   | coal ( "before" | … ) coal
  private mutating func wordComparison(_ left: Expression, negated: Bool) throws -> Expression? {
    guard let (word, sign) = Parser.words.first(where: { stands($0.key) }) else { return nil }
    advance()
    try countOperator()
    if sign == .startsWith || sign == .endsWith {
      guard accept("with") else { throw halt(.missingWith(word, found: found)) }
    }
    let right = try operand(beside: left)
    return infix(negated ? Parser.negated[sign] ?? sign : sign, left, right)
  }
}
