import Catalog
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let bar = ChartKind(
    name: "bar",
    summary:
      "a bar for each group, from zero, with its value; color makes parts, y LOW..HIGH bounds",
    examples: [
      "deportations | lump state to 10 by removals | total removals by state | share "
        + "| sort removals desc | chart bar",
      "agreements | where state = \"AZ\" and active_from is not missing "
        + "| chart bar x agency y active_from..active_to",
    ],
    choose: { columns, choice throws(ChartRefusal) in
      let fields = choice.fields
      if let upper = columns.upper { return try choice.takeBounds(&columns, to: upper) }
      try choice.takeValue(&columns)
      if columns.y.count > 1 {
        let names = columns.y.map { fields[$0].name }
        throw ChartRefusal(
          "one-number",
          "Bars show one number. Make rows of the columns before: unpivot "
            + "\(names.joined(separator: ", ")) as what, amount.",
          part: "y"
        )
      }
      if columns.x == nil {
        columns.x =
          choice.names(besides: columns).first ?? choice.times(besides: columns).first
          ?? choice.keyNumber(besides: columns)
      }
      guard columns.x != nil else { throw ChartRefusal.noNames }
      if columns.color == nil, columns.facet == nil || choice.schema.key.count > 2 {
        columns.color = choice.remainingNames(besides: columns)
      }
      if let color = columns.color { try choice.checkStack(of: columns, by: color) }
    },
    panel: { try Bounds(of: $0)?.panel() ?? Bars(of: $0).panel() },
    words: { data in
      try data.chosen.upper.map { Bounds.words(data, upper: $0) } ?? Bars.words(data)
    }
  )
}

extension ChartRefusal {
  static let noNames = ChartRefusal(
    "chart-needs-names",
    "There is no column here that names the bars. Group before, with total … by, or draw how often "
      + "each value comes: chart hist."
  )
}

extension ColumnChoice {
  /// Throws where parts of a bar would be added up that must not be.
  func checkStack(of columns: ChartColumns, by color: Int) throws(ChartRefusal) {
    guard let y = columns.y.first else { return }
    let (field, name) = (fields[y], fields[color].name)
    let isAlong = field.notAlong.contains(name)
    guard field.role != .additive || isAlong else { return }
    throw ChartRefusal(
      "stack-not-additive",
      "The parts of a bar are added up, and \(field.name) must not be summed"
        + (isAlong ? " over \(name)" : "") + ". Draw a panel for each: facet \(name).",
      part: "color",
      remedy: nil
    )
  }
}

/// The bars of one panel.
struct Bars {
  let panelData: PanelData
  let groups: [(name: String, rows: [Int])]
  let parts: [String]
  private let (x, y): (Int, Int)

  private var data: ChartData { panelData.data }

  init(of panelData: PanelData) throws {
    guard let x = panelData.columns.x, let y = panelData.columns.y.first else {
      throw ChartRefusal.noNames
    }
    (self.panelData, self.x, self.y) = (panelData, x, y)
    groups = try panelData.data.barGroups(panelData.rows, by: x)
    parts = try panelData.data.partNames(ofStack: false)
  }

  func panel() throws -> Panel {
    var (rows, hatched): ([PlotRow], [String]) = ([], [])
    let rest = data.request.rests[data.fields[x].name]
    for group in groups {
      try Cancellation.check()
      let isDoubtful = !data.doubt(about: group.name).isEmpty
      if group.name == rest { hatched.append(group.name) }
      let fill: Fill =
        group.name == missingWord
        ? .missing : isDoubtful || group.name == rest ? .hatched : .series(0)
      rows.append(try row(group, fill))
    }
    let ends = rows.flatMap(\.segments).flatMap { [$0.low, $0.high] }
    var plot = RowPlot(rows: rows, scale: data.valueScale(ends, of: y))
    plot.reference = data.request.reference?.value.real
    plot.pinned = groups.reversed().prefix { [rest, missingWord].contains($0.name) }.count
    var panel = Panel(.rows(plot))
    for (place, part) in parts.enumerated() {
      panel.legend.append(LegendEntry(sign: .fill(.series(place)), text: part))
    }
    if let rest = hatched.first {
      let text = "\(rest): the other values of \(data.name(x)) together"
      panel.legend.append(LegendEntry(sign: .fill(.hatched), text: text))
    }
    let doubtful = groups.map(\.name).filter { !data.doubt(about: $0).isEmpty }
    if !doubtful.isEmpty {
      panel.legend.append(
        LegendEntry(sign: .fill(.hatched), text: "not whole or not comparable")
      )
    }
    panel.notes = data.doubtNotes(groups.map(\.name))
    return panel
  }

