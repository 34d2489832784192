import Catalog
import Functions

extension ScalarTemplate {
  static let periods: [String: ScalarTemplate] = [
    "fy": .period, "fq": .period, "year": .period, "quarter": .period, "month": .period,
    "week": .period,
    "start_of": ScalarTemplate { call throws(Unsupported) in
      try call.dialect.firstDay(of: call(0), call.operands[0].type)
    },
    "end_of": ScalarTemplate { call throws(Unsupported) in
      try call.dialect.lastDay(of: call(0), call.operands[0].type)
    },
    "days_in": ScalarTemplate { call throws(Unsupported) in
      let (x, type) = (try call(0), call.operands[0].type)
      let days = call.time.days(
        call.dialect.lastDay(of: x, type),
        call.dialect.firstDay(of: x, type)
      )
      return days + .integer(1)
    },
    "days_between": ScalarTemplate { call throws(Unsupported) in
      call.time.days(try call(1), try call(0))
    },
    "months_between": ScalarTemplate { call throws(Unsupported) in try call.monthsBetween() },
    "reached": .full { call throws(Unsupported) in try call.reached() },
    "month_name": ScalarTemplate { call throws(Unsupported) in try call.monthName() },
    "fmonth_name": ScalarTemplate { call throws(Unsupported) in try call.monthName() },
    "weekday_name": ScalarTemplate { call throws(Unsupported) in
      let x = try call(0)
      return call.time.weekdayName(x)
        ?? call.dialect.word(call.time.weekday(x), Operators.weekdayNames.labels.strings, from: 0)
    },
  ]

  /// The period that holds a date or a finer period.
  private static let period = ScalarTemplate { call throws(Unsupported) in
    guard case .period(let unit) = call.type else { throw call.refusal() }
    let day = call.dialect.firstDay(of: try call(0), call.operands[0].type)
    return call.dialect.period(unit, of: day)
  }
}

extension PeriodUnit {
  /// Months by which its years run ahead of the calendar's.
  var lead: Int {
    switch self {
    case .fiscalYear(let start), .fiscalQuarter(let start): start == 1 ? 0 : 13 - start
    default: 0
    }
  }
}

