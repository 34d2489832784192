// The errors for tokens that are left where a stage or a statement should end.

import Diagnostics

extension Parser {
  /// The error for what is left of a statement.
  mutating func leftover() -> Halt {
    if let verb = last.identifier, verbs[verb] != nil, frames.count <= 1 {
      return halt(.verbFirst(verb), at: last.span)
    }
    return commonLeftover() ?? halt(.leftover(found: found ?? "the end"))
  }

  /// The error for what is left of a stage.
  mutating func leftover(_ shape: Shape, of verb: Name) -> Halt {
    let usage = shape.usage(verb.text)
    let known =
      bracketsRoundArguments(verb) ?? countedStar(verb) ?? totaledCall(verb)
      ?? missingClauseWord(shape, of: verb) ?? rankedKey(verb)
      ?? misspeltOption(shape)
      ?? foreignOperator(verb) ?? negatedWord() ?? leftoverWord(shape, of: verb) ?? commonLeftover()
    if let known { return known }
    if stands(.comma) || stands("and") { return leftoverComma(verb) }
    if !hints(shape).contains(.bracket), stands(.open), let column = last.nameText {
      return halt(.computedColumn(verb.text, column))
    }
    return halt(.leftoverInStage(verb.text, found: found ?? "the end", usage: usage))
  }

  private mutating func commonLeftover() -> Halt? {
    if stands(.close) { return halt(.strayBracket, writing: "") }
    if stands(.or) { return halt(.doubleBar, writing: "|") }
    if stands(.range) { return halt(.strayRange) }
    if stands(.dot), last.integer != nil, peek().endsStatement {
      return halt(.digitAfterPoint, writing: "")
    }
    guard let word = current.identifier else { return nil }
    if verbs[word] != nil { return halt(.missingBar(word), fix: inserting("| ")) }
    let lower = word.lowercased()
    let two = lower + (peek().identifier?.lowercased() == "by" ? " by" : "")
    return foreignClause(two) ?? (two == lower ? nil : foreignClause(lower))
  }

  /// The error for a stage of another language without a bar, which begins here with `verb`.
  private mutating func foreignClause(_ verb: String) -> Halt? {
    let isOneWord = !verb.hasSuffix(" by")
    let span = isOneWord ? current.span : current.span.union(peek().span)
    let first = index + (isOneWord ? 1 : 2)
    let end = tokens[first...].firstIndex { $0.endsStatement || $0.isBar } ?? first
    let rest = SourceSpan(span.end, end == first ? span.end : tokens[end - 1].span.end)
    let stage = ForeignStage(verb, written(rest))
    guard let habit = habits?.verb(of: stage) else { return nil }
    let ours = end == first ? nil : habits?.rewritten(stage, before: nil)
    let whole = span.union(rest)
    let fix = ours.map { FixIt.replacing(whole, with: "| " + $0) }
    return halt(.foreignClause(verb, hint: habit.hint), at: span, fix: fix)
  }

  /// The token before the place, or the first.
  var last: Token { tokens[max(0, index - 1)] }

  /// A word that does not follow: an option of other verbs, a forgotten `by`, or a forgotten comma.
  private mutating func leftoverWord(_ shape: Shape, of verb: Name) -> Halt? {
    guard let word = current.nameText else { return nil }
    if !isName {
      if word == "not" {
        let isValue = !peek().endsStatement && peek().nameText == nil
        return halt(.strayNot, fix: isValue ? .replacing(current.span, with: "!=") : nil)
      }
      if let halt = misplacedOption(word, shape, of: verb) { return halt }
      guard Keywords.clauses.contains(word) else { return nil }
      return halt(.noSuchOption(verb.text, word, usage: shape.usage(verb.text)))
    }
    if word == "using", let halt = misplacedOption(word, shape, of: verb) { return halt }
    if verbs[word] != nil || habits?.verb(of: ForeignStage(word, "")) != nil { return nil }
    if let ours = misspeltWord(word, shape, of: verb) {
      return halt(.misspeltOption(word, ours), writing: ours)
    }
    if frame.arguments["by"] == nil, shape.options.contains(where: { $0.words == ["by"] }) {
      return halt(.missingBy(found ?? word), fix: inserting("by "))
    }
    if hints(shape).contains(.missingAnd) { return halt(.missingAnd(found ?? word)) }
    guard hints(shape).contains(.missingComma), last.nameText != nil else { return nil }
    let end = SourceSpan(lastEnd, lastEnd)
    return halt(.missingComma("names", found ?? word), fix: .replacing(end, with: ","))
  }

  /// The hints of the slot that the stage ends in.
  func hints(_ shape: Shape) -> RepairHints {
    let option = shape.options.last { frame.arguments[$0.slot.label] != nil }
    return (option?.slot ?? shape.head.last?.slot)?.syntax.hints ?? []
  }

  private mutating func leftoverComma(_ verb: Name) -> Halt {
    if stands(.comma) {
      let isVerb = peek().identifier.map { verbs[$0] != nil } ?? false
      let span = SourceSpan(lastEnd, peek().span.start)
      let isCondition = verb.text == "where" && peek().nameText != nil
      let fix = isCondition ? FixIt.replacing(span, with: isVerb ? " | " : " and ") : nil
      return halt(.conditionsWithComma(verb.text), fix: fix)
    }
    let span = SourceSpan(lastEnd, current.span.end)
    return halt(.andBetweenItems(verb.text), fix: .replacing(span, with: ","))
  }
}
