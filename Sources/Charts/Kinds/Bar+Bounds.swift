import Catalog
import Diagnostics
import Functions
import IO
import Planner

extension ColumnChoice {
  /// Chooses the names beside bounds; throws where these are of two kinds.
  func takeBounds(_ columns: inout ChartColumns, to upper: Int) throws(ChartRefusal) {
    guard let lower = columns.y.first else { return }
    let (low, high) = (fields[lower], fields[upper])
    let isNumber = low.type.isNumeric && high.type.isNumeric
    guard isNumber || (low.type == high.type && low.type.isTemporal) else {
      throw ChartRefusal(
        "bounds-of-two-kinds",
        "Bounds are two numbers, two dates or two periods of one kind; \(low.name) is "
          + "\(low.type.word), \(high.name) is \(high.type.word).",
        part: "y"
      )
    }
    try checkUnits(of: [lower, upper])
    if columns.x == nil { columns.x = names(besides: columns).first }
    guard columns.x != nil else { throw ChartRefusal.noNames }
    if columns.color != nil {
      throw ChartRefusal(
        "bounds-without-color",
        "Bounds are drawn without color. Draw a panel for each: facet.",
        part: "color"
      )
    }
  }
}

/// The bounds of one panel: from the lower to the upper value of each row.
struct Bounds {
  private let panelData: PanelData
  private let (x, lower, upper): (Int, Int, Int)
  private var data: ChartData { panelData.data }

  init?(of panelData: PanelData) {
    let columns = panelData.columns
    guard let x = columns.x, let lower = columns.y.first, let upper = columns.upper else {
      return nil
    }
    (self.panelData, self.x, self.lower, self.upper) = (panelData, x, lower, upper)
  }

  func panel() throws -> Panel {
    var (rows, isOpen): ([PlotRow], Bool) = ([], false)
    for group in try data.barGroups(panelData.rows, by: x) {
      try Cancellation.check()
      try data.refuseSeveral(group.rows, called: group.name)
      let row = group.rows[0]
      let (low, high) = (data.number(lower, row), data.number(upper, row))
      if let low, let high, low > high {
        throw ChartRefusal(
          "bounds-crossed",
          "\(group.name) goes from \(data.text(lower, row)) to \(data.text(upper, row)): its lower "
            + "bound is above the upper one.",
          part: "y"
        )
      }
      var plotRow = PlotRow(label: group.name)
      plotRow.span = low == nil && high == nil ? nil : (low, high)
      plotRow.texts = [data.text(lower, row), data.text(upper, row)]
      isOpen = isOpen || (low == nil) != (high == nil)
      rows.append(plotRow)
    }
    let ends = rows.compactMap(\.span).flatMap { [$0.low, $0.high].compactMap { $0 } }
    var plot = RowPlot(rows: rows, scale: scale(ends))
    plot.isClosed = true
    plot.reference = data.request.reference.flatMap { $0.value.real ?? $0.day.map(Double.init) }
    var panel = Panel(.rows(plot))
    if isOpen { panel.notes.append("an arrow: no bound is known on this side") }
    return panel
  }

  private func scale(_ ends: [Double]) -> Scale {
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    switch data.fields[lower].type {
    case .period(let unit): return Scale(low, max(high, low + 1), .periods(unit))
    case .date: return Scale(low, max(high, low + 1), .days)
    default:
      return Scale(low, high == low ? high + 1 : high, data.numberKind(lower)).rounded(6)
    }
  }

  /// The bounds of all panels, in sentences.
  static func words(_ data: ChartData, upper: Int) -> [String] {
    guard let x = data.chosen.x, let lower = data.chosen.y.first else { return [] }
    let rows = 0..<data.table.rowCount
    let closed = rows.filter { data.number(lower, $0) != nil && data.number(upper, $0) != nil }
    let open = rows.count { (data.number(lower, $0) == nil) != (data.number(upper, $0) == nil) }
    var words = [
      "Bounds from \(data.name(lower)) to \(data.name(upper)) by \(data.name(x)): "
        + "\(groupedText(of: Int64(closed.count))) with both."
    ]
    if open > 0 { words.append("\(groupedText(of: Int64(open))) have one bound only.") }
    let neither = rows.count - closed.count - open
    if neither > 0 { words.append("\(groupedText(of: Int64(neither))) have none.") }
    func width(_ row: Int) -> Double {
      (data.number(upper, row) ?? 0) - (data.number(lower, row) ?? 0)
    }
    if let widest = closed.max(by: { width($0) < width($1) }), width(widest) > 0 {
      words.append(
        "The widest is \(data.text(x, widest)), \(data.text(lower, widest)) to "
          + "\(data.text(upper, widest))."
      )
    }
    return words
  }
}
