// Turns of phrase that reach over stages.

import Diagnostics

extension ForeignPhrases {
  /// `deportations.head(10)`: stages joined by dots.
  func dottedStages(_ start: Int) -> ForeignPhrase? {
    guard start == 0, name(0) != nil, isSign(.dot, 1), name(2) != nil,
      !tokens.contains(where: { $0.kind == .sign(.bar) })
    else { return nil }
    var edits: [FixIt.Edit] = []
    var index = 1
    while index < tokens.count {
      guard isSign(.dot, index), name(index + 1) != nil, isSign(.open, index + 2),
        let close = closing(index + 2)
      else {
        return phrase(.dottedStages, 0..<tokens.count)
      }
      edits.append(FixIt.Edit(tokens[index].span, " | "))
      index = close + 1
    }
    return ForeignPhrase(
      message: .dottedStages,
      span: span(0..<tokens.count),
      fix: FixIt(edits)
    )
  }

  /// `x = deportations | count` and `x <- deportations`.
  func letWithout(_ start: Int) -> ForeignPhrase? {
    guard start == 0, let name = name(0), !Words.statements.contains(name) else { return nil }
    let isArrow = isSign(.less, 1) && isSign(.minus, 2) && touch(1)
    guard isArrow || isSign(.equal, 1) else { return nil }
    let end = isArrow ? 3 : 2
    guard self.name(end) != nil || isSign(.open, end) else { return nil }
    let fix = FixIt.replacing(span(0..<end), with: "let \(written(0)) =")
    return ForeignPhrase(message: .letWithout(written(0)), span: span(0..<end), fix: fix)
  }

  /// `deportations > x.csv`.
  func toFile(_ start: Int) -> ForeignPhrase? {
    guard isSign(.greater, start), name(start + 1) != nil, isSign(.dot, start + 2),
      start + 4 == tokens.count, verb(of: start) == nil || !touch(start - 1)
    else { return nil }
    let file = written(start + 1..<tokens.count)
    guard !file.contains(" ") else { return nil }
    return phrase(.toFile, start..<tokens.count, "| save \"\(file)\"")
  }

  /// `describe deportations`: a verb before its table.
  func prefixedVerb(_ start: Int) -> ForeignPhrase? {
    guard start == 0, let verb = word(0), let table = name(1), word(1) != "by",
      verbs.contains(verb) || ForeignHabits.verbs[verb] != nil, !Words.statements.contains(verb),
      tokens.count == 2 || isSign(.bar, 2)
    else { return nil }
    if table.lowercased() == "tables" { return phrase(.showTables, 0..<2) }
    if ["use", "show", "list", "print", "display", "browse"].contains(verb) {
      return phrase(.tableAlone(table), 0..<2, written(1))
    }
    return phrase(.verbBeforeTable(verb, table), 0..<2, "\(written(1)) | \(verb)")
  }

  /// `state in (select code from states)`.
  func subquery(_ start: Int) -> ForeignPhrase? {
    guard isSign(.open, start), word(start + 1)?.lowercased() == "select",
      let close = closing(start)
    else { return nil }
    let inner = start + 2..<close
    let from = inner.first { word($0)?.lowercased() == "from" }
    let isPlain = from == start + 3 && close == start + 5 && word(start - 1) == "in"
    return phrase(.subquery, start..<close + 1, isPlain ? written(start + 4) : nil)
  }

  /// `state in (events | where kind = "refusal" | keep state)`.
  func pipelineInSet(_ start: Int) -> ForeignPhrase? {
    guard isSign(.open, start), word(start - 1) == "in", let close = closing(start),
      (start..<close).contains(where: { isSign(.bar, $0) })
    else { return nil }
    return phrase(.pipelineInSet(written(start + 1..<close)), start..<close + 1)
  }

  /// `removals over (partition by state order by fiscal_year)`.
  func window(_ start: Int) -> ForeignPhrase? {
    guard word(start)?.lowercased() == "over", isSign(.open, start + 1),
      let close = closing(start + 1)
    else { return nil }
    let words = (start + 2..<close).map { word($0)?.lowercased() }
    func clause(_ word: String) -> Int? {
      words.indices.first { words[$0] == word && $0 + 1 < words.count && words[$0 + 1] == "by" }
        .map { start + 2 + $0 }
    }
    let (partition, order) = (clause("partition"), clause("order"))
    if let partition, let order, order < partition {
      return phrase(.overWindow, start..<close + 1)
    }
    var ours: [String] = []
    if let partition {
      ours.append("per " + written(partition + 2..<(order ?? close)))
    }
    // Over an order, an aggregate of SQL runs; that is another function here.
    let isNumbered = word(start - 3) == "row_number"
    if let order, isNumbered { ours.append("along " + written(order + 2..<close)) }
    let isClear = !ours.isEmpty && (order == nil || isNumbered)
    return phrase(.overWindow, start..<close + 1, isClear ? ours.joined(separator: " ") : nil)
  }

