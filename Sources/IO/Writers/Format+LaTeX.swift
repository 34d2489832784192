extension Format {
  /// A table for print.
  static let latex = Format(
    name: "latex",
    summary: "a LaTeX tabular; needs \\usepackage{booktabs}",
    extensions: ["tex"],
    examples: [
      "states | count by region | as latex",
      "deportations | total removals by fiscal_year | as latex",
    ]
  ) { table, layout, output in
    let fields = table.schema.fields
    let alignments = fields.map { $0.type.isNumeric ? "r" : "l" }.joined()
    var batch = TextBatch()
    if let title = layout.title { batch.append("% \(visibleText(title))\n", to: output) }
    batch.append("\\begin{tabular}{\(alignments)}\n\\toprule\n", to: output)
    batch.append(line(fields.map { escaped($0.name) }) + "\\midrule\n", to: output)
    let cells = table.cellTexts
    for row in 0..<table.rowCount {
      batch.append(line(cells.map { escaped($0[row] ?? missingWord) }), to: output)
    }
    batch.append("\\bottomrule\n\\end{tabular}\n", to: output)
    batch.flush(to: output)
  }
}

private func line(_ cells: [String]) -> String {
  // A row that begins with a bracket would be read as the option of the \\ before it.
  let text = cells.joined(separator: " & ")
  return (text.hasPrefix("[") ? "{}" : "") + text + " \\\\\n"
}

/// `text` so that nothing in it means anything to LaTeX; ends of lines become spaces.
private func escaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": escaped += "\\textbackslash{}"
    case "^": escaped += "\\textasciicircum{}"
    case "~": escaped += "\\textasciitilde{}"
    case "<": escaped += "\\textless{}"
    case ">": escaped += "\\textgreater{}"
    case "{", "}", "$", "&", "#", "%", "_": escaped += "\\" + String(scalar)
    case "\n", "\r", "\t": escaped += " "
    default: escaped.unicodeScalars.append(visibleScalar(scalar))
    }
  }
  return escaped
}
