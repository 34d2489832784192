import Diagnostics
import Catalog

/// What a missing value is called on screens and in print.
let missingWord = "(missing)"

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
    let cells = table.cellTexts
    let marks = layout.marks(in: table)
    writeVertical(table, layout, output) { row, column in
      cells[column][row].map { visibleText($0) + marks.behind($0, in: column) }
    }
  }
}

/// Writes one column a line; `text` gives the cells, missing ones as nil.
func writeVertical(
  _ table: Table,
  _ layout: FormatOptions,
  _ output: (String) -> Void,
  _ text: (_ row: Int, _ column: Int) -> String?
) {
  let names = layout.marks(in: table).names
  let nameWidth = names.map(displayWidth).max() ?? 0
  var batch = TextBatch()
  for row in 0..<table.rowCount {
    if table.rowCount > 1 {
      let line = layout.ascii ? "--" : "──"
      batch.append("\(line) row \(row + 1) of \(table.rowCount) \(line)\n", to: output)
    }
    for column in names.indices {
      batch.append(filled(names[column], to: nameWidth) + "  ", to: output)
      if let text = text(row, column) {
        let lines = wrapped(text, to: layout.width.map { max(20, $0 - nameWidth - 2) })
        let indent = "\n" + String(repeating: " ", count: nameWidth + 2)
        batch.append(lines.joined(separator: indent) + "\n", to: output)
      } else {
        batch.append(layout.dimmed(missingWord) + "\n", to: output)
      }
    }
  }
  batch.flush(to: output)
}
