import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Parallel
import Planner

/// A result with what a chart must know of it beside its columns.
public struct ChartData: Sendable {
  /// The rows.
  public var table: Table
  /// What the query asks for.
  public var request: ChartRequest
  /// Periods, as they are printed, that are covered only in part, each with the reason.
  public var partial: [String: String] = [:]
  /// Values of the horizontal axis, as they are printed, that rest on so few rows that they do not
  /// compare with the others, each with the reason.
  public var thin: [String: String] = [:]
  /// The places of a map.
  public var places: PlaceMap?
  /// What the query chose, in phrases, each with the column whose numbers it explains, or none where
  /// it says which rows there are.
  public var selections: [(text: String, column: String?)] = []
  /// The first and the last day that the rows' table covers, where no selection says which time they
  /// are of.
  public var coverage: ClosedRange<Int32>?
  /// The query, for a subtitle.
  public var query: String?
  var columns: ChartColumns?
  /// The histogram of all rows, once it was made: the panel and the sentences share it.
  let whole = Lock<Histogram?>(nil)
  /// The texts of the columns that are drawn; of very many rows they are made one by one.
  private var texts: [Int: [String]] = [:]

  /// The rows of `table` for a chart that shows what `request` asks for.
  public init(_ table: Table, _ request: ChartRequest) {
    (self.table, self.request) = (table, request)
  }

  /// The columns of the chart; those of the request where they were not chosen yet.
  var chosen: ChartColumns {
    guard let columns else { preconditionFailure("no columns chosen") }
    return columns
  }

  var fields: [Field] { table.schema.fields }

  /// Reads the texts of the columns that the chart shows.
  mutating func read() throws {
    guard table.rowCount <= ChartData.mostTexts else { return }
    for place in chosen.places.union([chosen.share].compactMap { $0 }) {
      texts[place] = try shown(place, Array(0..<table.rowCount))
    }
  }

  private static let mostTexts = 100_000

  /// The values of rows as tables show them.
  private func shown(_ place: Int, _ rows: [Int]) throws -> [String] {
    try ScreenColumn.cells(table.columns[place], fields[place], rows, FormatOptions())
      .map { visibleText($0 ?? missingWord) }
  }

  /// The value of a row as a place on an axis; nil where it is missing or not finite.
  func number(_ place: Int, _ row: Int) -> Double? {
    switch table.columns[place][row] {
    case .integer(let number): Double(number)
    case .real(let number): number.isFinite ? number : nil
    case .ordinal(let ordinal): Double(ordinal)
    case .boolean, .text, .missing: nil
    }
  }

  /// The value of a row as tables show it.
  func text(_ place: Int, _ row: Int) -> String {
    if let texts = texts[place] { return texts[row] }
    return (try? shown(place, [row]).first) ?? missingWord
  }

  /// Whether the value of a row is known.
  func isKnown(_ place: Int, _ row: Int) -> Bool { table.columns[place].isKnown(row) }

  /// The name of a column as people say it.
  func name(_ place: Int) -> String {
    visibleText(fields[place].name).replacing("_", with: " ")
  }

  /// What the panels are made by.
  var facetName: String { chosen.facet.map(name) ?? "" }
}

/// The rows of one panel.
struct PanelData: Sendable {
  let data: ChartData
  /// The value of the column that makes panels; nil for the only panel.
  let name: String?
  let rows: [Int]

  var columns: ChartColumns { data.chosen }
}

extension ChartData {
  /// The most panels that can be looked at together.
  static let mostPanels = 12

  /// About how many bytes a row of a chart takes.
  private var pointSize: Int {
    chosen.kind.name == "hist" ? 8 : 8 + MemoryLayout<SeriesPoint>.stride
  }

