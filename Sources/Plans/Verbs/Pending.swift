import Language

// Verbs whose sentences are read and explained, but which do not run yet.

extension Verb {
  static let pivot = pending(
    "pivot",
    "spreads the values of a column over columns",
    shape: Shape(
      head: [.required(Slot<Path>.path("column"))],
      options: [
        .clause(Slot<Path>.path("showing")),
        .clause(Slot<Bool>.flag("totals"), words: "with", "totals"),
      ]
    )
  )

  static let unpivot = pending(
    "unpivot",
    "makes a row of each of several columns",
    shape: Shape(
      head: [.required(Slot<[Path]>.paths("columns"))],
      options: [.clause(Slot<[Name]>.twoNames("as"), required: true)]
    )
  )

  static let lump = pending(
    "lump",
    "keeps the largest groups and draws the others together",
    shape: Shape(
      head: [.required(Slot<Path>.path("column"))],
      options: [
        .clause(Slot<Quantity>.count("to"), required: true), .clause(Slot<Path>.path("by")),
        .clause(Slot<String>.text("as")),
      ]
    )
  )

  static let fill = pending(
    "fill",
    "adds rows for absent periods, categories and pairs",
    shape: Shape(
      head: [.required(Slot<[Path]>.paths("columns"))],
      options: [.clause(Slot<[Path]>.paths("per")), .clause(Slot<Term>.term("with"))]
    )
  )

  static let around = pending(
    "around",
    "keeps the rows near a moment and says how far from it they are",
    shape: Shape(
      head: [.required(Slot<Term>.term("moment"))],
      options: [
        .clause(Slot<SpanItem>.span("by"), required: true), .clause(Slot<Name>.unit("each")),
        .clause(Slot<Name>.name("at")),
      ]
    )
  )

  static let describe = pending(
    "describe",
    "gives one row a column: type, known, missing, distinct, least, most",
    shape: Shape(head: [.optional(Slot<[Path]>.paths("columns"))])
  )

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
