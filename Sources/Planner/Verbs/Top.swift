import Functions
import Syntax

extension Verb {
  private static let quantity = Slot<Quantity>.count("count")
  private static let amount = Slot<Quantity>.amount("amount")
  private static let by = Slot<Expression>.expression("by")
  private static let per = Slot<[Path]>.paths("per")
  private static let ties = Slot<Bool>.flag("ties")
  private static let seed = Slot<Quantity>.count("seed")

  private static let ranking = Shape(
    head: [.required(quantity)],
    options: [.clause(by), .clause(per), .clause(ties, words: "with", "ties")]
  )

  static let top = Verb(
    "top",
    "takes the rows with the largest values, these first, of each group after per",
    missing: "A missing value is never taken.",
    related: ["bottom", "sort", "first", "lump"],
    shape: ranking,
    examples: [
      "deportations | total removals by state | top 10",
      "deportations | total removals by state.region, state | top 3 by removals per region",
    ],
    words: { stage, builder in
      ranking(stage, builder, "largest")
    }
  ) { stage, builder in
    rank(stage, builder, isBottom: false)
  }

  static let bottom = Verb(
    "bottom",
    "takes the rows with the smallest values, these first, of each group after per",
    missing: "A missing value is never taken.",
    related: ["top", "sort", "last"],
    shape: ranking,
    examples: [
      "states | bottom 3 by population | keep name, population",
      "deportations | where removals > 0 | total removals by state | bottom 5 with ties",
    ],
    words: { stage, builder in
      ranking(stage, builder, "smallest")
    }
  ) { stage, builder in
    rank(stage, builder, isBottom: true)
  }

  static let first = Verb(
    "first",
    "takes the first rows, of each group after per",
    related: ["last", "top", "sample"],
    shape: Shape(head: [.required(quantity)], options: [.clause(per)]),
    examples: [
      "stories | keep date, title | first 3",
      "deportations | where removals > 0 | first 1 per fiscal_year "
        + "| keep state, fiscal_year, removals",
    ],
    words: { stage, _ in
      "takes\(ofEach(stage[per])) " + ends(stage, "first")
    }
  ) { stage, builder in
    slice(stage, builder) { .first($0) }
  }

  static let last = Verb(
    "last",
    "takes the last rows, of each group after per",
    related: ["first", "bottom", "sample"],
    shape: Shape(head: [.required(quantity)], options: [.clause(per)]),
    examples: [
      "stories | sort date | last 1 per kind | keep kind, date, title",
      "national_removals | last 3",
    ],
    words: { stage, _ in
      "takes\(ofEach(stage[per])) " + ends(stage, "last")
    }
  ) { stage, builder in
    slice(stage, builder) { .last($0) }
  }

  static let sample = Verb(
    "sample",
    "draws rows at random, the same ones each time for a seed",
    related: ["first", "last"],
    shape: Shape(head: [.required(amount)], options: [.clause(per), .clause(seed)]),
    examples: [
      "jurisdictions | sample 5 seed 2011 | keep fips, name, state",
      "events | sample 2% seed 7 | keep date, title",
    ],
    words: { stage, _ in
      "draws\(ofEach(stage[per])) \(stage[amount]?.rowWords.withoutArticle ?? "") at random"
    }
  ) { stage, builder in
    guard let amount = stage[amount], let partition = builder.partition(stage[per]) else { return }
    var number = 2008
    if let written = stage[seed] {
      guard let given = builder.count(written) else { return }
      number = given
    }
    if case .percent(let ratio) = amount.kind, ratio > 1 {
      builder.report(.sampleTooLarge, at: amount.span)
      return
    }
    builder.note(.seed(number))
    builder.isCut = true
    if case .percent(let ratio) = amount.kind {
      builder.add(.slice(builder.plan, Slice(.sampleShare(ratio, seed: number), per: partition)))
    } else if let count = builder.count(amount) {
      builder.add(.slice(builder.plan, Slice(.sample(count, seed: number), per: partition)))
    }
  }

  private static func ranking(_ stage: Stage, _ builder: PlanBuilder, _ size: String) -> String {
    let measure = stage[by]?.words ?? builder.measureWords
    return "takes\(ofEach(stage[per])) \(stage[quantity]?.rowWords ?? "") with the "
      + "\(size) \(measure), " + (stage.has(ties) ? "and all that equal the last" : "these first")
  }

  private static func ends(_ stage: Stage, _ end: String) -> String {
    guard case .count(1)? = stage[quantity]?.kind else {
      return "the \(end) \(stage[quantity]?.words ?? "") rows"
    }
    return "the \(end) row"
  }

  private static func slice(
    _ stage: Stage,
    _ builder: PlanBuilder,
    _ kind: (Int) -> Slice.Kind
  ) {
    guard let quantity = stage[quantity], let count = builder.count(quantity),
      let partition = builder.partition(stage[per])
    else { return }
    builder.isCut = true
    builder.add(.slice(builder.plan, Slice(kind(count), per: partition)))
  }

  private static func rank(_ stage: Stage, _ builder: PlanBuilder, isBottom: Bool) {
    guard let quantity = stage[quantity], let count = builder.count(quantity) else { return }
    let groups = builder.partition(stage[per])
    guard let column = ranked(stage, builder, count), let partition = groups else { return }
    let kind = Slice.Kind.top(
      count,
      by: column,
      isBottom: isBottom,
      withTies: stage.has(ties)
    )
    builder.isCut = true
    builder.add(.slice(builder.plan, Slice(kind, per: partition)))
    builder.order = partition.map { SortKey($0) } + [SortKey(column, descending: !isBottom)]
  }

  /// What `top` ranks by: the term after `by`, else the default measure.
  private static func ranked(_ stage: Stage, _ builder: PlanBuilder, _ count: Int) -> ColumnID? {
    guard let expression = stage[by] else {
      return builder.defaultMeasure(for: stage.verb.text, clause: "by")?.id
    }
    guard let bound = builder.bound(expression) else { return nil }
    if bound.columns.isEmpty {
      builder.report(.sameForAll(builder.binder.text(expression.span)), at: expression.span)
      return nil
    }
    switch bound.type {
    case .text, .boolean, .interval:
      break
    case .category(let category) where !category.isOrdered: break
    default: return builder.column(for: bound)
    }
    let written = builder.binder.text(expression.span)
    var isPath = false
    if case .path = expression.kind { isPath = true }
    builder.report(
      .topRanksNumbers(stage.verb.text, written, bound.type.word, count: count),
      at: expression.span,
      fix: isPath && stage[per].isEmpty
        ? .replacing(stage.span, with: "first \(count) per \(written)") : nil
    )
    return nil
  }
}
