// Words of other languages: read as what they mean, noted with their translation.

import Diagnostics

extension Parser {
  /// Notes a habit; the same one again in a statement only adds to the repair of the first.
  mutating func noteHabit(_ habit: Diagnostic) {
    let earlier = diagnostics.indices.dropFirst(firstOfStatement).first {
      diagnostics[$0].message.code == habit.message.code
    }
    guard let earlier, let edits = habit.fix?.edits else { return diagnostics.append(habit) }
    diagnostics[earlier].fix?.edits += edits
    diagnostics[earlier].furtherSpans.append(habit.span)
  }

  /// Reads the token as our word where another language has another one at this place.
  @discardableResult
  mutating func readHabit(_ place: HabitPlace, ahead: Int = 0) -> Bool {
    let index = index + ahead
    guard let habits, index < tokens.count else { return false }
    switch tokens[index].kind {
    case .name, .sign: break
    default: return false
    }
    let span = tokens[index].span
    guard let reading = habits.reading(of: written(span), at: place) else { return false }
    let fix = FixIt.replacing(span, with: reading.text)
    noteHabit(Diagnostic(reading.message, at: span, fix: fix))
    tokens[index].kind = Sign(rawValue: reading.ours).map(Token.Kind.sign) ?? .name(reading.ours)
    return true
  }

  /// Moves over `word`, and over what other languages write in its place.
  mutating func accept(_ word: String, _ place: HabitPlace) -> Bool {
    readHabit(place)
    return accept(word)
  }

  /// Moves over the first word of `from t`.
  mutating func skipForeignFrom() {
    guard stands("from"), peek().nameText != nil || peek().kind == .sign(.open),
      let reading = habits?.reading(of: "from", at: .source)
    else { return }
    let span = SourceSpan(current.span.start, peek().span.start)
    noteHabit(Diagnostic(reading.message, at: current.span, fix: .replacing(span, with: "")))
    advance()
  }

  /// Reads `count(*)`.
  mutating func countStar(_ name: Name) throws -> Expression {
    guard let reading = habits?.reading(of: name.text.lowercased() + "(*)", at: .call) else {
      throw halt(.starArgument(name.text))
    }
    let span = SourceSpan(name.span.start, peek().span.end)
    noteHabit(Diagnostic(reading.message, at: span, fix: .replacing(span, with: reading.text)))
    advance()
    advance()
    return Expression(.path(Path([Name(reading.ours, name.span)])), span)
  }

  /// `x like "%a%"`, read by where the percent signs stand.
  mutating func foreignLike(_ left: Expression, negated: SourceSpan?) throws -> Expression? {
    guard let word = current.identifier,
      let message = habits?.reading(of: word, at: .pattern)?.message
    else { return nil }
    guard case .literal(.text(let pattern)) = peek().kind, let (sign, text) = Parser.like(pattern)
    else { throw halt(message) }
    let ours = negated == nil ? sign : Parser.negated[sign] ?? .notEqual
    if word == "ilike" {
      let said = "lower(\(written(left.span))) \(ours.rawValue) \(Spelling.text(text.lowercased()))"
      throw halt(message, fix: .replacing(left.span.union(peek().span), with: said))
    }
    let span = (negated ?? current.span).union(peek().span)
    let fix = FixIt.replacing(span, with: ours.rawValue + " " + Spelling.text(text))
    noteHabit(Diagnostic(message, at: current.span, fix: fix))
    advance()
    try countOperator()
    let right = Expression(.literal(.text(text)), advance().span)
    return infix(ours, left, right)
  }

  /// The comparison that SQL's `like` makes with `pattern`; nil if it needs a regular expression.
  private static func like(_ pattern: String) -> (sign: InfixOperator, text: String)? {
    let percent = UInt8(ascii: "%")
    var text = Array(pattern.utf8)
    let (atStart, atEnd) = (text.first == percent, text.count > 1 && text.last == percent)
    if atStart { text.removeFirst() }
    if atEnd { text.removeLast() }
    guard !text.isEmpty, !text.contains(percent), !text.contains(UInt8(ascii: "_")) else {
      return nil
    }
    let sign: InfixOperator =
      atStart ? (atEnd ? .contains : .endsWith) : (atEnd ? .startsWith : .equal)
    return (sign, String(decoding: text, as: UTF8.self))
  }
}
