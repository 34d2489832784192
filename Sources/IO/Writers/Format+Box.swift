import Diagnostics
import Catalog

extension Format {
  /// A drawn table for the screen.
  static let box = Format(
    name: "box",
    summary: "a drawn table for the screen, with types under the headings and rounded numbers",
    examples: [
      "deportations | total removals by fiscal_year | as box",
      "deportations | total removals by state.region, fiscal_year | pivot fiscal_year | as box",
    ],
    isScreen: true,
    drawsPictures: true
  ) { table, layout, output in
    try BoxWriter(plan: .fitting(table, layout)).write(to: output)
  }
}

/// Draws one table.
private struct BoxWriter {
  let plan: BoxPlan
  private var layout: FormatOptions { plan.layout }

  func write(to output: (String) throws -> Void) throws {
    let count = plan.table.rowCount
    if plan.all.isEmpty {
      try output("\(IO.rows(count)) without columns\n")
      return
    }
    if count == 1, plan.fit.isTight {
      try writeVertical(plan.table, layout, output) { plan.all[$1].cells[$0] }
      return
    }
    try draw(output)
    for note in plan.notes { try output(note + "\n") }
  }

  private func draw(_ put: (String) throws -> Void) throws {
    let (widths, rows) = (plan.fit.widths, plan.rows)
    let lines = layout.ascii ? BoxLines.ascii : BoxLines.unicode
    try put(lines.rule(widths, lines.top))
    try put(line(widths, lines) { filled($0.name, to: $1, isRight: $0.isRight) })
    try put(
      line(widths, lines) { column, width in
        let words = [column.typeWord, column.shortTypeWord]
        let word = words.first { displayWidth(of: $0) <= width } ?? ""
        return layout.dimmed(filled(word, to: width, isRight: column.isRight))
      }
    )
    try put(lines.rule(widths, lines.middle))
    for place in rows.rows.indices {
      if place == rows.gap {
        try put(line(widths, lines) { filled(layout.ellipsis, to: $1, isRight: $0.isRight) })
      }
      let texts = zip(plan.columns, widths).map { plan.cellLines($0, place, $1) }
      for number in 0..<(texts.map(\.count).max() ?? 0) {
        var column = 0
        try put(
          line(widths, lines) { _, width in
            defer { column += 1 }
            let cell = texts[column]
            return number < cell.count ? cell[number] : String(repeating: " ", count: width)
          }
        )
      }
    }
    try put(lines.rule(widths, lines.bottom))
  }

  private func line(
    _ widths: [Int],
    _ lines: BoxLines,
    _ cell: (ScreenColumn, Int) -> String
  ) -> String {
    let cells = zip(plan.columns, widths).map { " " + cell($0, $1) + " " }
    return lines.bar + cells.joined(separator: lines.bar) + lines.bar + "\n"
  }
}

/// The characters that a box is drawn with: a rule has a left end, crossings and a right end.
private struct BoxLines {
  let top: String
  let middle: String
  let bottom: String
  let bar: String
  let dash: Character

  static let unicode = BoxLines(top: "┌┬┐", middle: "├┼┤", bottom: "└┴┘", bar: "│", dash: "─")
  static let ascii = BoxLines(top: "+++", middle: "+++", bottom: "+++", bar: "|", dash: "-")

  func rule(_ widths: [Int], _ corners: String) -> String {
    let dashes = widths.map { String(repeating: dash, count: $0 + 2) }
    let crossing = String(corners.dropFirst().prefix(1))
    return corners.prefix(1) + dashes.joined(separator: crossing) + corners.suffix(1) + "\n"
  }
}