  /// The rows of each panel, in the order in which they come.
  func panels() throws -> [PanelData] {
    // The only histogram counts the column itself.
    if chosen.kind.name == "hist", chosen.facet == nil {
      return [PanelData(data: self, name: nil, rows: [])]
    }
    // What is made of the rows is not charged as it grows: their numbers, and a point of each.
    try MemoryBudget.reserve(table.rowCount * pointSize)
    let all = Array(0..<table.rowCount)
    guard let facet = chosen.facet, !all.isEmpty else {
      return [PanelData(data: self, name: nil, rows: all)]
    }
    let groups = try grouped(all, by: facet)
    if groups.count > ChartData.mostPanels {
      throw ChartRefusal(
        "too-many-panels",
        "\(fields[facet].name) has \(groups.count) values, and \(ChartData.mostPanels) panels can be "
          + "compared at most. Keep fewer with where, or draw the rest together: "
          + "lump \(fields[facet].name) to 5.",
        part: "facet"
      )
    }
    return groups.map { PanelData(data: self, name: $0.name, rows: $0.rows) }
  }

  /// The rows with each value of a column, in the order of the category or the time, else in that in
  /// which they come; the rest and missing last.
  func grouped(_ rows: [Int], by place: Int) throws -> [(name: String, rows: [Int])] {
    var places: [Value: Int] = [:]
    var groups: [(name: String, rows: [Int])] = []
    var (missing, order): ([Int], [Double?]) = ([], [])
    for row in rows {
      try Cancellation.check(at: row)
      if !isKnown(place, row) {
        missing.append(row)
        continue
      }
      let value = table.columns[place][row]
      if let known = places[value] {
        groups[known].rows.append(row)
      } else {
        places[value] = groups.count
        groups.append((text(place, row), [row]))
        order.append(number(place, row))
      }
    }
    if fields[place].type.isTemporal || fields[place].type.isNumeric {
      let sorted = groups.indices.sorted { (order[$0] ?? 0, $0) < (order[$1] ?? 0, $1) }
      groups = sorted.map { groups[$0] }
    } else if case .category(let category) = fields[place].type, category.isOrdered {
      let codes = groups.map { category.labels.code(of: $0.name) ?? 0 }
      groups = groups.indices.sorted { (codes[$0], $0) < (codes[$1], $1) }.map { groups[$0] }
    }
    if let rest = request.rests[fields[place].name],
      let found = groups.firstIndex(where: { $0.name == rest })
    {
      groups.append(groups.remove(at: found))
    }
    return missing.isEmpty ? groups : groups + [(missingWord, missing)]
  }

  /// Throws where several rows would be one mark: what sets them apart is named.
  func refuseSeveral(_ rows: [Int], called name: String) throws {
    guard rows.count > 1 else { return }
    let differing = fields.indices.filter { place in
      !chosen.places.contains(place) && place != chosen.share
        && rows.contains { table.columns[place][$0] != table.columns[place][rows[0]] }
    }.map { fields[$0].name }
    let by = ([chosen.x, chosen.color, chosen.facet].compactMap { $0 }).map { fields[$0].name }
    let cause =
      differing.isEmpty ? "" : ", which differ in \(listed(Array(differing.prefix(4))))"
    let measure = chosen.y.first { fields[$0].isMeasure }.map { fields[$0].name }
    let total = measure.map {
      ", or make one of them before: total \($0) by \(by.joined(separator: ", "))"
    }
    throw ChartRefusal(
      "several-rows",
      "\(name) stands in \(rows.count) rows\(cause): a chart shows one value for it. Keep one of them "
        + "with where\(total ?? "")."
    )
  }

  /// The mark behind the label of a value on the horizontal axis, and whether it is drawn hollow.
  func doubt(about label: String) -> String {
    (thin[label] == nil ? "" : "†") + (partial[label] == nil ? "" : "*")
  }

  /// The lines that say what is hollow, of those that are drawn.
  func doubtNotes(_ labels: [String]) -> [String] {
    func lines(_ mark: String, _ reasons: [String: String]) -> [String] {
      let found = labels.filter { reasons[$0] != nil }
      return Set(found.compactMap { reasons[$0] }).sorted().map { reason in
        let own = found.filter { reasons[$0] == reason }
        let names = own.count > 3 ? "\(own[0]) to \(own[own.count - 1])" : listed(own)
        return "\(mark) \(names): \(reason)"
      }
    }
    return lines("*", partial) + lines("†", thin)
  }

