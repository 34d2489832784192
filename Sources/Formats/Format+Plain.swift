import Language
import Tables

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
    writesCommands: true
  ) { table, layout, output in
    if table.rowCount == 1 { writePairs(table, output) } else { writeAligned(table, output) }
  }
}

private func writePairs(_ table: Table, _ output: (String) -> Void) {
  for (field, cell) in zip(table.schema.fields, table.cellTexts) {
    output(visibleText("\(field.name): \(cell[0] ?? missingWord)") + "\n")
  }
}

private func writeAligned(_ table: Table, _ output: (String) -> Void) {
  let isRight = table.schema.fields.map(\.type.isNumeric)
  let columns = zip(table.schema.fields, table.cellTexts).map { field, cells in
    [visibleText(field.name)]
      + (0..<table.rowCount).map { visibleText(cells[$0] ?? missingWord) }
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
