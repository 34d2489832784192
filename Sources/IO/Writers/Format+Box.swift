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
    try BoxWriter(table, layout).write(to: output)
  }
}

/// Draws one table.
private struct BoxWriter {
  private let table: Table
  private let layout: FormatOptions
  private let rows: [Int]
  private let fit: BoxFit
  /// The place in `rows` after which rows are left out.
  private let gap: Int?
  /// All columns, and those that there is room for.
  private let all: [ScreenColumn]
  private var columns: [ScreenColumn] { fit.shown.map { all[$0] } }

  init(_ table: Table, _ layout: FormatOptions) throws {
    (self.table, self.layout) = (table, layout)
    let most = max(2, layout.maximumRows ?? .max)
    // Leaving out a row or two would save no line.
    if table.rowCount - 2 > most {
      let head = (most + 1) / 2
      rows = Array(0..<head) + Array((table.rowCount - most + head)..<table.rowCount)
      gap = head
    } else {
      rows = Array(0..<table.rowCount)
      gap = nil
    }
    all = try zip(table.columns, table.schema.fields).map { [rows] column, field in
      try ScreenColumn(column, field, rows: rows, layout: layout)
    }
    let names = table.schema.fields.map(\.name)
    let isAsked = names.map { layout.askedColumns?.contains($0) ?? true }
    fit = BoxFit(all, isAsked: isAsked, rowCount: rows.count, width: layout.width)
  }

  func write(to output: (String) throws -> Void) throws {
    if all.isEmpty {
      try output("\(IO.rows(table.rowCount)) without columns\n")
      return
    }
    if table.rowCount == 1, fit.isTight {
      try writeVertical(table, layout, output) { all[$1].cells[$0] }
      return
    }
    try draw(fit.widths, output)
    for note in notes { try output(note + "\n") }
  }

  private func draw(_ widths: [Int], _ put: (String) throws -> Void) throws {
    let lines = layout.ascii ? BoxLines.ascii : BoxLines.unicode
    try put(lines.rule(widths, lines.top))
    try put(line(widths, lines) { filled($0.name, to: $1, isRight: $0.isRight) })
    try put(
      line(widths, lines) {
        // Of a word in less room than this nothing would be left to read.
        let isTiny = $1 < 4 && displayWidth(of: $0.typeWord) > $1
        let word = isTiny ? "" : shortened($0.typeWord, to: $1, mark: ellipsis)
        return layout.dimmed(filled(word, to: $1, isRight: $0.isRight))
      }
    )
    try put(lines.rule(widths, lines.middle))
    for place in rows.indices {
      if place == gap {
        try put(line(widths, lines) { filled(ellipsis, to: $1, isRight: $0.isRight) })
      }
      let texts = zip(columns, widths).map { cellLines($0, place, $1) }
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

  private var ellipsis: String { layout.ellipsis }

  private func line(
    _ widths: [Int],
    _ lines: BoxLines,
    _ cell: (ScreenColumn, Int) -> String
  ) -> String {
    let cells = zip(columns, widths).map { " " + cell($0, $1) + " " }
    return lines.bar + cells.joined(separator: lines.bar) + lines.bar + "\n"
  }

  /// The lines of a cell, each filled to `width`.
  private func cellLines(_ column: ScreenColumn, _ place: Int, _ width: Int) -> [String] {
    guard let text = column.cells[place] else {
      let word = shortened(missingWord, to: width, mark: ellipsis)
      return [layout.dimmed(filled(word, to: width, isRight: column.isRight))]
    }
    var lines = fit.mostLines > 1 ? wrapped(text, to: width) : [text]
    if lines.count > fit.mostLines {
      lines = Array(lines.prefix(fit.mostLines))
      lines[lines.count - 1] += " " + ellipsis
    }
    return lines.map { line in
      filled(shortened(line, to: width, mark: ellipsis), to: width, isRight: column.isRight)
    }
  }

  private var notes: [String] {
    var notes: [String] = []
    if let gap {
      let last = number(rows[gap])
      notes.append(
        "rows \(number(gap + 1)) to \(last) of \(number(table.rowCount)) are not shown; "
          + ".last all shows them"
      )
    }
    let hidden = all.indices.filter { !fit.shown.contains($0) }.map { all[$0].name }
    if !hidden.isEmpty {
      let count = hidden.count == 1 ? "1 more column" : "\(hidden.count) more columns"
      let them = hidden.count == 1 ? "it" : "them"
      notes.append(
        "\(count): \(hidden.joined(separator: ", ")); see \(them) with .last all, keep or as vertical"
      )
    }
    return notes.flatMap { wrapped($0, to: layout.width) }
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
