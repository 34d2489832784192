import Diagnostics
import Language
import Tables

/// What a formula must be, in words for messages.
enum Wanted {
  case number, text, temporal, date, truth, orderable, anything

  /// Whether values of a type will do.
  func admits(_ type: DataType) -> Bool {
    switch self {
    case .number: type.isNumeric
    case .text: type.isTextual
    case .temporal: type.isTemporal
    case .date: type == .date
    case .truth: type == .boolean
    case .orderable:
      switch type {
      case .category(let category): category.isOrdered
      case .span: false
      default: true
      }
    case .anything:
      if case .span = type { false } else { true }
    }
  }

  /// The type that a bare `missing` takes.
  var missingType: DataType {
    switch self {
    case .number: .real
    case .text, .anything, .orderable: .text
    case .temporal, .date: .date
    case .truth: .boolean
    }
  }

  /// What is wanted, as it stands after "takes".
  var words: String {
    switch self {
    case .number: "a number"
    case .text: "text"
    case .temporal: "a date or a period"
    case .date: "a date"
    case .truth: "a condition"
    case .orderable: "values that have an order"
    case .anything: "a value"
    }
  }
}

extension CallSite {
  /// Whether the number of arguments lies within `counts`; if not, that is reported.
  func expectCount(_ counts: ClosedRange<Int>) -> Bool {
    for (index, argument) in arguments.enumerated() where argument.isElse && name.text != "label" {
      fail(.elseOutsideLabel(function: name.text), at: index)
      return false
    }
    if counts.contains(arguments.count) { return true }
    fail(
      .argumentCount(
        function: name.text,
        usage: Function.all[name.text]?.usage ?? name.text,
        found: arguments.count,
        wanted: counts
      )
    )
    return false
  }

  /// An argument of the wanted kind; nil when it is none, which has been reported.
  func argument(_ index: Int, _ wanted: Wanted) -> Formula? {
    guard let formula = formula(index) else { return nil }
    if formula.literal == .missing { return .literal(.missing, wanted.missingType) }
    if wanted.admits(formula.type) { return formula }
    fail(
      .wrongArgument(
        function: name.text,
        wanted: wanted.words,
        found: text(index),
        type: formula.type,
        hint: hint(wanted, formula.type, text(index))
      ),
      at: index,
      fix: textFix(wanted, index)
    )
    return nil
  }

  private func textFix(_ wanted: Wanted, _ index: Int) -> FixIt? {
    guard case .text = wanted else { return nil }
    return .replacing(arguments[index].term.span, with: "text(\(text(index)))")
  }

  private func hint(_ wanted: Wanted, _ type: DataType, _ text: String) -> String? {
    switch (wanted, type) {
    case (.number, .text): "number(\(text)) reads it as a number."
    case (.number, .category):
      "count by \(text) | share gives the share of each value, percent(where \(text) = …) that of one."
    case (.number, .boolean): "To count where it is true use count(where \(text))."
    case (.number, .period), (.number, .date): "min, max, count and distinct take it."
    case (.text, .integer), (.text, .real), (.text, .percent), (.text, .date), (.text, .period),
      (.text, .boolean):
      "text(\(text)) writes it as text."
    case (.temporal, .text), (.date, .text): "date(\(text), \"MM/DD/YYYY\") reads it as a date."
    case (.date, .period): "start_of(\(text)) and end_of(\(text)) are its first and last day."
    case (.orderable, .category): "Its values have no order; mode(\(text)) is the most frequent."
    default: nil
    }
  }

  /// A number.
  func number(_ index: Int) -> Formula? { argument(index, .number) }

  /// A text or category.
  func text(at index: Int) -> Formula? { argument(index, .text) }

  /// A date or period.
  func temporal(_ index: Int) -> Formula? { argument(index, .temporal) }

  /// A date.
  func date(_ index: Int) -> Formula? { argument(index, .date) }

  /// A condition.
  func truth(_ index: Int) -> Formula? { argument(index, .truth) }

  /// A text that is known before the query runs.
  func literalText(_ index: Int) -> String? {
    guard let formula = formula(index) else { return nil }
    if case .text(let text)? = formula.literal, formula.type.isTextual { return text }
    fail(
      .wantsLiteral(function: name.text, wanted: "a text in quotes", found: text(index)),
      at: index
    )
    return nil
  }

  /// A whole number that is known before the query runs.
  func literalInteger(_ index: Int) -> Int? {
    guard let formula = formula(index) else { return nil }
    if let number = wholeNumber(formula) { return number }
    fail(
      .wantsLiteral(function: name.text, wanted: "a whole number", found: text(index)),
      at: index
    )
    return nil
  }

  private func wholeNumber(_ formula: Formula) -> Int? {
    if case .literal(.integer(let number), _) = formula, number.magnitude < 1 << 31 {
      return Int(number)
    }
    guard case .call(let operation, let operands) = formula, operation.name == "-",
      operands.count == 1, case .literal(.integer(let number), _) = operands[0]
    else { return nil }
    return number.magnitude < 1 << 31 ? -Int(number) : nil
  }

  /// A span of time, such as `3 months`, of at least one unit.
  func span(_ index: Int) -> SpanLength? {
    guard let formula = formula(index) else { return nil }
    if let span = SpanLength(formula), (1...100_000).contains(span.count) { return span }
    fail(
      .wantsLiteral(function: name.text, wanted: "a span such as 3 months", found: text(index)),
      at: index
    )
    return nil
  }

  /// A formula that calls this function.
  func call(_ type: DataType, _ operands: [Formula], _ kernel: @escaping Kernel) -> Formula {
    .call(Operation(name.text, type, kernel), operands)
  }
}
