// Habits of other languages: read as what they mean, noted with their translation.

import Diagnostics

extension Parser {
  /// Notes a habit at the current token, whose translation is `text`.
  mutating func noteHabit(_ message: Message, writing text: String) {
    let fix = FixIt.replacing(current.span, with: text)
    noteHabit(Diagnostic(message, at: current.span, fix: fix))
  }

  /// Notes a habit; the same one again in a statement only adds to the repair of the first.
  mutating func noteHabit(_ habit: Diagnostic) {
    let earlier = diagnostics.indices.dropFirst(firstOfStatement).first {
      diagnostics[$0].message.code == habit.message.code
    }
    guard let earlier, let edits = habit.fix?.edits else { return diagnostics.append(habit) }
    diagnostics[earlier].fix?.edits += edits
    diagnostics[earlier].furtherSpans.append(habit.span)
  }

  /// Reads the current token as the word `ours`.
  private mutating func read(as ours: String, _ message: Message) {
    noteHabit(message, writing: ours)
    tokens[index].kind = .name(ours)
  }

  /// Moves over the first word of `from t`.
  mutating func skipForeignFrom() {
    guard stands("from"), peek().nameText != nil || peek().kind == .sign(.open) else { return }
    let span = SourceSpan(current.span.start, peek().span.start)
    noteHabit(Diagnostic(.foreignFrom, at: current.span, fix: .replacing(span, with: "")))
    advance()
  }

  /// Moves over `or`, and over `||` and `OR`.
  mutating func acceptOr() throws(Halt) -> Bool {
    if stands(.or) { read(as: "or", .foreignOr) }
    if stands("OR") { read(as: "or", .capitalWord("OR")) }
    return accept("or")
  }

  /// Moves over `and`, and over `&&` and `AND`.
  mutating func acceptAnd() throws(Halt) -> Bool {
    if stands(.and) { read(as: "and", .foreignAnd) }
    if stands("AND") { read(as: "and", .capitalWord("AND")) }
    return accept("and")
  }

  /// Reads `IN`, `IS`, `NOT`, `BETWEEN` and `LIKE` after a value as their lower-case words.
  mutating func skipForeignCapitals() {
    readLowerCase(at: index)
    if stands("is") || stands("not") { readLowerCase(at: index + 1) }
  }

  private mutating func readLowerCase(at index: Int) {
    guard index < tokens.count, let word = tokens[index].word,
      ["IN", "IS", "NOT", "BETWEEN", "LIKE"].contains(word)
    else { return }
    let ours = word.lowercased()
    let fix = FixIt.replacing(tokens[index].span, with: ours)
    noteHabit(Diagnostic(.capitalWord(word), at: tokens[index].span, fix: fix))
    tokens[index].kind = .name(ours)
  }

  /// Reads `DESC` and `descending` as `desc`, and their opposites.
  mutating func skipForeignDirection() {
    switch current.word {
    case "DESC", "descending": read(as: "desc", .direction("desc"))
    case "ASC", "ascending": read(as: "asc", .direction("asc"))
    default: break
    }
  }

  /// `!x` and `NOT x`, which are moved over.
  mutating func skipForeignNot() -> Bool {
    if stands(.not) {
      noteHabit(.foreignNot, writing: "not ")
    } else if stands("NOT"), peek().nameText != nil || peek().kind == .sign(.open) {
      noteHabit(.capitalWord("NOT"), writing: "not")
    } else {
      return false
    }
    advance()
    return true
  }

  /// `elif`, which is left for the caller to move over like an `if`.
  mutating func skipForeignElseIf() -> Bool {
    guard let word = current.word, ["elif", "elsif", "elseif"].contains(word) else { return false }
    noteHabit(.foreignElseIf(word), writing: "else if")
    return true
  }

  /// Reads `count(*)`.
  mutating func countStar(_ name: Name) throws(Halt) -> Term {
    guard name.text.lowercased() == "count" else { throw halt(.starArgument(name.text)) }
    let span = SourceSpan(name.span.start, peek().span.end)
    noteHabit(Diagnostic(.countStar, at: span, fix: .replacing(span, with: "count")))
    advance()
    advance()
    return Term(.path(Path([Name("count", name.span)])), span)
  }

  /// `x like "%a%"`, read by where the percent signs stand.
  mutating func foreignLike(_ left: Term, negated: SourceSpan?) throws(Halt) -> Term? {
    guard stands("like") || stands("ilike") else { return nil }
    guard case .literal(.text(let pattern)) = peek().kind,
      let (sign, text) = ForeignHabits.like(pattern)
    else { throw halt(.foreignLike) }
    if stands("ilike") {
      let ours = negated == nil ? sign : ForeignHabits.opposite(sign)
      let said = "lower(\(written(left.span))) \(ours.rawValue) \(Spelling.text(text.lowercased()))"
      throw halt(.foreignLike, fix: .replacing(left.span.union(peek().span), with: said))
    }
    let ours = negated == nil ? sign : ForeignHabits.opposite(sign)
    let span = (negated ?? current.span).union(peek().span)
    let fix = FixIt.replacing(span, with: ours.rawValue + " " + Spelling.text(text))
    noteHabit(Diagnostic(.foreignLike, at: current.span, fix: fix))
    advance()
    try countOperator()
    let right = Term(.literal(.text(text)), advance().span)
    return infix(ours, left, right)
  }
}
