import Catalog
import Columns
import IO

/// What is counted on the way of a result's rows, as answers are compared by it.
struct LedgerCounts {
  /// The tables read, in the order of the query.
  var tables: [String] = []
  /// Rows kept although a compared value is missing.
  var keptMissing = 0
  /// The columns that are missing in those.
  var missingColumns: [String] = []
  /// Rows that the first grouping, or the result, rests on, and the stage before.
  var behind = 0
  var lastCut: String?
  /// Rows that found a partner, those that did not, and rows added by several partners.
  var matched: (found: Int, not: Int)?
  var multiplied = 0
  /// The wholes of shares.
  var wholes: [Value] = []
  /// Groups that the first grouping made.
  var groups: Int?

  /// The counts of a ledger.
  init(_ ledger: Ledger) {
    tables = ledger.tables
    let steps = ledger.steps.flatMap { $0.earlier + [$0] }.filter { !$0.isNested }
    var isFolded = false
    for step in steps {
      read(step)
      let fold = step.flows.first { if case .folded = $0.kind { true } else { false } }
      if let fold, case .folded(let groups) = fold.kind, !isFolded {
        (behind, self.groups, isFolded) = (fold.rows, groups, true)
      }
      if isFolded { continue }
      behind = step.rowsOut
      if step.rowsOut < step.rowsIn { lastCut = step.stage }
    }
  }

  private mutating func read(_ step: Step) {
    multiplied += step.flows.filter { $0.reason == .multiplied }.reduce(0) { $0 + $1.rows }
    for notice in step.notices {
      switch notice {
      case .keptMissing(let rows, let columns):
        keptMissing += rows
        missingColumns += columns
      case .matched(let found, let not): matched = (found, not)
      case .shareBase(_, let total, _, _): wholes.append(total)
      default: break
      }
    }
  }
}

/// The first place at which the way of a result's rows parts from the model's.
struct LedgerDifference {
  /// A short name, for results of a class.
  var name: String
  /// What differs there, as a fact.
  var words: String

  /// The difference of two ledgers; nil where they count the same.
  init?(_ own: Ledger, _ model: Ledger) {
    let (own, model) = (LedgerCounts(own), LedgerCounts(model))
    guard
      let found = LedgerDifference.tables(own, model) ?? LedgerDifference.kept(own, model)
        ?? LedgerDifference.partners(own, model) ?? LedgerDifference.rows(own, model)
        ?? LedgerDifference.wholes(own, model) ?? LedgerDifference.groups(own, model)
    else { return nil }
    (name, words) = found
  }

  private typealias Found = (name: String, words: String)

  private static func tables(_ own: LedgerCounts, _ model: LedgerCounts) -> Found? {
    if Set(own.tables) == Set(model.tables) { return nil }
    let (asked, wanted) = (own.tables.first ?? "", model.tables.first ?? "")
    if asked != wanted {
      return ("another-table", "You asked \(asked); the question is about \(wanted).")
    }
    let others = model.tables.filter { !own.tables.contains($0) }
    let extra = own.tables.filter { !model.tables.contains($0) }
    return others.isEmpty
      ? ("table-too-many", "The answer does not need \(extra.joined(separator: ", ")).")
      : ("table-left-out", "What \(others.joined(separator: ", ")) tells is not in it.")
  }

  private static func kept(_ own: LedgerCounts, _ model: LedgerCounts) -> Found? {
    if own.keptMissing == model.keptMissing { return nil }
    let columns = (own.missingColumns + model.missingColumns).first ?? "a value"
    let words =
      own.keptMissing > model.keptMissing
      ? "\(rows(own.keptMissing)) without \(columns) are in yours; the ledger tells them."
      : "The question keeps \(rows(model.keptMissing)) without \(columns); yours does not."
    return ("kept-missing", words)
  }

  private static func partners(_ own: LedgerCounts, _ model: LedgerCounts) -> Found? {
    switch (own.matched, model.matched) {
    case (let one?, let two?) where one.not != two.not:
      let words = "\(rows(one.not)) found no partner in yours, \(two.not) in the answer."
      return ("partners", words)
    default:
      if own.multiplied == model.multiplied { return nil }
      let words =
        "\(rows(own.multiplied)) were added by several partners, "
        + "\(model.multiplied) in the answer."
      return ("several-partners", words)
    }
  }

  private static func rows(_ own: LedgerCounts, _ model: LedgerCounts) -> Found? {
    if own.behind == model.behind { return nil }
    let stage = (own.lastCut ?? model.lastCut).map { ": look at \($0)" } ?? ""
    let words =
      "Your answer rests on \(rows(own.behind)), the question's on "
      + "\(groupedText(of: Int64(model.behind)))\(stage)."
    return (own.behind > model.behind ? "rests-on-more" : "rests-on-fewer", words)
  }

  private static func wholes(_ own: LedgerCounts, _ model: LedgerCounts) -> Found? {
    guard let one = own.wholes.last, let two = model.wholes.last, one != two else { return nil }
    return ("another-whole", "Your whole is \(words(one)), the question's \(words(two)).")
  }

  private static func groups(_ own: LedgerCounts, _ model: LedgerCounts) -> Found? {
    switch (own.groups, model.groups) {
    case (let one?, let two?) where one != two:
      let words = "You made \(one) \(one == 1 ? "group" : "groups"), the question asks for \(two)."
      return ("other-groups", words)
    case (let one?, nil):
      return (
        "grouped",
        "You made \(one == 1 ? "one row" : "\(one) rows") of many; the question is "
          + "for the rows themselves."
      )
    case (nil, _?): return ("not-grouped", "The rows are still to be counted or added up.")
    default: return nil
    }
  }

  private static func rows(_ count: Int) -> String {
    count == 1 ? "1 row" : groupedText(of: Int64(count)) + " rows"
  }

  private static func words(_ value: Value) -> String {
    switch value {
    case .integer(let number): groupedText(of: number)
    case .real(let number): fixedText(of: number, decimals: 1, grouped: true)
    default: "another one"
    }
  }
}
