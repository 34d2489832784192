import Diagnostics
import Catalog

/// The lines that stand under a result: how many rows it has of how many, where the others went,
/// and what must be known of them.
///
/// Empty where there is nothing to say but how many rows were read. One caveat is told in full.
public func summary(of ledger: Ledger, width: Int?) -> [String] {
  let steps = ledger.mainSteps
  let notices = steps.noticeWords
  var parts = dropWords(steps) + shortened(notices.undecided, width: width) + notices.others
  parts += ledger.otherSources.compactMap(otherSourceWords)
  var seen: Set<String> = []
  parts.removeAll { !seen.insert($0).inserted }
  let cuts = cutWords(steps)
  let reads = steps.flatMap(\.flows).filter { $0.reason == .read }
  let read = reads.reduce(0) { $0 + $1.rows }
  if !parts.isEmpty || !cuts.isEmpty {
    parts = cuts + (read > 0 ? ["\(rows(read)) read"] : []) + parts
  }
  if let engine = ledger.engine {
    parts.insert(
      "answered by \(visibleText(engine)), which does not count rows stage by stage",
      at: 0
    )
  }
  let sources = sourceWords(ledger).map { wrapped($0 + ledger.sourceHint, to: width) } ?? []
  let caveats = caveatWords(ledger).flatMap { wrapped(visibleText($0), to: width) }
  return joined(parts, width: width) + grains(ledger, width) + sources + caveats
}

/// What happened in the source of a join or append: `in deportations: 306 left out`; nil where there
/// is nothing to tell.
private func otherSourceWords(_ name: String, _ steps: [Step]) -> String? {
  var steps = steps
  for place in steps.indices {
    steps[place].notices.removeAll { notice in
      switch notice {
      case .matched, .unusedRight: true
      default: false
      }
    }
  }
  let notices = steps.noticeWords
  let parts = cutWords(steps) + dropWords(steps) + notices.undecided + notices.others
  return parts.isEmpty ? nil : "in \(visibleText(name)): " + parts.joined(separator: ", ")
}

/// What one of the rows counted stands for: `357 rows; a row is a state in a fiscal year`.
private func grains(_ ledger: Ledger, _ width: Int?) -> [String] {
  ledger.mainSteps.flatMap { step in
    step.notices.filter(\.isGrain).compactMap(words).flatMap { grain in
      // Another engine does not tell how many rows it counted.
      wrapped((ledger.engine == nil ? "\(rows(step.rowsIn)); " : "") + grain, to: width)
    }
  }
}

/// Where the rows come from, by name where the documents are few.
private func sourceWords(_ ledger: Ledger) -> String? {
  switch ledger.sources.count {
  case 0: nil
  case 1...3: "sources: " + ledger.sources.map(visibleText).joined(separator: ", ")
  case let count: "sources: \(number(count)) documents"
  }
}

/// The caveats that are told in full, then where the others are told.
private func caveatWords(_ ledger: Ledger) -> [String] {
  let told = ledger.placesOfToldCaveats
  var counts: [(table: String, count: Int)] = []
  for (place, table) in ledger.caveatTables.enumerated() where !told.contains(place) {
    if let last = counts.firstIndex(where: { $0.table == table }) {
      counts[last].count += 1
    } else {
      counts.append((table, 1))
    }
  }
  let more = counts.map { ".about \($0.table) tells \(number($0.count)) more" }
  let isPointed = ledger.pointsToCommands && !more.isEmpty
  return told.map { ledger.caveats[$0] } + (isPointed ? [more.joined(separator: ", ")] : [])
}

extension Ledger {
  /// The places of the caveats that are told in full.
  public var placesOfToldCaveats: [Int] {
    toldCaveats.isEmpty ? Array(caveats.indices.prefix(1)) : toldCaveats
  }
}

/// What a stage did to its rows, in a line: `357 rows → 51 rows (306 not true)`.
///
/// A stage that reads has no rows in.
public func rowsText(of step: Step) -> String {
  let reads = step.flows.contains { $0.reason == .read || $0.reason == .answered }
  let count = reads ? rows(step.rowsOut) : "\(rows(step.rowsIn)) → \(rows(step.rowsOut))"
  let details = step.toldFlows.compactMap { words($0) } + step.notices.compactMap(words)
  return details.isEmpty ? count : "\(count) (\(details.joined(separator: "; ")))"
}

