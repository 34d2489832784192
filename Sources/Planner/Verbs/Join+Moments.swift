import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// The moments that an as-of join goes by: those named after `at`, else both tables' declared
  /// dates.
  func moments(
    _ names: [Name],
    with right: PlanBuilder,
    _ direction: Join.AsOf.Direction,
    within: CalendarInterval?
  ) -> Join.AsOf? {
    let leftName = names.first
    let rightName = names.count > 1 ? names[1] : names.first
    guard let left = dateColumn(named: leftName) else { return nil }
    right.begin(as: self)
    guard let partner = right.dateColumn(named: rightName) else { return nil }
    let one = comparable(left, partner, in: self)
    let other = comparable(partner, left, in: right)
    let limit: Join.AsOf.Within? = within.map { interval in
      interval.unit == .days ? .days(interval.count) : .months(interval.count)
    }
    return Join.AsOf(direction, left: one, right: other, within: limit)
  }

  /// A moment as its first day, unless both are periods of one unit.
  private func comparable(
    _ column: PlanColumn,
    _ other: PlanColumn,
    in builder: PlanBuilder
  ) -> ColumnID {
    if column.field.type == other.field.type { return column.id }
    let value = BoundExpression.column(column.id, column.field.type)
    return builder.column(for: Operators.firstDay(of: value))
  }

  /// Speaks of the other side of a join within the stage that joins it.
  private func begin(as other: PlanBuilder) { adopt(other.stage, other.stageNumber) }
}

extension Join.AsOf.Direction {
  /// The direction that a mode word says.
  init?(_ word: String) {
    switch word {
    case "last": self = .last
    case "next": self = .next
    case "nearest": self = .nearest
    default: return nil
    }
  }
}
