import Syntax

// Mistakes in conditions: left out, turned round, with another end of a span, another missing.

extension Mutator {
  /// Changes the condition of a `where`.
  mutating func changeCondition(_ place: Int) {
    let stage = pipeline.stages[place]
    guard stage.verb.text == "where",
      let condition = stage.arguments["condition"] as? Expression
    else { return }
    leaveOutConditions(condition, place)
    for variant in condition.variants(changedConditions) {
      let changed = stage.with("condition", variant.expression)
      add(variant.name, variant.words, at: place, [changed])
    }
    let negated = Expression(.prefix(.not, Expression(.bracketed(condition), nowhere)), nowhere)
    add(
      "condition-turned-round",
      "Those are the rows for which \(condition) does not hold.",
      at: place,
      [stage.with("condition", negated)]
    )
  }

  private mutating func leaveOutConditions(_ condition: Expression, _ place: Int) {
    let stage = pipeline.stages[place]
    add("condition-left-out", leftOut(condition), at: place, [])
    let conjuncts = condition.conjuncts
    if conjuncts.count > 1 {
      for left in conjuncts.indices {
        var rest = conjuncts
        let one = rest.remove(at: left)
        if let kept = Expression.all(rest) {
          add("condition-left-out", leftOut(one), at: place, [stage.with("condition", kept)])
        }
      }
    }
    let disjuncts = condition.disjuncts
    if disjuncts.count > 1 {
      for one in disjuncts {
        let words = "Those are only the rows for which \(one) holds."
        add("one-of-several", words, at: place, [stage.with("condition", one)])
      }
      if let both = Expression.all(disjuncts) {
        let words = "No row meets both conditions at once: the rows meet one or the other."
        add("and-for-or", words, at: place, [stage.with("condition", both)])
      }
    }
  }

  private func leftOut(_ condition: Expression) -> String {
    "The rows for which \(condition) does not hold are still in it."
  }

  /// The mistakes that a condition invites.
  private func changedConditions(_ part: Expression) -> [Variant] {
    switch part.kind {
    case .infix(let sign, let left, let right): changedComparisons(sign, left, right)
    case .missingTest(let tested, let negated): changedMissingTests(tested, negated)
    case .membership(let tested, .ranges(let ranges, _), let negated):
      changedSets(tested, ranges, negated)
    case .between(let tested, let low, let high, _): openSpans(tested, low, high)
    case .literal(.period(let period)) where period.unit == .fiscalYear:
      [
        variant(
          "calendar-year",
          "That is the calendar year \(period.year). The fiscal year began in the year before.",
          .literal(.integer(Int64(period.year)))
        )
      ]
    default: []
    }
  }

  private func variant(_ name: String, _ words: String, _ kind: Expression.Kind) -> Variant {
    Variant(name: name, words: words, expression: Expression(kind, nowhere))
  }

  private func changedComparisons(
    _ sign: InfixOperator,
    _ left: Expression,
    _ right: Expression
  ) -> [Variant] {
    let others: [InfixOperator] =
      switch sign {
      case .equal: [.notEqual, .less, .greater, .lessOrEqual, .greaterOrEqual]
      case .notEqual: [.equal, .less, .greater]
      case .less: [.lessOrEqual, .greater, .greaterOrEqual, .notEqual]
      case .lessOrEqual: [.less, .greater, .greaterOrEqual]
      case .greater: [.greaterOrEqual, .less, .lessOrEqual, .notEqual]
      case .greaterOrEqual: [.greater, .less, .lessOrEqual]
      case .before: [.until, .after, .since]
      case .until: [.before, .after, .since]
      case .after: [.since, .before, .until]
      case .since: [.after, .before, .until]
      default: []
      }
    return others.map { other in
      variant(
        "another-comparison",
        comparisonWords(sign, other, left, right),
        .infix(other, left, right)
      )
    }
  }

  private func comparisonWords(
    _ sign: InfixOperator,
    _ other: InfixOperator,
    _ left: Expression,
    _ right: Expression
  ) -> String {
    if other == .notEqual, sign == .greater || sign == .less {
      return "!= also keeps the rows whose \(left) is missing; \(sign.rawValue) does not."
    }
    if sign == .notEqual, other != .equal {
      return "\(other.rawValue) leaves out the rows whose \(left) is missing; != keeps them."
    }
    return "That is \(left) \(other.rawValue) \(right). The question is about "
      + "\(left) \(sign.rawValue) \(right)."
  }

