import Language
import Tables

extension Message {
  /// A call with too few or too many arguments.
  static func argumentCount(
    function: String,
    usage: String,
    found: Int,
    wanted: ClosedRange<Int>
  ) -> Message {
    let given = found == 0 ? "no argument" : found == 1 ? "1 argument" : "\(found) arguments"
    return Message("argument-count", "\(function) is given \(given). It is written \(usage).")
  }

  /// An argument of the wrong type.
  static func wrongArgument(
    function: String,
    wanted: String,
    found: String,
    type: DataType,
    hint: String?
  ) -> Message {
    let hint = hint.map { " " + $0 } ?? ""
    return Message(
      "wrong-argument",
      "\(function) takes \(wanted); \(found) is \(type.phrase).\(hint)"
    )
  }

  /// An argument that must be known before the query runs.
  static func wantsLiteral(function: String, wanted: String, found: String) -> Message {
    Message("wants-literal", "\(function) takes \(wanted) here, not \(found).")
  }

  /// `else` in a call that has no choices.
  static func elseOutsideLabel(function: String) -> Message {
    Message("else-outside-label", "\(function) has no else; label and if have one.")
  }
}

extension DataType {
  /// The type as it stands after "is" in a sentence.
  var phrase: String {
    switch self {
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .real: "a number"
    case .percent: "a percentage"
    case .text: "text"
    case .category(let category): category.isOrdered ? "an ordered category" : "a category"
    case .date: "a date"
    case .period(let unit): "a \(unit.word)"
    case .span: "a span of time"
    }
  }
}

extension RunFailure {
  /// An integer result beyond 64 bits in a row, numbered from 1.
  static func doesNotFit(_ operation: String, row: Int) -> RunFailure {
    RunFailure("Row \(row): \(operation) is too large for a 64-bit number.", .arithmetic)
  }
}

extension RunFailure {
  /// A sum of integers beyond 64 bits.
  static func sumDoesNotFit(_ label: String) -> RunFailure {
    RunFailure(
      "The sum of \(label) is too large for a 64-bit number; add x = 1.0 * \(label) and sum that.",
      .arithmetic
    )
  }
}

extension Message {
  /// A period function over a period that lies in none of its periods.
  static func periodTooLong(function: String, found: String, unit: PeriodUnit) -> Message {
    Message(
      "period-too-long",
      "\(function) takes a date or a shorter period; \(found) is a \(unit.word), which does not "
        + "lie within one. start_of(\(found)) is its first day."
    )
  }
}