extension Dialect {
  /// The period of a unit that holds a day, in its representation.
  func period(_ unit: PeriodUnit, of day: SQLExpression) -> SQLExpression {
    switch unit {
    case .year: return time.year(day)
    case .fiscalYear(let start): return year(of: day, start: start)
    case .month: return time.start("month", day)
    case .week: return time.start("week", day)
    case .quarter: return time.start("quarter", day)
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
    let isLate = SQLExpression.infix(time.month(day), ">=", .integer(start))
    return time.year(day) + SQLExpression.integer(1).when(isLate, otherwise: .integer(0))
  }

  /// The first day of a period; a date is its own.
  func firstDay(of period: SQLExpression, _ type: DataType) -> SQLExpression {
    switch type {
    case .period(.year): time.first(period, 1)
    case .period(.fiscalYear(let start)):
      start == 1 ? time.first(period, 1) : time.first(period - .integer(1), start)
    default: period
    }
  }

  /// The last day of a period.
  func lastDay(of period: SQLExpression, _ type: DataType) -> SQLExpression {
    switch type {
    case .period(.year):
      return time.addingDays(time.first(period, 12), .integer(30))
    case .period(.fiscalYear(let start)):
      return time.addingDays(
        start == 1 ? time.first(period + .integer(1), 1) : time.first(period, start),
        .integer(-1)
      )
    case .period(.month): return time.monthEnd(period)
    case .period(.quarter), .period(.fiscalQuarter):
      return time.addingDays(time.addingMonths(period, .integer(3)), .integer(-1))
    case .period(.week): return time.addingDays(period, .integer(6))
    default: return period
    }
  }

  /// The whole months from one day's month to another's.
  func months(from start: SQLExpression, to end: SQLExpression) -> SQLExpression {
    .integer(12) * (time.year(end) - time.year(start)) + time.month(end) - time.month(start)
  }

  /// A word of a list by a number.
  func word(_ number: SQLExpression, _ words: [String], from first: Int) -> SQLExpression {
    .choice(
      number,
      words.enumerated().map { .init(when: .integer($0 + first), then: .text($1)) },
      otherwise: nil
    )
  }

  /// How many periods lie between two of a unit, both in their representation.
  func periods(from start: SQLExpression, to end: SQLExpression, _ unit: PeriodUnit)
    -> SQLExpression
  {
    switch unit {
    case .year, .fiscalYear: end - start
    case .month: months(from: start, to: end)
    case .quarter, .fiscalQuarter: wholeQuotient(months(from: start, to: end), .integer(3))
    case .week: wholeQuotient(time.days(end, start), .integer(7))
    }
  }

  /// The period so many later.
  func period(_ period: SQLExpression, plus count: SQLExpression, _ unit: PeriodUnit)
    -> SQLExpression
  {
    switch unit {
    case .year, .fiscalYear:
      if case .prefix("-", let years) = count {
        period - arithmetic.yearCount(years)
      } else {
        period + arithmetic.yearCount(count)
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
}

extension ExpressionWriter {
  /// A date or period and what is added to or taken from it.
  func shifted(_ sign: String, _ operands: [BoundExpression]) throws(Unsupported) -> SQLFragment {
    let (left, right) = (try say(operands[0], .value), try say(operands[1], .value))
    let isNullable = left.isNullable || right.isNullable
    let sql: SQLExpression
    switch (operands[0].type, operands[1].type) {
    case (.date, .interval(let unit)):
      guard case .integer(let number)? = operands[1].literal else {
        throw refusal("a computed span of time")
      }
      let count = SQLExpression.integer(sign == "-" ? -Int(number) : Int(number))
      sql =
        unit == .days
        ? dialect.time.addingDays(left.sql, count) : dialect.time.addingMonths(left.sql, count)
    case (.date, .date): sql = dialect.time.days(left.sql, right.sql)
    case (.period(let unit), .period):
      sql = dialect.periods(from: right.sql, to: left.sql, unit)
    case (.period(let unit), .integer):
      var count = right.sql
      if sign == "-" {
        if case .prefix("-", let inner) = count {
          count = inner
        } else {
          count = .prefix("-", count)
        }
      }
      sql = dialect.period(left.sql, plus: count, unit)
    default: throw refusal("\(operands[0].type.word) \(sign) \(operands[1].type.word)")
    }
    return SQLFragment(sql, isNullable: isNullable)
  }
}

extension ScalarCall {
  fileprivate func monthsBetween() throws(Unsupported) -> SQLExpression {
    let (start, end) = (try self(0), try self(1))
    let months = dialect.months(from: start, to: end)
    if operands[0].type == .period(.month) { return months }
    return .choice(
      nil,
      [
        .init(
          when: .infix(end, ">=", start),
          then: months - dialect.unreached(start, by: end)
        )
      ],
      otherwise: months + dialect.unreached(end, by: start)
    ).when(.infix(start.isNotNull, "and", end.isNotNull))
  }

  fileprivate func reached() throws(Unsupported) -> SQLFragment {
    let (day, earliest, latest) = (try said(0), try call(1), try call(2))
    let answer = SQLExpression.choice(
      nil,
      [
        .init(when: .infix(latest, "<=", day.sql), then: .text("yes")),
        .init(when: .infix(earliest, ">", day.sql), then: .text("no")),
      ],
      otherwise: .text("possibly")
    )
    return SQLFragment(
      day.isNullable ? answer.when(day.sql.isNotNull) : answer,
      isNullable: day.isNullable
    )
  }

  private func call(_ place: Int) throws(Unsupported) -> SQLExpression { try self(place) }

  fileprivate func monthName() throws(Unsupported) -> SQLExpression {
    let x = try self(0)
    return time.monthName(x)
      ?? dialect.word(time.month(x), Operators.monthNames(from: 1).labels.strings, from: 1)
  }
}

extension Dialect {
  /// 1 where the month of a later day has not come to the day of the month of the earlier one.
  func unreached(_ start: SQLExpression, by end: SQLExpression) -> SQLExpression {
    let isBefore = SQLExpression.infix(time.day(end), "<", time.day(start))
    let isNotLast = SQLExpression.infix(end, "<>", time.monthEnd(end))
    return SQLExpression.integer(1).when(
      .infix(isBefore, "and", isNotLast),
      otherwise: .integer(0)
    )
  }
}
