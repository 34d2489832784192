import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let dots = ChartKind(
    name: "dots",
    summary: "a point for each row: two numbers, or a number beside the names of y",
    examples: [
      "jurisdictions | where state = \"MA\" | chart dots x foreign_born_pct y poverty_pct",
      "claims | where measure = \"share_removals_noncriminal\" "
        + "| chart dots x value y place mark qualifier ref 50",
    ],
    choose: { columns, choice throws(ChartRefusal) in
      let fields = choice.fields
      let numbers = choice.measures(besides: columns)
      if columns.x == nil, columns.y.isEmpty, numbers.count == 2 {
        (columns.x, columns.y) = (numbers[0], [numbers[1]])
      }
      if columns.x == nil, numbers.count == 1 { columns.x = numbers[0] }
      if columns.y.isEmpty, numbers.count == 1 { columns.y = numbers }
      guard let x = columns.x, let y = columns.y.first else {
        throw ChartRefusal(
          "dots-need-columns",
          "Dots need two columns: write x and a number, y and another number or a column of names."
        )
      }
      guard fields[x].type.isNumeric || fields[x].type.isTemporal else {
        throw ChartRefusal(
          "chart-needs-number",
          "x of dots is a number or a time; \(fields[x].name) is \(fields[x].type.word). Names "
            + "stand after y.",
          part: "x"
        )
      }
      if columns.y.count > 1 {
        throw ChartRefusal("one-number", "Dots show one column after y.", part: "y")
      }
      if fields[y].type.isTemporal {
        throw ChartRefusal(
          "chart-needs-number",
          "y of dots is a number or a column of names; times stand after x.",
          part: "y"
        )
      }
    },
    panel: { try Dots(of: $0).panel() },
    words: { try Dots.words($0) }
  )
}

/// The points of one panel.
struct Dots {
  private let panelData: PanelData
  private let (x, y): (Int, Int)
  private let names: [String]
  /// The numbers of the marks, by the values of the column that chooses them.
  private let numbers: [Value: Int]
  private var data: ChartData { panelData.data }
  private var marks: Int? { data.chosen.color ?? data.chosen.mark }

  init(of panelData: PanelData) throws {
    guard let x = panelData.columns.x, let y = panelData.columns.y.first else {
      throw ChartRefusal.noNames
    }
    (self.panelData, self.x, self.y) = (panelData, x, y)
    let data = panelData.data
    guard let place = data.chosen.color ?? data.chosen.mark else {
      (names, numbers) = ([], [:])
      return
    }
    let groups = try data.grouped(Array(0..<data.table.rowCount), by: place)
    names = groups.map(\.name)
    numbers = Dictionary(
      groups.enumerated().map { (data.table.columns[place][$1.rows[0]], $0) },
      uniquingKeysWith: { first, _ in first }
    )
    try data.refuseMany(names, of: place, most: ChartData.mostSeries, "signs")
  }

  func panel() throws -> Panel {
    let isNumber = data.fields[y].type.isNumeric
    var panel = isNumber ? try plane() : try rows()
    panel.legend += names.enumerated().map { place, name in
      LegendEntry(sign: .mark(place, isHollow: false), text: name)
    }
    if isNumber {
      panel.legend.append(
        LegendEntry(sign: .count, text: "so many points in one place, + ten and more")
      )
    }
    let left = panelData.rows.count {
      data.number(x, $0) == nil || (isNumber && data.number(y, $0) == nil)
    }
    if left > 0 {
      panel.notes.append(
        "not drawn, since a value is missing: \(groupedText(of: Int64(left))) of "
          + "\(groupedText(of: Int64(panelData.rows.count)))"
      )
    }
    return panel
  }

  private func mark(of row: Int) -> Int {
    marks.flatMap { numbers[data.table.columns[$0][row]] } ?? 0
  }

  private func scale(_ values: [Double], of place: Int) -> Scale {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    switch data.fields[place].type {
    case .period(let unit): return Scale(low, high, .periods(unit))
    case .date: return Scale(low, high, .days)
    default:
      // Zero is there where it is near.
      let nearZero = low > 0 && low < (high - low) ? 0 : low
      let scale = Scale(nearZero, high == nearZero ? high + 1 : high, data.numberKind(place))
      return scale.rounded(6)
    }
  }

  private func plane() throws -> Panel {
    var series = (0..<max(1, names.count)).map { Series(mark: $0, points: [], isLine: false) }
    for row in panelData.rows {
      try Cancellation.check(at: row)
      guard let place = data.number(x, row), let value = data.number(y, row) else { continue }
      series[mark(of: row)].points.append(SeriesPoint(x: place, y: value))
    }
    let points = series.flatMap(\.points)
    var plot = PlanePlot(
      x: scale(points.map(\.x), of: x),
      y: scale(points.compactMap(\.y), of: y),
      series: series
    )
    plot.countsPoints = true
    if let reference = data.request.reference?.value.real {
      plot.reference = reference
      (plot.y.low, plot.y.high) = (min(plot.y.low, reference), max(plot.y.high, reference))
    }
    return Panel(.plane(plot))
  }

  private func rows() throws -> Panel {
    let groups = try data.barGroups(panelData.rows, by: y)
    var plotRows: [PlotRow] = []
    for group in groups {
      try Cancellation.check()
      let points = group.rows.compactMap { row in
        data.number(x, row).map { (value: $0, mark: mark(of: row)) }
      }
      plotRows.append(
        PlotRow(label: group.name, points: points, texts: [groupedText(of: Int64(points.count))])
      )
    }
    var values = plotRows.flatMap(\.points).map(\.value)
    let reference = data.request.reference?.value.real
    values += reference.map { [$0] } ?? []
    var plot = RowPlot(rows: plotRows, scale: scale(values, of: x))
    plot.reference = reference
    plot.isClosed = true
    var panel = Panel(.rows(plot))
    panel.notes.append("the number behind each line counts its points")
    return panel
  }

  /// The points of all panels, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let x = data.chosen.x, let y = data.chosen.y.first else { return [] }
    let all = 0..<data.table.rowCount
    let isNumber = data.fields[y].type.isNumeric
    let known = all.filter { data.number(x, $0) != nil && (!isNumber || data.number(y, $0) != nil) }
    var words = [
      "Dots of \(data.name(x)) and \(data.name(y)): "
        + counted(known.count, "point", digits: groupedText(of: Int64(known.count))) + "."
    ]
    for place in isNumber ? [x, y] : [x] {
      let values = known.map { data.number(place, $0) ?? 0 }
      guard let least = values.min().flatMap(values.firstIndex),
        let most = values.max().flatMap(values.firstIndex)
      else { continue }
      let (first, last) = (known[least], known[most])
      words.append(
        "\(data.name(place)) goes from \(data.text(place, first)) to \(data.text(place, last))."
      )
    }
    let missing = all.count - known.count
    if missing == 1 { words.append("1 row lacks a value and is not drawn.") }
    if missing > 1 { words.append("\(missing) rows lack a value and are not drawn.") }
    return words
  }
}
