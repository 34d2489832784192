import Catalog
import Diagnostics
import Functions

// Messages about values and types.

/// A value that a message speaks of: how it is written, and its type.
struct TypedText {
  let text: String
  let type: DataType

  init(_ text: String, _ type: DataType) { (self.text, self.type) = (text, type) }

  /// `state is text`.
  var isA: String { "\(text) is \(type.phrase)" }
}

extension Message {
  static func unknownValue(
    _ column: String,
    _ text: String,
    offers: [(value: String, rows: Int?)],
    isCode: Bool,
    all: [String]?
  ) -> Message {
    let near = alternatives(offers.map { counted($0.value, $0.rows) })
    var rest = isCode ? "It holds codes: did you mean \(near)?" : "Did you mean \(near)?"
    if near.isEmpty, !isCode {
      let values = all.map { "Its values are \(listed($0.map(quotedText)))." }
      rest = values ?? "To see its values: distinct \(column)."
    }
    return "unknown-value: \(column) has no value \(quotedText(text)). \(rest)"
  }

  /// A value of an ordered category that stands beside the order, in a comparison of it.
  static func valueBesideOrder(_ column: String, _ text: String) -> Message {
    let value = quotedText(text)
    return """
      value-beside-order: \(value) stands beside the order of \(column): no value is less or greater. \
      \(column) = \(value) and \(column) != \(value) take it.
      """
  }

  static func differentTypes(_ left: TypedText, _ right: TypedText, _ hint: String) -> Message {
    let end = hint.isEmpty ? "" : " " + hint
    return """
      different-types: \(left.isA), \(right.isA): they can't be compared or mixed.\(end)
      """
  }

  /// The question whether a value was meant.
  static func offeredValue(_ value: String, rows: Int?) -> String {
    "Did you mean \(counted(value, rows))?"
  }

  static func asTexts(_ texts: [String]) -> String {
    "As text: \(listed(texts))."
  }

  static func notACondition(_ value: TypedText) -> Message {
    let test = value.type == .integer || value.type == .real ? "> 0" : "is not missing"
    return """
      not-a-condition: \(value.isA), but a condition is wanted here, such as \(value.text) \(test).
      """
  }

  static func notNumeric(_ sign: String, _ value: TypedText) -> Message {
    "not-numeric: \(sign) works on numbers; \(value.isA)."
  }

  static func notText(_ sign: String, _ value: TypedText) -> Message {
    "not-text: \(sign) works on texts; \(value.isA). text(\(value.text)) writes it as text."
  }

  static func arithmeticTypes(
    _ sign: String,
    _ left: TypedText,
    _ right: TypedText,
    _ conversion: String?
  ) -> Message {
    let advice =
      switch (left.type, sign, right.type) {
      case _ where conversion != nil: " \(conversion ?? "") reads the texts."
      case (.text, "+", .text):
        " Texts are put together by concat(\(left.text), \(right.text))."
      case (.date, "+", .integer), (.date, "-", .integer):
        " Say how many of what: \(left.text) \(sign) \(right.text) days."
      case (.date, _, .date): " Days are counted by days_between(a, b)."
      default: ""
      }
    return """
      arithmetic-types: \(left.isA) and \(right.isA): there is no \(sign) between them.\(advice)
      """
  }

  static let emptyLiteral: Message = """
    empty-text: No value is an empty text: what has no characters is missing. Write missing instead \
    of "".
    """

  static func storedInterval(_ written: String) -> Message {
    """
    stored-span: \(written) is a span of time, which no column holds: it is added to a date, as in \
    2011-06-01 + 2 weeks. A count of days or months is a plain number.
    """
  }

  static func orderWithMissing(_ column: String) -> Message {
    """
    order-with-missing: Nothing is more or less than missing. Write \(column) is missing, or is \
    not missing.
    """
  }

  static func categoryHasNoOrder(_ column: String, _ sign: String, values: [String]) -> Message {
    """
    no-order: The values of \(column) have no order, so that \(sign) says nothing of them. Use = \
    or in: its values are \(listed(values.map(quotedText), most: 8)).
    """
  }

  static func percentPoints(_ column: String, _ number: String) -> Message {
    """
    percent-points: \(column) is in percent points, 23.5 for 23.5 percent: compare it with \
    \(number).
    """
  }

  static func notAPercentage(_ value: String, _ percentage: String, ratio: String) -> Message {
    """
    not-a-percentage: \(value) holds numbers, not percentages: \(percentage) is the number \(ratio). \
    Write the number that is meant; a part of a whole is share(x) or percent(a / b).
    """
  }

