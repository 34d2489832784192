import Catalog
import Diagnostics

extension Format {
  /// A table for web pages.
  static let html = Format(
    name: "html",
    summary: "an HTML table whose headings screen readers announce",
    extensions: ["html", "htm"],
    examples: [
      "states | count by region | as html",
      "states | where code = \"MA\" | keep name, region, population | as html",
    ],
    comment: markupComment
  ) { table, layout, output in
    try output("<table>\n")
    if let title = layout.title {
      try output("<caption>\(htmlEscaped(title))</caption>\n")
    }
    let headings = table.schema.fields.map { field in
      "<th scope=\"col\"\(style(field))>\(htmlEscaped(field.name))</th>"
    }
    try output("<thead>\n<tr>\(headings.joined())</tr>\n</thead>\n<tbody>\n")
    try writeRows(table, output)
    try output("</tbody>\n</table>\n")
  }
}

private func writeRows(_ table: Table, _ write: (String) throws -> Void) throws {
  let cells = table.cellTexts
  let styles = table.schema.fields.map(style)
  // The first column names the row if it is a key, so that it is read before each cell.
  let namesRow = table.schema.fields.first?.role == .key
  for row in 0..<table.rowCount {
    var line = "<tr>"
    for column in cells.indices {
      let isHeading = column == 0 && namesRow
      line += isHeading ? "<th scope=\"row\"\(styles[column])>" : "<td\(styles[column])>"
      line += cells[column][row].map(htmlEscaped) ?? "<em>\(missingWord)</em>"
      line += isHeading ? "</th>" : "</td>"
    }
    try write(line + "</tr>\n")
  }
}

private func style(_ field: Field) -> String {
  field.type.isNumeric ? " style=\"text-align:right\"" : ""
}

/// `text` so that nothing in it means anything to HTML.
public func htmlEscaped(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { ![0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) }
  return isPlain && isPlainlyVisible(text) ? text : escaped(text, htmlEscapes)
}

private let htmlEscapes: [Unicode.Scalar: String] = [
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;", "\n": "\n", "\t": "\t",
]

/// `text` with the replacements of a markup language, and symbols for what is hidden or commands.
func escaped(_ text: String, _ replacements: [Unicode.Scalar: String]) -> String {
  var escaped = ""
  for (scalar, shown) in zip(text.unicodeScalars, visibleScalars(of: text.unicodeScalars)) {
    escaped += replacements[scalar] ?? String(shown)
  }
  return escaped
}
