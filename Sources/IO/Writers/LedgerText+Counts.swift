import Diagnostics
import Catalog
import Columns

/// `10 of 51 rows`, where the last cut says so.
func cutWords(_ ledger: Ledger) -> String? {
  let cut = ledger.mainSteps.last { step in step.flows.contains { $0.reason == .cut && $0.rows > 0 }
  }
  guard let cut, let out = ledger.mainSteps.last?.rowsOut else { return nil }
  return "\(number(min(out, cut.rowsOut))) of \(rows(cut.rowsIn))"
}

/// What became of rows, the flows of one kind and reason together, in the order first met.
func dropWords(_ ledger: Ledger) -> [String] {
  var flows: [RowFlow] = []
  for flow in ledger.mainSteps.flatMap(\.toldFlows) where flow.rows > 0 {
    if let place = flows.firstIndex(where: { $0.reason == flow.reason }) {
      flows[place].rows += flow.rows
    } else {
      flows.append(flow)
    }
  }
  return flows.compactMap(words)
}

/// A count with commas between thousands.
func number(_ count: Int) -> String { groupedText(of: Int64(count)) }

/// `1 row`, `2 rows`.
func rows(_ count: Int) -> String { "\(number(count)) \(count == 1 ? "row" : "rows")" }

/// `1 value`, `2 values`.
func values(_ count: Int) -> String { "\(number(count)) \(count == 1 ? "value" : "values")" }

/// `parts` with points between them, in lines of at most `width` columns.
func joined(_ parts: [String], width: Int?) -> [String] {
  var lines: [String] = []
  for part in parts {
    let longer = lines.last.map { $0 + " · " + part }
    if let longer, displayWidth(of: longer) <= width ?? .max {
      lines[lines.count - 1] = longer
    } else {
      lines.append(contentsOf: wrapped(part, to: width))
    }
  }
  return lines
}

extension Step {
  /// The flows but those whose rows are told by what they lack.
  var toldFlows: [RowFlow] {
    let tellsMissing = notices.contains(where: \.isUndecided)
    return flows.filter { !(tellsMissing && $0.reason == .missing) }
  }
}

extension Value {
  /// A number with commas between thousands; nothing of another kind.
  var grouped: String {
    switch self {
    case .integer(let number): groupedText(of: number)
    case .real(let number): (number < 0 ? "-" : "") + groupedDigits(exactText(of: number.magnitude))
    default: ""
    }
  }
}

extension Notice {
  /// Whether it tells what a row counted stands for.
  var isGrain: Bool {
    if case .grain = self { true } else { false }
  }

  /// Whether it tells rows that missing values left undecided.
  var isUndecided: Bool {
    if case .undecided = self { true } else { false }
  }
}

/// The first of what missing values left undecided, in at most four lines, and how many more there
/// are.
func shortened(_ parts: [String], width: Int?) -> [String] {
  var kept = min(parts.count, 4)
  while kept > 1, joined(Array(parts.prefix(kept)), width: width).count > 4 { kept -= 1 }
  let rest = parts.count - kept
  return parts.prefix(kept) + (rest > 0 ? ["and \(number(rest)) more (.explain)"] : [])
}

/// Which stage emptied a result: `0 rows: where state = "TX" left none of 357`.
///
/// Nil for a result with rows, and where another engine counted none.
public func emptiedWords(_ ledger: Ledger) -> String? {
  guard ledger.engine == nil, let first = ledger.mainSteps.first,
    ledger.mainSteps.last?.rowsOut == 0
  else { return nil }
  guard let step = ledger.mainSteps.first(where: { $0.rowsIn > 0 && $0.rowsOut == 0 }) else {
    return "0 rows: \(first.stage.isEmpty ? "the result before" : first.stage) has none"
  }
  return "0 rows: \(step.stage) left none of \(number(step.rowsIn))"
}

extension Ledger {
  /// The steps of the main pipeline, without those of joined and appended sources.
  var mainSteps: [Step] { steps.filter { !$0.isNested } }
}
