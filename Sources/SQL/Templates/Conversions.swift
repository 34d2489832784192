import Catalog

extension ScalarTemplate {
  static let conversions: [String: ScalarTemplate] = [
    "text": ScalarTemplate { call throws(Unsupported) in try call.asText() },
    "number": .full { call throws(Unsupported) in
      guard case .period = call.operands[0].type else {
        throw call.refusal("number of a text")
      }
      return try call.said(0)
    },
    "date": ScalarTemplate(isNullable: true) { call throws(Unsupported) in try call.asDate() },
  ]
}

/// How a text writes a date, as a regular expression with a group each for year, month and day.
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
    var (rest, group, isBehindDigits) = (Substring(form), 0, false)
    while let first = rest.first {
      if rest.hasPrefix("MON") { return nil }
      if let place = parts.firstIndex(where: { rest.hasPrefix($0.0) }) {
        if isBehindDigits { return nil }
        group += 1
        places[place] = group
        text += parts[place].1
        rest = rest.dropFirst(parts[place].0.count)
        isBehindDigits = true
      } else {
        guard " -/.,:".contains(first) else { return nil }
        text += "[" + String(first) + "]"
        rest = rest.dropFirst()
        isBehindDigits = false
      }
    }
    guard places.sorted() == [1, 2, 3] else { return nil }
    text += "$"
  }
}

extension ScalarCall {
  /// A value as `text(x)` writes it.
  fileprivate func asText() throws(Unsupported) -> SQLExpression {
    let x = try self(0)
    switch operands[0].type {
    case .text, .category: return x
    case .integer, .interval: return dialect.cast(x, to: .text)
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

  private func periodText(_ x: SQLExpression, _ unit: PeriodUnit) throws(Unsupported)
    -> SQLExpression
  {
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
      var year: SQLExpression = time.year(x)
      var prefix = SQLExpression.text("")
      var quarter = number + .integer(1)
      if case .fiscalQuarter(let start) = unit {
        prefix = .text("FY")
        year = dialect.year(of: x, start: start)
        quarter = .infix(number, "%", .integer(4)) + .integer(1)
      }
      let text = SQLExpression.infix(
        .infix(dialect.cast(year, to: .text), "||", .text("Q")),
        "||",
        dialect.cast(quarter, to: .text)
      )
      return prefix == .text("") ? text : .infix(prefix, "||", text)
    }
  }

  /// The day of three numbers, if there is such a day.
  fileprivate func asDate() throws(Unsupported) -> SQLExpression {
    guard operands.count == 3 else { return try writtenDate() }
    let parts = try all()
    let isInRange = SQLExpression.between(parts[0], .integer(1), .integer(9999))
    if let month = integer(1), let day = integer(2), (1...12).contains(month),
      (1...28).contains(day)
    {
      let first = time.first(dialect.arithmetic.yearCount(parts[0]), month)
      return (day == 1 ? first : time.addingDays(first, .integer(day - 1))).when(isInRange)
    }
    let january = time.first(dialect.arithmetic.yearCount(parts[0]), 1)
    let first = time.addingMonths(january, parts[1] - .integer(1))
    let date = time.addingDays(first, parts[2] - .integer(1))
    let tests: [SQLExpression] = [
      isInRange, .between(parts[1], .integer(1), .integer(12)),
      .between(parts[2], .integer(1), .integer(31)),
    ]
    // The day runs over into the next month where the month has no such day.
    let there = date.when(.infix(time.month(date), "=", parts[1]))
    return SQLExpression.all(tests).map { there.when($0) } ?? there
  }

  /// The day that a text writes, where the dialect can try to read one.
  private func writtenDate() throws(Unsupported) -> SQLExpression {
    guard let reference = dialect.texts.groupReference, let form = text(1),
      let pattern = DatePattern(form)
    else { throw refusal("a text as a date") }
    let matches = try dialect.scalar("matches")?.say(
      ScalarCall(
        name: "matches",
        type: .boolean,
        operands: [operands[0], .literal(.text(pattern.text), .text)],
        stance: .condition,
        speaker: speaker
      )
    )
    guard let matches else { throw refusal("a text as a date") }
    let order = pattern.places.map { reference + String($0) }.joined(separator: "-")
    let text = SQLExpression.call(
      "regexp_replace",
      [try self(0), .text(pattern.text), .text(order)]
    )
    return .tried(text.when(matches.sql), dialect.typeName(.date))
  }
}
