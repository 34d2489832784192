import Language

// Verbs whose sentences are read and explained, but which do not run yet.

extension Verb {
  static let chart = pending(
    "chart",
    "draws the result",
    shape: Shape(
      head: [.optional(Slot<Name>.chart("kind"))],
      options: ["x", "y", "color", "facet", "title"].map { .clause(Slot<Term>.term($0)) }
    )
  )

  static let map = pending(
    "map",
    "draws the result on a map",
    shape: Shape(
      head: [.optional(Slot<Path>.path("places"))],
      options: [.clause(Slot<Path>.path("by")), .clause(Slot<String>.text("title"))]
    )
  )
}
