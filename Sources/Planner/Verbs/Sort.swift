import Syntax

extension Verb {
  private static let order = Slot<[OrderItem]>.order("order")

  static let sort = Verb(
    "sort",
    "orders the rows; desc puts the largest first, missing comes last either way",
    missing: "Missing comes last in both directions.",
    related: ["top", "bottom", "first"],
    shape: Shape(head: [.required(order)]),
    examples: "states | sort population desc | keep name, population | first 5",
    "stories | where state = \"MA\" | sort kind, date desc | keep kind, date, title",
    words: { stage, _ in
      "sorts the rows by " + stage[order].map(\.words).joined(separator: ", then by ")
    }
  ) { stage, builder in
    guard let keys = builder.sortKeys(stage[order]) else { return }
    builder.add(.sort(builder.plan, keys))
    builder.order = keys
  }

  static let distinct = Verb(
    "distinct",
    "gives each combination of values once, in their order",
    missing: "Missing is a value like any other here, and comes last.",
    related: ["count", "keep"],
    shape: Shape(head: [.optional(columns)]),
    examples: "states | distinct region",
    "stories | distinct scope, kind",
    words: { stage, _ in
      let columns = stage[columns].map(\.words)
      return columns.isEmpty
        ? "gives each different row once, in order" : "gives \(each(columns)) once, in order"
    }
  ) { stage, builder in
    var shown: [PlanColumn] = []
    let wereUnknown = builder.hasUnknownColumns
    for path in stage[columns] {
      guard var column = builder.namedColumn(path) else {
        builder.hasUnknownColumns = true
        continue
      }
      column.isHidden = false
      if shown.contains(where: { $0.field.name == column.field.name }) {
        builder.report(.nameTwice(column.field.name), at: path.span)
      } else {
        shown.append(column)
      }
    }
    if shown.isEmpty {
      guard stage.arguments.isEmpty else { return wereUnknown ? builder.leaveColumnsUnknown() : () }
      shown = builder.visible
    }
    builder.key = shown.map(\.id)
    builder.add(.aggregate(builder.plan, keys: builder.key, calls: []), columns: shown)
    builder.order = []
  }
}
