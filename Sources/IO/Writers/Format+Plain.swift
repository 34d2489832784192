import Catalog
import Diagnostics
import Functions

extension Format {
  /// A table without drawing.
  static let plain = Format(
    name: "plain",
    summary: "aligned columns without any drawing; one row as name: value",
    extensions: ["txt"],
    examples: [
      "states | count by region | as plain",
      "deportations | total removals by fiscal_year | as plain",
    ],
    isScreen: true
  ) { table, layout, output in
    let names = table.schema.fields.map(layout.heading)
    let columns = layout.screenTexts(of: table)
    if table.rowCount == 1 {
      for (name, texts) in zip(names, columns) {
        try output("\(name): \(texts(0) ?? missingWord)\n")
      }
    } else {
      try writeAligned(table, names, columns, output)
    }
  }
}

private func writeAligned(
  _ table: Table,
  _ names: [String],
  _ texts: [(Int) -> String?],
  _ output: (String) throws -> Void
) throws {
  let isRight = table.schema.fields.map(\.type.isNumeric)
  let columns = try zip(names, texts).map { name, texts in
    try [name]
      + (0..<table.rowCount).map { row in
        try Cancellation.check(at: row)
        return texts(row) ?? missingWord
      }
  }
  let widths = columns.map { $0.map(displayWidth).max() ?? 0 }
  for line in 0...table.rowCount {
    var text = ""
    for column in columns.indices {
      if column > 0 { text += "  " }
      text += filled(columns[column][line], to: widths[column], isRight: isRight[column])
    }
    while text.hasSuffix(" ") { text.removeLast() }
    try output(text + "\n")
  }
}
