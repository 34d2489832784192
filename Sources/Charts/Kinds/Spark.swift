import Catalog
import Diagnostics
import Functions
import IO
import Planner

extension ChartKind {
  static let spark = ChartKind(
    name: "spark",
    summary: "a small line for each value of color, one below the other, on one scale or free ones",
    examples: [
      "deportations | total removals by state.region, fiscal_year "
        + "| chart spark x fiscal_year y removals color region"
    ],
    choose: { columns, choice throws(ChartRefusal) in
      try ChartKind.line.choose(&columns, choice)
      guard columns.y.count == 1 else {
        throw ChartRefusal("one-number", "Sparklines show one number.", part: "y")
      }
    },
    panel: { try Sparks(of: $0).panel() },
    words: { try Sparks.words($0) }
  )
}

/// The sparklines of one panel.
struct Sparks {
  private let panelData: PanelData
  private let (x, y): (Int, Int)
  private var data: ChartData { panelData.data }

  init(of panelData: PanelData) throws {
    guard let x = panelData.columns.x, let y = panelData.columns.y.first else {
      throw ChartRefusal.noNames
    }
    (self.panelData, self.x, self.y) = (panelData, x, y)
  }

  /// The rows of each sparkline; one without a name where no column names them.
  private var groups: [(name: String, rows: [Int])] {
    get throws {
      guard let color = data.chosen.color else { return [("", panelData.rows)] }
      return try data.barGroups(panelData.rows, by: color)
    }
  }

  func panel() throws -> Panel {
    let names = try positions()
    let places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    let all = (0..<data.table.rowCount).compactMap { data.number(y, $0) }
    let shared = data.valueScale(all, of: y)
    var rows: [PlotRow] = []
    for group in try groups {
      try Cancellation.check()
      let known = group.rows.compactMap { data.number(y, $0) }
      let scale = data.request.isFree ? data.valueScale(known, of: y) : shared
      var row = PlotRow(label: group.name)
      row.levels = Array(repeating: nil, count: names.count)
      var values: [(place: Int, row: Int)] = []
      for part in try data.grouped(group.rows, by: x) {
        let name = group.name.isEmpty ? part.name : "\(part.name) of \(group.name)"
        try data.refuseSeveral(part.rows, called: name)
        guard let place = places[part.name], let value = data.number(y, part.rows[0])
        else { continue }
        row.levels[place] = scale.fraction(value)
        values.append((place, part.rows[0]))
      }
      values.sort { $0.place < $1.place }
      row.texts =
        values.isEmpty
        ? ["", missingWord]
        : [values[0], values[values.count - 1]].map {
          data.text(y, $0.row)
        }
      rows.append(row)
    }
    var plot = RowPlot(rows: rows, scale: Scale(0, 1, .number(isPercent: false, isWhole: false)))
    let marked = names.map { $0 + data.doubt(about: $0) }
    plot.ends = marked.first.map { ($0, marked[marked.count - 1]) }
    plot.doubtful = Set(names.indices.filter { marked[$0] != names[$0] })
    var panel = Panel(.rows(plot))
    panel.notes = notes(shared, names)
    return panel
  }

  private func notes(_ scale: Scale, _ names: [String]) -> [String] {
    func text(_ value: Double) -> String { data.sumText(value, of: y) }
    var notes = [
      data.request.isFree
        ? "each line has a scale of its own, so that heights do not compare"
        : "all lines go from \(text(scale.low)) to \(text(scale.high))"
    ]
    notes.append("behind each line its first and its last value; a blank is a gap")
    return notes + data.doubtNotes(names)
  }

  /// The names along the lines: of periods also those without a row.
  private func positions() throws -> [String] {
    let all = Array(0..<data.table.rowCount)
    let names = try data.grouped(all, by: x).map(\.name).filter { $0 != missingWord }
    guard case .period(let unit) = data.fields[x].type else { return names }
    let ordinals = all.compactMap { data.number(x, $0).map { Int32($0) } }
    guard let first = ordinals.min(), let last = ordinals.max(),
      Int(last) - Int(first) < Sparks.mostPositions
    else { return names }
    return (first...last).map { unit.text(of: $0) }
  }

  private static let mostPositions = 100_000

  /// The sparklines of all panels, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let x = data.chosen.x, let y = data.chosen.y.first else { return [] }
    let all = Array(0..<data.table.rowCount)
    let names = try data.grouped(all.filter { data.isKnown(x, $0) }, by: x).map(\.name)
    let lines = try data.chosen.color.map { try data.grouped(all, by: $0).count } ?? 1
    guard let first = names.first, let last = names.last else { return ["No line has a point."] }
    let known = all.filter { data.number(y, $0) != nil }
    var words = [
      "\(groupedText(of: Int64(lines))) \(lines == 1 ? "sparkline" : "sparklines") of "
        + "\(data.name(y)) by \(data.name(x)), \(first) to \(last)."
    ]
    if let most = known.max(by: { (data.number(y, $0) ?? 0) < (data.number(y, $1) ?? 0) }) {
      let name = ([data.chosen.color, x].compactMap { $0 }).map { data.text($0, most) }
      words.append("The most is \(data.text(y, most)) of \(name.joined(separator: ", ")).")
    }
    let missing = all.count - known.count
    if missing > 0 {
      words.append("\(counted(missing, "value")) \(missing == 1 ? "is" : "are") missing.")
    }
    return words
  }
}
