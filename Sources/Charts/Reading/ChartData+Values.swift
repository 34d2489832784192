import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Planner

extension ChartData {
  /// The most bars of one panel: more are no picture.
  static let mostBars = 2000
  /// The most parts of a bar, and the most lines and marks, that can be told apart.
  static let (mostParts, mostSeries) = (5, 6)

  /// The rows of each bar: in their order, since `sort` says it; the rest and missing last.
  func barGroups(_ rows: [Int], by place: Int) throws -> [(name: String, rows: [Int])] {
    let groups = try grouped(rows, by: place)
    if groups.count > ChartData.mostBars {
      throw ChartRefusal(
        "too-many-bars",
        "\(fields[place].name) has \(groupedText(of: Int64(groups.count))) values, too many for bars. "
          + "Draw most of them together: lump \(fields[place].name) to 10.",
        part: "x"
      )
    }
    guard !table.schema.order.isEmpty else { return groups }
    let sorted = groups.sorted { ($0.rows.first ?? 0) < ($1.rows.first ?? 0) }
    let last = groups.filter {
      $0.name == missingWord || $0.name == request.rests[fields[place].name]
    }
    return sorted.filter { group in !last.contains { $0.name == group.name } } + last
  }

  /// The names of the parts that color makes, in all panels; throws where they are too many.
  func partNames(ofStack isStack: Bool) throws -> [String] {
    guard let color = chosen.color else { return [] }
    var names = try grouped(Array(0..<table.rowCount), by: color).map(\.name)
    if case .value(let whole)? = request.whole { names.removeAll { $0 == whole } }
    try refuseMany(names, of: color, most: ChartData.mostParts, "parts of a bar")
    return names
  }

  func refuseMany(_ names: [String], of place: Int, most: Int, _ what: String) throws {
    guard names.count > most else { return }
    let name = fields[place].name
    let lump =
      fields[place].type.isTextual
      ? ", or draw the rest together before: lump \(name) to \(most - 1)" : ""
    throw ChartRefusal(
      "too-many-series",
      "\(name) has \(groupedText(of: Int64(names.count))) values, and \(most) \(what) can be told "
        + "apart at most. Keep fewer with where\(lump).",
      part: "color"
    )
  }

  /// Throws where the numbers of a column are in several units, which another column tells.
  func refuseSeveralUnits() throws {
    for place in chosen.places where fields[place].type.isNumeric {
      guard let name = fields[place].unitColumn, let units = table.schema.index(of: name) else {
        continue
      }
      var seen: Set<Value> = []
      for row in 0..<table.rowCount where isKnown(place, row) && isKnown(units, row) {
        try Cancellation.check(at: row)
        seen.insert(table.columns[units][row])
      }
      guard seen.count > 1 else { continue }
      let field = Field(name, fields[units].type)
      let cells = try ScreenColumn.cells(
        Column(Array(seen), as: field.type),
        field,
        Array(0..<seen.count),
        FormatOptions()
      )
      let found = cells.compactMap { $0.map { visibleText($0) } }.sorted().prefix(4)
      throw ChartRefusal(
        "several-units",
        "The values of \(fields[place].name) are in \(seen.count) units, which \(name) tells: "
          + "\(listed(Array(found))). One axis has one. Keep one with where \(name) = …."
      )
    }
  }

  func refuseNegative(_ value: Double, _ place: Int) throws {
    guard value < 0 else { return }
    throw ChartRefusal(
      "negative-part",
      "\(fields[place].name) is below zero in places: parts of a bar cannot be. Leave out color, or "
        + "draw a panel for each part with facet.",
      part: "color"
    )
  }

  /// The scale of values from zero to the largest of `values`.
  func valueScale(_ values: [Double], of place: Int) -> Scale {
    let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    return Scale(low, high == low ? low + 1 : high, numberKind(place))
  }

  /// How the numbers of a column are written on an axis.
  func numberKind(_ place: Int) -> Scale.Kind {
    let type = fields[place].type
    return .number(isPercent: type == .percent, isWhole: type == .integer)
  }

  /// A sum of values as their column shows numbers.
  func sumText(_ sum: Double, of place: Int) -> String {
    if fields[place].type == .integer, let whole = Int64(exactly: sum) {
      return groupedText(of: whole)
    }
    let field = Field(fields[place].name, fields[place].type)
    let column = Column([.real(sum)], as: field.type == .integer ? .real : field.type)
    let cells = try? ScreenColumn.cells(column, field, [0], FormatOptions())
    return (cells?.first ?? nil) ?? exactText(of: sum)
  }
}

extension Value {
  /// The number that it is.
  var real: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }
}
