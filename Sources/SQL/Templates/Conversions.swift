import Catalog
import Functions

extension ScalarCall {
  static let conversions: [String: ScalarTemplate] = [
    "text": .strict { try $0.asText() },
    "number": ScalarTemplate(isLazy: true) { call in
      guard case .period = call.type(0) else { throw call.unsupported("number of a text") }
      return try call.writer.operands(call.arguments, of: call.name)[0]
    },
    "date": .nullable { call in
      call.operands.count == 3 ? call.date() : try call.writtenDate()
    },
  ]

  /// A value as `text(x)` writes it.
  private func asText() throws -> SQLExpression {
    switch type(0) {
    case .text, .category: return self[0]
    case .integer, .interval, .date: return dialect.cast(self[0], to: .text)
    case .boolean:
      let branches = ["true", "false"].map { SQLExpression.Branch(.token($0), .text($0)) }
      return .choice(self[0], branches, otherwise: nil)
    case .period(let unit): return try periodText(self[0], unit)
    case .real, .percent:
      throw unsupported(
        "a real number as text",
        remedy: "Round it and keep it a number: columns in full are written by the program."
      )
    }
  }

  private func periodText(_ x: SQLExpression, _ unit: PeriodUnit) throws -> SQLExpression {
    func text(_ x: SQLExpression) -> SQLExpression { dialect.cast(x, to: .text) }
    func quarter(_ year: SQLExpression, _ number: SQLExpression) -> SQLExpression {
      .infix(.infix(text(year), "||", .text("Q")), "||", text(number + 1))
    }
    switch unit {
    case .year: return text(x)
    case .fiscalYear: return .infix(.text("FY"), "||", text(x))
    case .month: return .call("substr", [text(x), 1, 7])
    case .week:
      guard let week = time.weekText(x) else { throw unsupported("a week as text") }
      return week
    case .quarter: return quarter(time.year(x), dialect.wholeQuotient(time.month(x) + -1, 3))
    case .fiscalQuarter(let start):
      let number = dialect.wholeQuotient(time.month(x) + .integer(unit.lead % 12 - 1), 3)
      let text = quarter(dialect.year(of: x, start: start), .infix(number, "%", 4))
      return .infix(.text("FY"), "||", text)
    }
  }

  /// The day of three numbers, if there is such a day.
  private func date() -> SQLExpression {
    let isInRange = SQLExpression.between(self[0], 1, 9999)
    let year = dialect.yearCount(self[0])
    if let month = integer(1), let day = integer(2), (1...12).contains(month),
      (1...28).contains(day)
    {
      let first = time.first(year, month)
      return (day == 1 ? first : time.addingDays(first, .integer(day - 1))).when(isInRange)
    }
    let first = time.addingMonths(time.first(year, 1), self[1] - 1)
    let date = time.addingDays(first, self[2] - 1)
    // The day runs over into the next month where the month has no such day.
    return date.when(.infix(time.month(date), "=", self[1]))
      .when(all: [isInRange, .between(self[1], 1, 12), .between(self[2], 1, 31)])
  }

  /// The day that a text writes, where the dialect can try to read one.
  private func writtenDate() throws -> SQLExpression {
    guard let reference = dialect.groupReference, let form = text(1),
      let pattern = DatePattern(form), let isDate = try matches(pattern.text)
    else { throw unsupported("a text as a date") }
    let order = pattern.places.map { reference + String($0) }.joined(separator: "-")
    let text = SQLExpression.call("regexp_replace", [self[0], .text(pattern.text), .text(order)])
    return .tried(text.when(isDate), dialect.typeName(.date))
  }
}

/// The regular expression of a written date, with a group each for year, month and day.
private struct DatePattern {
  var text = "^"
  /// The numbers of the groups for year, month and day.
  var places = [0, 0, 0]

  /// The pattern of a form such as `MM/DD/YYYY`; nil for one with names or without separators.
  init?(_ form: String) {
    let parts = [
      ("YYYY", "([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"),
      ("MM", "([0-9]{1,2})"), ("DD", "([0-9]{1,2})"),
    ]
    var (rest, group) = (Substring(form), 0)
    while let first = rest.first {
      let word = rest.prefix { $0.isLetter }
      if let place = parts.firstIndex(where: { $0.0 == word }) {
        group += 1
        places[place] = group
        text += parts[place].1
      } else {
        guard " -/.,:".contains(first) else { return nil }
        text += "[" + String(first) + "]"
      }
      rest = rest.dropFirst(max(word.count, 1))
    }
    guard places.sorted() == [1, 2, 3] else { return nil }
    text += "$"
  }
}
