import Diagnostics
import Catalog

/// The lines that stand under a result: how many rows it has of how many, where the others went,
/// and what must be known of them.
///
/// Empty where there is nothing to say but how many rows were read. Each caveat has its own lines.
public func summary(of ledger: Ledger, width: Int?) -> [String] {
  var parts = dropWords(ledger) + ledger.mainSteps.flatMap { $0.notices.compactMap(words) }
  var seen: Set<String> = []
  parts.removeAll { !seen.insert($0).inserted }
  let cut = cutWords(ledger)
  let read = rowsRead(ledger)
  if !parts.isEmpty || cut != nil {
    parts = [cut, read > 0 ? "\(rows(read)) read" : nil].compactMap { $0 } + parts
  }
  if let engine = ledger.engine {
    parts.insert(
      "answered by \(visibleText(engine)), which does not count rows stage by stage",
      at: 0
    )
  }
  let sources = sourceWords(ledger).map { wrapped($0, to: width) } ?? []
  let caveats = ledger.caveats.flatMap { wrapped($0, to: width) }
  return joined(parts, width: width) + sources + caveats
}

/// The ledger as a JSON object: steps with rows in and out, flows and facts; tables; caveats.
public func json(of ledger: Ledger) -> String {
  let steps = ledger.steps.map { step in
    let flows = step.flows.map { flow in
      var members = [("kind", kindWord(flow.kind)), ("reason", jsonQuoted(flow.reason.rawValue))]
      members.append(("rows", String(flow.rows)))
      if case .folded(let groups) = flow.kind { members.append(("groups", String(groups))) }
      return jsonObject(members)
    }
    let notices = step.notices.map { jsonObject($0.members) }
    return jsonObject([
      ("stage", jsonQuoted(step.stage)), ("nested", String(step.isNested)),
      ("rows_in", String(step.rowsIn)),
      ("rows_out", String(step.rowsOut)), ("flows", jsonList(flows)), ("facts", jsonList(notices)),
    ])
  }
  return jsonObject(
    [
      ("steps", jsonList(steps)), ("tables", jsonList(ledger.tables.map(jsonQuoted))),
      ("sources", jsonList(ledger.sources.map(jsonQuoted))),
      ("caveats", jsonList(ledger.caveats.map(jsonQuoted))),
    ] + (ledger.engine.map { [("engine", jsonQuoted($0))] } ?? [])
  )
}

/// Where the rows come from, by name where the documents are few.
private func sourceWords(_ ledger: Ledger) -> String? {
  switch ledger.sources.count {
  case 0: nil
  case 1...3: "sources: " + ledger.sources.map(visibleText).joined(separator: ", ")
  case let count: "sources: \(number(count)) documents"
  }
}

/// What became of rows for one reason, in words; nil where the headline says it.
func words(_ flow: RowFlow, _ count: Int) -> String? {
  switch flow.reason {
  case .read, .grouped, .cut, .answered: nil
  case .notTrue: "\(number(count)) left out"
  case .missing: "\(number(count)) left out because a value is missing"
  case .unmatched: "\(number(count)) without a partner left out"
  case .matched: "\(number(count)) with a partner left out"
  case .multiplied: "\(number(count)) added by several partners"
  case .appended: "\(number(count)) appended"
  case .filled: "\(number(count)) filled in"
  case .unpivoted: "\(number(count)) made of columns"
  case .noMoment: "\(number(count)) without a moment left out"
  }
}