/// What became of rows for one reason, in words; nil where the headline says it.
///
/// Rows that a grouping has made are called groups.
func words(_ flow: RowFlow, ofGroups areGroups: Bool = false) -> String? {
  let count = areGroups ? groups(flow.rows) : number(flow.rows)
  return
    switch flow.reason
  {
  case .read, .grouped, .cut, .answered, .described: nil
  case .notTrue: "\(count) left out"
  case .missing: "\(count) left out because a value is missing"
  case .unmatched: "\(count) without a partner left out"
  case .matched: "\(count) with a partner left out"
  case .multiplied: "\(count) added by several partners"
  case .appended: "\(count) appended"
  case .filled: "\(count) filled in"
  case .unpivoted: "\(count) made of columns"
  case .noMoment: "\(count) without a moment left out"
  }
}

/// A notice in words; nil where there is nothing to say.
func words(_ notice: Notice) -> String? {
  switch notice {
  case .keptMissing(let count, let columns): keptWords(count, columns)
  case .undecided(let found): words(found)
  case .known(let column, let others, let known, let all):
    "\(visibleText(column)) known \(besideWords(others))in \(number(known)) of \(rows(all))"
  case .divisionsByZero(let count):
    "\(number(count)) \(count == 1 ? "division" : "divisions") by zero gave missing"
  case .outOfDomain(let function, let count):
    "\(function) gave missing for \(values(count)) outside its domain"
  case .failedConversions(let function, let count):
    "\(function) gave missing for \(values(count)) that it could not read"
  case .gaps, .goesAlong, .lastInOrder, .equalMoments, .comparesPartial, .incompleteWindows,
    .fewerValues, .equallyNear:
    windowWords(notice)
  case .tiesCut(let count): "\(number(count)) equal to the last \(were(count)) cut"
  case .matched(let count, let unmatched):
    unmatched == 0 ? nil : "\(number(count)) found a partner, \(number(unmatched)) did not"
  case .unusedRight(let count): "\(rows(count)) of the joined table \(were(count)) not used"
  case .grain(_, let row): "a row is \(visibleText(row))"
  case .tiedValues, .overflowed, .absentCells, .filledStock, .totalsLost, .shareOfLeft, .shareBase,
    .summedNonAdditive, .averagedRows, .unweighted, .smallPoints, .repeatedValues,
    .unitsOfTheirOwn:
    measureWords(notice)
  case .placedOnFirstDay(let count, let precision):
    "\(rows(count)) dated only to the \(precision) "
      + "\(count == 1 ? "is" : "are") placed on its first day"
  case .renamedByJoin(let column, let table, let name):
    "\(visibleText(column)) is not that of \(visibleText(table)), which is \(visibleText(name))"
  case .seed(let seed): "drawn with seed \(seed)"
  case .unknownValue, .otherCapitals, .contradiction: conditionWords(notice)
  case .leftOut(let columns): "left out: " + names(columns, ", ")
  case .totalsNotWritten(let format): "the totals are not written as \(format); --totals adds them"
  case .malformedRows(let table, let count):
    "\(malformed(count, table)) skipped"
  case .completedRows(let table, let count):
    "\(malformed(count, table)) completed with missing or cut"
  case .partialPeriod(let period): "\(visibleText(period)) is covered only in part"
  }
}

/// What measures are of, in words.
private func measureWords(_ notice: Notice) -> String? {
  switch notice {
  case .tiedValues(let function, let count):
    "\(visibleText(function)) took the first of several in \(groups(count))"
  case .overflowed(let function, let count):
    "\(visibleText(function)) is missing in \(groups(count)): it is beyond what a real number holds"
  case .absentCells(let count):
    "\(number(count)) \(count == 1 ? "cell without rows is" : "cells without rows are") 0"
  case .totalsLost(let stage): "the totals are gone after \(visibleText(stage))"
  case .shareOfLeft: "shares are of the rows that were left"
  case .shareBase(let measure, let total, let count, let groups):
    "shares are \(groups > 1 ? "within \(number(groups)) groups, " : "")of \(total.grouped) "
      + "\(visibleText(measure)) in \(rows(count))"
      + (count == 1 ? ", so that it is 100%: where after share gives its part of all" : "")
  case .filledStock(let column):
    "\(visibleText(column)) was filled, too, though its values do not add up"
  case .summedNonAdditive(let column):
    "\(visibleText(column)) was summed, though its values do not add up"
  case .averagedRows(let column, let row, let along):
    "\(visibleText(column)) is averaged over single rows, each \(visibleText(row)); to average "
      + "their sums, write before: total \(visibleText(column)) by \(names(along, ", "))"
  case .unweighted(let column, let weight):
    "each row counts the same in the mean of \(visibleText(column)), whatever its "
      + "\(visibleText(weight)): weighted_mean(\(visibleText(column)), \(visibleText(weight)))"
  case .smallPoints(let column, let number):
    "\(visibleText(column)) is in percent points: \(number) is \(number) percent"
  case .repeatedValues(let column):
    "each \(visibleText(column)) counts in every row that the join put it in"
  case .unitsOfTheirOwn(let column, let unit):
    "each \(visibleText(column)) is in a unit of its own (\(visibleText(unit)))"
  default: nil
  }
}

