import Syntax

// Mistakes in rankings, shares, windows, joins and the order of stages.

extension Mutator {
  /// Changes `top`, `bottom`, `first` or `last`.
  mutating func changeRanking(_ place: Int) {
    let stage = pipeline.stages[place]
    let verb = stage.verb.text
    guard ["top", "bottom", "first", "last"].contains(verb) else { return }
    let whole = "The answer is in there, among others: keep only what is asked for."
    add("uncut", whole, at: place, [])
    let words = [
      "top": "the largest", "bottom": "the smallest", "first": "the first in their order",
      "last": "the last in their order",
    ]
    for other in ["top", "bottom", "first", "last"] where other != verb {
      var changed = stage
      changed.verb = Name(other, nowhere)
      if other == "first" || other == "last" { changed = changed.with("by", nil) }
      let taken = "\(other) takes \(words[other] ?? ""); the question is for \(words[verb] ?? "")."
      add("another-end", taken, at: place, [changed])
    }
    for count in [1, 2, 3, 4, 5, 6, 10, 20] {
      guard let quantity = stage.arguments["count"] as? Quantity, let asked = quantity.count,
        asked != count
      else { continue }
      let changed = stage.with("count", Quantity.count(count))
      add("another-count", "You took \(count); the question is for \(asked).", at: place, [changed])
    }
    changeRankingTerm(stage, place)
    if !stage.groups.isEmpty {
      let one = "One for all together. For each \(stage.groups[0]): per \(stage.groups[0])."
      add("per-left-out", one, at: place, [stage.with("per", nil)])
    }
  }

  /// Ranks by another column, or the rows before they are grouped.
  private mutating func changeRankingTerm(_ stage: Stage, _ place: Int) {
    let measures = pipeline.stages[..<place].flatMap { earlier -> [String] in
      let totals = (earlier.arguments["columns"] as? [Path] ?? []).map(\.last.text)
      let added = (earlier.arguments["columns"] as? [Assignment] ?? []).map(\.name.text)
      return totals + added
    }
    for measure in measures + ["n", "share"] {
      guard let term = expression("`\(measure)`") else { continue }
      let words = "You took them by \(measure)."
      add("another-rank", words, at: place, [stage.with("by", term)])
    }
    guard let fold = pipeline.stages[..<place].lastIndex(where: \.folds),
      pipeline.stages[fold].verb.text == "total",
      let column = (pipeline.stages[fold].arguments["columns"] as? [Path])?.first,
      let term = expression(column.description)
    else { return }
    var rest = pipeline.stages
    rest.remove(at: place)
    rest[fold] = stage.with("by", term)
    let words = "These are the largest rows, not groups: \(row). Group first, then take the top."
    add("rows-for-groups", words, rest)
  }

  /// Changes `share`: a cut before it, its groups, or none at all.
  mutating func changeShare(_ place: Int) {
    let stage = pipeline.stages[place]
    guard stage.verb.text == "share" else { return }
    for count in [3, 5, 10] {
      let cut = Stage("top", ["count": Quantity.count(count)])
      let words = "A share of the \(count) largest: they were cut before share divided."
      add("cut-before-share", words, at: place, [cut, stage])
    }
    if !stage.groups.isEmpty {
      let words =
        "Of what whole? Your shares are of all rows together, not of each "
        + "\(stage.groups[0]): share per \(stage.groups[0])."
      add("per-left-out", words, at: place, [stage.with("per", nil)])
    }
    let keys = pipeline.stages[..<place].last(where: \.folds)?.keys ?? []
    let own = stage.groups.map(\.description)
    for key in keys {
      guard case .path(let path) = key.expression.kind else { continue }
      let name = key.name?.text ?? path.last.text
      if own == [name] { continue }
      let changed = stage.with("per", [Path([Name(name, nowhere)])])
      let words = "Of what whole? Yours is each \(name)."
      add("another-whole", words, at: place, [changed])
    }
    add("share-left-out", "These are numbers; the question is for shares: share.", at: place, [])
  }

  /// Changes windows, arithmetic and spans: another function, another divisor, another moment.
  mutating func changeWindow(_ place: Int) {
    let stage = pipeline.stages[place]
    if stage.verb.text == "around" { changeSpan(stage, place) }
    guard let columns = stage.arguments["columns"] as? [Assignment] else { return }
    if !stage.groups.isEmpty {
      let words =
        "Each \(stage.groups[0]) for itself: per \(stage.groups[0]). Yours go from one "
        + "to the next."
      add("per-left-out", words, at: place, [stage.with("per", nil)])
    }
    for (index, column) in columns.enumerated() {
      for variant in column.expression.variants(changedTerms) {
        var changed = columns
        changed[index].expression = variant.expression
        add(variant.name, variant.words, at: place, [stage.with("columns", changed)])
      }
    }
  }

  private func changedTerms(_ part: Expression) -> [Variant] {
    switch part.kind {
    case .call(let call): return changedWindows(call)
    case .path(let path) where path.names.count > 1:
      let target = context.links[table]?[path.names[0].text] ?? ""
      return (context.measures[target] ?? []).filter { $0 != path.last.text }.map { other in
        var changed = path
        changed.names[changed.names.count - 1] = Name(other, nowhere)
        let words = "You took \(changed); the question is about \(path)."
        return Variant(
          name: "another-divisor",
          words: words,
          expression: Expression(.path(changed), nowhere)
        )
      }
    case .infix(.divide, let left, let right):
      return [
        Variant(
          name: "turned-round",
          words: "The quotient is turned round: \(left) by \(right).",
          expression: Expression(.infix(.divide, right, left), nowhere)
        )
      ]
    case .infix(.times, let left, let right):
      let numbers = [(left, right), (right, left)]
      return numbers.compactMap { factor, rest in
        guard case .literal = factor.kind else { return nil }
        let words = "Your numbers are not multiplied by \(factor), as the question asks."
        return Variant(name: "factor-left-out", words: words, expression: rest)
      }
    default: return []
    }
  }