  static func numberBesidePercent(
    _ value: String,
    _ number: String,
    shown: String,
    asPercent: String
  ) -> Message {
    """
    number-beside-percent: \(value) is a percent: \(number) would be \(shown). Write \(asPercent), or \
    \(shown) if that is meant.
    """
  }

  /// The sides of `percent(a / b)` are not two totals, or are in different units.
  static func unlikeTotals(_ units: (String, String)?) -> Message {
    let found = units.map { "; here they are \($0.0) and \($0.1)" } ?? ""
    return """
      unlike-totals: percent(a / b) takes two counts or totals in one unit\(found). Write a / b for \
      another quotient.
      """
  }

  static func unitVaries(_ column: String, unitColumn: String, points: String) -> Message {
    """
    unit-varies: The unit of \(column) stands in \(unitColumn), and differs from row to row. \
    Choose the rows of one unit and compare with a plain number: \(unitColumn) = … and \(column) > \
    \(points).
    """
  }

  /// `instead` is the comparison with a sign, where there is one.
  static func notTemporal(_ sign: String, _ value: TypedText, instead: String?) -> Message {
    let remedy = instead.map { " Write \($0)." } ?? ""
    return "not-temporal: \(sign) compares dates and periods; \(value.isA).\(remedy)"
  }

  static func periodNeedsIn(_ sign: String, _ left: String, _ right: String) -> Message {
    """
    period-needs-in: \(right) is longer than what \(left) holds, so that \(sign) says nothing. \
    Write \(left) \(sign == "=" ? "in" : "not in") \(right).
    """
  }

  static func periodsDiffer(_ left: TypedText, _ right: TypedText) -> Message {
    """
    periods-differ: \(left.isA) and \(right.isA): neither lies within the other. Compare with a \
    \(left.type.word), or a longer period.
    """
  }

  static func rangeWithMinus(_ ours: String) -> Message {
    "range-with-minus: A range is written with two dots: \(ours)."
  }

  static func fiscalYearWanted(_ column: String, _ year: Int) -> Message {
    """
    fiscal-year-wanted: \(column) holds fiscal years, \(year) is a calendar year. Did you mean \
    FY\(year)?
    """
  }

  static func outsideRange(_ column: String, _ written: String, first: String, last: String)
    -> Message
  {
    "outside-span: No row has \(written): \(column) runs from \(first) to \(last)."
  }

  static func rangeEndsBeforeItBegins(_ low: String, _ high: String, word: String) -> Message {
    let range = word == ".." ? "\(low)..\(high)" : "from \(low) to \(high)"
    return """
      range-backwards: The range \(range) ends before it begins. Did you mean \
      \(high)\(word)\(low)?
      """
  }

  static func notConstant(_ written: String) -> Message {
    """
    not-constant: \(written) must be worked out first; here stands a plain number, text, date or \
    period.
    """
  }

  static func calendarNeedsPeriods(_ written: String) -> Message {
    """
    calendar-needs-periods: calendar wants two periods of one kind, the earlier first, such as \
    FY2009..FY2015; it found \(written).
    """
  }

  /// `MA` where `"MA"` is meant.
  static func quotesForgotten(_ word: String) -> Message {
    "quotes-forgotten: There is no column \(word); a text stands in quotes: \"\(word)\"."
  }

  /// `California` where `"CA"` is meant.
  static func quotesForgotten(
    _ word: String,
    column: String,
    offer: (value: String, rows: Int?),
    isCode: Bool
  ) -> Message {
    let reason = isCode ? "holds codes" : "has no value \(quotedText(word))"
    return """
      quotes-forgotten: There is no column \(word); a text stands in quotes. \(column) \(reason): \
      did you mean \(counted(offer.value, offer.rows))?
      """
  }

  /// A value in quotes with how many rows have it.
  private static func counted(_ value: String, _ rows: Int?) -> String {
    let rows = rows.map { " (\($0) \($0 == 1 ? "row" : "rows"))" } ?? ""
    return quotedText(value) + rows
  }

  static func alternativesAfterOr(_ set: String) -> Message {
    "alternatives-after-or: or joins conditions. Several values stand after in: \(set)."
  }

  /// `"state"` where `state` is meant.
  static func columnInQuotes(_ name: String) -> Message {
    "quoted-name: Quotes make texts; the column \(name) stands without them."
  }
}
