import Tables

extension Format {
  /// Comma-separated values.
  static let csv = Format(
    name: "csv",
    summary: "comma-separated values as in RFC 4180, with a header; missing is blank",
    extensions: ["csv"],
    examples: ["deportations | total removals by fiscal_year | as csv"]
  ) { table, layout, output in
    writeDelimited(table, layout, ",", output)
  }

  /// Tab-separated values.
  static let tsv = Format(
    name: "tsv",
    summary: "tab-separated values with a header, quoted as CSV is; missing is blank",
    extensions: ["tsv", "tab", "txt"],
    examples: ["deportations | total removals by fiscal_year | as tsv"]
  ) { table, layout, output in
    writeDelimited(table, layout, "\t", output)
  }
}

private func writeDelimited(
  _ table: Table,
  _ layout: Layout,
  _ delimiter: Character,
  _ output: (String) -> Void
) {
  let special = Set([delimiter.asciiValue ?? 0, 0x22, 0x0A, 0x0D])
  var batch = TextBatch()
  let names = table.schema.fields.map { quoted($0.name, special) }
  batch.append(names.joined(separator: String(delimiter)) + "\n", to: output)
  let cells = table.cellTexts
  let isText = table.schema.fields.map(\.type.isTextual)
  for row in 0..<table.rowCount {
    var line = ""
    for column in cells.indices {
      if column > 0 { line.append(delimiter) }
      guard var text = cells[column][row] else { continue }
      if isText[column] {
        if layout.neutralizesFormulas, isFormula(text) { text = "'" + text }
        line += quoted(text, special)
      } else {
        line += text
      }
    }
    batch.append(line + "\n", to: output)
  }
  batch.flush(to: output)
}

private func quoted(_ text: String, _ special: Set<UInt8>) -> String {
  if !text.utf8.contains(where: { $0 < 0x2D && special.contains($0) }) { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    if scalar == "\"" { quoted += "\"" }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}

/// Whether a spreadsheet would run `text`, or the rest of it after a tab or a return.
private func isFormula(_ text: String) -> Bool {
  text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
}
