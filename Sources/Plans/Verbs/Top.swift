import Language
import Tables

extension Verb {
  private static let quantity = Slot<Quantity>.count("count")
  private static let amount = Slot<Quantity>.amount("amount")
  private static let by = Slot<Term>.term("by")
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
    ]
  ) { stage, lowering in
    rank(stage, lowering, isBottom: false)
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
    ]
  ) { stage, lowering in
    rank(stage, lowering, isBottom: true)
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
    ]
  ) { stage, lowering in
    slice(stage, lowering) { .first($0) }
  }

  static let last = Verb(
    "last",
    "takes the last rows, of each group after per",
    related: ["first", "bottom", "sample"],
    shape: Shape(head: [.required(quantity)], options: [.clause(per)]),
    examples: [
      "stories | sort date | last 1 per kind | keep kind, date, title",
      "national_removals | last 3",
    ]
  ) { stage, lowering in
    slice(stage, lowering) { .last($0) }
  }

  static let sample = Verb(
    "sample",
    "draws rows at random, the same ones each time for a seed",
    related: ["first", "last"],
    shape: Shape(head: [.required(amount)], options: [.clause(per), .clause(seed)]),
    examples: [
      "jurisdictions | sample 5 seed 2011 | keep fips, name, state",
      "events | sample 2% seed 7 | keep date, title",
    ]
  ) { stage, lowering in
    guard let amount = stage[amount], let partition = lowering.partition(stage[per]) else { return }
    var number = 2008
    if let written = stage[seed] {
      guard let given = lowering.count(written) else { return }
      number = given
    }
    lowering.note(.seed(number))
    lowering.isCut = true
    if case .percent(let ratio) = amount.kind {
      lowering.add(.slice(lowering.plan, Slice(.sampleShare(ratio, seed: number), per: partition)))
    } else if let count = lowering.count(amount) {
      lowering.add(.slice(lowering.plan, Slice(.sample(count, seed: number), per: partition)))
    }
  }

  private static func slice(
    _ stage: Stage,
    _ lowering: Lowering,
    _ kind: (Int) -> Slice.Kind
  ) {
    guard let quantity = stage[quantity], let count = lowering.count(quantity),
      let partition = lowering.partition(stage[per])
    else { return }
    lowering.isCut = true
    lowering.add(.slice(lowering.plan, Slice(kind(count), per: partition)))
  }

  private static func rank(_ stage: Stage, _ lowering: Lowering, isBottom: Bool) {
    guard let quantity = stage[quantity], let count = lowering.count(quantity),
      let partition = lowering.partition(stage[per]),
      let column = ranked(stage, lowering, count)
    else { return }
    let kind = Slice.Kind.top(
      count,
      by: column,
      isBottom: isBottom,
      withTies: stage.has(ties)
    )
    lowering.isCut = true
    lowering.add(.slice(lowering.plan, Slice(kind, per: partition)))
    let groups = partition.map { SortKey($0) }
    lowering.order = groups + [SortKey(column, descending: !isBottom)]
  }

  /// What `top` ranks by: the term after `by`, else the default measure.
  private static func ranked(_ stage: Stage, _ lowering: Lowering, _ count: Int) -> ColumnID? {
    guard let term = stage[by] else {
      return lowering.defaultMeasure(for: stage.verb.text, clause: "by")?.id
    }
    guard let formula = lowering.formula(term) else { return nil }
    switch formula.type {
    case .text, .boolean, .span:
      break
    case .category(let category) where !category.isOrdered: break
    default: return lowering.column(for: formula)
    }
    let written = lowering.binder.text(term.span)
    lowering.report(
      .topRanksNumbers(stage.verb.text, written, formula.type.word, count: count),
      at: term.span
    )
    return nil
  }
}
