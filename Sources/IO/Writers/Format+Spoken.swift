import Catalog
import Diagnostics
import Functions

extension Format {
  /// A line a row that reads as a sentence.
  static let spoken = Format(
    name: "spoken",
    summary: "a line a row with the names of the columns, to be heard from a screen reader",
    examples: [
      "states | count by region | as spoken",
      "deportations | total removals by state.region | share | as spoken",
    ],
    isScreen: true
  ) { table, layout, output in
    try writeSpoken(table, layout, output)
  }
}

private func writeSpoken(
  _ table: Table,
  _ layout: FormatOptions,
  _ output: (String) throws -> Void
) throws {
  let shown = ShownRows(count: table.rowCount, most: layout.maximumRows ?? layout.maximumLines)
  let columns = try table.screenColumns(of: shown.rows, layout)
  let count = rows(table.rowCount)
  try output((columns.isEmpty ? count + " without columns" : count) + ".\n")
  for (place, _) in shown.rows.enumerated() where !columns.isEmpty {
    if place == shown.gap, let words = shown.words { try output(words + ".\n") }
    try Cancellation.check(at: place)
    let cells = columns.map { $0.name + " " + ($0.cells[place].map(spokenCell) ?? "missing") }
    try output(cells.joined(separator: ", ") + ".\n")
  }
}

/// A cell as it is spoken: signs that readers leave out are words.
private func spokenCell(_ text: String) -> String {
  if text.isEmpty { return "empty" }
  let isPartial = text.hasSuffix("*")
  var text = isPartial ? String(text.dropLast()) : text
  while text.hasSuffix(" ") { text.removeLast() }
  if text.hasSuffix("%") { text = text.dropLast() + " percent" }
  return text + (isPartial ? " in part" : "")
}
