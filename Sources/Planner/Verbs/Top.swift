import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let quantity = Slot<Quantity>.count("count")
  private static let amount = Slot<Quantity>.amount("amount")
  private static let by = Slot<Expression>.expression("by")
  private static let ties = Slot<Bool>.flag("ties")
  private static let seed = Slot<Quantity>.count("seed")

  static let top = ranking(
    "top",
    "largest",
    related: ["bottom", "sort", "first", "lump"],
    examples: "deportations | total removals by state | top 10",
    "deportations | total removals by state.region, state | top 3 by removals per region"
  )

  static let bottom = ranking(
    "bottom",
    "smallest",
    related: ["top", "sort", "last"],
    examples: "states | bottom 3 by population | keep name, population",
    "deportations | where removals > 0 | total removals by state | bottom 5 with ties"
  )

  static let first = end(
    "first",
    related: ["last", "top", "sample"],
    examples: "stories | keep date, title | first 3",
    "deportations | where removals > 0 | first 1 per fiscal_year "
      + "| keep state, fiscal_year, removals"
  ) { .first($0) }

  static let last = end(
    "last",
    related: ["first", "bottom", "sample"],
    examples: "stories | sort date | last 1 per kind | keep kind, date, title",
    "national_removals | last 3"
  ) { .last($0) }

  static let sample = Verb(
    "sample",
    "draws rows at random, the same ones each time for a seed",
    related: ["first", "last"],
    shape: Shape(head: [.required(amount)], options: [.clause(per), .clause(seed)]),
    examples: "jurisdictions | sample 5 seed 2011 | keep fips, name, state",
    "events | sample 2% seed 7 | keep date, title",
    words: { stage, _ in
      "draws\(ofEach(stage[per])) \(stage[amount]?.rowWords.withoutArticle ?? "") at random"
    }
  ) { stage, builder in
    guard let amount = stage[amount], let partition = builder.partition(stage[per]) else { return }
    let given = stage[seed].map(builder.count) ?? 2008
    guard let number = given else { return }
    let drawn = builder.ofEachGroup(stage[per]) + ", drawn at random with seed \(number)"
    guard case .percent(let ratio) = amount.kind else {
      builder.note(.seed(number))
      if let count = builder.count(amount) {
        builder.select(rows: "a sample of \(rowsText(count))" + drawn)
        builder.slice(.sample(count, seed: number), per: partition)
      }
      return
    }
    if ratio > 1 { return builder.report(.sampleTooLarge, at: amount.span) }
    builder.note(.seed(number))
    builder.select(rows: "a sample of \(amount.rowWords)" + drawn)
    builder.slice(.sampleShare(ratio, seed: number), per: partition)
  }

  /// A verb that takes the rows with the largest or smallest values.
  private static func ranking(
    _ name: String,
    _ size: String,
    related: [String],
    examples example: String,
    _ other: String
  ) -> Verb {
    Verb(
      name,
      "takes the rows with the \(size) values, these first, of each group after per",
      missing: "A missing value is never taken. Without by it goes by n, or by the only number; a "
        + "share of that number beside it is in the same order and need not be told from it.",
      related: related,
      shape: Shape(
        head: [.required(quantity)],
        options: [.clause(by), .clause(per), .clause(ties, words: "with", "ties")]
      ),
      examples: example,
      other,
      words: { stage, builder in
        let groups = Set(stage[per].compactMap { builder.visibleColumn(named: $0.text)?.id })
        let measure = stage[by]?.words ?? builder.words(of: builder.measures(ranking: groups))
        let rest = stage.has(ties) ? "and all that equal the last" : "these first"
        return "takes\(ofEach(stage[per])) \(stage[quantity]?.rowWords ?? "") with the "
          + "\(size) \(measure), " + rest
      }
    ) { stage, builder in
      guard let quantity = stage[quantity], let count = builder.count(quantity) else { return }
      let groups = builder.partition(stage[per])
      guard let column = ranked(stage, builder, count, within: groups ?? []),
        let partition = groups
      else { return }
      if let ranked = builder.planColumn(column) { builder.noteUnits(of: ranked, by: partition) }
      let isBottom = name == "bottom"
      let measure = stage[by].map(builder.text) ?? builder.planColumn(column)?.field.name ?? ""
      let more = stage.has(ties) ? " with ties" : ""
      let ranks = measure == "n" ? "count" : said(measure)
      builder.select(rows: "\(name) \(count) by \(ranks)" + builder.ofEachGroup(stage[per]) + more)
      let kind = Slice.Kind.top(count, by: column, isBottom: isBottom, withTies: stage.has(ties))
      builder.slice(kind, per: partition)
      builder.order = partition.map { SortKey($0) } + [SortKey(column, descending: !isBottom)]
    }
  }

  /// A verb that takes rows from one end.
  private static func end(
    _ name: String,
    related: [String],
    examples example: String,
    _ other: String,
    _ kind: @escaping @Sendable (Int) -> Slice.Kind
  ) -> Verb {
    Verb(
      name,
      "takes the \(name) rows, of each group after per",
      related: related,
      shape: Shape(head: [.required(quantity)], options: [.clause(per)]),
      examples: example,
      other,
      words: { stage, _ in
        let count = stage[quantity]?.words ?? ""
        let rows = count == "1" ? "row" : "\(count) rows"
        return "takes\(ofEach(stage[per])) the \(name) \(rows)"
      }
    ) { stage, builder in
      guard let quantity = stage[quantity], let count = builder.count(quantity),
        let partition = builder.partition(stage[per])
      else { return }
      let rows = count == 1 ? "row" : rowsText(count)
      builder.select(rows: "the \(name) \(rows)" + builder.ofEachGroup(stage[per]))
      builder.slice(kind(count), per: partition)
    }
  }

  /// What `top` ranks by: the term after `by`, else the default measure.
  private static func ranked(
    _ stage: Stage,
    _ builder: PlanBuilder,
    _ count: Int,
    within groups: [ColumnID]
  ) -> ColumnID? {
    guard let expression = stage[by] else {
      let measures = builder.measures(ranking: Set(groups))
      return builder.defaultMeasure(for: stage.verb.text, clause: "by", measures)?.id
    }
    guard let bound = builder.bound(expression)?.fitted(to: .real) else { return nil }
    if bound.columns.isEmpty {
      return builder.report(.sameForAll(builder.text(expression)), at: expression.span)
    }
    switch bound.type {
    case .text, .boolean, .interval: break
    case .category(let category) where !category.isOrdered: break
    default: return builder.column(for: bound)
    }
    let value = builder.typed(bound, expression)
    let measured = builder.measureWithout(key: bound)
    if let ours = builder.conversion(of: PlanBuilder.Side(bound, expression)) ?? measured {
      let message = Message.topRanksNumbers(stage.verb.text, value, ways: ["by \(ours)"])
      return builder.report(message, at: expression.span, writing: ours)
    }
    let end = " | \(stage.verb.text) \(count)"
    let (ways, isClear) = builder.rankings(of: bound, value.text)
    let message = Message.topRanksNumbers(stage.verb.text, value, ways: ways.map { $0 + end })
    let fix = isClear && stage[per].isEmpty ? ways.first.map { $0 + end } : nil
    let repair = fix.map { FixIt.replacing(stage.span, with: $0) }
    return builder.report(message, at: expression.span, fix: repair)
  }
}

