import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let stack = ChartKind(
    name: "stack",
    summary: "the parts of a whole as shares of it; what they fall short of whole is drawn as ?",
    examples: [
      "deportations | total removals by fiscal_year, state.region "
        + "| chart stack x fiscal_year y removals color region",
      "national_removals | where fiscal_year in FY1999..FY2008 "
        + "| unpivot removals_criminal, removals_noncriminal as conviction, people "
        + "| chart stack x fiscal_year y people color conviction whole removals",
    ],
    choose: { columns, choice throws(ChartRefusal) in
      try choice.takeValue(&columns)
      if columns.color == nil {
        let names = choice.names(besides: columns)
        columns.color = columns.x == nil && names.count > 1 ? names[1] : names.first
        if columns.x == nil, names.count > 1 { columns.x = names[0] }
      }
      guard let color = columns.color else {
        throw ChartRefusal(
          "stack-needs-color",
          "A stack needs a column of the parts: write color and the column."
        )
      }
      if columns.x == nil {
        // A key that the parts are no piece of names single rows, not bars.
        let isKeyed = choice.schema.key.contains(choice.fields[color].name)
        columns.x = isKeyed ? choice.remainingKey(besides: columns) : nil
      }
      // The parts of a stated whole are not added up.
      if choice.request.whole == nil { try choice.checkStack(of: columns, by: color) }
    },
    panel: { try Stacks(of: $0).panel() },
    words: { try Stacks.words($0) }
  )
}

/// The stacked shares of one panel.
struct Stacks {
  private let panelData: PanelData
  private let (y, color): (Int, Int)
  private let parts: [String]
  private var data: ChartData { panelData.data }
  private var wholeName: String? {
    if case .value(let name)? = data.request.whole { name } else { nil }
  }

  init(of panelData: PanelData) throws {
    guard let y = panelData.columns.y.first, let color = panelData.columns.color else {
      throw ChartRefusal.noNames
    }
    (self.panelData, self.y, self.color) = (panelData, y, color)
    parts = try panelData.data.partNames(ofStack: true)
  }

  /// The rows of each bar; one bar without a name where no column names them.
  private var groups: [(name: String, rows: [Int])] {
    get throws {
      guard let x = panelData.columns.x else { return [("", panelData.rows)] }
      return try data.barGroups(panelData.rows, by: x)
    }
  }

  func panel() throws -> Panel {
    var (rows, isShort): ([PlotRow], Bool) = ([], false)
    let groups = try groups
    for group in groups {
      try Cancellation.check()
      try refuseMixture(group.rows, of: group.name)
      let row = try row(group)
      isShort = isShort || row.segments.contains { $0.fill == .short }
      rows.append(row)
    }
    var plot = RowPlot(rows: rows, scale: Scale(0, 1, .number(isPercent: true, isWhole: false)))
    plot.isClosed = true
    var panel = Panel(.rows(plot))
    let only = groups.count == 1 && panelData.name == nil ? rows[0] : nil
    for (place, part) in parts.enumerated() {
      let text = part + (only.map { shareText(of: place, in: $0) } ?? "")
      panel.legend.append(LegendEntry(sign: .fill(.series(place)), text: text))
    }
    if isShort {
      panel.legend.append(
        LegendEntry(sign: .fill(.short), text: "what the parts fall short of the whole")
      )
    }
    panel.notes = data.doubtNotes(groups.map(\.name))
    if let first = parts.first, only == nil {
      panel.notes.append("the percentage behind each bar is that of \(first)")
    }
    return panel
  }

  /// The share of a part in a bar, behind its name.
  private func shareText(of place: Int, in row: PlotRow) -> String {
    let segment = row.segments.first { $0.fill == .series(place) }
    guard let segment else { return " (missing)" }
    return " " + fixedText(of: 100 * (segment.high - segment.low), decimals: 1) + "%"
  }

  private func row(_ group: (name: String, rows: [Int])) throws -> PlotRow {
    var row = PlotRow(label: group.name + data.doubt(about: group.name))
    var values: [(part: Int, value: Double)] = []
    for part in try data.grouped(group.rows, by: color) where part.name != wholeName {
      try data.refuseSeveral(part.rows, called: "\(part.name) of \(group.name)")
      guard let place = parts.firstIndex(of: part.name), let value = data.number(y, part.rows[0])
      else { continue }
      try data.refuseNegative(value, y)
      values.append((place, value))
    }
    values.sort { $0.part < $1.part }
    let sum = values.reduce(0) { $0 + $1.value }
    guard let whole = try whole(of: group, sum: sum), whole > 0, whole.isFinite else {
      row.texts = ["no whole is known", ""]
      row.segments = [Segment(low: 0, high: 1, fill: .short)]
      return row
    }
    var low = 0.0
    for (part, value) in values {
      let high = min(1, low + value / whole)
      row.segments.append(Segment(low: low, high: high, fill: .series(part)))
      low = high
    }
    if sum < whole * (1 - 1e-9) {
      row.segments.append(Segment(low: low, high: 1, fill: .short))
    }
    let first = values.first { $0.part == 0 }?.value
    row.texts = [
      first.map { fixedText(of: 100 * $0 / whole, decimals: 1) + "%" } ?? "?",
      "of \(data.sumText(whole, of: data.chosen.whole ?? y))",
    ]
    return row
  }

