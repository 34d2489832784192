// Stages, read by their shapes.

import Diagnostics

extension Parser {
  // stage = verb [ mode ] head { option } ;
  mutating func stage() throws -> Stage {
    let verb = try verb()
    (frame.verb, frame.arguments) = (verb, [:])
    defer { (frame.verb, frame.slot) = (nil, nil) }
    guard let shape = verbs[verb.text] else { return try unknownStage(verb) }
    clauseWords = Keywords.clauses.union(shape.options.compactMap(\.words.first))
    for mode in shape.modes { want(.keyword(mode)) }
    if let word = current.identifier, shape.modes.contains(word) {
      frame.arguments[Shape.mode.label] = Name(word, advance().span)
    }
    try readHead(shape, of: verb)
    try readOptions(shape, of: verb)
    try checkEnd(shape, of: verb)
    return Stage(
      verb: verb,
      arguments: frame.arguments,
      span: SourceSpan(verb.span.start, lastEnd)
    )
  }

  /// The verb after a bar; `order by` and `group by` of other languages are one.
  private mutating func verb() throws -> Name {
    want(.verb)
    guard let word = current.identifier else {
      let second = FixIt.replacing(SourceSpan(current.span.start, peek().span.start), with: "")
      throw halt(.missingVerb(found: found), fix: stands(.bar) ? second : nil)
    }
    let span = advance().span
    if stands("by"), verbs[word] == nil, habits?.verb(of: ForeignStage(word + " by", "")) != nil {
      return Name(word + " by", span.union(advance().span))
    }
    return Name(word, span)
  }

  // All up to the next bar at its depth; the binder reports the unknown verb.
  private mutating func unknownStage(_ verb: Name) throws -> Stage {
    var opened = 0
    while !current.endsStatement {
      if current.kind == .problem { throw halt(.missingVerb(found: nil)) }
      if current.isBar && opened == 0 { break }
      opened += current.nesting
      if opened < 0 { break }
      index += 1
    }
    return Stage(verb: verb, span: SourceSpan(verb.span.start, lastEnd))
  }

  /// The verb of the stage that is being read; empty outside of stages.
  var verbText: String { frames.last?.verb?.text ?? "" }

  private mutating func readHead(_ shape: Shape, of verb: Name) throws {
    for slot in shape.head {
      frame.slot = slot.slot
      if begins(slot.slot) {
        frame.arguments[slot.slot.label] = try slot.slot.parse(&self)
      } else if slot.isRequired {
        throw missingArgument(slot.slot, of: verb, shape)
      }
    }
    frame.slot = nil
  }

  private mutating func readOptions(_ shape: Shape, of verb: Name) throws {
    var places: [String: SourceSpan] = [:]
    while let option = try option(shape, of: verb) {
      let words = SourceSpan(option.start, lastEnd)
      let label = option.option.slot.label
      if let first = places[label] {
        let fix = places["per"] == nil ? secondBy(shape, of: verb, first, words) : nil
        throw halt(.optionTwice(verb.text, written(first), written(words)), at: words, fix: fix)
      }
      try checkMode(option.option, of: verb, at: words)
      places[label] = words
      let slot = option.option.slot
      frame.slot = slot
      guard begins(slot) else {
        let message = Message.missingAfterClause(option.option.clause, slot, found: found)
        throw reservedHere() ?? quotedHere(slot) ?? halt(message, fix: lengthFix(slot))
      }
      frame.arguments[label] = try slot.parse(&self)
      frame.slot = nil
    }
  }

  /// The option that begins here, moving over its clause words.
  private mutating func option(
    _ shape: Shape,
    of verb: Name
  ) throws -> (option: Shape.Option, start: Int)? {
    for option in shape.options where isAllowed(option) {
      if frame.arguments[option.slot.label] == nil { want(.clause(option.clause)) }
    }
    let start = current.span.start
    let candidates = shape.options.filter { $0.words.first == current.identifier }
    if candidates.isEmpty { return nil }
    let fitting = candidates.first { option in
      option.words.indices.allSatisfy { peek($0).identifier == option.words[$0] }
    }
    guard let option = fitting ?? candidates.first(where: { $0.words.count == 1 }) else {
      advance()
      for option in candidates { want(.keyword(option.words[1])) }
      throw halt(.incompleteClause(verb.text, candidates.map(\.words), found: found))
    }
    for _ in option.words { advance() }
    return (option, start)
  }

  /// The word that chose what the verb does; empty if there is none.
  private var mode: String {
    (frame.arguments[Shape.mode.label] as? Name)?.text ?? ""
  }

  private func isAllowed(_ option: Shape.Option) -> Bool { option.modes?.contains(mode) ?? true }

  private mutating func checkMode(
    _ option: Shape.Option,
    of verb: Name,
    at span: SourceSpan
  ) throws {
    if isAllowed(option) { return }
    let modes = (option.modes ?? []).filter { !$0.isEmpty }.sorted().map { verb.text + " " + $0 }
    let full = mode.isEmpty ? verb.text : verb.text + " " + mode
    throw halt(.optionNotForMode(option.clause, full, modes), at: span)
  }

  private mutating func missingArgument(_ slot: AnySlot, of verb: Name, _ shape: Shape) -> Halt {
    foreignArgument(verb) ?? bracketsRoundArguments(verb) ?? reservedHere() ?? quotedHere(slot)
      ?? halt(.missingArgument(verb.text, slot, usage: shape.usage(verb.text), found: found))
  }

  /// An error for a word that is reserved but stands where a name is meant.
  private mutating func reservedHere() -> Halt? {
    guard let word = current.identifier, isReserved(word) else { return nil }
    let next = peek()
    guard next.endsStatement || Keywords.isOperator(next) || next.kind == .sign(.comma) else {
      return nil
    }
    return reservedName(word)
  }

  /// An error for a text where a name is meant.
  private mutating func quotedHere(_ slot: AnySlot) -> Halt? {
    guard slot.syntax.hints.contains(.quotedName), let text = current.text, !text.isEmpty else {
      return nil
    }
    return halt(.quotedColumn, writing: Spelling.name(text))
  }

  /// Checks that the stage has all that it needs and that nothing is left.
  private mutating func checkEnd(_ shape: Shape, of verb: Name) throws {
    if !current.endsStatement, !current.isBar, !stands(.close) {
      throw leftover(shape, of: verb)
    }
    for option in shape.options where option.isRequired && isAllowed(option) {
      guard frame.arguments[option.slot.label] == nil else { continue }
      let stage = written(SourceSpan(verb.span.start, lastEnd))
      let message = Message.missingOption(stage, option, verb.text, usage: shape.usage(verb.text))
      throw halt(message, at: verb.span)
    }
  }
}
