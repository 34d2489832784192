import Diagnostics
import Catalog

/// The first rows of a table in a few narrow lines: headings, then at most `rows` rows, aligned.
///
/// Long texts are shortened, and the columns that `layout` has no width for are counted behind the
/// headings. Empty for a table without rows or columns.
///
/// Throws when the query of this thread is to stop.
public func preview(
  of table: Table,
  rows most: Int,
  layout: FormatOptions,
  margin: String
) throws -> [String] {
  let shown = Array(0..<min(most, table.rowCount))
  if shown.isEmpty || table.columns.isEmpty { return [] }
  let mark = layout.ellipsis
  let columns = try table.screenColumns(of: shown, layout).map { drawn in
    let cells = [drawn.name] + drawn.cells.map { $0 ?? missingWord }
    let short = cells.map { shortened($0, to: widestCell, mark: mark) }
    return (isRight: drawn.isRight, cells: short, width: short.map(displayWidth).max() ?? 0)
  }
  let room = max(24, (layout.width ?? 80) - margin.count)
  let isAsked = table.schema.fields.map { layout.askedColumns?.contains($0.name) ?? true }
  let places = fitting(columns.map(\.width), isAsked: isAsked, room: room, mark: mark)
  let hidden = columns.count - places.count
  return (0...shown.count).map { line in
    var cells = places.map { place in
      filled(columns[place].cells[line], to: columns[place].width, isRight: columns[place].isRight)
    }
    if line == 0, hidden > 0 { cells.append(moreColumns(hidden, mark)) }
    var text = cells.joined(separator: "  ")
    while text.hasSuffix(" ") { text.removeLast() }
    return margin + (line == 0 ? layout.dimmed(text) : text)
  }
}

/// The places of the columns that there is room for, in order: those asked for first, then the
/// others, the first ones before the last.
private func fitting(_ widths: [Int], isAsked: [Bool], room: Int, mark: String) -> [Int] {
  let all = Array(widths.indices)
  func total(_ places: some Collection<Int>) -> Int {
    let left = widths.count - places.count
    let rest = left == 0 ? 0 : 2 + displayWidth(of: moreColumns(left, mark))
    return places.reduce(-2) { $0 + 2 + widths[$1] } + rest
  }
  if total(all) <= room { return all }
  var taken: Set<Int> = []
  for place in all.filter({ isAsked[$0] }) + all.filter({ !isAsked[$0] }) {
    if taken.isEmpty || total(taken.union([place])) <= room { taken.insert(place) }
  }
  return taken.sorted()
}

/// How many columns of the screen a cell of a preview takes at most.
private let widestCell = 24

private func moreColumns(_ count: Int, _ mark: String) -> String { "\(mark) \(count) more" }
