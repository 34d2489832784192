import Diagnostics
import Catalog

extension Format {
  /// A table without drawing.
  static let plain = Format(
    name: "plain",
    summary: "aligned columns without any drawing, for screen readers; one row as name: value",
    extensions: ["txt"],
    examples: [
      "states | count by region | as plain",
      "deportations | total removals by fiscal_year | as plain",
    ],
    isScreen: true
  ) { table, layout, output in
    let marks = layout.marks(in: table)
    if table.rowCount == 1 {
      writePairs(table, marks, output)
    } else {
      writeAligned(table, marks, output)
    }
  }
}

private func writePairs(_ table: Table, _ marks: PeriodMarks, _ output: (String) -> Void) {
  for (column, cell) in table.cellTexts.enumerated() {
    let text = cell[0].map { visibleText($0) + marks.behind($0, in: column) } ?? missingWord
    output("\(marks.names[column]): \(text)\n")
  }
}

private func writeAligned(_ table: Table, _ marks: PeriodMarks, _ output: (String) -> Void) {
  let isRight = table.schema.fields.map(\.type.isNumeric)
  let columns = table.cellTexts.enumerated().map { column, cells in
    [marks.names[column]]
      + (0..<table.rowCount).map { row in
        cells[row].map { visibleText($0) + marks.behind($0, in: column) } ?? missingWord
      }
  }
  let widths = columns.map { $0.map(displayWidth).max() ?? 0 }
  var batch = TextBatch()
  for line in 0...table.rowCount {
    var text = ""
    for column in columns.indices {
      if column > 0 { text += "  " }
      text += filled(columns[column][line], to: widths[column], isRight: isRight[column])
    }
    while text.hasSuffix(" ") { text.removeLast() }
    batch.append(text + "\n", to: output)
  }
  batch.flush(to: output)
}
