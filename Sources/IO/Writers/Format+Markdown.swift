extension Format {
  /// A pipe table.
  static let markdown = Format(
    name: "markdown",
    summary: "a Markdown table, as GitHub and pandoc read it",
    extensions: ["md", "markdown"],
    examples: [
      "states | count by region | as markdown",
      "deportations | total removals by fiscal_year | as markdown",
    ],
    comment: markupComment
  ) { table, _, output in
    let fields = table.schema.fields
    try output(line(fields.map { markdownEscaped($0.name) }))
    try output(line(fields.map { $0.type.isNumeric ? "---:" : "---" }))
    try table.forEachRow(markdownEscaped) { try output(line($0)) }
  }
}

private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

/// `text` so that nothing in it means anything to Markdown; ends of lines become breaks.
package func markdownEscaped(_ text: String) -> String {
  if text.utf8.allSatisfy({ isPlain($0) }) { return text }
  var escaped = ""
  for character in text {
    switch character {
    case "\n", "\r\n", "\r": escaped += "<br>"
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case "\\", "`", "*", "_", "[", "]", "|", "~", "$": escaped += "\\" + String(character)
    default: escaped.append(character)
    }
  }
  return escaped
}

private func isPlain(_ byte: UInt8) -> Bool {
  byte >= 0x80 || byte == 0x20 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    || (0x61...0x7A).contains(byte)
}
