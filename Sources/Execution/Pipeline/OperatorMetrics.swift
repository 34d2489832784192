import Catalog

/// Metrics of one operator: the rows in and out, and where the difference went.
///
/// They are a tree like the plan's, filled as the plan runs, as `explain analyze` shows it
/// elsewhere.
final class OperatorMetrics {
  /// The written stage that the operator belongs to, if its plan node names one.
  let stage: Int?
  /// The metrics of the only or left input.
  let left: OperatorMetrics?
  /// The metrics of the right input.
  let right: OperatorMetrics?
  /// Rows that came in (from the left).
  var rowsIn = 0
  var rowsOut = 0
  /// Where the difference went.
  var flows: [RowFlow] = []
  /// Other facts for the ledger.
  var notices: [Notice] = []

  /// The metrics of an operator, without flows yet.
  init(stage: Int?, left: OperatorMetrics? = nil, right: OperatorMetrics? = nil) {
    (self.stage, self.left, self.right) = (stage, left, right)
  }

  /// Adds a flow of rows, if there are any.
  func flow(_ kind: RowFlow.Kind, _ reason: RowFlow.Reason, _ rows: Int) {
    if rows > 0 { flows.append(RowFlow(kind, reason, rows)) }
  }
}
