import Diagnostics
import Catalog

extension Format {
  /// A list of objects.
  static let json = Format(
    name: "json",
    summary: "a JSON list of objects, one a line; missing is null",
    extensions: ["json"],
    examples: [
      "states | count by region | as json",
      "deportations | where state = \"MO\" | keep fiscal_year, removals | first 2 | as json",
    ]
  ) { table, _, output in
    try output("[")
    try writeObjects(table) { row, object in
      try output((row == 0 ? "\n" : ",\n") + object)
    }
    try output("\n]\n")
  }

  /// One object a line.
  static let jsonl = Format(
    name: "jsonl",
    summary: "one JSON object a line; missing is null",
    extensions: ["jsonl", "ndjson"],
    examples: [
      "states | count by region | as jsonl",
      "deportations | where state = \"MO\" | keep fiscal_year, removals | first 2 | as jsonl",
    ]
  ) { table, _, output in
    try writeObjects(table) { _, object in try output(object + "\n") }
  }
}

private func writeObjects(_ table: Table, _ write: (Int, String) throws -> Void) throws {
  let names = table.schema.fields.map { jsonQuoted($0.name) + ":" }
  let cells = table.cellTexts
  let isBare = table.schema.fields.map { $0.type.isNumeric || $0.type == .boolean }
  for row in 0..<table.rowCount {
    var object = "{"
    for column in cells.indices {
      if column > 0 { object += "," }
      object += names[column]
      object += jsonCell(cells[column][row], isBare: isBare[column])
    }
    try write(row, object + "}")
  }
}

/// A cell as JSON; numbers that JSON has no way to write are null.
private func jsonCell(_ text: String?, isBare: Bool) -> String {
  guard let text else { return "null" }
  if !isBare { return jsonQuoted(text) }
  let last = text.utf8.last
  return last == UInt8(ascii: "N") || last == UInt8(ascii: "y") ? "null" : text
}
