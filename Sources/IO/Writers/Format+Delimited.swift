import Catalog
import Functions

extension Format {
  /// Comma-separated values.
  static let csv = Format(
    name: "csv",
    summary: "comma-separated values as in RFC 4180, with a header; missing is blank",
    extensions: ["csv"],
    examples: [
      "deportations | total removals by fiscal_year | as csv",
      "stories | where kind = \"rescission\" | keep date, place, title | as csv",
    ]
  ) { table, layout, output in
    try writeDelimited(table, layout, ",", output)
  }

  /// Tab-separated values.
  static let tsv = Format(
    name: "tsv",
    summary: "tab-separated values with a header, quoted as CSV is; missing is blank",
    extensions: ["tsv", "tab"],
    examples: [
      "deportations | total removals by fiscal_year | as tsv",
      "stories | where kind = \"rescission\" | keep date, place, title | as tsv",
    ]
  ) { table, layout, output in
    try writeDelimited(table, layout, "\t", output)
  }
}

private func writeDelimited(
  _ table: Table,
  _ layout: FormatOptions,
  _ delimiter: Character,
  _ output: (String) throws -> Void
) throws {
  let delimiterByte = delimiter.asciiValue ?? 0
  func written(_ text: String) throws -> String {
    try quoted(layout.neutralizesFormulas && isFormula(text) ? "'" + text : text, delimiterByte)
  }
  let names = try table.schema.fields.map { try written($0.name) }
  let separator = String(delimiter)
  try output(names.joined(separator: separator) + "\n")
  let cells = table.cellTexts
  let isText = table.schema.fields.map(\.type.isTextual)
  for row in 0..<table.rowCount {
    for column in cells.indices {
      if column > 0 { try output(separator) }
      guard let text = cells[column][row] else {
        // A line that is wholly empty would be taken for the end of the table.
        if cells.count == 1 { try output("\"\"") }
        continue
      }
      try output(isText[column] ? try written(text) : text)
    }
    try output("\n")
  }
}

private func quoted(_ text: String, _ delimiter: UInt8) throws -> String {
  let isPlain = text.utf8.allSatisfy {
    $0 != delimiter && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D
  }
  if isPlain { return text }
  var quoted = "\""
  for (place, scalar) in text.unicodeScalars.enumerated() {
    try Cancellation.check(at: place)
    if scalar == "\"" { quoted += "\"" }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}

/// Whether a spreadsheet would run `text`, or the rest of it after a tab or a return.
private func isFormula(_ text: String) -> Bool {
  text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
}
