import Syntax

// Verbs whose sentences are read and explained, but which do not run yet.

extension Verb {
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
