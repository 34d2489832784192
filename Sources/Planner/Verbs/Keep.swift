import Functions
import Syntax

extension Verb {
  private static let items = Slot<[ColumnItem]>.columns("columns")
  private static let pairs = Slot<[Rename]>.renames("renames")

  static let keep = Verb(
    "keep",
    "shows only these columns, in this order; name = column renames one",
    related: ["drop", "rename", "add"],
    shape: Shape(head: [.required(items)]),
    examples: "stories | where kind = \"rescission\" | keep date, place, title",
    "figures | where place = \"Boston\" | keep as_of, measure, value, publisher = source.publisher",
    words: { stage, _ in
      let columns = stage[items].map { item in
        item.path.words + (item.name.map { " (called \($0.text))" } ?? "")
      }
      return "shows only " + listed(columns)
    }
  ) { stage, builder in
    var kept: [PlanColumn] = []
    var (names, ids): (Set<String>, Set<ColumnID>) = ([], [])
    for item in stage[items] {
      guard var column = builder.column(item.path) else {
        builder.hasUnknownColumns = true
        continue
      }
      let name = item.name ?? item.path.last
      if !names.insert(name.text).inserted {
        let advice = "Give this one a name: other_\(name.text) = \(item.path.text)"
        builder.report(.nameTaken(name.text, advice), at: item.path.span)
        continue
      }
      column.field.name = name.text
      column.isHidden = false
      kept.append(ids.insert(column.id).inserted ? column : builder.copy(of: column))
    }
    builder.show(kept)
  }

  static let drop = Verb(
    "drop",
    "shows all columns but these",
    related: ["keep", "rename"],
    shape: Shape(head: [.required(columns)]),
    examples: "deportations | drop period_start, period_end, source | first 5",
    "states | drop fips | where code = \"MA\"",
    words: { stage, _ in
      "shows all columns but " + listed(stage[columns].map(\.words))
    }
  ) { stage, builder in
    var dropped: Set<ColumnID> = []
    for path in stage[columns] {
      if path.names.count > 1 {
        builder.report(.dropsNoLink(path.text), at: path.span)
      } else if let column = builder.column(path, at: .name) {
        dropped.insert(column.id)
      }
    }
    let left = builder.visible.filter { !dropped.contains($0.id) }
    if left.isEmpty, !dropped.isEmpty, !builder.hasUnknownColumns {
      return builder.report(.nothingLeft, at: stage.span)
    }
    builder.show(left)
  }

  static let rename = Verb(
    "rename",
    "gives columns new names: new = old",
    related: ["keep", "add"],
    shape: Shape(head: [.required(pairs)]),
    examples: "states | rename postal_code = code | keep postal_code, name | first 3",
    "deportations | total removals by fiscal_year "
      + "| rename year = fiscal_year, people = removals",
    words: { stage, _ in
      "renames " + listed(stage[pairs].map { "\($0.old.text) to \($0.new.text)" })
    }
  ) { stage, builder in
    var columns = builder.visible
    // What was repaired while binding may show a column twice.
    let places = Dictionary(zip(columns.map(\.id), columns.indices)) { first, _ in first }
    for pair in stage[pairs] {
      guard let column = builder.column(named: pair.old), let place = places[column.id] else {
        builder.failedNames.insert(pair.new.text)
        continue
      }
      columns[place].field.name = pair.new.text
    }
    var names: Set<String> = []
    for column in columns where !names.insert(column.field.name).inserted {
      let pair = stage[pairs].first { $0.new.text == column.field.name }
      builder.report(.nameTwice(column.field.name), at: pair?.new.span ?? stage.span)
    }
    builder.show(columns)
  }
}
