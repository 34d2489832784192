import Catalog
import Columns
import Diagnostics

/// A column in a few characters, for screens: how its values are spread.
///
/// Numbers, dates and periods give a histogram, a bar for each of at most ten equal stretches
/// between the least and the most; an empty stretch is blank. Texts and truth values give the most
/// frequent ones with their rows, the first in order where several are equal. Missing values count
/// in neither; nil where nothing is known. With `ascii` the bars are drawn in ASCII.
public func picture(of column: Column, _ type: DataType, ascii: Bool) -> String? {
  switch column.storage {
  case .integer(let values):
    bars(known(column).map { Double(values[$0]) }, isWhole: true, ascii)
  case .real(let values):
    bars(known(column).map { values[$0] }.filter(\.isFinite), isWhole: false, ascii)
  case .ordinal(let values):
    bars(known(column).map { Double(values[$0]) }, isWhole: true, ascii)
  case .boolean(let values):
    frequent(known(column).map { values[$0] ? 1 : 0 }, ["false", "true"], ascii)
  case .code(let codes, let labels):
    frequent(
      known(column).map { codes[$0] },
      labels.strings,
      ascii,
      byBytes: type == .text
    )
  }
}

private func known(_ column: Column) -> [Int] { (0..<column.count).filter(column.isKnown) }

private let mostBars = 10

private func bars(_ values: [Double], isWhole: Bool, _ ascii: Bool) -> String? {
  guard let least = values.min(), let most = values.max() else { return nil }
  let span = most - least
  var count = mostBars
  if isWhole, span < Double(mostBars) { count = Int(span) + 1 }
  if span == 0 || !span.isFinite { count = 1 }
  var rows = Array(repeating: 0, count: count)
  let width = isWhole ? (span + 1) / Double(count) : span / Double(count)
  for value in values {
    let place = count == 1 ? 0 : Int((value - least) / width)
    rows[min(count - 1, place)] += 1
  }
  let heights = Array(ascii ? ".:-=+*#@" : "▁▂▃▄▅▆▇█")
  let highest = rows.max() ?? 1
  let drawn = rows.map { rows -> Character in
    rows == 0 ? " " : heights[(rows * heights.count - 1) / highest]
  }
  return String(drawn)
}

private func frequent(
  _ codes: [Int],
  _ labels: [String],
  _ ascii: Bool,
  byBytes: Bool = false
) -> String? {
  if codes.isEmpty { return nil }
  var rows = Array(repeating: 0, count: labels.count)
  for code in codes { rows[code] += 1 }
  let met = rows.indices.filter { rows[$0] > 0 }
  if met.count > 1, met.allSatisfy({ rows[$0] == 1 }) { return "each different" }
  let ordered = met.sorted { one, other in
    if rows[one] != rows[other] { return rows[one] > rows[other] }
    return byBytes
      ? labels[one].utf8.lexicographicallyPrecedes(labels[other].utf8) : one < other
  }
  let shown = ordered.prefix(3).map { "\(visible(labels[$0])) \(number(rows[$0]))" }
  let more = ordered.count > 3 ? (ascii ? ", ..." : ", …") : ""
  return shown.joined(separator: ", ") + more

  func visible(_ label: String) -> String {
    shortened(visibleText(label), to: 24, mark: ascii ? "..." : "…")
  }
}
