import Plans
import Tables

extension ScalarSaying {
  static let conversions: [String: ScalarSaying] = [
    "text": ScalarSaying { call throws(Refusal) in try call.asText() },
    "number": .full { call throws(Refusal) in
      guard case .period = call.operands[0].type else {
        throw call.refusal("number of a text")
      }
      return try call.said(0)
    },
    "date": ScalarSaying(isNullable: true) { call throws(Refusal) in try call.asDate() },
  ]
}

extension ScalarCall {
  /// A value as `text(x)` writes it.
  fileprivate func asText() throws(Refusal) -> Expression {
    let x = try self(0)
    switch operands[0].type {
    case .text, .category: return x
    case .integer, .span: return dialect.cast(x, to: .text)
    case .boolean:
      return .choice(
        x,
        [
          .init(when: .token("true"), then: .text("true")),
          .init(when: .token("false"), then: .text("false")),
        ],
        otherwise: nil
      )
    case .date: return dialect.cast(x, to: .text)
    case .period(let unit): return try periodText(x, unit)
    case .real, .percent:
      throw refusal(
        "a real number as text",
        remedy: "Round it and keep it a number: columns in full are written by the program."
      )
    }
  }

  private func periodText(_ x: Expression, _ unit: PeriodUnit) throws(Refusal) -> Expression {
    switch unit {
    case .year: return dialect.cast(x, to: .text)
    case .fiscalYear: return .infix(.text("FY"), "||", dialect.cast(x, to: .text))
    case .month:
      return .call("substr", [dialect.cast(x, to: .text), .integer(1), .integer(7)])
    case .week:
      guard let text = time.text("week", x) else { throw refusal("a week as text") }
      return text
    case .quarter, .fiscalQuarter:
      let number = dialect.wholeQuotient(
        time.month(x) + .integer(unit.lead % 12 - 1),
        .integer(3)
      )
      var year: Expression = time.year(x)
      var prefix = Expression.text("")
      var quarter = number + .integer(1)
      if case .fiscalQuarter(let start) = unit {
        prefix = .text("FY")
        year = dialect.year(of: x, start: start)
        quarter = .infix(number, "%", .integer(4)) + .integer(1)
      }
      let text = Expression.infix(
        .infix(dialect.cast(year, to: .text), "||", .text("Q")),
        "||",
        dialect.cast(quarter, to: .text)
      )
      return prefix == .text("") ? text : .infix(prefix, "||", text)
    }
  }

  /// The day of three numbers, if there is such a day.
  fileprivate func asDate() throws(Refusal) -> Expression {
    guard operands.count == 3 else { throw refusal("a text as a date") }
    let parts = try all()
    guard let month = integer(1), let day = integer(2), (1...12).contains(month),
      (1...28).contains(day)
    else { throw refusal("a date of a computed month or day") }
    let first = time.first(parts[0], month)
    let date = day == 1 ? first : time.addingDays(first, .integer(day - 1))
    return date.when(.between(parts[0], .integer(1), .integer(9999)))
  }
}
