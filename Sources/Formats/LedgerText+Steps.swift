import Language
import Tables

/// What a stage did to its rows, in a line: `357 rows → 51 rows (306 not true)`.
///
/// A stage that reads has no rows in.
public func rowsText(of step: Step) -> String {
  let reads = step.flows.contains { $0.reason == .read || $0.reason == .answered }
  let count = reads ? rows(step.rowsOut) : "\(rows(step.rowsIn)) → \(rows(step.rowsOut))"
  let details = step.flows.compactMap { words($0, $0.rows) } + step.facts.compactMap(words)
  return details.isEmpty ? count : "\(count) (\(details.joined(separator: "; ")))"
}

/// `text` in lines of at most `width` columns behind `margin`; lines after the first have a margin of
/// blanks.
public func hanging(_ text: String, behind margin: String, width: Int?) -> [String] {
  let room = width.map { max(20, $0 - displayWidth(of: margin)) }
  let blanks = String(repeating: " ", count: displayWidth(of: margin))
  return wrapped(text, to: room).enumerated().map { ($0 == 0 ? margin : blanks) + $1 }
}