  /// `by state: summarize removals`.
  func groupPrefix(_ start: Int) -> ForeignPhrase? {
    guard let word = word(start), word == "by" || word == "bysort", verb(of: start) == start,
      let colon = (start..<stageEnd(start)).first(where: { isStrange(":", $0) })
    else { return nil }
    return phrase(.groupsComeLast, start..<colon + 1)
  }

  /// `count if removals > 3`, `summarize removals if removals > 3`.
  func trailingIf(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "if", let verb = verb(of: start), verb < start, word(verb) != "keep",
      word(verb) != "drop"
    else { return nil }
    let end = stageEnd(start)
    let inside = start + 1..<end
    if inside.contains(where: { word($0) == "then" }) { return nil }
    if let other = inside.first(where: { word($0) == "else" }) {
      if start - 1 == verb { return nil }
      guard isSimple(start - 1), other + 1 < end else { return phrase(.choiceForm, start..<end) }
      let choice =
        "if \(written(start + 1..<other)) then \(written(start - 1)) else "
        + written(other + 1..<end)
      return phrase(.choiceForm, start - 1..<end, choice)
    }
    if start + 1 >= end { return nil }
    let ours = "where \(written(start + 1..<end)) | \(written(verb..<start))"
    return phrase(.ifComesBefore, verb..<end, ours)
  }

  /// `join kind=inner (states)`, `join side:left states`.
  func joinKind(_ start: Int) -> ForeignPhrase? {
    guard let word = word(start), ["kind", "side", "how", "type"].contains(word),
      isSign(.equal, start + 1) || isStrange(":", start + 1), self.word(start - 1) == "join"
    else { return nil }
    return phrase(.joinKind, start..<min(start + 3, tokens.count))
  }

  /// `join states using (state)`.
  func usingBrackets(_ start: Int) -> ForeignPhrase? {
    guard word(start)?.lowercased() == "using", isSign(.open, start + 1),
      let close = closing(start + 1), close > start + 2
    else { return nil }
    return phrase(.usingIsOn, start..<close + 1, "on " + written(start + 2..<close))
  }

  /// `count distinct state`.
  func countDistinct(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "count", verb(of: start) == start, word(start + 1) == "distinct",
      name(start + 2) != nil, start + 3 == stageEnd(start)
    else { return nil }
    return phrase(.countDistinct, start..<start + 3, "summarize distinct(\(written(start + 2)))")
  }

  /// `summarize sum(removals) group by state`.
  func groupBy(_ start: Int) -> ForeignPhrase? {
    guard word(start)?.lowercased() == "group", word(start + 1)?.lowercased() == "by",
      let verb = verb(of: start), verb < start,
      ["summarize", "total", "count"].contains(word(verb))
    else { return nil }
    return phrase(.groupsComeLast, start..<start + 2, "by")
  }

  /// `pivot on fiscal_year`, `pivot fiscal_year values removals`.
  func pivotWord(_ start: Int) -> ForeignPhrase? {
    guard let verb = verb(of: start), self.word(verb) == "pivot", let word = word(start) else {
      return nil
    }
    if start == verb + 1, ["on", "by"].contains(word), name(start + 1) != nil {
      return phrase(.pivotWords, start..<start + 2, written(start + 1))
    }
    guard start == verb + 2, ["values", "using", "value", "of"].contains(word),
      name(start + 1) != nil
    else { return nil }
    return phrase(.pivotWords, start..<start + 1, "showing")
  }

  /// `unpivot a, b as what value`.
  func twoNames(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "as", let verb = verb(of: start), word(verb) == "unpivot",
      name(start + 1) != nil, name(start + 2) != nil, start + 3 == stageEnd(start)
    else { return nil }
    return phrase(.twoNames, start..<start + 3, "as \(written(start + 1)), \(written(start + 2))")
  }

  /// `append using states`.
  func appendUsing(_ start: Int) -> ForeignPhrase? {
    guard word(start) == "using", word(start - 1) == "append", name(start + 1) != nil else {
      return nil
    }
    return phrase(.appendUsing, start..<start + 2, written(start + 1))
  }

  /// `sample(5)`: brackets round all that a verb takes.
  func bracketsRoundAll(_ start: Int) -> ForeignPhrase? {
    guard isSign(.open, start), verb(of: start) == start - 1, let verb = word(start - 1),
      verbs.contains(verb), touch(start - 1), let close = closing(start),
      close + 1 == stageEnd(start - 1), close > start + 1
    else { return nil }
    let inner = written(start + 1..<close)
    if verb == "count", inner.contains("=") {
      return phrase(.bracketsRoundArguments(verb), start..<close + 1)
    }
    return phrase(
      .bracketsRoundArguments(verb),
      start..<close + 1,
      (verb == "count" ? " by " : " ") + inner
    )
  }
}
