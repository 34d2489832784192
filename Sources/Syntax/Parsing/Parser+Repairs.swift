// Mistakes within a stage that have one clear repair.

import Diagnostics

extension Parser {
  /// An option of another verb that stands for one of this verb: `first 3 by state` means `per`.
  mutating func misplacedOption(_ word: String, _ shape: Shape, of verb: Name) -> Halt? {
    let options = shape.options.compactMap { $0.words.count == 1 ? $0.words[0] : nil }
    let meant = ["by": ["per", "on", "along"], "per": ["by"], "using": ["on"], "where": []]
    let last = frame.arguments
    if word == "per", last["by"] != nil, options.contains("by"), !options.contains("per") {
      let fix = FixIt.replacing(SourceSpan(lastEnd, current.span.end), with: ",")
      return halt(.commaBetweenKeys(verb.text), fix: fix)
    }
    guard let ours = meant[word]?.first(where: options.contains), last[ours] == nil else {
      return nil
    }
    return halt(.otherOption(verb.text, word, ours: ours), writing: ours)
  }

  /// A misspelt option.
  mutating func misspeltOption(_ shape: Shape) -> Halt? {
    guard isName, let word = current.identifier else { return nil }
    let words = shape.options.compactMap(\.words.first)
    let isShort = word.count < 4
    let near =
      isShort && peek().nameText != nil
      ? words.filter { isSlip(word, of: $0) } : nearest(word, in: words)
    guard near.count == 1, !isShort || peek().nameText != nil else { return nil }
    return halt(.misspeltOption(word, near[0]), writing: near[0])
  }

  /// The word of ours that is meant where a value has ended: `by`, an option of several words, an
  /// operator or a direction.
  func misspeltWord(_ word: String, _ shape: Shape, of verb: Name) -> String? {
    let isFollowed = peek().nameText != nil
    if isFollowed, shape.options.contains(where: { $0.words == ["by"] }),
      ["bye", "buy", "bu", "bt", "vy", "ny", "yb", "bz"].contains(word.lowercased())
    {
      return "by"
    }
    if let option = shape.options.first(where: { $0.words.count > 1 && $0.words.last == word }) {
      return option.words.joined(separator: " ")
    }
    if shape.usage(verb.text).contains("[desc]"), isSlip(word, of: "desc") { return "desc" }
    guard hints(shape).contains(.missingAnd) else { return nil }
    let operators = ["and", "or", "between", "contains", "matches", "in", "is"]
    if word.lowercased() == "isnt" { return "is not" }
    let near =
      word.count < 4 ? operators.filter { isSlip(word, of: $0) } : nearest(word, in: operators)
    return near.count == 1 && (isFollowed || !peek().endsStatement) ? near[0] : nil
  }

  /// Whether a short word is another one with a letter left out, or with two letters swapped.
  private func isSlip(_ word: String, of ours: String) -> Bool {
    if word.count < 2 || word.first != ours.first { return false }
    if word.count == ours.count { return word.sorted() == ours.sorted() }
    guard word.count + 1 == ours.count else { return false }
    return ours.indices.contains { place in
      var shorter = ours
      shorter.remove(at: place)
      return shorter == word
    }
  }

  /// A word or number that follows where a word of ours is missing or another one is meant.
  mutating func foreignOperator(_ verb: Name) -> Halt? {
    guard let word = current.identifier else { return nil }
    if last.integer != nil, ["rows", "row", "lines", "records", "entries"].contains(word) {
      let fix = FixIt.replacing(SourceSpan(lastEnd, current.span.end), with: "")
      return halt(.countOfRows(verb.text), fix: fix)
    }
    let operators = [
      "has": "contains", "startswith": "starts with", "endswith": "ends with", "regexp": "matches",
      "rlike": "matches", "equals": "=",
    ]
    if let ours = operators[word] { return halt(.foreignOperator(word, ours: ours), writing: ours) }
    if ["desc", "DESC"].contains(word), ["top", "bottom"].contains(verb.text) {
      let fix = FixIt.replacing(SourceSpan(lastEnd, current.span.end), with: "")
      return halt(.directionOfTop(verb.text), fix: fix)
    }
    return nil
  }

  /// `lump name 3`, where the word before the number is missing.
  mutating func missingClauseWord(_ shape: Shape, of verb: Name) -> Halt? {
    guard let number = current.integer,
      let option = shape.options.first(where: { $0.isRequired && $0.words.count == 1 })
    else { return nil }
    let word = option.words[0]
    return halt(.missingClause(verb.text, word, number: number), fix: inserting(word + " "))
  }

  /// `count(state)`: brackets round all that a verb takes.
  mutating func bracketsRoundArguments(_ verb: Name) -> Halt? {
    guard stands(.open), lastEnd == verb.span.end else { return nil }
    var (depth, end) = (0, index)
    while end < tokens.count, !tokens[end].endsStatement {
      depth += tokens[end].nesting
      if depth == 0 { break }
      end += 1
    }
    guard end < tokens.count, depth == 0, tokens[end].kind == .sign(.close) else { return nil }
    let inner = written(SourceSpan(current.span.end, tokens[end].span.start))
    let span = SourceSpan(verb.span.end, tokens[end].span.end)
    let isCount = verb.text == "count"
    // count(state, wt = removals) of other languages sums, or sorts: no repair is clear.
    if isCount, inner.contains("=") { return halt(.bracketsRoundArguments(verb.text)) }
    let isStar = isCount && ["", "*", "1"].contains(inner.filter { $0 != " " })
    let ours = isStar ? "" : isCount ? " by " + inner : " " + inner
    let fix = FixIt.replacing(span, with: ours)
    return halt(.bracketsRoundArguments(verb.text), fix: fix)
  }

