import Diagnostics
import Syntax

// Phrases that reach over stages, each looked for from a token on.

extension UnreadStatement {
  /// `t.head(10)`: stages joined by dots.
  func dottedStages(_ start: Int) -> Diagnostic? {
    guard start == 0, name(0) != nil, stands(".", 1), name(2) != nil,
      !tokens.contains(where: { $0.kind == .sign(.bar) })
    else { return nil }
    let message: Message = """
      dotted-stages: Stages stand after a |, not after a dot: \(written(0)) | where CONDITION | \
      first 10.
      """
    var edits: [FixIt.Edit] = []
    var index = 1
    while index < tokens.count {
      guard stands(".", index), name(index + 1) != nil, stands("(", index + 2),
        let close = closing(index + 2)
      else { return diagnostic(message, 0..<tokens.count) }
      edits.append(FixIt.Edit(tokens[index].span, " | "))
      index = close + 1
    }
    return Diagnostic(message, at: span(0..<tokens.count), fix: FixIt(edits))
  }

  /// `describe t`: a verb before its table.
  func prefixedVerb(_ start: Int) -> Diagnostic? {
    guard start == 0, let first = word(0), let table = name(1), word(1) != "by",
      case let verb = ["desc", "describe"].contains(first.lowercased()) ? "describe" : first,
      verbs.contains(verb) || VerbHabit.named(verb) != nil || verb == "table",
      !Keywords.statements.contains(verb),
      tokens.count == 2 || stands("|", 2)
    else { return nil }
    if table.lowercased() == "tables" {
      return diagnostic(
        "show-tables: The tables are listed by the command .tables.",
        0..<2
      )
    }
    let showing = ["use", "show", "list", "print", "display", "browse", "view", "see", "table"]
    if showing.contains(verb.lowercased()) {
      let message: Message = "table-alone: A table is shown by its name alone: \(table)."
      return diagnostic(message, 0..<2, written(1))
    }
    let message: Message =
      "verb-first: The table comes first, then a | and the verb: \(table) | \(verb)."
    return diagnostic(message, 0..<2, "\(written(1)) | \(verb)")
  }

  /// `a over (partition by b order by c)`.
  func window(_ start: Int) -> Diagnostic? {
    guard word(start)?.lowercased() == "over", stands("(", start + 1),
      let close = closing(start + 1)
    else { return nil }
    let message: Message = """
      over-window: over is written behind the columns of add, with per for its groups and along \
      for its order: add so_far = running(COLUMN) per KEY along EXPR.
      """
    func clause(_ word: String) -> Int? {
      (start + 2..<close).first {
        self.word($0)?.lowercased() == word && self.word($0 + 1)?.lowercased() == "by"
      }
    }
    let (partition, order) = (clause("partition"), clause("order"))
    // Over an order, an aggregate of SQL runs; that is another function here.
    let isNumbered = word(start - 3) == "row_number"
    let isClear = partition.map { $0 < order ?? close } ?? (order != nil)
    guard isClear, order == nil || isNumbered else {
      return diagnostic(message, start..<close + 1)
    }
    let per = partition.map { "per " + written($0 + 2..<(order ?? close)) }
    let along = order.map { "along " + written($0 + 2..<close) }
    let ours = [per, along].compactMap { $0 }.joined(separator: " ")
    return diagnostic(message, start..<close + 1, ours)
  }

  /// `count if a > 3`: a condition behind a verb, or a choice behind its value.
  func trailingIf(_ start: Int) -> Diagnostic? {
    guard word(start) == "if", let verb = verb(of: start), verb < start, word(verb) != "keep",
      word(verb) != "drop"
    else { return nil }
    let end = stageEnd(start)
    let inside = start + 1..<end
    if inside.contains(where: { word($0) == "then" }) { return nil }
    // A bracket that is not closed ends elsewhere, behind a semicolon as a rule.
    if inside.reduce(0, { $0 + tokens[$1].nesting }) != 0 { return nil }
    if let other = inside.first(where: { word($0) == "else" }) {
      if start - 1 == verb { return nil }
      guard isSimple(start - 1), other + 1 < end else {
        return diagnostic(.choiceForm, start..<end)
      }
      let choice =
        "if \(written(start + 1..<other)) then \(written(start - 1)) else "
        + written(other + 1..<end)
      return diagnostic(.choiceForm, start - 1..<end, choice)
    }
    if inside.isEmpty { return nil }
    let ours = "where \(written(inside)) | \(written(verb..<start))"
    let message: Message =
      "if-comes-before: Rows are chosen by a stage of their own, before: \(ours)."
    return diagnostic(message, verb..<end, ours)
  }

  /// `save /tmp/x.svg`: the name of a file without its quotes.
  func barePath(_ start: Int) -> Diagnostic? {
    guard let save = word(start), save == "save", verb(of: start) == start else { return nil }
    var end = stageEnd(start)
    if end - start > 3, word(end - 1) == "sources", word(end - 2) == "with" { end -= 2 }
    let path = start + 1..<end
    let written = written(path)
    guard !path.isEmpty, path.dropLast().allSatisfy(touch),
      written.contains(where: { "./".contains($0) }),
      !written.contains(where: { "\"'()$".contains($0) })
    else { return nil }
    let ours = "\"\(written)\""
    let message: Message = "save-needs-path: The name of a file stands in quotes: save \(ours)."
    return diagnostic(message, path, ours)
  }

  /// `sample(5)`: brackets round all that a verb takes.
  func bracketsRoundAll(_ start: Int) -> Diagnostic? {
    guard stands("(", start), verb(of: start) == start - 1, let verb = word(start - 1),
      verbs.contains(verb), touch(start - 1), let close = closing(start),
      close + 1 == stageEnd(start - 1), close > start + 1
    else { return nil }
    let inner = written(start + 1..<close)
    let isCount = verb == "count"
    let isStar = isCount && ["*", "1"].contains(inner)
    let ours = isCount && inner.contains("=") ? nil : isStar ? "" : (isCount ? " by " : " ") + inner
    return diagnostic(.bracketsRoundArguments(verb), start..<close + 1, ours)
  }
}

extension Message {
  static let choiceForm: Message =
    "choice-form: A choice is written if … then … else …; its further cases follow after else if."
}
