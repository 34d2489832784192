import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let line = ChartKind(
    name: "line",
    summary: "a line over time or another order; gaps stay gaps, what is not whole is hollow",
    examples: [
      "deportations | total removals by fiscal_year | chart line",
      "deportations | total removals by state.region, fiscal_year | chart line color region",
    ],
    choose: { columns, choice throws(ChartRefusal) in
      if columns.x == nil {
        columns.x =
          choice.times(besides: columns).first ?? choice.keyNumber(besides: columns)
          ?? choice.names(besides: columns).first { choice.fields[$0].type.isOrderedCategory }
      }
      guard let x = columns.x else {
        throw ChartRefusal(
          "chart-needs-order",
          "There is no column of time here, or another order, that a line could follow. Bars need "
            + "none: chart bar."
        )
      }
      let field = choice.fields[x]
      if field.type.isTextual && !field.type.isOrderedCategory || field.type == .boolean {
        throw ChartRefusal(
          "line-without-order",
          "The values of \(field.name) have no order, so that a line between them would mean "
            + "nothing. Draw bars: chart bar x \(field.name).",
          part: "x"
        )
      }
      try choice.takeValue(&columns)
      try choice.checkUnits(of: columns.y)
      if columns.color == nil, columns.y.count == 1 {
        columns.color = choice.remainingNames(besides: columns)
      }
      if columns.color != nil, columns.y.count > 1 {
        throw ChartRefusal(
          "color-or-series",
          "Several columns after y make a line each, and so does color: leave out one of them.",
          part: "color"
        )
      }
    },
    panel: { try Lines(of: $0).panel() },
    words: { try Lines.words($0) }
  )
}

extension DataType {
  /// Whether values are texts from a list in which lower and higher are defined.
  var isOrderedCategory: Bool {
    if case .category(let category) = self { category.isOrdered } else { false }
  }
}

extension ColumnChoice {
  /// Throws where columns that share an axis are in different units.
  func checkUnits(of places: [Int]) throws(ChartRefusal) {
    guard let first = places.first else { return }
    let other = places.first {
      fields[$0].unit != fields[first].unit
        || (fields[$0].type == .percent) != (fields[first].type == .percent)
    }
    guard let other else { return }
    func unit(_ field: Field) -> String {
      field.type == .percent ? "percent" : field.unit ?? "no declared unit"
    }
    throw ChartRefusal(
      "two-units",
      "\(fields[first].name) is in \(unit(fields[first])), \(fields[other].name) in "
        + "\(unit(fields[other])): one axis cannot show both. Draw two charts.",
      part: "y"
    )
  }
}

/// The lines of one panel.
struct Lines {
  let panelData: PanelData
  private let x: Int
  private var data: ChartData { panelData.data }

  init(of panelData: PanelData) throws {
    guard let x = panelData.columns.x else { throw ChartRefusal.noNames }
    (self.panelData, self.x) = (panelData, x)
  }

  /// The rows and the column of each line, with its name.
  static func series(
    _ data: ChartData,
    _ rows: [Int]
  ) throws -> [(name: String, rows: [Int], y: Int)] {
    guard let color = data.chosen.color else {
      return data.chosen.y.map { (data.name($0), rows, $0) }
    }
    guard let y = data.chosen.y.first else { return [] }
    let names = try data.grouped(Array(0..<data.table.rowCount), by: color).map(\.name)
    try data.refuseMany(names, of: color, most: ChartData.mostSeries, "lines")
    let groups = try data.grouped(rows, by: color)
    return names.map { name in (name, groups.first { $0.name == name }?.rows ?? [], y) }
  }

  func panel() throws -> Panel {
    let all = try Lines.series(data, panelData.rows)
    if all.count > ChartData.mostSeries {
      throw ChartRefusal(
        "too-many-series",
        "\(all.count) lines cannot be told apart, \(ChartData.mostSeries) can. Name fewer columns.",
        part: "y"
      )
    }
    var series: [Series] = []
    for (mark, line) in all.enumerated() {
      let points = try points(line.rows, line.y, of: line.name)
      series.append(Series(mark: mark, points: points, isLine: true))
    }
    var plot = PlanePlot(x: try horizontal(), y: vertical(series), series: series)
    if case .number = plot.x.kind, plot.x.low == plot.x.high { plot.x.high += 1 }
    mark(&plot)
    plot.reference = data.request.reference?.value.real
    if let reference = plot.reference {
      (plot.y.low, plot.y.high) = (min(plot.y.low, reference), max(plot.y.high, reference))
    }
    var panel = Panel(.plane(plot))
    if all.count > 1 {
      panel.legend = all.enumerated().map { mark, line in
        LegendEntry(sign: .mark(mark, isHollow: false), text: line.name)
      }
    }
    addNotes(to: &panel, plot, count: all.count)
    return panel
  }

