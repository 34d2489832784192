import Catalog

/// What a stage did to its rows, in a line: `357 rows → 51 rows (306 not true)`.
///
/// A stage that reads has no rows in.
public func rowsText(of step: Step) -> String {
  let reads = step.flows.contains { $0.reason == .read || $0.reason == .answered }
  let count = reads ? rows(step.rowsOut) : "\(rows(step.rowsIn)) → \(rows(step.rowsOut))"
  let details = step.flows.compactMap { words($0, $0.rows) } + step.notices.compactMap(words)
  return details.isEmpty ? count : "\(count) (\(details.joined(separator: "; ")))"
}
