import Catalog
import Diagnostics

/// The plan of a box: its rows, its columns with their widths, and how many lines each row takes.
///
/// On a screen of few lines long texts are first shortened to one line each, then rows in the
/// middle are left out, so that the headings stay in sight.
struct BoxPlan {
  let table: Table
  let layout: FormatOptions
  /// The rows that are shown.
  let rows: ShownRows
  /// All columns, of the rows that are shown.
  let all: [ScreenColumn]
  /// Which columns there is room for.
  let fit: BoxFit
  private let worth: [ColumnWorth]

  /// Of more rows than these no cell takes several lines.
  private static let fewRows = 20
  private static let usualLines = 4
  /// The lines of a box that are no rows: three rules, names and types.
  private static let frame = 5
  private static let leastRows = 4

  /// The columns that are shown.
  var columns: [ScreenColumn] { fit.shown.map { all[$0] } }

  /// The plan with at most this many rows, whose cells take at most so many lines.
  private init(
    _ table: Table,
    _ layout: FormatOptions,
    _ worth: [ColumnWorth],
    mostRows: Int?,
    mostLines: Int? = nil
  ) throws {
    (self.table, self.layout, self.worth) = (table, layout, worth)
    let rows = ShownRows(count: table.rowCount, most: mostRows)
    self.rows = rows
    all = try table.screenColumns(of: rows.rows, layout)
    let usual = rows.rows.count <= BoxPlan.fewRows ? BoxPlan.usualLines : 1
    fit = BoxFit(all, worth: worth, mostLines: mostLines ?? usual, width: layout.width)
  }

  /// The plan of `table` for the screen of `layout`.
  static func fitting(_ table: Table, _ layout: FormatOptions) throws -> BoxPlan {
    let worth = ColumnWorth.all(in: table, layout)
    guard let room = layout.maximumLines else {
      return try BoxPlan(table, layout, worth, mostRows: layout.maximumRows)
    }
    if table.rowCount <= room {
      for lines in [nil, 1] {
        let plan = try BoxPlan(table, layout, worth, mostRows: nil, mostLines: lines)
        if plan.height <= room { return plan }
      }
    }
    // A line for the mark of what is left out, and one for the words that say so.
    var most = max(leastRows, room - frame - 2)
    while true {
      let plan = try BoxPlan(table, layout, worth, mostRows: most, mostLines: 1)
      if plan.height <= room || most == leastRows { return plan }
      most -= min(plan.height - room, most - leastRows)
    }
  }

  /// How many lines of the screen it takes.
  private var height: Int {
    let gap = rows.gap == nil ? 0 : 1
    let lines = rows.rows.indices.reduce(0) { sum, place in
      sum + (zip(columns, fit.widths).map { cellLines($0, place, $1).count }.max() ?? 0)
    }
    return BoxPlan.frame + gap + lines + notes.count
  }

  /// The lines of a cell, each filled to `width`.
  func cellLines(_ column: ScreenColumn, _ place: Int, _ width: Int) -> [String] {
    guard let text = column.cells[place] else {
      let word = shortened(missingWord, to: width, mark: layout.ellipsis)
      return [layout.dimmed(filled(word, to: width, isRight: column.isRight))]
    }
    var lines = fit.mostLines > 1 ? wrappedInCell(text, to: width) : [text]
    if lines.count > fit.mostLines {
      lines = Array(lines.prefix(fit.mostLines))
      lines[lines.count - 1] += " " + layout.ellipsis
    }
    return lines.map { line in
      let short = shortenedAtWord(line, to: width, mark: layout.ellipsis)
      return filled(short, to: width, isRight: column.isRight)
    }
  }

  /// What is left out, in lines as wide as the screen.
  var notes: [String] {
    let notes = [rows.words, hiddenColumns].compactMap { $0 }
    return notes.flatMap { wrapped($0, to: layout.width) }
  }

  /// The names of the columns that are left out, with what is the same in all rows.
  private var hiddenColumns: String? {
    let hidden = all.indices.filter { !fit.shown.contains($0) }
    if hidden.isEmpty { return nil }
    var names = hidden.map { place in
      guard worth[place] == .constant, let value = all[place].cells.first ?? nil else {
        return all[place].name
      }
      return "\(all[place].name) (\(shortened(value, to: 30, mark: layout.ellipsis)) in all rows)"
    }
    let count = hidden.count == 1 ? "1 more column" : "\(hidden.count) more columns"
    let way = "; see \(hidden.count == 1 ? "it" : "them") with .last all, keep or as vertical"
    var left = 0
    func words() -> String {
      let more = left == 0 ? "" : " and \(counted(left, "other"))"
      return "\(count): \(names.joined(separator: ", "))\(more)\(way)"
    }
    // On a screen of few lines rows are worth more than names.
    let most = layout.maximumLines == nil ? Int.max : 2
    while names.count > 1, wrapped(words(), to: layout.width).count > most {
      names.removeLast()
      left += 1
    }
    return words()
  }
}