  private func addNotes(to panel: inout Panel, _ plot: PlanePlot, count: Int) {
    let labels = panelData.rows.map { data.text(x, $0) }
    var seen: Set<String> = []
    panel.notes = data.doubtNotes(labels.filter { seen.insert($0).inserted })
    if plot.series.contains(where: { $0.points.contains(where: \.isHollow) }) {
      panel.legend.append(
        LegendEntry(
          sign: .mark(count > 1 ? -1 : 0, isHollow: true),
          text: data.request.moment == nil
            ? "not whole or not comparable; the line to it is dotted"
            : "not whole, or neither before nor after"
        )
      )
    }
    let missing = plot.series.flatMap(\.points).count { $0.y == nil }
    if missing > 0 {
      panel.notes.append("a gap where the value is missing: \(missing)")
    }
    if plot.series.contains(where: { $0.points.contains(where: \.isAfterGap) }) {
      panel.notes.append("a gap where a period is absent")
    }
    let unplaced = panelData.rows.count { data.number(x, $0) == nil && place(of: $0) == nil }
    if unplaced > 0 {
      panel.notes.append("not drawn, since \(data.name(x)) is missing: \(unplaced)")
    }
    if !plot.means.isEmpty {
      panel.notes.append("what comes after a moment need not come from it")
    }
    if plot.y.low > 0 { panel.notes.append("the vertical axis does not begin at zero") }
  }

  /// The place of a row on the horizontal axis.
  private func place(of row: Int) -> Double? {
    if case .category(let category) = data.fields[x].type {
      guard data.isKnown(x, row) else { return nil }
      return category.labels.code(of: data.text(x, row)).map { Double($0) }
    }
    return data.number(x, row)
  }

  private func points(_ rows: [Int], _ y: Int, of name: String) throws -> [SeriesPoint] {
    var found: [Double: [Int]] = [:]
    for row in rows {
      try Cancellation.check(at: row)
      if let place = place(of: row) { found[place, default: []].append(row) }
    }
    var (points, last): ([SeriesPoint], Double?) = ([], nil)
    let isPeriodic = if case .period = data.fields[x].type { true } else { false }
    for (place, rows) in found.sorted(by: { $0.key < $1.key }) {
      try data.refuseSeveral(rows, called: data.text(x, rows[0]))
      let label = data.text(x, rows[0])
      var point = SeriesPoint(x: place, y: data.number(y, rows[0]))
      point.isHollow = !data.doubt(about: label).isEmpty || holdsMoment(place)
      point.isAfterGap = isPeriodic && last.map { place - $0 > 1 } ?? false
      point.text = data.text(y, rows[0])
      points.append(point)
      last = place
    }
    return points
  }

  private func horizontal() throws -> Scale {
    let places = panelData.rows.compactMap(place)
    let (low, high) = (places.min() ?? 0, places.max() ?? 1)
    switch data.fields[x].type {
    case .period(let unit):
      var scale = Scale(low, high, .periods(unit))
      for row in panelData.rows {
        guard let place = place(of: row) else { continue }
        let doubt = data.doubt(about: data.text(x, row))
        if !doubt.isEmpty { scale.doubts[Int(place)] = doubt }
      }
      return scale
    case .date: return Scale(low, high, .days)
    case .category(let category): return Scale(low, high, .names(category.labels.strings))
    default: return Scale(low, high, data.numberKind(x))
    }
  }

  /// From zero, unless the line would then lie in the upper third.
  private func vertical(_ series: [Series]) -> Scale {
    let values = series.flatMap(\.points).compactMap(\.y)
    guard let y = data.chosen.y.first else { return Scale(0, 1, .days) }
    let scale = data.valueScale(values, of: y)
    guard let low = values.min(), let high = values.max(), low > 0,
      high - low < high / 3, high > low
    else { return scale.rounded(5) }
    return Scale(low, high, scale.kind).rounded(5)
  }
}

// MARK: - Moments

extension Lines {
  /// Whether the period at a place holds the moment that the rows lie around, so that it is neither
  /// before nor after it.
  private func holdsMoment(_ place: Double) -> Bool {
    guard let day = data.request.moment, case .period(let unit) = data.fields[x].type,
      let ordinal = Int32(exactly: place)
    else { return false }
    return unit.firstDay(of: ordinal) < day && day <= unit.lastDay(of: ordinal)
  }

  /// Draws the moment that the rows lie around, and the means before and after it.
  private func mark(_ plot: inout PlanePlot) {
    guard let day = data.request.moment ?? data.request.reference?.day else { return }
    var place = Double(day)
    switch data.fields[x].type {
    case .period(let unit):
      let ordinal = unit.ordinal(of: day)
      let (first, last) = (unit.firstDay(of: ordinal), unit.lastDay(of: ordinal))
      place = Double(ordinal) - 0.5 + Double(day - first) / Double(last - first + 1)
    case .date: break
    default: return
    }
    plot.x.low = min(plot.x.low, place)
    plot.x.high = max(plot.x.high, place)
    plot.moment = (place, CivilDate(ordinal: day).description)
    guard plot.series.count == 1, let y = data.chosen.y.first, data.request.moment != nil
    else { return }
    let known = plot.series[0].points.filter { $0.y != nil && !holdsMoment($0.x) }
    for (name, side) in [
      ("before", known.filter { $0.x < place }), ("after", known.filter { $0.x >= place }),
    ] where side.count > 1 {
      let mean = side.reduce(0) { $0 + ($1.y ?? 0) / Double(side.count) }
      let text = "mean \(name) \(data.roundedText(mean, of: y))"
      plot.means.append(Mean(low: side[0].x, high: side[side.count - 1].x, value: mean, text: text))
    }
  }
}

extension Constant {
  /// The first day of a date or period.
  var day: Int32? {
    switch (value, type) {
    case (.ordinal(let ordinal), .period(let unit)): unit.firstDay(of: ordinal)
    case (.ordinal(let day), _): day
    default: nil
    }
  }
}