  private func row(_ group: (name: String, rows: [Int]), _ fill: Fill) throws -> PlotRow {
    var row = PlotRow(label: group.name + data.doubt(about: group.name))
    guard let color = data.chosen.color else {
      try data.refuseSeveral(group.rows, called: group.name)
      guard let first = group.rows.first else { return row }
      if let value = data.number(y, first) {
        row.segments = [Segment(low: min(0, value), high: max(0, value), fill: fill)]
      }
      row.texts = [data.text(y, first)] + (data.chosen.share.map { [data.text($0, first)] } ?? [])
      return row
    }
    var (sum, missing) = (0.0, 0)
    for part in try data.grouped(group.rows, by: color) {
      try data.refuseSeveral(part.rows, called: "\(part.name) of \(group.name)")
      guard let value = data.number(y, part.rows[0]) else {
        missing += 1
        continue
      }
      try data.refuseNegative(value, y)
      let place = parts.firstIndex(of: part.name) ?? 0
      row.segments.append(Segment(low: sum, high: sum + value, fill: .series(place)))
      sum += value
    }
    guard sum.isFinite else {
      throw ChartRefusal(
        "part-too-large",
        "The parts of \(group.name) are together beyond what a real number holds. Draw a panel for "
          + "each with facet.",
        part: "color"
      )
    }
    row.segments.sort { Bars.order($0.fill) < Bars.order($1.fill) }
    var low = 0.0
    for place in row.segments.indices {
      let length = row.segments[place].high - row.segments[place].low
      (row.segments[place].low, row.segments[place].high) = (low, low + length)
      low += length
    }
    row.texts = [data.sumText(sum, of: y) + (missing > 0 ? " (\(missing) missing)" : "")]
    return row
  }

  static func order(_ fill: Fill) -> Int {
    if case .series(let place) = fill { place } else { .max }
  }

  /// The bars of all panels, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let x = data.chosen.x, let y = data.chosen.y.first else { return [] }
    let groups = try data.barGroups(Array(0..<data.table.rowCount), by: x)
    let known = (0..<data.table.rowCount).filter { data.number(y, $0) != nil }
    var words = [
      "Bars of \(data.name(y)) by \(data.name(x)): "
        + "\(groupedText(of: Int64(groups.count))) \(groups.count == 1 ? "bar" : "bars")."
    ]
    func value(_ row: Int) -> String {
      let beside = [data.chosen.color, data.chosen.facet].compactMap { $0 }
      let name = ([x] + beside).map { data.text($0, row) }.joined(separator: ", ")
      return "\(name) with \(data.text(y, row))"
        + (data.chosen.share.map { " (\(data.text($0, row)))" } ?? "")
    }
    if let most = known.max(by: { (data.number(y, $0) ?? 0) < (data.number(y, $1) ?? 0) }),
      let least = known.min(by: { (data.number(y, $0) ?? 0) < (data.number(y, $1) ?? 0) })
    {
      words.append(
        known.count == 1
          ? "It is \(value(most))."
          : "The largest is \(value(most)), the smallest \(value(least))."
      )
    }
    let missing = data.table.rowCount - known.count
    if missing > 0 {
      words.append("\(data.name(y)) is missing in \(missing) of \(data.table.rowCount).")
    }
    let doubts = data.doubtNotes(groups.map(\.name))
    if !doubts.isEmpty { words.append(doubts.joined(separator: "; ") + ".") }
    return words
  }
}
