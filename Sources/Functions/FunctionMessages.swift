import Catalog
import Diagnostics

extension Message {
  /// A call with too few or too many arguments.
  static func argumentCount(function: String, usage: String, found: Int) -> Message {
    let given = found == 0 ? "no argument" : found == 1 ? "1 argument" : "\(found) arguments"
    return "argument-count: \(function) is given \(given). It is written \(usage)."
  }

  static func wrongArgument(
    function: String,
    wanted: String,
    found: String,
    type: DataType,
    hint: String?
  ) -> Message {
    let hint = hint.map { " " + $0 } ?? ""
    return "wrong-argument: \(function) takes \(wanted); \(found) is \(type.phrase).\(hint)"
  }

  /// An argument that must be known before the query runs.
  static func wantsLiteral(function: String, wanted: String, found: String) -> Message {
    "wants-literal: \(function) takes \(wanted) here, not \(found)."
  }

  /// `else` in a call that has no choices.
  static func elseOutsideLabel(function: String) -> Message {
    "else-outside-label: \(function) has no else; label and if have one."
  }

  /// A period function over a period that lies in none of its periods.
  static func periodTooLong(function: String, found: String, unit: PeriodUnit) -> Message {
    """
    period-too-long: \(function) takes a date or a shorter period; \(found) is a \(unit.word), \
    which does not lie within one. start_of(\(found)) is its first day.
    """
  }

  static func mixedTypes(function: String, types: [DataType]) -> Message {
    var phrases: [String] = []
    for phrase in types.map(\.phrase) where !phrases.contains(phrase) { phrases.append(phrase) }
    return """
      mixed-types: The values of \(function) must be of one kind; they are \
      \(phrases.joined(separator: " and ")). text(x) makes text of any value.
      """
  }

  /// A choice of `label` without `=`.
  static func labelWithoutEqual(found: String) -> Message {
    """
    label-without-equal: label takes choices such as "a" = "b" after its first argument, not \
    \(found).
    """
  }

  /// `else` before other choices.
  static let elseNotLast: Message = "else-not-last: else stands last, after all choices."

  package static func badPattern(_ mistake: PatternMistake) -> Message {
    Message("bad-pattern", mistake.text)
  }

  /// A text that is searched for but empty.
  package static func emptyText(function: String) -> Message {
    "empty-text: \(function) takes a text of at least one character here."
  }

  /// A form of dates without a year, a month or a day.
  static func badDateForm(_ form: String) -> Message {
    """
    bad-date-form: "\(form)" does not say how a date is written. It takes YYYY or YY, DD and one of \
    MM, MON and MONTH, as in "MM/DD/YYYY".
    """
  }

  /// `percent` without `where`.
  static let percentWithoutCondition: Message = """
    percent-without-condition: percent takes a condition or a quotient: percent(where …) is a share \
    of rows, percent(x where …) one of the sum of x, percent(a / b) that of two totals. For the \
    share of each row in a column use share(x).
    """
}

extension DataType {
  /// The type to which values of several types are brought: their own if it is one, else real for
  /// numbers and text for texts; nil where there is none.
  package static func common(_ types: [DataType]) -> DataType? {
    if let first = types.first, types.allSatisfy({ $0 == first }) { return first }
    if types.allSatisfy(\.isNumeric) { return .real }
    return types.allSatisfy(\.isTextual) ? .text : nil
  }

  /// The type as it stands after "is" in a sentence.
  package var phrase: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .real: "a number"
    case .percent: "a percentage"
    case .text: "text"
    case .category(let category): category.isOrdered ? "an ordered category" : "a category"
    case .date: "a date"
    case .period(let unit): "a \(unit.word)"
    case .interval: "a span of time"
    }
  }
}

extension PeriodUnit {
  /// The month or year.
  package static func named(_ word: String) -> PeriodUnit? {
    [PeriodUnit.month, .year].first { $0.word == word }
  }
}

extension RunFailure {
  /// An integer result beyond 64 bits in a row, numbered from 1.
  static func doesNotFit(_ operation: String, row: Int) -> RunFailure {
    RunFailure("Row \(row): \(operation) is too large for a 64-bit number.", .arithmetic)
  }

  /// A sum of integers beyond 64 bits.
  static func sumDoesNotFit(_ label: String) -> RunFailure {
    RunFailure(
      "The sum of \(label) is too large for a 64-bit number; add x = 1.0 * \(label) and sum that.",
      .arithmetic
    )
  }

  /// A rolling window along something that is no time.
  static func rollingWithoutTime(_ function: String) -> RunFailure {
    RunFailure("\(function) goes along a date or a period: say along and its column.", .arithmetic)
  }

  /// A span that is no whole number of the periods that it is measured in.
  static func intervalBesidePeriod(_ function: String, unit: PeriodUnit) -> RunFailure {
    RunFailure("\(function) along a \(unit.word) takes a span of whole \(unit.word)s.", .arithmetic)
  }
}
