import Catalog
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let heat = ChartKind(
    name: "heat",
    summary: "a cell for each pair of x and y, in classes of the number that color names",
    examples: [
      "deportations | total removals by state.division, fiscal_year "
        + "| chart heat x fiscal_year y division color removals"
    ],
    choose: { columns, choice throws(ChartRefusal) in
      if columns.color == nil {
        let found = choice.measures(besides: columns)
        guard found.count == 1 else {
          throw ChartRefusal(
            found.isEmpty ? "chart-needs-number" : "which-number",
            found.isEmpty
              ? "There is no number here to draw. Make one first, with count or total."
              : "Which number should the cells show: "
                + "\(listed(found.map { choice.fields[$0].name }, "or"))? Write color "
                + "\(choice.fields[found[0]].name)."
          )
        }
        columns.color = found[0]
      }
      if columns.x == nil {
        columns.x = choice.times(besides: columns).first ?? choice.names(besides: columns).first
      }
      if columns.y.isEmpty {
        let names = choice.names(besides: columns) + choice.times(besides: columns)
        columns.y = Array(names.prefix(1))
      }
      guard columns.x != nil, columns.y.count == 1, let color = columns.color else {
        throw ChartRefusal(
          "heat-needs-columns",
          "A heat map needs a column after x, one after y, and a number after color: group by two "
            + "columns before."
        )
      }
      guard choice.fields[color].type.isNumeric else {
        throw ChartRefusal(
          "chart-needs-number",
          "color of a heat map is a number; \(choice.fields[color].name) is "
            + "\(choice.fields[color].type.word). Names stand after x and y.",
          part: "color"
        )
      }
    },
    panel: { try Heat(of: $0).panel() },
    words: { try Heat.words($0) }
  )
}

/// The cells of one panel of a heat map.
struct Heat {
  private let panelData: PanelData
  private let (x, y, color): (Int, Int, Int)
  private var data: ChartData { panelData.data }

  /// The most columns and rows: more are no picture.
  private static let mostNames = 2000

  init(of panelData: PanelData) throws {
    let columns = panelData.columns
    guard let x = columns.x, let y = columns.y.first, let color = columns.color else {
      throw ChartRefusal.noNames
    }
    (self.panelData, self.x, self.y, self.color) = (panelData, x, y, color)
  }

  func panel() throws -> Panel {
    // All panels have the same classes.
    let values = (0..<data.table.rowCount).compactMap { data.number(color, $0) }
    let isPercent = data.fields[color].type == .percent
    let classes = Classes(values, data.request.steps, isPercent: isPercent)
    let columns = try names(of: x)
    let places = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    var plot = GridPlot(
      columns: columns.map { $0 + data.doubt(about: $0) },
      rows: [],
      classes: classes
    )
    var (unknown, absent) = (0, 0)
    for group in try data.barGroups(panelData.rows, by: y) {
      var cells = Array(repeating: PlotCell.absent, count: columns.count)
      for part in try data.grouped(group.rows, by: x) {
        try data.refuseSeveral(part.rows, called: "\(part.name) of \(group.name)")
        guard let place = places[part.name] else { continue }
        let row = part.rows[0]
        cells[place] =
          data.number(color, row).map {
            .known(step: classes.place(of: $0), text: data.text(color, row))
          } ?? .unknown
      }
      unknown += cells.count { if case .unknown = $0 { true } else { false } }
      absent += cells.count { if case .absent = $0 { true } else { false } }
      plot.rows.append((group.name, cells))
    }
    var panel = Panel(.grid(plot))
    panel.legend = classes.legend(unknown: unknown, absent: absent)
    panel.notes = data.doubtNotes(columns)
    return panel
  }

  /// The names of the columns: of periods also those without a row, so that gaps are seen.
  private func names(of place: Int) throws -> [String] {
    let all = Array(0..<data.table.rowCount)
    let groups = try data.grouped(all, by: place).map(\.name)
    guard case .period(let unit) = data.fields[place].type else {
      return try limited(groups, of: place)
    }
    let ordinals = all.compactMap { data.number(place, $0).map { Int32($0) } }
    guard let first = ordinals.min(), let last = ordinals.max(),
      Int(last) - Int(first) < Heat.mostNames
    else { return try limited(groups, of: place) }
    return (first...last).map { unit.text(of: $0) }
      + (groups.contains(missingWord) ? [missingWord] : [])
  }

  private func limited(_ names: [String], of place: Int) throws -> [String] {
    guard names.count > Heat.mostNames else { return names }
    throw ChartRefusal(
      "too-many-bars",
      "\(data.fields[place].name) has \(groupedText(of: Int64(names.count))) values, too many for "
        + "the columns of a heat map. Keep fewer with where.",
      part: "x"
    )
  }

  /// The cells of all panels, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let x = data.chosen.x, let y = data.chosen.y.first, let color = data.chosen.color
    else { return [] }
    let known = (0..<data.table.rowCount).filter { data.number(color, $0) != nil }
    var words = [
      "Heat map of \(data.name(color)) by \(data.name(x)) and \(data.name(y)): "
        + counted(known.count, "cell", digits: groupedText(of: Int64(known.count))) + "."
    ]
    func value(_ row: Int) -> Double { data.number(color, row) ?? 0 }
    func named(_ row: Int) -> String {
      "\(data.text(y, row)), \(data.text(x, row)) with \(data.text(color, row))"
    }
    if known.count > 1, let most = known.max(by: { value($0) < value($1) }),
      let least = known.min(by: { value($0) < value($1) })
    {
      words.append("The most has \(named(most)), the least \(named(least)).")
    }
    let missing = data.table.rowCount - known.count
    if missing > 0 { words.append("Not known in \(missing).") }
    return words
  }
}
