import Diagnostics
import Syntax

// Formulas of spreadsheets in the place of a query or a stage.

extension UnreadStatement {
  /// `=SUM(removals)` and `SUM(t.removals)`: a formula where a query or a stage should begin.
  func formula(_ start: Int) -> Diagnostic? {
    let isStage = verb(of: start) == start && stands("|", start - 1)
    guard start == 0 || isStage else { return nil }
    let hasSign = stands("=", start)
    let place = hasSign ? start + 1 : start
    let function = word(place)?.lowercased() ?? ""
    let known = stands("(", place + 1) ? FormulaHabit.named(function) : nil
    // Without the sign, a stage of this name has a translation of its own.
    guard known != nil && !isStage || hasSign else { return nil }
    let end = closing(place + 1).map { $0 + 1 } ?? stageEnd(start)
    let range = start..<max(end, start + 1)
    let stages = known?.stages ?? "total COLUMN"
    let message: Message = """
      formula: There are no cells or formulas here: a query begins with a table, and each verb stands \
      after a |: TABLE | \(stages).
      """
    guard let known, known.takesColumn, let close = closing(place + 1),
      range.upperBound == close + 1
    else { return diagnostic(message, range) }
    let inner = place + 2..<close
    if isStage, inner.count == 1, let column = name(inner.lowerBound) {
      return diagnostic(message, range, known.filled(column))
    }
    guard !isStage, inner.count == 3, let table = name(inner.lowerBound),
      stands(".", inner.lowerBound + 1), let column = name(inner.lowerBound + 2)
    else { return diagnostic(message, range) }
    return diagnostic(message, range, "\(table) | \(known.filled(column))")
  }
}

/// A function of spreadsheets that computes something of whole columns, and the stages that do it here.
struct FormulaHabit: Sendable {
  /// The stages, with slots such as COLUMN.
  let stages: String
  /// Whether a column is all that they need.
  var takesColumn: Bool { !stages.contains("CONDITION") && stages.contains("COLUMN") }

  /// The stages for a column.
  func filled(_ column: String) -> String { stages.replacing("COLUMN", with: column) }

  /// The habit of a function, in lower case.
  static func named(_ function: String) -> FormulaHabit? { byName[function] }

  private static let table = """
    sum subtotal sumproduct → total COLUMN
    sumif sumifs → where CONDITION | total COLUMN
    average avg mean → summarize mean(COLUMN)
    averageif averageifs → where CONDITION | summarize mean(COLUMN)
    count counta rows → count
    countif countifs countblank → where CONDITION | count
    max large → summarize max(COLUMN)
    min small → summarize min(COLUMN)
    median → summarize median(COLUMN)
    unique → distinct COLUMN
    vlookup hlookup xlookup index match lookup → where CONDITION | keep COLUMN
    filter query → where CONDITION
    sort sortby → sort COLUMN desc
    if ifs iferror → add NAME = if CONDITION then VALUE else VALUE
    """

  private static let byName: [String: FormulaHabit] = Dictionary(
    table.split(separator: "\n").flatMap { row -> [(String, FormulaHabit)] in
      let sides = row.split(separator: " → ").map(String.init)
      return sides[0].split(separator: " ").map { (String($0), FormulaHabit(stages: sides[1])) }
    }
  ) { first, _ in first }
}