  private func changedMissingTests(_ tested: Expression, _ negated: Bool) -> [Variant] {
    let zero = Expression(.literal(.integer(0)), nowhere)
    let sign: InfixOperator = negated ? .notEqual : .equal
    return [
      variant(
        "known-for-missing",
        negated ? "Those are the rows without \(tested)." : "Those are the rows with \(tested).",
        .missingTest(tested, negated: !negated)
      ),
      variant(
        "zero-for-missing",
        "Zero is a number that is known. Missing means that none is.",
        .infix(sign, tested, zero)
      ),
    ]
  }

  private func changedSets(
    _ tested: Expression,
    _ ranges: [ValueRange],
    _ negated: Bool
  ) -> [Variant] {
    var variants = [
      variant(
        "condition-turned-round",
        negated ? "Those are the ones in the list." : "Those are the ones that are not in it.",
        .membership(tested, .ranges(ranges, bracketed: true), negated: !negated)
      )
    ]
    if ranges.count == 1, let high = ranges[0].high {
      return variants + changedYears(tested, ranges[0].low, high, negated)
        + openSpans(tested, ranges[0].low, high)
    }
    let values = ranges.filter { $0.high == nil }.map(\.low)
    if values.count == ranges.count, values.count > 1 {
      variants += changedLists(tested, values, negated)
    }
    return variants
  }

  /// The calendar years in place of fiscal ones.
  private func changedYears(
    _ tested: Expression,
    _ low: Expression,
    _ high: Expression,
    _ negated: Bool
  ) -> [Variant] {
    guard let (from, to) = calendarYears(low, high) else { return [] }
    let years = ValueSet.ranges([ValueRange(low: from, high: to)], bracketed: false)
    let words = "Those are calendar years; each fiscal year began in the year before."
    return [variant("calendar-year", words, .membership(tested, years, negated: negated))]
  }

  /// A list of values taken for values that a row has all at once, one of them alone, one left out.
  private func changedLists(
    _ tested: Expression,
    _ values: [Expression],
    _ negated: Bool
  ) -> [Variant] {
    let tests = values.map { Expression(.infix(.equal, tested, $0), nowhere) }
    var variants: [Variant] = []
    if let both = Expression.all(tests) {
      let words = "No row has both values at once, so none was left: say or, or in (…)."
      variants.append(Variant(name: "and-for-or", words: words, expression: both))
    }
    for (value, test) in zip(values, tests) {
      let words = "That is \(value) alone."
      variants.append(Variant(name: "one-of-several", words: words, expression: test))
    }
    for place in values.indices where values.count > 2 {
      var rest = values.map { ValueRange(low: $0, high: nil) }
      rest.remove(at: place)
      let set = ValueSet.ranges(rest, bracketed: true)
      variants.append(
        variant(
          "one-left-out",
          "\(values[place]) is not in it.",
          .membership(tested, set, negated: negated)
        )
      )
    }
    return variants
  }

  /// The calendar years of two fiscal ones.
  private func calendarYears(_ low: Expression, _ high: Expression) -> (Expression, Expression)? {
    guard case .literal(.period(let first)) = low.kind,
      case .literal(.period(let last)) = high.kind,
      first.unit == .fiscalYear, last.unit == .fiscalYear
    else { return nil }
    func year(_ period: PeriodLiteral) -> Expression {
      Expression(.literal(.integer(Int64(period.year))), nowhere)
    }
    return (year(first), year(last))
  }

  /// A span with an end left open, or an end that is not in it.
  private func openSpans(
    _ tested: Expression,
    _ low: Expression,
    _ high: Expression
  ) -> [Variant] {
    func test(_ sign: InfixOperator, _ value: Expression) -> Expression {
      Expression(.infix(sign, tested, value), nowhere)
    }
    let (from, to) = (test(.greaterOrEqual, low), test(.lessOrEqual, high))
    let (above, below) = (test(.greater, low), test(.less, high))
    let open = "The span has two ends; one of them is open in yours."
    let ends = "Both ends are in the span; one of them is not in yours."
    let choices: [(String, String, [Expression])] = [
      ("span-open", open, [from]), ("span-open", open, [to]),
      ("span-open", open, [above]), ("span-open", open, [below]),
      ("span-end", ends, [above, to]), ("span-end", ends, [from, below]),
      ("span-end", ends, [above, below]),
    ]
    return choices.compactMap { name, words, parts in
      Expression.all(parts).map { Variant(name: name, words: words, expression: $0) }
    }
  }
}
