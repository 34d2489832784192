import Diagnostics
import Functions
import Syntax

// The measure that `top`, `share` and `pivot` take where none is named.

extension PlanBuilder {
  /// The columns of numbers among which a stage chooses: those that add up where only these will
  /// do and there are any.
  ///
  /// A stage that ranks rows within `groups` does without the shares of which the measure ranks
  /// them in the same order: those within a part of the groups.
  func measures(additive: Bool = false, ranking groups: Set<ColumnID>? = nil) -> [PlanColumn] {
    let numbers = visible.filter { column in
      guard column.field.isMeasure else { return false }
      guard let groups, let share = shares[column.id], groups.isSuperset(of: share.groups) else {
        return true
      }
      return planColumn(share.measure)?.isHidden ?? true
    }
    let summable = numbers.filter { $0.field.role == .additive }
    return additive && !summable.isEmpty ? summable : numbers
  }

  /// The measure that a stage takes by itself: `n`, or the only one; else it is reported.
  func defaultMeasure(for verb: String, clause: String, _ measures: [PlanColumn]) -> PlanColumn? {
    if let measure = sole(of: measures) { return measure }
    if hasUnknownColumns { return nil }
    let names = measures.map { quotedName($0.field.name) }
    return report(.noDefaultMeasure(verb, clause: clause, candidates: names), at: stage.verb.span)
  }

  /// The measure that a stage takes by itself, in words.
  func words(of measures: [PlanColumn]) -> String { sole(of: measures)?.field.name ?? "values" }

  /// The measure that a stage takes by itself, of all, in words.
  var measureWords: String { words(of: measures()) }

  /// The one that a stage takes by itself, if it is clear which.
  func sole(of measures: [PlanColumn]) -> PlanColumn? {
    measures.first { $0.field.name == "n" } ?? measures.sole
  }
}
