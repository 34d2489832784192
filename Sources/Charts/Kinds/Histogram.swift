import Catalog
import Diagnostics
import Functions
import Glibc
import IO
import Planner

extension ChartKind {
  static let hist = ChartKind(
    name: "hist",
    summary: "how many rows lie in each bin of a number; a long tail is one bin, by sets the width",
    examples: ["jurisdictions | chart hist x foreign_born_pct by 2"],
    choose: { columns, choice throws(ChartRefusal) in
      if columns.x == nil, columns.y.count == 1 {
        (columns.x, columns.y) = (columns.y[0], [])
      }
      if columns.x == nil {
        try choice.takeValue(&columns)
        (columns.x, columns.y) = (columns.y.first, [])
      }
      guard let x = columns.x, choice.fields[x].type.isNumeric else {
        let field = columns.x.map { choice.fields[$0] }
        throw ChartRefusal(
          "chart-needs-number",
          "A histogram is of a number; \(field?.name ?? "x") is \(field?.type.word ?? "none"). To "
            + "count texts, write count by \(field?.name ?? "x") | chart bar.",
          part: "x"
        )
      }
      guard columns.y.isEmpty, columns.color == nil else {
        throw ChartRefusal(
          "hist-counts",
          "A histogram counts rows, so that it has no y and no color. A panel for each group: "
            + "facet.",
          part: columns.y.isEmpty ? "color" : "y"
        )
      }
    },
    panel: { try $0.data.histogram(of: $0.name == nil ? nil : $0.rows).panel() },
    words: { try Histogram.words($0) }
  )
}

extension ChartData {
  /// The histogram of some rows; that of all rows, where none are named, is made once.
  fileprivate func histogram(of rows: [Int]?) throws -> Histogram {
    if let rows { return try Histogram(of: self, rows) }
    if let made = whole.withLock({ $0 }) { return made }
    let made = try Histogram(of: self, nil)
    whole.withLock { $0 = made }
    return made
  }
}

/// The bins of a number and how many rows lie in each.
struct Histogram {
  private let data: ChartData
  private let x: Int
  private let rowCount: Int
  /// The known values of all panels.
  private let survey: NumberSurvey
  /// The value in the middle of the known ones.
  private var middle = 0.0
  /// The bins from the lowest on: their limits, rows, and whether they gather a tail.
  private(set) var bins: [Bin] = []

  struct Bin {
    var (low, high): (Double, Double)
    var rows = 0
    var isTail = false
  }

  /// The most bins of one width; what lies beyond is one bin.
  private static let mostBins = 15

  /// The bins of some rows; those of all rows where there are none named.
  fileprivate init(of data: ChartData, _ rows: [Int]?) throws {
    guard let x = data.chosen.x else { throw ChartRefusal.noNames }
    (self.data, self.x, rowCount) = (data, x, rows?.count ?? data.table.rowCount)
    // All panels have the same bins.
    let survey = try NumberSurvey(of: data.table.columns[x])
    self.survey = survey
    guard let (least, most) = survey.limits else { return }
    let isWhole = data.fields[x].type == .integer
    let values = try survey.values(at: [tail, survey.known / 2])
    let high = values[0]
    middle = values[1]
    let width =
      data.request.binWidth ?? Scale.step(over: max(high - least, 0), most: 14, isWhole: isWhole)
    let low = (least / width).rounded(.down)
    guard (most - least).isFinite, low.magnitude < 1e15, (most / width).magnitude < 1e15 else {
      bins = [Bin(low: least, high: most)]
      bins[0].rows = try count(rows, StepBins(width: 1, first: 0, count: 1))[0]
      return
    }
    let needed = (most / width).rounded(.down) - low + 1
    // A tail of a single bin is no tail.
    let shown = (high / width).rounded(.down) - low + 1
    let wanted = needed - shown < 2 ? needed : shown
    let count = Int(min(wanted, Double(Histogram.mostBins)))
    bins = (0..<count).map {
      Bin(low: (low + Double($0)) * width, high: (low + Double($0) + 1) * width)
    }
    if Double(count) < needed {
      let end = (most / width).rounded(.down) * width + width
      bins.append(Bin(low: bins[count - 1].high, high: end, isTail: true))
    }
    let rule = StepBins(width: width, first: low, count: bins.count)
    let counts = try self.count(rows, rule)
    for place in bins.indices { bins[place].rows = counts[place] }
  }

