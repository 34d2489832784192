import Diagnostics
import Syntax

extension Verb {
  static let map = Verb(
    "map",
    "draws a number of each place on a map",
    missing: "A place whose value is missing is marked with ?, one without a row is blank, and how "
      + "many there are is told below.",
    related: ["pictures", "chart", "save"],
    shape: Shape(
      head: [.optional(ChartSlots.measure)],
      options: [
        .clause(ChartSlots.place), .clause(ChartSlots.steps), .clause(ChartSlots.title),
        .clause(ChartSlots.note),
      ]
    ),
    examples: "deportations | total removals by state "
      + "| add rate = 100_000 * removals / state.foreign_born | map rate by state",
    "deportations | total removals by state | map steps 100, 1_000, 10_000",
    isDisplay: true,
    words: { stage, _ in
      let measure = stage[ChartSlots.measure].map { " of \($0.words)" } ?? ""
      return "draws a map" + measure + (stage[ChartSlots.place].map { " by \($0.words)" } ?? "")
    }
  ) { stage, builder in
    let errors = builder.binder.diagnostics.count
    guard let request = builder.map(stage) else { return }
    builder.draw(request, stage, hasErrors: builder.binder.diagnostics.count > errors)
  }
}