  /// `Removals by state`, made of the columns' names.
  var title: String {
    let values = (chosen.y + [chosen.upper].compactMap { $0 })
      .map { fields[$0].name == "n" ? "count" : name($0) }
    var by = [chosen.x, chosen.color ?? chosen.mark, chosen.facet].compactMap { $0 }.map(name)
    // The keys of places say no more than the map does.
    if chosen.kind.name == "map", let x = chosen.x, fields[x].link == nil { by = [] }
    var text: String
    switch chosen.kind.name {
    case "heat":
      text =
        listed([chosen.color].compactMap { $0 }.map(name)) + " by "
        + listed(([chosen.x].compactMap { $0 } + chosen.y).map(name))
    case "hist": text = (chosen.x.map(name) ?? "") + ": rows in each bin"
    case "dots":
      text = listed((chosen.y + [chosen.x].compactMap { $0 }).map(name))
      if let color = chosen.color ?? chosen.mark { text += " by " + name(color) }
    default:
      let unit = chosen.y.first.flatMap { fields[$0].unit }
      let shown = unit.flatMap { values.contains($0) ? nil : " (\(visibleText($0)))" } ?? ""
      text = listed(values) + shown + (by.isEmpty ? "" : " by " + listed(by))
    }
    if ["hist", "dots", "heat"].contains(chosen.kind.name), let facet = chosen.facet {
      text += ", by " + name(facet)
    }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// What stands under the title: what was chosen, as far as it is drawn, and what time it covers,
  /// where no axis says that.
  var phrases: [String] {
    let drawn = chosen.places.union([chosen.share].compactMap { $0 })
    let names = Set(drawn.map { fields[$0].name })
    var phrases = selections.filter { $0.column.map(names.contains) ?? true }.map(\.text)
    if let total { phrases.append("percent of " + total) }
    if let coverage, !drawn.contains(where: { fields[$0].type.isTemporal }) {
      let days = [coverage.lowerBound, coverage.upperBound].map {
        CivilDate(ordinal: $0).description
      }
      phrases.append("\(days[0]) to \(days[1])")
    }
    var seen: Set<String> = []
    return phrases.map(visibleText).filter { seen.insert($0).inserted }
  }

  /// What the parts of a stack are shares of; nil for other charts.
  private var total: String? {
    guard chosen.kind.name == "stack" else { return nil }
    switch request.whole {
    case .column(let column): return column.replacing("_", with: " ")
    case .value(let value): return value
    case nil:
      let bars = [chosen.x, chosen.facet].compactMap { $0 }.map(name)
      return "the " + listed(chosen.y.map(name)) + (bars.isEmpty ? "" : " of each " + listed(bars))
    }
  }

  /// What is drawn, as `explain` says it.
  var summary: String {
    let kinds = [
      "bar": "bars", "line": "a line", "hist": "a histogram", "dots": "dots",
      "stack": "bars of parts", "map": "a map", "heat": "a heat map", "spark": "sparklines",
    ]
    func field(_ place: Int) -> String { visibleText(fields[place].name) }
    let y = listed(chosen.y.map(field))
    if chosen.kind.name == "heat", let color = chosen.color {
      return "draws a heat map of \(field(color)) by \(chosen.x.map(field) ?? "") and \(y)"
    }
    let color = (chosen.color ?? chosen.mark).map { ", \(field($0)) told apart by sign" } ?? ""
    let facet = chosen.facet.map { ", a panel for each \(field($0))" } ?? ""
    let what = kinds[chosen.kind.name] ?? chosen.kind.name
    let x = chosen.x.map(field)
    let axes =
      y.isEmpty ? " of \(x ?? "")" : x.map { " of \(y) by \($0)" } ?? " of \(y)"
    return "draws \(what)\(axes)\(color)\(facet)"
  }
}
