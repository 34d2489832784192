import Language
import Tables

extension Format {
  /// A drawn table for the screen.
  static let box = Format(
    name: "box",
    summary: "a drawn table for the screen, with types under the headings and rounded numbers",
    examples: [
      "deportations | total removals by fiscal_year | as box",
      "deportations | total removals by state.region, fiscal_year | pivot fiscal_year | as box",
    ],
    writesCommands: true
  ) { table, layout, output in
    BoxWriter(table, layout).write(to: output)
  }
}

/// Draws one table.
private struct BoxWriter {
  private let table: Table
  private let layout: Layout
  private let rows: [Int]
  /// The place in `rows` after which rows are left out.
  private let gap: Int?
  private let columns: [ScreenColumn]

  init(_ table: Table, _ layout: Layout) {
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
    columns = zip(table.columns, table.schema.fields).map { [rows] column, field in
      ScreenColumn(column, field, rows: rows, layout: layout)
    }
  }

  func write(to output: (String) -> Void) {
    if columns.isEmpty {
      output("\(Formats.rows(table.rowCount)) without columns\n")
      return
    }
    let natural = columns.map(\.width)
    let fit = BoxFit(columns, natural, width: layout.width)
    if table.rowCount == 1, fit.isTight {
      writeVertical(table, layout, output) { columns[$1].cells[$0] }
      return
    }
    var batch = TextBatch()
    draw(fit.widths) { batch.append($0, to: output) }
    for note in notes(fit) { batch.append(note + "\n", to: output) }
    batch.flush(to: output)
  }

  private func draw(_ widths: [Int], _ put: (String) -> Void) {
    let lines = layout.ascii ? BoxLines.ascii : BoxLines.unicode
    put(lines.rule(widths, lines.top))
    put(line(widths, lines) { filled($0.name, to: $1, isRight: $0.isRight) })
    put(
      line(widths, lines) { layout.dimmed(filled($0.typeWord, to: $1, isRight: $0.isRight)) }
    )
    put(lines.rule(widths, lines.middle))
    for place in rows.indices {
      if place == gap {
        put(line(widths, lines) { filled(ellipsis, to: $1, isRight: $0.isRight) })
      }
      put(line(widths, lines) { cell($0, place, $1) })
    }
    put(lines.rule(widths, lines.bottom))
  }

  private var ellipsis: String { layout.ascii ? "..." : "…" }

  private func line(
    _ widths: [Int],
    _ lines: BoxLines,
    _ cell: (ScreenColumn, Int) -> String
  ) -> String {
    let cells = zip(columns, widths).map { " " + cell($0, $1) + " " }
    return lines.bar + cells.joined(separator: lines.bar) + lines.bar + "\n"
  }

  private func cell(_ column: ScreenColumn, _ place: Int, _ width: Int) -> String {
    if let text = column.cells[place] {
      let short = shortened(text, to: width, mark: ellipsis)
      return filled(short, to: width, isRight: column.isRight)
    }
    let text = filled(missingWord, to: width, isRight: column.isRight)
    return layout.dimmed(text)
  }

  private func notes(_ fit: BoxFit) -> [String] {
    var notes: [String] = []
    if let gap {
      let last = number(rows[gap])
      notes.append(
        "rows \(number(gap + 1)) to \(last) of \(number(table.rowCount)) are not shown; "
          + ".last all shows them"
      )
    }
    let hidden = columns.dropFirst(fit.widths.count).map(\.name)
    if !hidden.isEmpty {
      let count = hidden.count == 1 ? "1 more column" : "\(hidden.count) more columns"
      notes.append("\(count): \(hidden.joined(separator: ", ")); see them with .last all or keep")
    }
    return notes.flatMap { wrapped($0, to: layout.width) }
  }
}

/// How wide the columns of a box are, and how many of them there is room for.
private struct BoxFit {
  /// The widths of the columns that are shown: the first ones.
  let widths: [Int]
  /// Whether anything is shortened or left out.
  let isTight: Bool

  /// Longer texts than these are shortened, one step after the other, before columns are left out.
  private static let caps = [80, 60, 48, 40, 32, 26, 20]

  init(_ columns: [ScreenColumn], _ natural: [Int], width: Int?) {
    guard let width, BoxFit.total(natural) > width else {
      (widths, isTight) = (natural, false)
      return
    }
    isTight = true
    for shown in stride(from: columns.count, to: 0, by: -1) {
      for cap in BoxFit.caps {
        let capped = BoxFit.capped(columns, natural, to: cap).prefix(shown)
        if BoxFit.total(capped) <= width {
          widths = BoxFit.widened(Array(capped), natural, to: width)
          return
        }
      }
    }
    widths = [max(1, min(natural[0], width - 4))]
  }

  private static func total(_ widths: some Collection<Int>) -> Int {
    widths.reduce(1) { $0 + $1 + 3 }
  }

  private static func capped(_ columns: [ScreenColumn], _ natural: [Int], to cap: Int) -> [Int] {
    zip(columns, natural).map { column, width in
      let heading = max(displayWidth(of: column.name), displayWidth(of: column.typeWord))
      return column.isText ? min(width, max(cap, heading)) : width
    }
  }

  /// Gives what is left of the screen to the shortened columns, the first ones first.
  private static func widened(_ widths: [Int], _ natural: [Int], to width: Int) -> [Int] {
    var left = width - total(widths)
    return zip(widths, natural).map { now, wanted in
      let more = min(left, wanted - now)
      left -= more
      return now + more
    }
  }
}

/// The characters that a box is drawn with.
private struct BoxLines {
  let top: [String]
  let middle: [String]
  let bottom: [String]
  let bar: String
  let dash: String

  static let unicode = BoxLines(
    top: ["┌", "┬", "┐"],
    middle: ["├", "┼", "┤"],
    bottom: ["└", "┴", "┘"],
    bar: "│",
    dash: "─"
  )
  static let ascii = BoxLines(
    top: ["+", "+", "+"],
    middle: ["+", "+", "+"],
    bottom: ["+", "+", "+"],
    bar: "|",
    dash: "-"
  )

  func rule(_ widths: [Int], _ corners: [String]) -> String {
    let dashes = widths.map { String(repeating: dash, count: $0 + 2) }
    return corners[0] + dashes.joined(separator: corners[1]) + corners[2] + "\n"
  }
}
