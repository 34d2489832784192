import Language

/// The shapes of all verbs, as the language's grammar has them.
let verbShapes: [String: Shape] = tableVerbs.merging(displayVerbs) { first, _ in first }
  .merging(groupVerbs) { first, _ in first }
  .merging(combiningVerbs) { first, _ in first }

private let per = Shape.Option.clause(.paths("per"))
private let ties = Shape.Option.clause(.flag("ties"), words: "with", "ties")

private let tableVerbs: [String: Shape] = [
  "where": Shape(head: [.required(.term("condition"))]),
  "keep": Shape(head: [.required(.columns("columns"))]),
  "drop": Shape(head: [.required(.paths("columns"))]),
  "rename": Shape(head: [.required(.renames("columns"))]),
  "add": Shape(
    head: [.required(.assignments("columns"))],
    options: [per, .clause(.order("along"))]
  ),
  "sort": Shape(head: [.required(.order("keys"))]),
  "top": Shape(
    head: [.required(.count("count"))],
    options: [.clause(.term("by")), per, ties]
  ),
  "bottom": Shape(
    head: [.required(.count("count"))],
    options: [.clause(.term("by")), per, ties]
  ),
  "first": Shape(head: [.required(.count("count"))], options: [per]),
  "last": Shape(head: [.required(.count("count"))], options: [per]),
  "sample": Shape(
    head: [.required(.amount("amount"))],
    options: [per, .clause(.count("seed"))]
  ),
  "distinct": Shape(head: [.optional(.paths("columns"))]),
]

private let groupVerbs: [String: Shape] = [
  "count": Shape(options: [.clause(.keys("by"))]),
  "total": Shape(
    head: [.required(.paths("columns"))],
    options: [.clause(.keys("by"))]
  ),
  "summarize": Shape(
    head: [.required(.aggregates("aggregates"))],
    options: [.clause(.keys("by"))]
  ),
  "share": Shape(
    head: [.optional(.path("column"))],
    options: [per, .clause(.name("as"))]
  ),
  "pivot": Shape(
    head: [.required(.path("column"))],
    options: [.clause(.path("showing")), .clause(.flag("totals"), words: "with", "totals")]
  ),
  "unpivot": Shape(
    head: [.required(.paths("columns"))],
    options: [.clause(.twoNames("as"), required: true)]
  ),
  "lump": Shape(
    head: [.required(.path("column"))],
    options: [
      .clause(.count("to"), required: true), .clause(.path("by")), .clause(.text("as")),
    ]
  ),
  "fill": Shape(
    head: [.required(.paths("columns"))],
    options: [per, .clause(.term("with"))]
  ),
  "around": Shape(
    head: [.required(.term("moment"))],
    options: [
      .clause(.span("by"), required: true), .clause(.unit("each")), .clause(.name("at")),
    ]
  ),
  "describe": Shape(head: [.optional(.paths("columns"))]),
]

private let combiningVerbs: [String: Shape] = [
  "join": Shape(
    modes: ["last", "next", "nearest"],
    head: [.required(.source("source"))],
    options: [
      .clause(.joinKeys("on")),
      .clause(.namePair("at"), modes: ["last", "next", "nearest"]),
      .clause(.span("within"), modes: ["last", "next", "nearest"]),
      .clause(.flag("matched"), modes: [""]),
      .clause(.flag("unmatched"), modes: [""]),
      .clause(.flag("many"), modes: [""]),
      .clause(.flag("every"), modes: [""]),
    ]
  ),
  "append": Shape(head: [.required(.source("source"))]),
]

private let displayVerbs: [String: Shape] = [
  "chart": Shape(
    head: [.optional(.chart("kind"))],
    options: [
      .clause(.term("x")), .clause(.term("y")), .clause(.term("color")), .clause(.term("facet")),
      .clause(.term("title")),
    ]
  ),
  "map": Shape(
    head: [.optional(.path("column"))],
    options: [.clause(.path("by")), .clause(.text("title"))]
  ),
  "as": Shape(head: [.required(.format("format"))]),
  "save": Shape(head: [.required(.constant("file"))]),
  "assert": Shape(head: [.required(.condition("condition")), .optional(.text("message"))]),
]
