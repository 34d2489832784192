import Diagnostics
import Catalog

/// What a missing value is called on screens and in print.
package let missingWord = "(missing)"

extension Format {
  /// One column a line.
  static let vertical = Format(
    name: "vertical",
    summary: "one column a line, row after row, with long texts whole",
    examples: [
      "states | where code = \"MA\" | as vertical",
      "stories | where kind = \"withdrawal\" | first 2 | as vertical",
    ],
    isScreen: true,
    drawsPictures: true
  ) { table, layout, output in
    let columns = layout.screenTexts(of: table)
    try writeVertical(table, layout, output) { row, column in columns[column](row) }
  }
}

/// Writes one column a line; `text` gives the cells, missing ones as nil.
func writeVertical(
  _ table: Table,
  _ layout: FormatOptions,
  _ output: (String) throws -> Void,
  _ text: (_ row: Int, _ column: Int) -> String?
) throws {
  let names = table.schema.fields.map(layout.heading)
  let nameWidth = names.map(displayWidth).max() ?? 0
  for row in 0..<table.rowCount {
    if table.rowCount > 1 {
      let line = layout.ascii ? "--" : "──"
      try output("\(line) row \(row + 1) of \(table.rowCount) \(line)\n")
    }
    for column in names.indices {
      try output(filled(names[column], to: nameWidth) + "  ")
      if let text = text(row, column) {
        let lines = wrapped(text, to: layout.width.map { max(20, $0 - nameWidth - 2) })
        let indent = "\n" + String(repeating: " ", count: nameWidth + 2)
        try output(lines.joined(separator: indent) + "\n")
      } else {
        try output(layout.dimmed(missingWord) + "\n")
      }
    }
  }
}
