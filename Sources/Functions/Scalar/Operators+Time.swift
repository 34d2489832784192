import Catalog
import Columns

extension Operators {
  /// The civil days that dates may have: the years 1 to 9999.
  public static let days: ClosedRange<Int> = -719_162...2_932_896

  static func temporal(
    _ op: Arithmetic,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression? {
    switch (op, left.type, right.type) {
    case (.plus, .date, .interval), (.minus, .date, .interval):
      guard let interval = CalendarInterval(right) else { return nil }
      return shifted(left, by: op == .plus ? interval : interval.backwards, op, right)
    case (.plus, .interval, .date): return temporal(op, right, left)
    case (.minus, .date, .date): return difference(left, right)
    case (.minus, .period(let unit), .period(let other)) where unit == other:
      return difference(left, right)
    case (.plus, .period, .integer), (.minus, .period, .integer):
      return counted(op, left, right)
    case (.plus, .integer, .period): return counted(op, right, left)
    default: return nil
    }
  }

  private static func difference(_ left: BoundExpression, _ right: BoundExpression)
    -> BoundExpression
  {
    call(.minus, .integer, [left, right]) { operands, context in
      context.map(operands[0], operands[1]) { (left: Int32, right: Int32) in
        Int64(left) - Int64(right)
      }
    }
  }

  private static func shifted(
    _ date: BoundExpression,
    by interval: CalendarInterval,
    _ op: Arithmetic,
    _ written: BoundExpression
  ) -> BoundExpression {
    call(op, .date, [date, written]) { operands, context in
      let input = Input<Int32>(operands[0], rows: context.rowCount)
      let (column, failures) = Kernels.gathered(rows: context.rowCount, known: input.known) {
        day(input.values.base[$0 &* input.step], plus: interval)
      }
      context.noteOutOfDomain(op.rawValue, failures)
      return column
    }
  }

  /// The day that lies `interval` after `day`, on the same day of the month or the month's last;
  /// nil outside the years 1 to 9999.
  public static func day(_ day: Int32, plus interval: CalendarInterval) -> Int32? {
    guard abs(interval.count) < 1 << 24, days.contains(Int(day)) else { return nil }
    let result: Int
    switch interval.unit {
    case .days: result = Int(day) + interval.count
    case .months:
      guard abs(interval.count) < 120_000 else { return nil }
      result = Int(CivilDate(ordinal: day).adding(months: interval.count).ordinal)
    }
    return days.contains(result) ? Int32(result) : nil
  }

  private static func counted(
    _ op: Arithmetic,
    _ period: BoundExpression,
    _ count: BoundExpression
  ) -> BoundExpression {
    guard case .period(let unit) = period.type else { return period }
    let ordinals = unit.wholeOrdinals
    return call(op, period.type, [period, count]) { operands, context in
      let (column, failures) = context.partial(operands[0], operands[1]) {
        (ordinal: Int32, count: Int64) -> Int32? in
        let (sum, overflow) =
          op == .plus
          ? Int64(ordinal).addingReportingOverflow(count)
          : Int64(ordinal).subtractingReportingOverflow(count)
        return overflow || !ordinals.contains(sum) ? nil : Int32(sum)
      }
      context.noteOutOfDomain(op.rawValue, failures)
      return column
    }
  }

  /// The first day of a date's or period's stretch of time; a date is its own.
  package static func firstDay(of bound: BoundExpression) -> BoundExpression {
    guard case .period(let unit) = bound.type else { return bound }
    return .call("start_of", .date, [bound]) { operands, context in
      context.map(operands[0]) { (period: Int32) in unit.firstDay(of: period) }
    }
  }

  /// The last day of a period's stretch of time; a date is its own.
  package static func lastDay(of bound: BoundExpression) -> BoundExpression {
    guard case .period(let unit) = bound.type else { return bound }
    return .call("end_of", .date, [bound]) { operands, context in
      context.map(operands[0]) { (period: Int32) in unit.lastDay(of: period) }
    }
  }
}

extension PeriodUnit {
  /// The ordinals of the periods that lie within the years 1 to 9999 as a whole.
  fileprivate var wholeOrdinals: ClosedRange<Int64> {
    let (earliest, latest) = (Int32(Operators.days.lowerBound), Int32(Operators.days.upperBound))
    let (first, last) = (ordinal(of: earliest), ordinal(of: latest))
    let begins = firstDay(of: first) < earliest ? first + 1 : first
    let ends = lastDay(of: last) > latest ? last - 1 : last
    return Int64(begins)...Int64(ends)
  }
}
