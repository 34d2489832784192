import Catalog

/// A length of time: days, or calendar months that clamp to the month's end.
public struct CalendarInterval: Hashable, Sendable {
  /// How many; below zero for backwards.
  public var count: Int
  package var unit: DataType.IntervalUnit

  package init(_ count: Int, _ unit: DataType.IntervalUnit) {
    (self.count, self.unit) = (count, unit)
  }

  /// The length that an expression is, if it is a literal interval.
  public init?(_ bound: BoundExpression) {
    guard case .literal(.integer(let count), .interval(let unit)) = bound else { return nil }
    self.init(Int(count), unit)
  }

  package var backwards: CalendarInterval { CalendarInterval(-count, unit) }

  /// The length as an expression: what arithmetic with dates takes.
  public var literal: BoundExpression { .literal(.integer(Int64(count)), .interval(unit)) }
}