extension PlanBuilder {
  /// The stages that give each value of a key a number, and whether it is clear which is meant: the
  /// only measure is added up, or the rows are counted where nothing adds up.
  fileprivate func rankings(of key: BoundExpression, _ written: String) -> ([String], Bool) {
    let measures = visible.filter(\.field.isMeasure)
    let keys = key.columns
    let summed = measures.filter {
      $0.field.role == .additive && summedOver($0, by: keys).isEmpty
    }
    let totals = summed.map { "total \(quotedName($0.field.name)) by \(written)" }
    if measures.count == 1, summed.count == 1 { return (totals, true) }
    return (totals + ["count by " + written], totals.isEmpty)
  }

  /// The only measure where each row is named by `key` alone, so that nothing is left to add up.
  fileprivate func measureWithout(key bound: BoundExpression) -> String? {
    guard key == bound.columns else { return nil }
    return measures(ranking: []).sole.map { quotedName($0.field.name) }
  }

  /// Takes some of the rows.
  fileprivate func slice(_ kind: Slice.Kind, per partition: [ColumnID]) {
    isCut = true
    add(.slice(plan, Slice(kind, per: partition)))
  }
}

/// `1 row`, `1,000 rows`.
private func rowsText(_ count: Int) -> String {
  count == 1 ? "1 row" : grouped(Int64(count)) + " rows"
}
