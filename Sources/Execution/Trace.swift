import Plans
import Tables

/// What one operation of a plan did to its rows: a tree like the plan's, written down as it runs.
final class Trace {
  /// The written stage that the operation belongs to, if it says so.
  let stage: Int?
  /// The trace of the only or left input.
  let left: Trace?
  /// The trace of the right input.
  let right: Trace?
  /// Rows that came in (from the left).
  var rowsIn = 0
  /// Rows that went out.
  var rowsOut = 0
  /// Where the difference went.
  var flows: [Flow] = []
  /// What else it met.
  var facts: [Fact] = []

  /// The trace of an operation that has not run yet.
  init(stage: Int?, left: Trace? = nil, right: Trace? = nil) {
    (self.stage, self.left, self.right) = (stage, left, right)
  }

  /// Adds a flow, unless it has no rows.
  func flow(_ kind: Flow.Kind, _ reason: Flow.Reason, _ rows: Int) {
    if rows > 0 { flows.append(Flow(kind, reason, rows)) }
  }
}
