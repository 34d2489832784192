import Catalog
import Functions

extension ScalarCall {
  static let periods: [String: ScalarTemplate] = [
    "fy": period, "fq": period, "year": period, "quarter": period, "month": period, "week": period,
    "start_of": .strict { $0.dialect.firstDay(of: $0[0], $0.type(0)) },
    "end_of": .strict { $0.dialect.lastDay(of: $0[0], $0.type(0)) },
    "days_in": .strict {
      let (first, last) = ($0.dialect.firstDay, $0.dialect.lastDay)
      return $0.time.days(last($0[0], $0.type(0)), first($0[0], $0.type(0))) + 1
    },
    "days_between": .strict { $0.time.days($0[1], $0[0]) },
    "months_between": .strict { $0.monthsBetween() },
    "reached": ScalarTemplate { $0.reached() },
    "month_name": .strict { $0.monthName() },
    "fmonth_name": .strict { $0.monthName() },
    "weekday_name": .strict {
      $0.time.weekdayName($0[0])
        ?? $0.dialect.word($0.time.weekday($0[0]), Operators.weekdayNames.labels.strings, from: 0)
    },
  ]

  /// The period that holds a date or a finer period.
  private static let period = ScalarTemplate.strict { call in
    guard case .period(let unit) = call.type else { throw call.unsupported() }
    return call.dialect.period(unit, of: call.dialect.firstDay(of: call[0], call.type(0)))
  }

  private func monthsBetween() -> SQLExpression {
    let (start, end) = (self[0], self[1])
    let months = dialect.months(from: start, to: end)
    if type(0) == .period(.month) { return months }
    let forwards = months - dialect.unreached(start, by: end)
    let backwards = months + dialect.unreached(end, by: start)
    return forwards.when(.infix(end, ">=", start), otherwise: backwards)
      .when(.infix(start.isNotNull, "and", end.isNotNull))
  }

  /// Whether a day known to a period was reached: yes, no or possibly.
  private func reached() -> SQLFragment {
    let (day, earliest, latest) = (operands[0], self[1], self[2])
    let answer = SQLExpression.choice(
      nil,
      [
        .init(.infix(latest, "<=", day.sql), .text("yes")),
        .init(.infix(earliest, ">", day.sql), .text("no")),
      ],
      otherwise: .text("possibly")
    )
    let tests = day.isNullable ? [day.sql.isNotNull] : []
    return SQLFragment(answer.when(all: tests), isNullable: day.isNullable)
  }

  private func monthName() -> SQLExpression {
    time.monthName(self[0])
      ?? dialect.word(time.month(self[0]), Operators.monthNames(from: 1).labels.strings, from: 1)
  }
}

extension Dialect {
  /// The period of a unit that holds a day, in its representation.
  func period(_ unit: PeriodUnit, of day: SQLExpression) -> SQLExpression {
    switch unit {
    case .year: return time.year(day)
    case .fiscalYear(let start): return year(of: day, start: start)
    case .month, .week, .quarter: return time.start(unit.word, day)
    case .fiscalQuarter(let start):
      let shift = (start - 1) % 3
      if shift == 0 { return time.start("quarter", day) }
      let first = time.addingMonths(time.start("month", day), .integer(-shift))
      return time.addingMonths(time.start("quarter", first), .integer(shift))
    }
  }

  /// The fiscal year of a day.
  func year(of day: SQLExpression, start: Int) -> SQLExpression {
    if start == 1 { return time.year(day) }
    return time.year(day) + .indicator(.infix(time.month(day), ">=", .integer(start)))
  }

  /// The first day of a period; a date is its own.
  func firstDay(of period: SQLExpression, _ type: DataType) -> SQLExpression {
    switch type {
    case .period(.year), .period(.fiscalYear(start: 1)): time.first(period, 1)
    case .period(.fiscalYear(let start)): time.first(period - 1, start)
    default: period
    }
  }