  /// Another function of neighboring rows.
  private func changedWindows(_ call: Call) -> [Variant] {
    let windows = ["change", "pct_change", "running", "previous", "share", "rank"]
    let own = call.function.text
    guard windows.contains(own), call.arguments.count == 1 else { return [] }
    return windows.filter { $0 != own }.map { other in
      var changed = call
      changed.function = Name(other, nowhere)
      return Variant(
        name: "another-function",
        words: windowWords[other].map { "\($0): the question is for \(own)." } ?? "",
        expression: Expression(.call(changed), nowhere)
      )
    }
  }

  private mutating func changeSpan(_ stage: Stage, _ place: Int) {
    guard let span = stage.arguments["by"] as? IntervalItem, case .length(let length) = span.kind
    else { return }
    for count in [1, 2, 3, 6, 9, 12, 24] where count != length.count {
      var changed = span
      changed.kind = .length(IntervalLiteral(count, length.unit))
      let words = "That is \(count) \(length.unit.rawValue)\(count == 1 ? "" : "s") on each side."
      add("another-span", words, at: place, [stage.with("by", changed)])
    }
  }

  /// Changes a join: which rows it keeps, and on what.
  mutating func changeJoin(_ place: Int) {
    let stage = pipeline.stages[place]
    guard stage.verb.text == "join" else { return }
    let flags = ["matched", "unmatched"]
    let own = flags.first { stage.arguments[$0] != nil }
    let words = [
      "matched": "These rows found a partner.", "unmatched": "These rows found no partner.",
      "": "All rows are in it, with a partner or without.",
    ]
    for other in flags + [""] where other != own ?? "" {
      for many in [false, true] {
        var changed = stage.with("matched", nil).with("unmatched", nil)
        if !other.isEmpty { changed = changed.with(other, true) }
        if other == "unmatched" {
          changed = changed.with("many", nil)
        } else if many {
          changed = changed.with("many", true)
        }
        add("other-partners", words[other] ?? "", at: place, [changed])
      }
    }
    let keys = stage.arguments["on"] as? [JoinKey] ?? []
    for left in keys.indices where keys.count > 1 {
      var rest = keys
      let one = rest.remove(at: left).left
      let words = "Rows were put together that differ in \(one)."
      add("join-key-left-out", words, at: place, [stage.with("on", rest).with("many", true)])
    }
    add("join-left-out", "The other table is not in it.", at: place, [])
  }

  /// Shows the key of a linked row in place of a column of it.
  mutating func changeColumns(_ place: Int) {
    let stage = pipeline.stages[place]
    guard let items = stage.arguments["columns"] as? [ColumnItem] else { return }
    for (index, item) in items.enumerated() where item.path.names.count > 1 {
      var changed = items
      changed[index].name = item.name ?? item.path.last
      changed[index].path = Path(Array(item.path.names.dropLast()))
      let words = "\(changed[index].path) is only a key; \(item.path.last.text) is one dot further."
      add("key-for-column", words, at: place, [stage.with("columns", changed)])
    }
  }
}

private let windowWords = [
  "change": "change gives numbers", "pct_change": "pct_change gives percent",
  "running": "running adds up", "previous": "previous gives the value before",
  "share": "share gives parts of a whole", "rank": "rank gives places",
]

extension Mutator {
  /// Asks another table that has the columns.
  mutating func changeSource() {
    guard case .table(let name)? = pipeline.source else { return }
    for other in context.tables where other != name.text {
      var changed = pipeline
      changed.source = .table(Name(other, nowhere))
      let rows = [other, name.text].map { context.rows[$0].map { " (\($0))" } ?? "" }
      let words = "You asked \(other)\(rows[0]); the question is about \(name.text)\(rows[1])."
      mutations.append(Mutation(name: "another-table", words: words, pipeline: changed))
    }
  }

  /// Puts a condition that stands behind a whole before it, or one before it behind.
  mutating func moveConditions() {
    for (place, stage) in pipeline.stages.enumerated() where stage.verb.text == "where" {
      let before = pipeline.stages[..<place]
      let isOfShare = before.contains { $0.verb.text == "share" }
      for target in 0..<place {
        var stages = pipeline.stages
        stages.remove(at: place)
        stages.insert(stage, at: target)
        let words =
          isOfShare
          ? "The part became the whole: you chose before share divided. Divide first, then choose."
          : "You chose before the rows were put together; here it comes after."
        add("condition-too-early", words, stages)
      }
      for target in (place + 1)..<max(place + 1, pipeline.stages.count) {
        var stages = pipeline.stages
        stages.remove(at: place)
        stages.insert(stage, at: target)
        add(
          "condition-too-late",
          "You chose after the rows were put together; here it comes before.",
          stages
        )
      }
    }
  }

  /// Leaves out the stages at the end: an answer that is not finished.
  mutating func leaveOutStages() {
    for count in 1..<max(1, pipeline.stages.count) {
      let rest = Array(pipeline.stages.dropLast(count))
      add("unfinished", "So far it is right; the question asks for more.", rest)
    }
  }
}
