import Catalog
import Functions

// What `around` computes: whether a day is near a moment, how many units from it, and its side.

extension ScalarCall {
  static let moments: [String: ScalarTemplate] = [
    "near": .strict { call in
      let (first, end) = (try call.moment(plus: -1), try call.moment(plus: 1))
      return .infix(.infix(call[0], ">=", first), "and", .infix(call[0], "<", end))
    },
    "offset": .strict { try $0.offset() },
    "phase": .strict { $0.phase() },
  ]

  private func interval() throws -> CalendarInterval {
    guard let interval = CalendarInterval(arguments[2]) else { throw unsupported() }
    return interval
  }

  /// The moment, the interval's length before or after it.
  private func moment(plus sign: Int) throws -> SQLExpression {
    let interval = try interval()
    let length = CalendarInterval(sign * interval.count, interval.unit)
    if case .ordinal(let day)? = arguments[1].literal {
      let end = sign < 0 ? Operators.days.lowerBound : Operators.days.upperBound
      return dialect.date(Operators.day(day, plus: length) ?? Int32(end))
    }
    return dialect.date(self[1], plus: length)
  }

  /// The interval's lengths that the day lies after the moment, rounded down.
  private func offset() throws -> SQLExpression {
    let interval = try interval()
    let number =
      interval.unit == .days ? time.days(self[0], self[1]) : months(from: self[1], to: self[0])
    if interval.count == 1 { return number }
    let share = dialect.quotient(number, .integer(interval.count), .integer)
    return dialect.cast(.call("floor", [share]), to: .integer)
  }

  /// The months that a day lies after a moment, rounded down.
  private func months(from moment: SQLExpression, to day: SQLExpression) -> SQLExpression {
    guard case .ordinal(let ordinal)? = arguments[1].literal else {
      return dialect.months(from: moment, to: day) - dialect.unreached(moment, by: day)
    }
    let date = CivilDate(ordinal: ordinal)
    let months =
      12 * (time.year(day) - .integer(date.year)) + time.month(day) - .integer(date.month)
    if date.day == 1 { return months }
    var isBefore = SQLExpression.infix(time.day(day), "<", .integer(date.day))
    if date.day > 28 {
      isBefore = .infix(isBefore, "and", .infix(day, "<>", time.monthEnd(day)))
    }
    return months - .indicator(isBefore)
  }

  private func phase() -> SQLExpression {
    let (day, moment) = (self[0], self[1])
    var branches = [SQLExpression.Branch(.infix(day, ">=", moment), .text("after"))]
    if operands.count > 2, type(2) == .date {
      branches.append(.init(.infix(self[2], ">=", moment), .text("unclear")))
    } else if operands.count > 2 {
      for unit in [PeriodUnit.month, .year] where knows(unit.word) {
        let end =
          unit == .month
          ? time.monthEnd(day)
          : dialect.lastDay(of: dialect.period(unit, of: day), .period(unit))
        let isKnown = SQLExpression.infix(self[2], "=", .text(unit.word))
        branches.append(
          .init(.infix(isKnown, "and", .infix(end, ">=", moment)), .text("unclear"))
        )
      }
    }
    return SQLExpression.choice(nil, branches, otherwise: .text("before"))
      .when(all: operands.prefix(2).filter(\.isNullable).map(\.sql.isNotNull))
  }

  /// Whether a word may be the precision of the day.
  private func knows(_ word: String) -> Bool {
    guard case .category(let category) = type(2) else { return true }
    return category.labels.code(of: word) != nil
  }
}
