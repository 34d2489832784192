import Syntax

// Verbs whose sentences are read and explained, but which do not run yet.

extension Verb {
  static let chart = pending(
    "chart",
    "draws the result",
    missing: "Missing is shown as a group of its own.",
    related: ["map", "as", "save"],
    shape: Shape(
      head: [.optional(Slot<Name>.chart("kind"))],
      options: ["x", "y", "color", "facet", "title"].map {
        .clause(Slot<Expression>.expression($0))
      }
    )
  )

  static let map = pending(
    "map",
    "draws the result on a map",
    missing: "Places without a value are left blank, and said.",
    related: ["chart", "save"],
    shape: Shape(
      head: [.optional(Slot<Path>.path("places"))],
      options: [.clause(Slot<Path>.path("by")), .clause(Slot<String>.text("title"))]
    )
  )
}