/// What is odd about conditions, in words.
private func conditionWords(_ notice: Notice) -> String? {
  switch notice {
  case .unknownValue(let column, let value):
    "no row has \(visibleText(column)) \"\(shown(value))\""
  case .otherCapitals(let column, let test, let text, let value):
    "no \(visibleText(column)) \(test) \"\(shown(text))\"; with other capitals "
      + "\"\(shown(value))\" does: lower(\(visibleText(column))) \(test) \"\(shown(text.lowercased()))\""
  case .contradiction(let conditions, let either): contradictionWords(conditions, either)
  default: nil
  }
}

/// What window functions met, in words.
private func windowWords(_ notice: Notice) -> String? {
  switch notice {
  case .gaps(let function, let count):
    "\(visibleText(function)) is missing for \(rows(count)): the period or day that it looks at "
      + "is absent"
  case .goesAlong(let function, let column):
    "\(function) \(function.contains(" and ") ? "go" : "goes") along \(visibleText(column)), "
      + "not in the order of the sort; for that: along and what it sorts by"
  case .lastInOrder(let column, let count):
    "\(rows(count)) without \(column.isEmpty ? "a value to go along" : visibleText(column)) "
      + "\(count == 1 ? "comes" : "come") last in the order"
  case .equalMoments(let column, let count, let other): tieWords(column, count, other)
  case .comparesPartial(let columns, let count):
    "\(names(columns, ", ")) \(columns.count == 1 ? "rests" : "rest") on a period covered only in part "
      + "in \(rows(count))"
  case .incompleteWindows(let function, let count):
    "\(visibleText(function)) is missing for \(rows(count)) without a whole span before them"
  case .fewerValues(let function, let count):
    "\(visibleText(function)) leaves out missing values of its span in \(rows(count))"
  case .equallyNear(let count):
    "\(rows(count)) with several partners equally near: the order of rows decided"
  default: nil
  }
}

/// What known values are not, where some have no place in the order: `and not "All levels" `.
private func besideWords(_ others: [String]) -> String {
  others.isEmpty ? "" : "and not \(others.map { "\"\(shown($0))\"" }.joined(separator: " or ")) "
}

private func keptWords(_ count: Int, _ columns: [String]) -> String {
  "\(rows(count)) kept although "
    + (columns.isEmpty ? "a compared value" : names(columns, " and "))
    + (columns.count > 1 ? " are missing" : " is missing")
}

private func tieWords(_ column: String, _ count: Int, _ other: String?) -> String {
  "\(rows(count)) with the \(visibleText(column)) of the row before \(count == 1 ? "keeps" : "keep") "
    + "the order found"
    + (other.map { " (to set it: along \(visibleText(column)), \(visibleText($0)))" } ?? "")
}

private func contradictionWords(_ conditions: [String], _ either: String?) -> String {
  "no row can have " + names(conditions, " and ") + "; "
    + (either.map { "rows with either: where " + visibleText($0) } ?? "either is written with or")
}

/// Rows that missing values left undecided: `41 rows without removals count as not > 1000`.
private func words(_ found: Undecided) -> String {
  let values = found.subjects.filter { $0.hasSuffix("\"") }
  let missing = found.subjects.filter { !values.contains($0) }
  var subject = missing.isEmpty ? "" : " without " + names(missing, " and ")
  if !values.isEmpty { subject += " with " + names(values, " and ") }
  func rows(_ count: Int) -> String { counted(count, ofGroups: found.isOfGroups) }
  if found.outcome == .neither {
    return found.rows == found.all && found.rows > 1
      ? "all \(rows(found.rows)) are\(subject): they are in neither part of the percentage"
      : "\(number(found.rows)) of \(rows(found.all)),\(subject), "
        + "\(found.rows == 1 ? "is" : "are") in neither part of the percentage"
  }
  let test = found.test.map(visibleText) ?? "meeting the condition"
  let count = "\(rows(found.rows))\(subject) \(found.rows == 1 ? "counts" : "count") as "
  switch found.outcome {
  case .holds: return count + test
  case .failsOrNeither: return count + "not \(test), and in neither part of a percentage"
  case .holdsOrNeither: return count + "\(test), and in neither part of a percentage"
  case .either: return count + "meeting one condition and not another"
  case .fails, .neither: return count + "not \(test)"
  }
}

private func names(_ columns: [String], _ separator: String) -> String {
  columns.map(visibleText).joined(separator: separator)
}

private func malformed(_ count: Int, _ table: String) -> String {
  "\(number(count)) malformed \(count == 1 ? "row" : "rows") of \(visibleText(table))"
}

private func were(_ count: Int) -> String { count == 1 ? "was" : "were" }