  /// Whether a stage before has made groups, so that what follows takes them as they are.
  private var isGrouped: Bool {
    frame.stages.contains { ["count", "total", "summarize"].contains($0.verb.text) }
  }

  /// `top 5 by n by state`: within each state where there are groups, else of the states.
  mutating func secondBy(
    _ shape: Shape,
    of verb: Name,
    _ first: SourceSpan,
    _ second: SourceSpan
  ) -> FixIt? {
    guard shape.options.contains(where: { $0.words == ["per"] }), written(second) == "by" else {
      return nil
    }
    if isGrouped { return .replacing(second, with: "per") }
    guard current.nameText != nil, peek().endsStatement || peek().isBar else { return nil }
    let count = written(SourceSpan(verb.span.end, first.start))
    let measure = written(SourceSpan(first.end, second.start))
    return totaling(measure, by: written(current.span), verb, count, to: current.span)
  }

  /// `top 5 states by n`, at whose first name the parser stands.
  mutating func rankedKey(_ verb: Name) -> Halt? {
    guard ["top", "bottom"].contains(verb.text), isName, peek().identifier == "by",
      peek(2).nameText != nil, peek(3).endsStatement || peek(3).isBar
    else { return nil }
    let (key, measure) = (current.span, peek(2).span)
    let count = written(SourceSpan(verb.span.end, key.start))
    let gap = SourceSpan(key.start, peek().span.start)
    let fix =
      isGrouped
      ? FixIt.replacing(gap, with: "")
      : totaling(" \(written(measure)) ", by: written(key), verb, count, to: measure)
    return halt(.rankedKey(verb.text, written(key)), at: key, fix: fix)
  }

  /// The stages that add a measure up for each value of a key and rank these, in place of the stage
  /// of `verb` up to `end`.
  private func totaling(
    _ measure: String,
    by key: String,
    _ verb: Name,
    _ count: String,
    to end: SourceSpan
  ) -> FixIt {
    let blank = count.last == " " ? String(count.dropLast()) : count
    let stages = "total\(measure)by \(key) | \(verb.text)\(blank)"
    return .replacing(verb.span.union(end), with: stages)
  }

  /// `count *`, which counts all rows.
  mutating func countedStar(_ verb: Name) -> Halt? {
    guard verb.text == "count", stands(.times), last.span == verb.span,
      let reading = habits?.reading(of: "count(*)", at: .call)
    else { return nil }
    let span = SourceSpan(lastEnd, current.span.end)
    return halt(reading.message, fix: .replacing(span, with: ""))
  }

  /// `total sum(x)`, which total does by itself, and `total mean(x)`, which summarize does.
  mutating func totaledCall(_ verb: Name) -> Halt? {
    guard verb.text == "total", stands(.open), let function = last.nameText,
      let close = tokens[index...].firstIndex(where: { $0.kind == .sign(.close) })
    else { return nil }
    let call = SourceSpan(last.span.start, tokens[close].span.end)
    let inner = written(SourceSpan(current.span.end, tokens[close].span.start))
    let isSum = function.lowercased() == "sum"
    let whole = verb.span.union(call)
    let fix =
      isSum
      ? FixIt.replacing(call, with: inner)
      : FixIt.replacing(whole, with: "summarize " + written(call))
    return halt(.totaledCall(function), at: call, fix: fix)
  }

  /// The error for a first argument that follows the habit of another language.
  mutating func foreignArgument(_ verb: Name) -> Halt? {
    if verb.text == "sort", stands("by") {
      let fix = FixIt.replacing(SourceSpan(current.span.start, peek().span.start), with: "")
      return halt(.sortWithoutBy, fix: fix)
    }
    guard stands("if"), verb.text == "keep" || verb.text == "drop" else { return nil }
    let span = verb.span.union(current.span)
    let fix = verb.text == "keep" ? FixIt.replacing(span, with: "where") : nil
    return halt(.columnsNotRows(verb.text), at: span, fix: fix)
  }

  /// `=>` and `=<`, at whose second sign the parser stands.
  mutating func turnedSign() -> Halt? {
    let before = tokens[max(0, index - 1)]
    guard before.kind == .sign(.equal), before.span.end == current.span.start else { return nil }
    let span = before.span.union(current.span)
    guard stands(.greater) || stands(.less) else { return nil }
    let ours = written(current.span) + "="
    return halt(.otherSign("turned-sign", written(span), ours: ours), at: span, writing: ours)
  }

  /// `count(distinct state)`.
  mutating func distinctCount(_ name: Name) -> Halt? {
    guard name.text.lowercased() == "count", current.identifier?.lowercased() == "distinct",
      peek().nameText != nil
    else { return nil }
    let span = SourceSpan(name.span.start, peek().span.start)
    return halt(.countDistinct, at: span, writing: "distinct(")
  }

  /// `!contains`.
  mutating func negatedWord() -> Halt? {
    guard stands(.not), ["contains", "in", "between"].contains(peek().identifier),
      let reading = habits?.reading(of: "!", at: .negation)
    else { return nil }
    return halt(reading.message, writing: reading.text)
  }

  /// `by month`, where a length of time is wanted: one of the unit; `by months 3`: so many.
  func lengthFix(_ slot: AnySlot) -> FixIt? {
    guard slot.usage == "COUNT UNIT", let word = current.identifier, Keywords.unit(word) != nil
    else { return nil }
    let next = peek()
    if next.integer == nil { return inserting("1 ") }
    return .replacing(current.span.union(next.span), with: "\(written(next.span)) \(word)")
  }

  /// The repair of a misspelt unit.
  func unitFix() -> FixIt? {
    guard let word = current.identifier else { return nil }
    let near = nearest(word, in: ["days", "weeks", "months", "quarters", "years"])
    return near.first.map { .replacing(current.span, with: $0) }
  }
}
