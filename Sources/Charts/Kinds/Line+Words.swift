import Catalog
import Diagnostics
import Functions
import IO
import Planner

extension Lines {
  /// The lines of all panels, in sentences.
  static func words(_ data: ChartData) throws -> [String] {
    guard let x = data.chosen.x else { return [] }
    let rows = Array(0..<data.table.rowCount).filter { data.isKnown(x, $0) }
    let names = try data.grouped(rows, by: x).map(\.name)
    guard let first = names.first, let last = names.last else {
      return ["A line without a point: no row has \(data.name(x))."]
    }
    let y = listed(data.chosen.y.map(data.name))
    let series = try series(data, rows)
    let lines = series.count == 1 ? "Line" : "\(series.count) lines"
    var words = ["\(lines) of \(y) by \(data.name(x)), \(first) to \(last)."]
    let isAlone = data.chosen.facet == nil
    let told = isAlone ? series : []
    let courses = told.compactMap { course(data, $0.rows, $0.y, x) }
    if series.count == 1 {
      words += courses.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    } else {
      let named = zip(told, courses).map { "\($0.name) \($1)" }
      if !named.isEmpty { words.append(named.joined(separator: "; ") + ".") }
    }
    let doubts = data.doubtNotes(names)
    if !doubts.isEmpty { words.append("Hollow: " + doubts.joined(separator: "; ") + ".") }
    let missing = data.chosen.y.reduce(0) { sum, y in
      sum + rows.count { data.number(y, $0) == nil }
    }
    if missing > 0 {
      words.append("\(counted(missing, "value")) \(missing == 1 ? "is" : "are") missing: gaps.")
    }
    return words
  }

  /// `goes from 16,522 in FY2009 to 25,027 in FY2015, highest 85,489 in FY2012`.
  private static func course(_ data: ChartData, _ rows: [Int], _ y: Int, _ x: Int) -> String? {
    let known = rows.filter { data.number(y, $0) != nil }.sorted {
      (data.number(x, $0) ?? 0, $0) < (data.number(x, $1) ?? 0, $1)
    }
    guard let first = known.first, let last = known.last else { return nil }
    func value(_ row: Int) -> String { "\(data.text(y, row)) in \(data.text(x, row))" }
    if first == last { return "is \(value(first))" }
    let most = known.max { (data.number(y, $0) ?? 0, $1) < (data.number(y, $1) ?? 0, $0) } ?? first
    let least = known.min { (data.number(y, $0) ?? 0, $0) < (data.number(y, $1) ?? 0, $1) } ?? first
    var text = "goes from \(value(first)) to \(value(last))"
    if most != first, most != last { text += ", highest \(value(most))" }
    if least != first, least != last { text += ", lowest \(value(least))" }
    return text
  }
}

extension ChartData {
  /// A computed value with about four digits, as its column shows numbers.
  func roundedText(_ value: Double, of place: Int) -> String {
    if fields[place].type == .percent {
      return fixedText(of: value * 100, decimals: 1) + "%"
    }
    let decimals = value.magnitude >= 100 ? 0 : value.magnitude >= 1 ? 1 : 3
    return fixedText(of: value, decimals: decimals, grouped: true)
  }
}
