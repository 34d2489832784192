import Catalog
import Functions

// What `around` says: whether a day is near a moment, how many units from it, and on which side.

extension ScalarTemplate {
  static let moments: [String: ScalarTemplate] = [
    "near": .test { call throws(Unsupported) in
      let day = try call(0)
      let (first, end) = (try call.moment(plus: -1), try call.moment(plus: 1))
      return .infix(.infix(day, ">=", first), "and", .infix(day, "<", end))
    },
    "offset": ScalarTemplate { call throws(Unsupported) in try call.offset() },
    "phase": ScalarTemplate { call throws(Unsupported) in try call.phase() },
  ]
}

extension ScalarCall {
  /// The moment, the interval's length before or after it.
  fileprivate func moment(plus sign: Int) throws(Unsupported) -> SQLExpression {
    guard let interval = CalendarInterval(operands[2]) else { throw refusal() }
    let length = CalendarInterval(sign * interval.count, interval.unit)
    if case .ordinal(let day)? = operands[1].literal {
      let end = sign < 0 ? Operators.days.lowerBound : Operators.days.upperBound
      return dialect.date(Operators.day(day, plus: length) ?? Int32(end))
    }
    let moment = try self(1)
    let count = SQLExpression.integer(length.count)
    return length.unit == .days ? time.addingDays(moment, count) : time.addingMonths(moment, count)
  }

  fileprivate func offset() throws(Unsupported) -> SQLExpression {
    let (day, moment) = (try self(0), try self(1))
    guard let unit = CalendarInterval(operands[2]) else { throw refusal() }
    if unit.unit == .days { return floored(time.days(day, moment), unit.count) }
    return floored(months(from: moment, to: day), unit.count)
  }

  /// The months that a day lies after a moment, rounded down.
  private func months(from moment: SQLExpression, to day: SQLExpression) -> SQLExpression {
    guard case .ordinal(let ordinal)? = operands[1].literal else {
      return dialect.months(from: moment, to: day) - dialect.unreached(moment, by: day)
    }
    let date = CivilDate(ordinal: ordinal)
    let months =
      SQLExpression.integer(12) * (time.year(day) - .integer(date.year)) + time.month(day)
      - .integer(date.month)
    if date.day == 1 { return months }
    var isBefore = SQLExpression.infix(time.day(day), "<", .integer(date.day))
    if date.day > 28 {
      isBefore = .infix(isBefore, "and", .infix(day, "<>", time.monthEnd(day)))
    }
    return months - SQLExpression.integer(1).when(isBefore, otherwise: .integer(0))
  }

  private func floored(_ number: SQLExpression, _ count: Int) -> SQLExpression {
    if count == 1 { return number }
    let share = dialect.quotient(number, .integer, .integer(count), .integer)
    return dialect.cast(.call("floor", [share]), to: .integer)
  }

  fileprivate func phase() throws(Unsupported) -> SQLExpression {
    let (day, moment) = (try said(0), try said(1))
    var branches: [SQLExpression.Branch] = [
      .init(when: .infix(day.sql, ">=", moment.sql), then: .text("after"))
    ]
    if operands.count > 2 {
      let precision = try self(2)
      for unit in [PeriodUnit.month, .year] where knows(unit.word) {
        let end =
          unit == .month
          ? time.monthEnd(day.sql)
          : dialect.lastDay(of: dialect.period(unit, of: day.sql), .period(unit))
        let reaches = SQLExpression.infix(end, ">=", moment.sql)
        let isKnown = SQLExpression.infix(precision, "=", .text(unit.word))
        branches.append(.init(when: .infix(isKnown, "and", reaches), then: .text("unclear")))
      }
    }
    let side = SQLExpression.choice(nil, branches, otherwise: .text("before"))
    let tests = [day, moment].filter(\.isNullable).map(\.sql.isNotNull)
    return SQLExpression.all(tests).map { side.when($0) } ?? side
  }

  private func knows(_ word: String) -> Bool {
    guard case .category(let category) = operands[2].type else { return true }
    return category.labels.code(of: word) != nil
  }
}
