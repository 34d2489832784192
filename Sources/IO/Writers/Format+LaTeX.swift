import Diagnostics

extension Format {
  /// A table for print.
  static let latex = Format(
    name: "latex",
    summary: "a LaTeX tabular; needs \\usepackage{booktabs}",
    extensions: ["tex"],
    examples: [
      "states | count by region | as latex",
      "deportations | total removals by fiscal_year | as latex",
    ],
    comment: { lines in lines.map { "% \($0)\n" }.joined() }
  ) { table, layout, output in
    let fields = table.schema.fields
    let alignments = fields.map { $0.type.isNumeric ? "r" : "l" }.joined()
    if let title = layout.title { try output("% \(visibleText(title))\n") }
    try output("\\begin{tabular}{\(alignments)}\n\\toprule\n")
    try output(line(fields.map { escaped($0.name, latexEscapes) }) + "\\midrule\n")
    try table.forEachRow({ escaped($0, latexEscapes) }) { try output(line($0)) }
    try output("\\bottomrule\n\\end{tabular}\n")
  }
}

private func line(_ cells: [String]) -> String {
  // A row that begins with a bracket would be read as the option of the \\ before it.
  let text = cells.joined(separator: " & ")
  return (text.hasPrefix("[") ? "{}" : "") + text + " \\\\\n"
}

/// Replacements after which nothing in a text means anything to LaTeX; ends of lines become spaces.
private let latexEscapes: [Unicode.Scalar: String] = [
  "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
  "<": "\\textless{}", ">": "\\textgreater{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&",
  "#": "\\#", "%": "\\%", "_": "\\_", "\n": " ", "\r": " ", "\t": " ",
]