/// A fact in words; nil where there is nothing to tell.
func words(_ notice: Notice) -> String? {
  switch notice {
  case .keptMissing(let count, let columns):
    "\(rows(count)) kept although "
      + (columns.isEmpty ? "a compared value" : columns.map(visibleText).joined(separator: " or "))
      + " is missing"
  case .known(let column, let known, let all):
    "\(visibleText(column)) known in \(number(known)) of \(rows(all))"
  case .divisionsByZero(let count):
    "\(number(count)) \(count == 1 ? "division" : "divisions") by zero gave missing"
  case .outOfDomain(let function, let count):
    "\(function) gave missing for \(values(count)) outside its domain"
  case .failedConversions(let function, let count):
    "\(function) gave missing for \(values(count)) that it could not read"
  case .gaps(let function, let count):
    "\(visibleText(function)) is missing for \(rows(count)) after an absent period"
  case .incompleteWindows(let function, let count):
    "\(visibleText(function)) is missing for \(rows(count)) without a whole span before them"
  case .tiesCut(let count):
    "\(number(count)) equal to the last \(count == 1 ? "was" : "were") cut"
  case .matched(_, unmatched: 0): nil
  case .matched(let count, let unmatched):
    "\(number(count)) found a partner, \(number(unmatched)) did not"
  case .unusedRight(let count):
    "\(rows(count)) of the joined table \(count == 1 ? "was" : "were") not used"
  case .shareOfLeft: "shares are of the rows that were left"
  case .summedNonAdditive(let column):
    "\(visibleText(column)) was summed, though its values do not add up"
  case .placedOnFirstDay(let count, let precision):
    "\(rows(count)) dated only to the \(precision) "
      + (count == 1 ? "is placed on its first day" : "are placed on its first day")
  case .seed(let seed): "drawn with seed \(seed)"
  case .unknownValue(let column, let value):
    "no row has \(visibleText(column)) \"\(shown(value))\""
  case .otherCapitals(let column, let test, let text, let value):
    "no \(visibleText(column)) \(test) \"\(shown(text))\"; with other capitals "
      + "\"\(shown(value))\" does: lower(\(visibleText(column))) \(test) \"\(shown(text.lowercased()))\""
  case .leftOut(let columns): "left out: " + columns.map(visibleText).joined(separator: ", ")
  case .partialPeriod(let period): "\(visibleText(period)) is covered only in part"
  }
}

extension Notice {
  /// The fact as names and JSON values.
  fileprivate var members: [(String, String)] {
    switch self {
    case .keptMissing(let rows, let columns):
      [
        kind("kept_missing"), ("rows", String(rows)),
        ("columns", jsonList(columns.map(jsonQuoted))),
      ]
    case .known(let column, let known, let all):
      [kind("known"), text("column", column), ("known", String(known)), ("of", String(all))]
    case .divisionsByZero(let count): [kind("divisions_by_zero"), ("count", String(count))]
    case .outOfDomain(let function, let count):
      [kind("out_of_domain"), text("function", function), ("count", String(count))]
    case .failedConversions(let function, let count):
      [kind("failed_conversions"), text("function", function), ("count", String(count))]
    case .gaps(let function, let rows):
      [kind("gaps"), text("function", function), ("rows", String(rows))]
    case .incompleteWindows(let function, let rows):
      [kind("incomplete_windows"), text("function", function), ("rows", String(rows))]
    case .tiesCut(let rows): [kind("ties_cut"), ("rows", String(rows))]
    case .matched(let matched, let unmatched):
      [kind("matched"), ("matched", String(matched)), ("unmatched", String(unmatched))]
    case .unusedRight(let rows): [kind("unused_right"), ("rows", String(rows))]
    case .shareOfLeft: [kind("share_of_left")]
    case .leftOut(let columns):
      [kind("left_out"), ("columns", jsonList(columns.map(jsonQuoted)))]
    case .summedNonAdditive(let column): [kind("summed_non_additive"), text("column", column)]
    case .placedOnFirstDay(let rows, let precision):
      [kind("placed_on_first_day"), ("rows", String(rows)), text("precision", precision)]
    case .seed(let seed): [kind("seed"), ("seed", String(seed))]
    case .unknownValue(let column, let value):
      [kind("unknown_value"), text("column", column), text("value", value)]
    case .otherCapitals(let column, let test, let wanted, let value):
      [
        kind("other_capitals"), text("column", column), text("test", test), text("text", wanted),
        text("value", value),
      ]
    case .partialPeriod(let period): [kind("partial_period"), text("period", period)]
    }
  }

  private func kind(_ name: String) -> (String, String) { text("fact", name) }

  private func text(_ name: String, _ value: String) -> (String, String) {
    (name, jsonQuoted(value))
  }
}
