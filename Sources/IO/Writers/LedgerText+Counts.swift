import Diagnostics
import Catalog
import Columns

/// What the cuts took: `10 of 51 rows` of the last one, or `10 of 51 rows taken` where later stages
/// change its rows.
func cutWords(_ steps: [Step]) -> [String] {
  zip(steps.indices, steps.areGroups).compactMap { place, areGroups in
    let step = steps[place]
    guard step.flows.contains(where: { $0.reason == .cut && $0.rows > 0 }) else { return nil }
    if steps[(place + 1)...].allSatisfy(\.keepsRows) {
      return "\(number(step.rowsOut)) of \(rows(step.rowsIn))"
    }
    return "\(number(step.rowsOut)) of \(counted(step.rowsIn, ofGroups: areGroups)) taken"
  }
}

/// What became of rows, the flows of one kind and reason together, in the order first met; rows of
/// tables and groups apart.
func dropWords(_ steps: [Step]) -> [String] {
  var found: [(flow: RowFlow, areGroups: Bool)] = []
  for (step, wereGroups) in zip(steps, steps.areGroups) {
    var areGroups = wereGroups
    for flow in step.toldFlows {
      if case .folded = flow.kind { areGroups = true }
      if flow.rows == 0 { continue }
      let isOfGroups = areGroups && flow.kind == .dropped
      if let place = found.firstIndex(where: {
        $0.flow.reason == flow.reason && $0.areGroups == isOfGroups
      }) {
        found[place].flow.rows += flow.rows
      } else {
        found.append((flow, isOfGroups))
      }
    }
  }
  return found.compactMap { words($0.flow, ofGroups: $0.areGroups) }
}

/// A count with commas between thousands.
func number(_ count: Int) -> String { groupedText(of: Int64(count)) }

/// `1 row`, `2 rows`.
func rows(_ count: Int) -> String { counted(count, ofGroups: false) }

/// `1 group`, `2 groups`.
func groups(_ count: Int) -> String { counted(count, ofGroups: true) }

/// A count of rows, or of the groups that a stage has made of them.
func counted(_ count: Int, ofGroups areGroups: Bool) -> String {
  "\(number(count)) \(areGroups ? "group" : "row")\(count == 1 ? "" : "s")"
}

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
  /// Whether the rows that go out are those that come in.
  fileprivate var keepsRows: Bool { rowsIn == rowsOut && flows.allSatisfy { $0.rows == 0 } }

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
  /// The steps of the main pipeline, without those of joined and appended sources; before them those
  /// that made the rows of the earlier result from which it goes on.
  var mainSteps: [Step] { allSteps.filter { !$0.isNested } }

  /// The steps of the sources of joins and appends, by what these read.
  var otherSources: [(name: String, steps: [Step])] {
    let nested = allSteps.filter(\.isNested)
    let names = nested.compactMap(\.source).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    return names.map { name in (name, nested.filter { $0.source == name }) }
  }

  private var allSteps: [Step] {
    steps.flatMap { step in
      if step.earlier.isEmpty { return [step] }
      var rest = step
      rest.flows.removeAll { $0.reason == .read }
      rest.rowsIn = rest.rowsOut
      return step.earlier + [rest]
    }
  }
}

extension [Step] {
  /// For each step whether the rows that come to it are groups that an earlier one made.
  var areGroups: [Bool] {
    var areGroups = false
    return map { step in
      defer { areGroups = areGroups || step.flows.contains { $0.reason == .grouped } }
      return areGroups
    }
  }

  /// The notices; those of rows that missing values leave undecided say whether these are groups, and
  /// counts of what formulas met are added up.
  var toldNotices: [(notice: Notice, stage: String)] {
    var told: [(notice: Notice, stage: String)] = []
    for (step, areGroups) in zip(self, areGroups) {
      for var notice in step.notices {
        if areGroups, case .undecided(var found) = notice {
          found.isOfGroups = true
          notice = .undecided(found)
        }
        let place = told.firstIndex { $0.notice.added(to: notice) != nil }
        if let place, let sum = told[place].notice.added(to: notice) {
          told[place].notice = sum
        } else {
          told.append((notice, step.stage))
        }
      }
    }
    return told
  }

  /// The notices in words, but for those of groups and rows that are told otherwise; how dates are
  /// placed is told of each stage.
  var noticeWords: (undecided: [String], others: [String]) {
    let told = toldNotices
    let placing = told.compactMap(\.notice.placedPrecision)
    var (undecided, others): ([String], [String]) = ([], [])
    for (notice, stage) in told where !notice.isGrain {
      guard var text = words(notice) else { continue }
      if let precision = notice.placedPrecision, placing.count(where: { $0 == precision }) > 1 {
        text += " in " + visibleText(stage)
      }
      if notice.isUndecided { undecided.append(text) } else { others.append(text) }
    }
    return (undecided, others)
  }
}

extension Notice {
  /// The precision of dates that are placed on a first day, if it tells of that.
  fileprivate var placedPrecision: String? {
    if case .placedOnFirstDay(_, let precision) = self { precision } else { nil }
  }
}
