import Catalog

/// An argument of a call: what it means, how it is written, and where it stands.
public struct BoundArgument: Sendable {
  package var bound: BoundExpression
  /// How it is written.
  let text: String
  /// Whether the subject of `label` equals the value before `=`; nil for other arguments.
  let test: BoundExpression?
  /// The calls that read it as what is wanted, if it is a text and nothing else is wrong.
  let readings: [String]
  private let function: String
  private let index: Int

  package init(
    _ bound: BoundExpression,
    of function: String,
    at index: Int,
    text: String = "",
    test: BoundExpression? = nil,
    readings: [String] = []
  ) {
    (self.bound, self.function, self.index) = (bound, function, index)
    (self.text, self.test, self.readings) = (text, test, readings)
  }

  /// The argument as a parameter of a kind takes it; throws what is wrong with it.
  public func checked(_ kind: Parameter.Kind) throws(CallError) -> BoundArgument {
    var checked = self
    checked.bound = try admitted(kind)
    return checked
  }

  private func admitted(_ kind: Parameter.Kind) throws(CallError) -> BoundExpression {
    let type = bound.type
    switch kind {
    case .subject, .otherwise, .optional, .repeated: return bound
    case .choice:
      if test == nil { throw CallError(.labelWithoutEqual(found: text), at: index) }
      return bound
    case .numberOrTime: return type.isTemporal ? bound : try admitted(.number)
    case .comparable:
      let ordered = try admitted(.ordered)
      return ordered.type.isTemporal ? ordered : try admitted(.number)
    case .numeral:
      switch type {
      case .period(.year), .period(.fiscalYear), .integer, .real: return bound
      default: return try admitted(.text)
      }
    case .textOrDate: return type == .date ? bound : try admitted(.text)
    case .textOrInteger: return type == .integer ? bound : try admitted(.text)
    case .period:
      let time = try admitted(.temporal)
      if case .period = time.type { return time }
      throw wrong("a period", time.type, hint: "month(\(text)) is the month that holds it.")
    case .wholeNumber:
      let number = try admitted(.number)
      if let missing = number.missing(as: .integer) { return missing }
      if number.type == .integer { return number }
      throw wrong("whole numbers", number.type, hint: nil)
    case .literalText, .searchText, .pattern, .dateForm, .letter, .integer, .natural, .share,
      .width, .interval, .distance:
      return try literal(kind)
    case .number, .text, .temporal, .date, .truth, .ordered, .any:
      if let missing = bound.missing(as: kind.missingType) { return missing }
      if kind.admits(type) { return kind == .ordered ? Operators.ranked(bound) : bound }
      let replacement = kind == .text ? "text(\(text))" : nil
      throw wrong(kind.words, type, hint: hint(kind), replacement: replacement)
    }
  }

  private func literal(_ kind: Parameter.Kind) throws(CallError) -> BoundExpression {
    switch kind {
    case .width:
      let width = try admitted(.number)
      if case .integer(1...)? = width.literal { return width }
      if case .real(let number)? = width.literal, number > 0 { return width }
    case .share:
      switch bound.literal {
      case .real(let share)? where (0...1).contains(share):
        return .literal(.real(share), .percent)
      case .integer(let share)? where (0...1).contains(share):
        return .literal(.real(Double(share)), .percent)
      default: break
      }
    case .interval, .distance:
      if let length = CalendarInterval(bound), (1...100_000).contains(length.count) { return bound }
      if kind == .distance { return try literal(.natural) }
    case .integer, .natural:
      guard let number = bound.literalInteger else { throw wants("a whole number") }
      if kind == .integer || number >= 0 { return .literal(.integer(Int64(number)), .integer) }
    default:
      guard case .text(let text)? = bound.literal, bound.type.isTextual else {
        throw wants("a text in quotes")
      }
      if kind == .searchText, text.isEmpty {
        throw CallError(.emptyText(function: function), at: index)
      }
      if kind != .letter || text.count == 1 { return .literal(.text(text), .text) }
    }
    throw wants(kind.words)
  }

  private func wants(_ wanted: String) -> CallError {
    CallError(.wantsLiteral(function: function, wanted: wanted, found: text), at: index)
  }

  private func wrong(
    _ wanted: String,
    _ type: DataType,
    hint: String?,
    replacement: String? = nil
  ) -> CallError {
    CallError(
      .wrongArgument(function: function, wanted: wanted, found: text, type: type, hint: hint),
      at: index,
      replacement: replacement
    )
  }

  private func hint(_ kind: Parameter.Kind) -> String? {
    switch (kind, bound.type) {
    case (.number, .text), (.temporal, .text), (.date, .text):
      readings.isEmpty
        ? nil
        : "\(readings.joined(separator: " or ")) reads it as a \(kind == .number ? "number" : "date")."
    case (.number, .category):
      "count by \(text) | share gives the share of each value, percent(where \(text) = …) that of one."
    case (.number, .boolean): "To count where it is true use count(where \(text))."
    case (.number, .period), (.number, .date): "min, max, count and distinct take it."
    case (.text, .integer), (.text, .real), (.text, .percent), (.text, .date), (.text, .period),
      (.text, .boolean):
      "text(\(text)) writes it as text."
    case (.date, .period): "start_of(\(text)) and end_of(\(text)) are its first and last day."
    case (.ordered, .category): "Its values have no order; mode(\(text)) is the most frequent."
    default: nil
    }
  }
}

extension Parameter.Kind {
  /// Whether values of a type will do.
  func admits(_ type: DataType) -> Bool {
    switch (self, type) {
    case (.number, _): type.isNumeric
    case (.text, _): type.isTextual
    case (.temporal, _): type.isTemporal
    case (.date, _): type == .date
    case (.truth, _): type == .boolean
    case (_, .interval): false
    case (.ordered, .category(let category)): category.isOrdered
    default: true
    }
  }

  /// The type that a bare `missing` takes.
  fileprivate var missingType: DataType {
    switch self {
    case .number: .real
    case .temporal, .date: .date
    case .truth: .boolean
    default: .text
    }
  }

  /// What is wanted, as it stands after "takes".
  fileprivate var words: String {
    switch self {
    case .number: "a number"
    case .text: "text"
    case .temporal: "a date or a period"
    case .date: "a date"
    case .truth: "a condition"
    case .ordered: "values that have an order"
    case .natural: "a whole number from 0 on"
    case .letter: "one character"
    case .share: "a share from 0% to 100%"
    case .width: "a width above zero"
    case .interval: "a span such as 3 months"
    default: "a value"
    }
  }
}
