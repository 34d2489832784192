import Catalog
import Diagnostics
import Functions
import Syntax

/// The slots of the verbs that draw.
enum ChartSlots {
  static let kind = Slot<Name>.chart("kind")
  static let x = column("x")
  static let y = Slot<[ValueRange]>.spans("y", meaning: "a column, or several; or LOW..HIGH")
  static let color = column("color")
  static let mark = column("mark")
  static let facet = column("facet")
  static let free = Slot<Bool>.flag("free")
  static let width = term("by", "a number, such as 10")
  static let steps = Slot<[Expression]>.terms("steps", meaning: "how many classes, or their limits")
  static let whole = term("whole", "a column, or a value in quotes")
  static let reference = term("ref", "a number, date or period")
  static let title = term("title", "a text in quotes")
  static let note = term("note", "a text in quotes")
  static let measure = column("measure")
  static let place = column("by")

  private static func column(_ label: String) -> Slot<Expression> {
    term(label, "a column, or a term over columns")
  }

  private static func term(_ label: String, _ meaning: String) -> Slot<Expression> {
    .expression(label, meaning: meaning)
  }
}

extension Verb {
  static let chart = Verb(
    "chart",
    "draws the result: bars, lines, a map and more, or what fits its columns",
    missing: "Missing has a bar of its own, called (missing); in a line a missing value is a gap. "
      + "What is not drawn is told below.",
    related: ["pictures", "map", "as", "save", "lump", "around"],
    shape: Shape(
      head: [.optional(ChartSlots.kind)],
      options: [
        .clause(ChartSlots.x), .clause(ChartSlots.y), .clause(ChartSlots.color),
        .clause(ChartSlots.mark), .clause(ChartSlots.facet), .clause(ChartSlots.free),
        .clause(ChartSlots.width), .clause(ChartSlots.steps), .clause(ChartSlots.whole),
        .clause(ChartSlots.reference), .clause(ChartSlots.title), .clause(ChartSlots.note),
      ]
    ),
    examples: "deportations | total removals by state.region | share | chart",
    "deportations | total removals by fiscal_year | chart line",
    "jurisdictions | chart hist x foreign_born_pct by 2",
    "deportations | total removals by state.region, fiscal_year "
      + "| chart bar x fiscal_year y removals facet region",
    isDisplay: true,
    words: { stage, _ in
      let y = stage[ChartSlots.y].map(\.low.words).joined(separator: ", ")
      let parts: [(name: String, words: String)] = [
        ("x", stage[ChartSlots.x]?.words ?? ""), ("y", y),
      ]
      let named = parts.filter { !$0.words.isEmpty }.map { "\($0.words) as \($0.name)" }
      return "draws a chart" + (named.isEmpty ? "" : " with " + listed(named))
    }
  ) { stage, builder in
    let errors = builder.binder.diagnostics.count
    guard let request = builder.chart(stage) else { return }
    builder.draw(request, stage, hasErrors: builder.binder.diagnostics.count > errors)
  }
}
