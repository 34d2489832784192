import Diagnostics
import Catalog

/// What a missing value is called on screens and in print.
package let missingWord = "(missing)"

extension Format {
  /// One column a line.
  static let vertical = Format(
    name: "vertical",
    summary: "one column a line, row after row, with long texts whole",
    examples: [
      "states | where code = \"MA\" | as vertical",
      "stories | where kind = \"withdrawal\" | first 2 | as vertical",
    ],
    isScreen: true,
    drawsPictures: true
  ) { table, layout, output in
    let columns = layout.screenTexts(of: table)
    try writeVertical(table, layout, output) { row, column in columns[column](row) }
  }
}

/// Writes one column a line; `text` gives the cells, missing ones as nil.
func writeVertical(
  _ table: Table,
  _ layout: FormatOptions,
  _ output: (String) throws -> Void,
  _ text: (_ row: Int, _ column: Int) -> String?
) throws {
  let names = table.schema.fields.map(layout.heading)
  let nameWidth = names.map(displayWidth).max() ?? 0
  let room = layout.width.map { max(20, $0 - nameWidth - 2) }
  func lines(_ row: Int, _ column: Int) -> [String]? {
    text(row, column).map { wrapped($0, to: room) }
  }
  var isCut = false
  let most = table.rowCount == 1 ? layout.maximumLines : nil
  // Of a row of more columns than the screen has lines, the first are shown.
  let shown = most.map { names.count > $0 ? max(1, $0 - 1) : names.count } ?? names.count
  let columns = 0..<shown
  let mostOfCell = most.map { mostLines(columns.map { lines(0, $0)?.count ?? 1 }, in: $0) }
  for row in 0..<table.rowCount {
    if table.rowCount > 1 {
      let line = layout.ascii ? "--" : "──"
      try output("\(line) row \(row + 1) of \(table.rowCount) \(line)\n")
    }
    for column in columns {
      try output(filled(names[column], to: nameWidth) + "  ")
      if var lines = lines(row, column) {
        if let mostOfCell, lines.count > mostOfCell {
          lines = Array(lines.prefix(mostOfCell))
          let last = lines[mostOfCell - 1] + " " + layout.ellipsis
          let width = room ?? displayWidth(of: last)
          lines[mostOfCell - 1] = shortenedAtWord(last, to: width, mark: layout.ellipsis)
          isCut = true
        }
        let indent = "\n" + String(repeating: " ", count: nameWidth + 2)
        try output(lines.joined(separator: indent) + "\n")
      } else {
        try output(layout.dimmed(missingWord) + "\n")
      }
    }
  }
  if isCut { try output("long texts are cut; .last all shows them whole\n") }
  if shown < names.count {
    let hidden = names.count - shown
    let verb = hidden == 1 ? "is" : "are"
    try output("\(counted(hidden, "more column")) \(verb) not shown; .last all shows all\n")
  }
}

/// How many lines a cell may have so that cells of `counts` lines fit in `room`, with a line that
/// says that some are cut.
private func mostLines(_ counts: [Int], in room: Int) -> Int {
  let all = counts.max() ?? 1
  if counts.reduce(0, +) <= room { return all }
  return (1...all).last { most in counts.reduce(1) { $0 + min($1, most) } <= room } ?? 1
}
