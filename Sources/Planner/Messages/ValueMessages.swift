import Diagnostics

// Messages about values and types.

/// A value that a message speaks of: how it is written, and the word for its type.
struct TypedText {
  let text: String
  let type: String

  init(_ text: String, _ type: String) { (self.text, self.type) = (text, type) }

  /// `state is text`.
  var isA: String { "\(text) is \(Message.article(type))" }

  /// Whether it is a number.
  var isNumber: Bool { ["integer", "real", "percent"].contains(type) }
}

extension Message {
  static func unknownValue(
    _ column: String,
    _ text: String,
    offers: [(value: String, rows: Int?)],
    isCode: Bool,
    all: [String]?
  ) -> Message {
    var words = "\(column) has no value \(quotedText(text)). "
    let near = offers.map { counted($0.value, $0.rows) }
    if isCode {
      words += "It holds codes: did you mean \(alternatives(near))?"
    } else if !near.isEmpty {
      words += "Did you mean \(alternatives(near))?"
    } else if let all {
      words += "Its values are " + listed(all.map(quotedText)) + "."
    } else {
      words += "To see its values: distinct \(column)."
    }
    return Message("unknown-value", words)
  }

  /// A value of an ordered category that stands beside the order, in a comparison of it.
  static func valueBesideOrder(_ column: String, _ text: String) -> Message {
    let value = quotedText(text)
    return Message(
      "value-beside-order",
      "\(value) stands beside the order of \(column): no value is less or greater. "
        + "\(column) = \(value) and \(column) != \(value) take it."
    )
  }

  static func differentTypes(_ left: TypedText, _ right: TypedText, isLiteral: Bool = false)
    -> Message
  {
    var words = "\(left.isA), \(right.isA): they can't be compared or mixed. "
    let isTime = ["date", "year", "month"].contains { left.type.hasSuffix($0) }
    if left.type == "text", right.isNumber {
      words += "Put the number in quotes, or turn the text into a number: number(\(left.text))."
    } else if right.type == "text", left.isNumber {
      words +=
        isLiteral
        ? "A number is written without quotes."
        : "number(\(right.text)) reads the text as a number."
    } else if left.type == "truth value" {
      words += "Write \(left.text), or not \(left.text)."
    } else if isTime, isLiteral || right.isNumber {
      words += "A date is written 2011-06-17, a month 2011-06, a fiscal year FY2011."
    } else {
      words += "text(x) makes text of any value."
    }
    return Message("different-types", words)
  }

  static func notACondition(_ value: TypedText) -> Message {
    let test = value.type == "integer" || value.type == "real" ? "> 0" : "is not missing"
    let words = "\(value.isA), but a condition is wanted here, such as "
    return Message("not-a-condition", words + "\(value.text) \(test).")
  }

  static func notNumeric(_ sign: String, _ value: TypedText) -> Message {
    Message("not-numeric", "\(sign) works on numbers; \(value.isA).")
  }

  static func notText(_ sign: String, _ value: TypedText) -> Message {
    let words = "\(sign) works on texts; \(value.isA). text(\(value.text)) writes it as text."
    return Message("not-text", words)
  }

  static func arithmeticTypes(_ sign: String, _ left: TypedText, _ right: TypedText) -> Message {
    var words = "\(left.isA) and \(right.isA): there is no \(sign) between them."
    switch (left.type, sign, right.type) {
    case ("text", "+", "text"):
      words += " Texts are put together by concat(\(left.text), \(right.text))."
    case ("date", "+", "integer"), ("date", "-", "integer"):
      words += " Say how many of what: \(left.text) \(sign) \(right.text) days."
    case ("date", _, "date"): words += " Days are counted by days_between(a, b)."
    default: break
    }
    return Message("arithmetic-types", words)
  }

  static func orderWithMissing(_ column: String) -> Message {
    Message(
      "order-with-missing",
      "Nothing is more or less than missing. Write \(column) is missing, or is not missing."
    )
  }

  static func categoryHasNoOrder(_ column: String, _ sign: String, values: [String]) -> Message {
    Message(
      "no-order",
      "The values of \(column) have no order, so that \(sign) says nothing of them. Use = or in: "
        + "its values are \(listed(values.map(quotedText), most: 8))."
    )
  }

