import Planner
import Catalog

// What `around` says: whether a day is near a moment, how many units from it, and on which side.

extension ScalarSaying {
  static let moments: [String: ScalarSaying] = [
    "near": .test { call throws(Refusal) in
      let day = try call(0)
      let (first, end) = (try call.moment(plus: -1), try call.moment(plus: 1))
      return .infix(.infix(day, ">=", first), "and", .infix(day, "<", end))
    },
    "offset": ScalarSaying { call throws(Refusal) in try call.offset() },
    "phase": ScalarSaying { call throws(Refusal) in try call.phase() },
  ]
}

extension ScalarCall {
  /// The moment, the interval's length before or after it.
  fileprivate func moment(plus sign: Int) throws(Refusal) -> Expression {
    guard let interval = CalendarInterval(operands[2]) else { throw refusal() }
    let length = CalendarInterval(sign * interval.count, interval.unit)
    if case .ordinal(let day)? = operands[1].literal {
      let end = sign < 0 ? Operators.days.lowerBound : Operators.days.upperBound
      return dialect.date(Operators.day(day, plus: length) ?? Int32(end))
    }
    let moment = try self(1)
    let count = Expression.integer(length.count)
    return length.unit == .days ? time.addingDays(moment, count) : time.addingMonths(moment, count)
  }

  fileprivate func offset() throws(Refusal) -> Expression {
    let (day, moment) = (try self(0), try self(1))
    guard let unit = CalendarInterval(operands[2]) else { throw refusal() }
    if unit.unit == .days { return floored(time.days(day, moment), unit.count) }
    return floored(months(from: moment, to: day), unit.count)
  }

  /// The months that a day lies after a moment, rounded down.
  private func months(from moment: Expression, to day: Expression) -> Expression {
    guard case .ordinal(let ordinal)? = operands[1].literal else {
      return dialect.months(from: moment, to: day) - dialect.unreached(moment, by: day)
    }
    let date = CivilDate(ordinal: ordinal)
    let months =
      Expression.integer(12) * (time.year(day) - .integer(date.year)) + time.month(day)
      - .integer(date.month)
    if date.day == 1 { return months }
    var isBefore = Expression.infix(time.day(day), "<", .integer(date.day))
    if date.day > 28 {
      isBefore = .infix(isBefore, "and", .infix(day, "<>", time.monthEnd(day)))
    }
    return months - Expression.integer(1).when(isBefore, otherwise: .integer(0))
  }

  private func floored(_ number: Expression, _ count: Int) -> Expression {
    if count == 1 { return number }
    let share = dialect.quotient(number, .integer, .integer(count), .integer)
    return dialect.cast(.call("floor", [share]), to: .integer)
  }

  fileprivate func phase() throws(Refusal) -> Expression {
    let (day, moment) = (try said(0), try said(1))
    var branches: [Expression.Branch] = [
      .init(when: .infix(day.sql, ">=", moment.sql), then: .text("after"))
    ]
    if operands.count > 2 {
      let precision = try self(2)
      for unit in [PeriodUnit.month, .year] where knows(unit.word) {
        let end =
          unit == .month
          ? time.monthEnd(day.sql)
          : dialect.lastDay(of: dialect.period(unit, of: day.sql), .period(unit))
        let reaches = Expression.infix(end, ">=", moment.sql)
        let isKnown = Expression.infix(precision, "=", .text(unit.word))
        branches.append(.init(when: .infix(isKnown, "and", reaches), then: .text("unclear")))
      }
    }
    let side = Expression.choice(nil, branches, otherwise: .text("before"))
    let tests = [day, moment].filter(\.isNullable).map(\.sql.isNotNull)
    return Expression.all(tests).map { side.when($0) } ?? side
  }

  private func knows(_ word: String) -> Bool {
    guard case .category(let category) = operands[2].type else { return true }
    return category.labels.code(of: word) != nil
  }
}
