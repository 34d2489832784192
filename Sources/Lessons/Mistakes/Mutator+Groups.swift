import Syntax

// Mistakes in what is counted or added up, and by what.

extension Mutator {
  /// Changes a sum, a count or other aggregates.
  mutating func changeAggregate(_ place: Int) {
    let stage = pipeline.stages[place]
    switch stage.verb.text {
    case "total": changeTotal(stage, place)
    case "summarize": changeSummary(stage, place)
    case "count": changeCount(stage, place)
    default: break
    }
  }

  private mutating func changeTotal(_ stage: Stage, _ place: Int) {
    let columns = (stage.arguments["columns"] as? [Path] ?? []).map(\.last.text)
    guard let column = columns.first else { return }
    let keys = stage.keys.isEmpty ? "" : " by " + keyText(stage)
    func summary(_ function: String) -> [Stage] {
      let items = columns.map { "`\($0)` = \(function)(`\($0)`)" }.joined(separator: ", ")
      return stages("summarize \(items)\(keys)")
    }
    let counted = columns.map { "`\($0)` = count" }.joined(separator: ", ")
    add(
      "rows-for-sum",
      "You counted rows; \(row). Add up \(column) instead.",
      at: place,
      stages("summarize \(counted)\(keys)")
    )
    let functions = [
      ("count", "the number of rows in which \(column) is known"), ("mean", "the mean of the rows"),
      ("median", "the median of the rows"), ("max", "the largest row"), ("min", "the smallest row"),
    ]
    for (function, what) in functions {
      let words = "That is \(what). The question is for the sum of \(column)."
      add("another-aggregate", words, at: place, summary(function))
    }
    for other in context.measures[table] ?? [] where other != column {
      let words = "You added up \(other); the question is about \(column)."
      let changed = stages("summarize `\(column)` = sum(`\(other)`)\(keys)")
      add("another-column", words, at: place, changed)
    }
  }

  /// The keys after `by` as they are written.
  private func keyText(_ stage: Stage) -> String {
    Stage("count", ["by": stage.keys]).text.replacingPrefix("count by ")
  }

  private mutating func changeSummary(_ stage: Stage, _ place: Int) {
    let items = stage.arguments["aggregates"] as? [AggregateItem] ?? []
    for (index, item) in items.enumerated() {
      let written = item.name?.text
      for variant in item.expression.variants(changedCalls) {
        var changed = items
        changed[index].expression = variant.expression
        if changed[index].name == nil {
          changed[index].name = Name(written ?? "mistaken", nowhere)
        }
        let mutated = stage.with("aggregates", changed)
        add(variant.name, variant.words, at: place, [mutated])
      }
    }
    guard items.count == 1, case .call(let call) = items[0].expression.kind else { return }
    let words =
      call.function.text == "count" && !call.arguments.isEmpty
      ? "count counts rows, known or not. count(x) counts known values."
      : "You counted rows; \(row)."
    add("rows-for-values", words, at: place, [Stage("count", byArguments(stage))])
  }

  private func byArguments(_ stage: Stage) -> [String: any Sendable] {
    stage.keys.isEmpty ? [:] : ["by": stage.keys]
  }

  /// Another function over the same values, and missing values taken for zeros.
  private func changedCalls(_ part: Expression) -> [Variant] {
    guard case .call(let call) = part.kind, call.arguments.count == 1 else { return [] }
    let known = ["mean", "median", "sum", "max", "min", "count"]
    guard known.contains(call.function.text) else { return [] }
    var variants = known.filter { $0 != call.function.text }.map { other in
      var changed = call
      changed.function = Name(other, nowhere)
      let words = "That is the \(other), where the question is for the \(call.function.text)."
      return Variant(
        name: "another-aggregate",
        words: words,
        expression: Expression(.call(changed), nowhere)
      )
    }
    var filled = call
    let zero = Expression(.literal(.integer(0)), nowhere)
    let argument = call.arguments[0].expression
    filled.arguments[0].expression = Expression(.infix(.coalesce, argument, zero), nowhere)
    let words = "You counted what is not known as zero."
    variants.append(
      Variant(
        name: "zero-for-missing",
        words: words,
        expression: Expression(.call(filled), nowhere)
      )
    )
    return variants
  }

  private mutating func changeCount(_ stage: Stage, _ place: Int) {
    let keys = stage.keys.isEmpty ? "" : " by " + keyText(stage)
    for measure in context.measures[table] ?? [] {
      let words = "You added up \(measure); the question is how many rows there are."
      add("sum-for-rows", words, at: place, stages("summarize n = sum(`\(measure)`)\(keys)"))
    }
    let paths = pipeline.stages[..<place].flatMap { stage in
      (stage.arguments["condition"] as? Expression)?.paths ?? []
    }
    for path in paths where stage.keys.isEmpty {
      let words = "You counted the values of \(path) that are known, not the rows."
      add("values-for-rows", words, at: place, stages("summarize n = count(\(path))"))
    }
  }

  /// Changes what rows are grouped by: another key, one less, none.
  mutating func changeGroups(_ place: Int) {
    let stage = pipeline.stages[place]
    let keys = stage.keys
    guard stage.folds else { return }
    if keys.count > 1 {
      for left in keys.indices {
        var rest = keys
        let one = rest.remove(at: left).expression
        add(
          "key-left-out",
          "By what else? \(one) is asked for, too.",
          at: place,
          [stage.with("by", rest)]
        )
      }
    }
    let own = keys.map { $0.expression.description }
    for other in context.keys[table] ?? [] where !own.contains(other) {
      guard let changed = stages("count by " + other).first else { continue }
      let asked = own.joined(separator: ", ")
      let words =
        own.isEmpty
        ? "You asked by \(other); the question is for all rows together."
        : "By what? You asked by \(other), the question by \(asked)."
      add("another-key", words, at: place, [stage.with("by", changed.keys)])
    }
    if !keys.isEmpty {
      let words = "By what? The question is by \(own.joined(separator: ", "))."
      add("key-left-out", words, at: place, [stage.with("by", nil)])
    }
  }
}

extension String {
  /// The text without a beginning that it has.
  fileprivate func replacingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
