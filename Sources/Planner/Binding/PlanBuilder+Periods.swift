import Catalog
import Functions

/// Periods that a query has lost: no column of its result names them, but its values belong to them
/// or compare them.
public struct LostPeriods: Sendable {
  /// Their unit.
  public let unit: PeriodUnit
  /// The dates of the tables that cover them.
  public let coveredBy: [Field.Origin]
  /// How far from them the periods lie with which values compare them.
  public var distances: [Int] = []
  /// The rows over whose periods a value is spread; nil where the rows behind the result name them.
  public var spread: LogicalPlan?
}

extension PlanBuilder {
  /// Takes note of the periods that `operation` leaves behind, unless it only counts and adds up
  /// what is in them.
  func noteLostPeriods(of operation: LogicalPlan.Operator, keeping columns: [PlanColumn]) {
    let compared = plan.columns.compactMap(\.field.compared)
    if case .aggregate(_, _, let calls) = operation, compared.isEmpty,
      calls.allSatisfy({ $0.measure == .rows || $0.measure == .sum })
    {
      return
    }
    let kept = Set(columns.map(\.id))
    for column in visible where !kept.contains(column.id) && !column.field.coveredBy.isEmpty {
      guard case .period(let unit) = column.field.type, column.field.role == .key else { continue }
      let distances = compared.filter { $0.unit == unit }.flatMap(\.distances)
      let coveredBy = column.field.coveredBy
      binder.lostPeriods.append(
        LostPeriods(unit: unit, coveredBy: coveredBy, distances: distances)
      )
    }
  }

  /// Takes note of the periods that are together in a value that each row of a partition gets: rows
  /// that later stages leave out are in it, too.
  func noteSpreadPeriods(within partition: [ColumnID]) {
    // What a column of a file holds is not asked for needlessly: it would have to be read.
    for column in visible where !partition.contains(column.id) && !column.field.coveredBy.isEmpty {
      guard case .period(let unit) = column.field.type, column.field.role == .key else { continue }
      var periods = LostPeriods(unit: unit, coveredBy: column.field.coveredBy)
      periods.spread = plan
      binder.lostPeriods.append(periods)
    }
  }
}