  /// The rank beyond which values may be a tail.
  private var tail: Int { min(survey.known - 1, survey.known * 97 / 100) }

  /// How many of the rows lie in each bin.
  private func count(_ rows: [Int]?, _ rule: StepBins) throws -> [Int] {
    guard let rows else { return try survey.counts(rule) }
    var counts = Array(repeating: 0, count: rule.count)
    for row in rows {
      try Cancellation.check(at: row)
      if let value = data.number(x, row) { counts[rule.bin(of: value)] += 1 }
    }
    return counts
  }

  func panel() -> Panel {
    let step = (bins.first?.high ?? 1) - (bins.first?.low ?? 0)
    let isPercent = data.fields[x].type == .percent
    func limit(_ value: Double) -> String { Scale.label(value, step: step, isPercent: isPercent) }
    var plotRows = bins.map { bin in
      let label =
        bins.count == 1 && bin.low == bin.high
        ? limit(bin.low) : "\(limit(bin.low)) to \(limit(bin.high))"
      return row(label, bin.rows, bin.isTail ? .hatched : .series(0))
    }
    let missing = rowCount - bins.reduce(0) { $0 + $1.rows }
    if missing > 0 { plotRows.append(row(missingWord, missing, .missing)) }
    let high = plotRows.flatMap(\.segments).map(\.high).max() ?? 1
    var plot = RowPlot(
      rows: plotRows,
      scale: Scale(0, max(high, 1), .number(isPercent: false, isWhole: true))
    )
    plot.pinned = (missing > 0 ? 1 : 0) + (bins.last?.isTail == true ? 1 : 0)
    var panel = Panel(.rows(plot))
    if bins.last?.isTail == true {
      panel.legend.append(LegendEntry(sign: .fill(.hatched), text: "a bin wider than the others"))
    }
    if bins.count > 1 {
      panel.notes.append("a bin holds its lower limit and not its upper one; bars count rows")
    }
    return panel
  }

  private func row(_ label: String, _ count: Int, _ fill: Fill) -> PlotRow {
    PlotRow(
      label: label,
      segments: [Segment(low: 0, high: Double(count), fill: fill)],
      texts: [groupedText(of: Int64(count))]
    )
  }

  /// The histogram of all rows, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let x = data.chosen.x else { return [] }
    let histogram = try data.histogram(of: nil)
    let survey = histogram.survey
    let missing = data.table.rowCount - survey.known
    let name = data.name(x)
    func count(_ rows: Int) -> String {
      "\(groupedText(of: Int64(rows))) \(rows == 1 ? "row" : "rows")"
    }
    guard let (first, last) = survey.limits else {
      return ["Histogram of \(name): no value is known in \(count(data.table.rowCount))."]
    }
    let values = [first, last, histogram.middle].map { data.sumText($0, of: x) }
    var words = [
      "Histogram of \(name), \(count(survey.known))\(missing > 0 ? "; missing in \(missing)" : "").",
      "The least is \(values[0]), the most \(values[1]), the middle \(values[2]).",
    ]
    let bins = histogram.bins
    if bins.count > 1, let most = bins.max(by: { $0.rows < $1.rows }) {
      let step = (bins[0].high - bins[0].low)
      let isPercent = data.fields[x].type == .percent
      let limits = [most.low, most.high].map { Scale.label($0, step: step, isPercent: isPercent) }
      let rows = groupedText(of: Int64(most.rows))
      words.append("Most rows, \(rows), lie from \(limits[0]) to \(limits[1]).")
    }
    return words
  }
}
