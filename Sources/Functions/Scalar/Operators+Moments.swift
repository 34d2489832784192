import Catalog
import Columns

extension Operators {
  /// The sides of a moment, in order; a month, year or other period that the moment cuts is unclear.
  package static let phases = Category(["before", "unclear", "after"], isOrdered: true)

  /// Whether a day lies within an interval before a moment, or less than an interval after it.
  package static func isNear(
    _ day: BoundExpression,
    _ moment: BoundExpression,
    _ interval: CalendarInterval
  ) -> BoundExpression {
    .call("near", .boolean, [day, moment, interval.literal]) { operands, context in
      context.partial(operands[0], operands[1]) { (day: Int32, moment: Int32) -> Bool? in
        let first = Operators.day(moment, plus: interval.backwards) ?? .min
        let end = Operators.day(moment, plus: interval) ?? .max
        return day >= first && day < end
      }.column
    }
  }

  /// Whole units from a moment to a day: 0 for the first unit from it on, −1 for the one before.
  package static func offset(
    _ day: BoundExpression,
    _ moment: BoundExpression,
    _ unit: CalendarInterval
  ) -> BoundExpression {
    .call("offset", .integer, [day, moment, unit.literal]) { operands, context in
      context.partial(operands[0], operands[1]) { (day: Int32, moment: Int32) in
        Operators.units(from: moment, to: day, unit)
      }.column
    }
  }

  /// The largest number of units that, added to `start`, do not pass `end`.
  private static func units(from start: Int32, to end: Int32, _ unit: CalendarInterval) -> Int64? {
    if unit.unit == .days { return Int64((Int(end) - Int(start)).flooredQuotient(unit.count)) }
    let (first, last) = (CivilDate(ordinal: start), CivilDate(ordinal: end))
    let months = (last.year - first.year) * 12 + last.month - first.month
    var count = months.flooredQuotient(unit.count)
    if first.adding(months: count * unit.count).ordinal > end { count -= 1 }
    return Int64(count)
  }

  /// On which side of a moment a row lies that begins on a day: of days alone, of days given to what
  /// they are known, `precision`, or of periods given their last days.
  package static func phase(
    _ day: BoundExpression,
    _ moment: BoundExpression,
    precision: BoundExpression?,
    last: BoundExpression? = nil
  ) -> BoundExpression {
    let operands = [day, moment] + [precision ?? last].compactMap { $0 }
    return .call("phase", .category(phases), operands) { operands, context in
      let rows = context.rowCount
      let ends = operands.count > 2 ? ends(operands[0], operands[2], rows) : nil
      let days = Input<Int32>(operands[0], rows: rows)
      let moments = Input<Int32>(operands[1], rows: rows)
      let known = BooleanKernels.both(days.known, moments.known)
      var codes = [UInt8](repeating: 0, count: rows)
      for row in 0..<rows where known == nil || known?.base[row] == true {
        let day = days.values.base[row &* days.step]
        let moment = moments.values.base[row &* moments.step]
        codes[row] = day >= moment ? 2 : (ends?[row] ?? day) >= moment ? 1 : 0
      }
      return Column(.code(.uint8(Buffer(codes)), phases.labels), known: known)
    }
  }

  /// The last day that each row may mean: its period's, or its month's or year's, where it is known
  /// only to that.
  private static func ends(_ days: Operand, _ ends: Operand, _ rows: Int) -> [Int32] {
    let column = days.column(rows: rows)
    let known = ends.column(rows: rows)
    guard case .code = known.storage else {
      return (0..<rows).map { known.isKnown($0) ? known.ordinals[$0] : column.ordinals[$0] }
    }
    let (codes, labels) = known.texts
    let units = labels.strings.map(PeriodUnit.named)
    return (0..<rows).map { row in
      let day = column.ordinals[row]
      guard known.isKnown(row), let unit = units[codes[row]] else { return day }
      return unit.lastDay(of: unit.ordinal(of: day))
    }
  }

  /// Whether a day lies within the unit that begins on a date: after its first day, and not after
  /// its last.
  package static func isCut(
    _ date: BoundExpression,
    _ unit: PeriodUnit,
    before day: BoundExpression
  ) -> BoundExpression {
    .call("is cut", .boolean, [date, day]) { operands, context in
      let isCut = context.map(operands[0], operands[1]) { (date: Int32, day: Int32) in
        date < day && day <= unit.lastDay(of: unit.ordinal(of: date))
      }
      return Column(.boolean(BooleanKernels.and(isCut.booleans, isCut.known)))
    }
  }

  /// The day that lies an interval after a day, or after the last day of a period; missing outside
  /// the years 1 to 9999.
  package static func day(
    after bound: BoundExpression,
    _ interval: CalendarInterval
  ) -> BoundExpression {
    .call("+", .date, [lastDay(of: bound), interval.literal]) { operands, context in
      let days = Input<Int32>(operands[0], rows: context.rowCount)
      return Kernels.gathered(rows: context.rowCount, known: days.known) {
        day(days.values.base[$0 &* days.step], plus: interval)
      }.column
    }
  }
}