  /// The last day of a period.
  func lastDay(of period: SQLExpression, _ type: DataType) -> SQLExpression {
    switch type {
    case .period(.year): time.addingDays(time.first(period, 12), 30)
    case .period(.fiscalYear(start: 1)): time.addingDays(time.first(period + 1, 1), -1)
    case .period(.fiscalYear(let start)): time.addingDays(time.first(period, start), -1)
    case .period(.month): time.monthEnd(period)
    case .period(.quarter), .period(.fiscalQuarter):
      time.addingDays(time.addingMonths(period, 3), -1)
    case .period(.week): time.addingDays(period, 6)
    default: period
    }
  }

  /// The whole months from one day's month to another's.
  func months(from start: SQLExpression, to end: SQLExpression) -> SQLExpression {
    12 * (time.year(end) - time.year(start)) + time.month(end) - time.month(start)
  }

  /// 1 where the month of a later day has not come to the day of the month of the earlier one.
  func unreached(_ start: SQLExpression, by end: SQLExpression) -> SQLExpression {
    let isBefore = SQLExpression.infix(time.day(end), "<", time.day(start))
    let isNotLast = SQLExpression.infix(end, "<>", time.monthEnd(end))
    return .indicator(.infix(isBefore, "and", isNotLast))
  }

  /// A word of a list by a number.
  func word(_ number: SQLExpression, _ words: [String], from first: Int) -> SQLExpression {
    let branches = words.enumerated().map { SQLExpression.Branch(.integer($0 + first), .text($1)) }
    return .choice(number, branches, otherwise: nil)
  }

  /// How many periods lie between two of a unit, both in their representation.
  func periods(from start: SQLExpression, to end: SQLExpression, _ unit: PeriodUnit)
    -> SQLExpression
  {
    switch unit {
    case .year, .fiscalYear: end - start
    case .month: months(from: start, to: end)
    case .quarter, .fiscalQuarter: wholeQuotient(months(from: start, to: end), 3)
    case .week: wholeQuotient(time.days(end, start), 7)
    }
  }

  /// The period so many later.
  func period(_ period: SQLExpression, plus count: SQLExpression, _ unit: PeriodUnit)
    -> SQLExpression
  {
    switch unit {
    case .year, .fiscalYear:
      if case .prefix("-", let years) = count {
        period - yearCount(years)
      } else {
        period + yearCount(count)
      }
    case .month: time.addingMonths(period, count)
    case .quarter, .fiscalQuarter: time.addingMonths(period, multiplied(count, 3))
    case .week: time.addingDays(period, multiplied(count, 7))
    }
  }

  private func multiplied(_ count: SQLExpression, _ factor: Int) -> SQLExpression {
    var (sign, digits) = (1, count)
    if case .prefix("-", let inner) = count { (sign, digits) = (-1, inner) }
    guard case .token(let text) = digits, let number = Int(text), number < 1 << 40 else {
      return .integer(factor) * count
    }
    return .integer(sign * number * factor)
  }

  /// The day an interval later.
  func date(_ day: SQLExpression, plus interval: CalendarInterval) -> SQLExpression {
    let count = SQLExpression.integer(interval.count)
    return interval.unit == .days ? time.addingDays(day, count) : time.addingMonths(day, count)
  }
}

extension ScalarCall {
  /// A date or period and what is added to or taken from it.
  func shifted(_ sign: String) throws -> SQLExpression {
    switch (type(0), type(1)) {
    case (.date, .interval(let unit)):
      guard let number = integer(1) else { throw unsupported("a computed span of time") }
      return dialect.date(self[0], plus: CalendarInterval(sign == "-" ? -number : number, unit))
    case (.date, .date): return time.days(self[0], self[1])
    case (.period(let unit), .period): return dialect.periods(from: self[1], to: self[0], unit)
    case (.period(let unit), .integer):
      return dialect.period(self[0], plus: sign == "-" ? self[1].negated : self[1], unit)
    default: throw unsupported("\(type(0).word) \(sign) \(type(1).word)")
    }
  }
}

extension SQLExpression {
  fileprivate var negated: SQLExpression {
    if case .prefix("-", let inner) = self { inner } else { .prefix("-", self) }
  }
}