  static func percentPoints(_ column: String, _ number: String) -> Message {
    Message(
      "percent-points",
      "\(column) is in percent points, 23.5 for 23.5 percent: compare it with \(number)."
    )
  }

  static func unitVaries(_ column: String, unitColumn: String, points: String) -> Message {
    Message(
      "unit-varies",
      "The unit of \(column) stands in \(unitColumn), and differs from row to row. Choose the rows of "
        + "one unit and compare with a plain number: \(unitColumn) = … and \(column) > \(points)."
    )
  }

  static func notTemporal(_ sign: String, _ value: TypedText) -> Message {
    let words = "\(sign) compares dates and periods; \(value.isA). Use < or > instead."
    return Message("not-temporal", words)
  }

  static func periodNeedsIn(_ sign: String, _ left: String, _ right: String) -> Message {
    Message(
      "period-needs-in",
      "\(right) is longer than what \(left) holds, so that \(sign) says nothing. "
        + "Write \(left) \(sign == "=" ? "in" : "not in") \(right)."
    )
  }

  static func periodsDiffer(_ left: TypedText, _ right: TypedText) -> Message {
    let words = "\(left.isA) and \(right.isA): neither lies within the other. "
    return Message("periods-differ", words + "Compare with a \(left.type), or a longer period.")
  }

  static func fiscalYearWanted(_ column: String, _ year: Int) -> Message {
    Message(
      "fiscal-year-wanted",
      "\(column) holds fiscal years, \(year) is a calendar year. Did you mean FY\(year)?"
    )
  }

  static func outsideRange(_ column: String, _ written: String, first: String, last: String)
    -> Message
  {
    let range = "\(column) runs from \(first) to \(last)"
    return Message("outside-span", "No row has \(written): \(range).")
  }

  static func rangeEndsBeforeItBegins(_ low: String, _ high: String, word: String) -> Message {
    let range = word == ".." ? "\(low)..\(high)" : "from \(low) to \(high)"
    return Message(
      "range-backwards",
      "The range \(range) ends before it begins. Did you mean \(high)\(word)\(low)?"
    )
  }

  static func notConstant(_ written: String) -> Message {
    Message(
      "not-constant",
      "\(written) must be worked out first; here stands a plain number, text, date or period."
    )
  }

  static func calendarNeedsPeriods(_ written: String) -> Message {
    Message(
      "calendar-needs-periods",
      "calendar wants two periods of one kind, the earlier first, such as FY2009..FY2015; "
        + "it found \(written)."
    )
  }

  /// `MA` where `"MA"` is meant.
  static func quotesForgotten(_ word: String) -> Message {
    Message("quotes-forgotten", "There is no column \(word); a text stands in quotes: \"\(word)\".")
  }

  /// `California` where `"CA"` is meant.
  static func quotesForgotten(
    _ word: String,
    column: String,
    offer: (value: String, rows: Int?),
    isCode: Bool
  ) -> Message {
    Message(
      "quotes-forgotten",
      "There is no column \(word); a text stands in quotes. \(column) "
        + (isCode ? "holds codes" : "has no value \(quotedText(word))")
        + ": did you mean \(counted(offer.value, offer.rows))?"
    )
  }

  /// A value in quotes with how many rows have it.
  private static func counted(_ value: String, _ rows: Int?) -> String {
    let rows = rows.map { " (\($0) \($0 == 1 ? "row" : "rows"))" } ?? ""
    return quotedText(value) + rows
  }

  static func alternativesAfterOr(_ set: String) -> Message {
    Message("alternatives-after-or", "or joins conditions. Several values stand after in: \(set).")
  }

  /// `"state"` where `state` is meant.
  static func columnInQuotes(_ name: String) -> Message {
    Message("quoted-name", "Quotes make texts; the column \(name) stands without them.")
  }

  /// `a date`, `a whole number`, `text`.
  static func article(_ type: String) -> String {
    switch type {
    case "text": return type
    case "percent": return "a percentage"
    case "integer": return "a whole number"
    case "real": return "a number"
    case "truth value": return "true or false"
    default: break
    }
    let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
    return (type.first.map(vowels.contains) == true ? "an " : "a ") + type
  }
}