  /// The whole of a bar: the sum of its parts, unless a column or a row holds it.
  private func whole(of group: (name: String, rows: [Int]), sum: Double) throws -> Double? {
    var candidates: [Double] = []
    if let place = data.chosen.whole {
      candidates = group.rows.compactMap { data.number(place, $0) }
    } else if let name = wholeName {
      let rows = group.rows.filter { data.isKnown(color, $0) && data.text(color, $0) == name }
      if rows.isEmpty, !data.isAnywhere(name, color) {
        throw ChartRefusal(
          "no-whole",
          "No row has \(data.fields[color].name) \"\(visibleText(name))\", which whole names.",
          part: "whole"
        )
      }
      candidates = rows.compactMap { data.number(y, $0) }
    } else {
      return sum
    }
    let values = Set(candidates)
    if values.count > 1 {
      let found = values.sorted().prefix(3).map { data.sumText($0, of: data.chosen.whole ?? y) }
      throw ChartRefusal(
        "several-wholes",
        "\(group.name.isEmpty ? "The bar" : group.name) has several wholes: \(listed(found)). Keep "
          + "the rows of one of them with where.",
        part: "whole"
      )
    }
    if let whole = values.first, sum > whole * (1 + 1e-9) {
      throw ChartRefusal(
        "parts-exceed-whole",
        "The parts of \(group.name.isEmpty ? "the bar" : group.name) are "
          + "\(data.sumText(sum, of: y)), more than their whole of "
          + "\(data.sumText(whole, of: data.chosen.whole ?? y)): they overlap, or the whole is "
          + "another. Draw them beside each other: chart bar with facet.",
        part: "whole"
      )
    }
    return values.first
  }

  /// Throws where the parts of a bar are of two measures or dates: they do not make one whole.
  private func refuseMixture(_ rows: [Int], of name: String) throws {
    for place in data.fields.indices where !data.chosen.places.contains(place) {
      let type = data.fields[place].type
      let isCategory = if case .category = type { true } else { false }
      guard isCategory || type.isTemporal, place != data.chosen.share else { continue }
      let values = try data.distinctValues(rows, of: place)
      guard values.count > 1 else { continue }
      let field = data.fields[place].name
      throw ChartRefusal(
        "mixed-stack",
        "\(name.isEmpty ? "The bar" : name) would stack rows of several \(field): "
          + "\(listed(Array(values.prefix(3)))). Parts of one whole have one. Keep one with where "
          + "\(field) = …, or total before."
      )
    }
  }

  /// The stacks of all panels, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let panel = try data.panels().first else { return [] }
    let stacks = try Stacks(of: panel)
    let rows = try data.panels().flatMap { panel -> [PlotRow] in
      if case .rows(let plot) = try Stacks(of: panel).panel().body { plot.rows } else { [] }
    }
    let by = data.chosen.x.map { " by \(data.name($0))" } ?? ""
    var words = [
      "Stacked shares of \(data.name(stacks.y))\(by), in parts by \(data.name(stacks.color)): "
        + "\(listed(stacks.parts))."
    ]
    if let part = stacks.parts.first {
      let told = rows.count <= 4 ? rows : [rows[0], rows[rows.count - 1]]
      let values = told.map { row in
        (row.label.isEmpty ? "" : row.label + ": ") + row.texts.joined(separator: " ")
      }
      words.append("Of \(part) " + values.joined(separator: ", ") + ".")
    }
    let short = rows.count { $0.segments.contains { $0.fill == .short } }
    if short > 0 {
      words.append("In \(short) of \(rows.count) bars the parts fall short of the whole.")
    }
    return words
  }
}

extension ChartData {
  fileprivate func isAnywhere(_ name: String, _ place: Int) -> Bool {
    (0..<table.rowCount).contains { isKnown(place, $0) && text(place, $0) == name }
  }

  /// The different known values of a column that is not drawn, as texts.
  fileprivate func distinctValues(_ rows: [Int], of place: Int) throws -> [String] {
    var seen: Set<Value> = []
    let first = rows.filter { isKnown(place, $0) && seen.insert(table.columns[place][$0]).inserted }
    let cells = try ScreenColumn.cells(table.columns[place], fields[place], first, FormatOptions())
    return cells.compactMap { $0.map { visibleText($0) } }
  }
}
