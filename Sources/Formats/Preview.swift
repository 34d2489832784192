import Language
import Tables

/// The first rows of a table in a few narrow lines: headings, then at most `rows` rows, aligned.
///
/// Long texts are shortened, and the columns that `layout` has no width for are counted behind the
/// headings. Empty for a table without rows or columns.
public func preview(of table: Table, rows most: Int, layout: Layout, margin: String) -> [String] {
  let shown = Array(0..<min(most, table.rowCount))
  if shown.isEmpty || table.columns.isEmpty { return [] }
  let mark = layout.ascii ? "..." : "…"
  let columns = zip(table.columns, table.schema.fields).map { column, field in
    let drawn = ScreenColumn(column, field, rows: shown, layout: layout)
    let cells = [drawn.name] + drawn.cells.map { $0 ?? missingWord }
    let short = cells.map { shortened($0, to: widestCell, mark: mark) }
    return (isRight: drawn.isRight, cells: short, width: short.map(displayWidth).max() ?? 0)
  }
  let room = max(24, (layout.width ?? 80) - margin.count)
  var taken = 0
  var used = 0
  for column in columns {
    let left = columns.count - taken - 1
    let rest = left == 0 ? 0 : 2 + displayWidth(of: moreColumns(left, mark))
    if taken > 0, used + 2 + column.width + rest > room { break }
    used += column.width + (taken == 0 ? 0 : 2)
    taken += 1
  }
  let hidden = columns.count - taken
  return (0...shown.count).map { line in
    var cells = columns.prefix(taken).map {
      filled($0.cells[line], to: $0.width, isRight: $0.isRight)
    }
    if line == 0, hidden > 0 { cells.append(moreColumns(hidden, mark)) }
    var text = cells.joined(separator: "  ")
    while text.hasSuffix(" ") { text.removeLast() }
    return margin + (line == 0 ? layout.dimmed(text) : text)
  }
}

/// How many columns of the screen a cell of a preview takes at most.
private let widestCell = 24

private func moreColumns(_ count: Int, _ mark: String) -> String { "\(mark) \(count) more" }
