import Catalog
import Columns
import Functions

/// What the values of a field must be, as a data package says.
struct FieldConstraints {
  /// The constraints of the standard that are checked.
  static let names = [
    "required", "unique", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
    "maxLength", "enum", "pattern",
  ]

  private var isRequired = false
  private var isUnique = false
  private var tests: [Test] = []

  /// A condition on one value.
  private struct Test {
    let name: String
    /// What it is compared with, as the package writes it.
    let bound: String
    let holds: (Value) -> Bool
  }

  /// A value that breaks a constraint: its row, and the constraint in words; of a value that stands
  /// there twice the row before, too.
  typealias Violation = (row: Int, constraint: String, earlier: Int?)

  /// The constraints that `value` declares of a column; nothing is checked without one.
  init(_ value: JSON?, of column: DeclaredColumn, in reader: ResourceReader) throws(TableFailure) {
    guard value != nil else { return }
    let subject = "\(reader.name).\(column.name)"
    try reader.package.check(value, .constraints, of: subject)
    for name in FieldConstraints.names {
      guard let bound = value?[name] else { continue }
      if name == "required" || name == "unique" {
        guard let truth = bound.boolean else {
          throw reader.failure(bound, "\(name) of \(subject) must be true or false")
        }
        if name == "required" { isRequired = truth } else { isUnique = truth }
      } else if let holds = FieldConstraints.test(name, bound, column) {
        tests.append(Test(name: name, bound: bound.plain, holds: holds))
      } else {
        throw reader.failure(
          bound,
          "\(name) cannot be \"\(shown(bound.plain))\" for \(subject), "
            + "which holds values of the type \(column.type.word)"
        )
      }
    }
  }

  /// The test of a constraint; nil where it does not apply to values of the type.
  private static func test(
    _ name: String,
    _ bound: JSON,
    _ column: DeclaredColumn
  ) -> ((Value) -> Bool)? {
    switch name {
    case "enum":
      guard let values = bound.elements?.map(column.value), !values.contains(nil) else {
        return nil
      }
      let known = Set(values)
      return { known.contains($0) }
    case "pattern":
      guard column.kind == .text, let pattern = bound.text,
        let expression = try? RegularExpression("^(?:\(pattern))$")
      else { return nil }
      return { $0.text.map { (try? expression.matches($0)) ?? false } ?? true }
    case "minLength", "maxLength":
      guard column.kind == .text, let count = bound.integer else { return nil }
      let isLeast = name == "minLength"
      return { value in
        let length = Int64(value.text?.count ?? 0)
        return isLeast ? length >= count : length <= count
      }
    default:
      guard column.kind != .text, column.kind != .boolean, let limit = column.value(bound) else {
        return nil
      }
      switch name {
      case "minimum": return { !($0 < limit) }
      case "maximum": return { !(limit < $0) }
      case "exclusiveMinimum": return { limit < $0 }
      default: return { $0 < limit }
      }
    }
  }

  /// The first value of a column that breaks a constraint.
  func violation(in column: Column) -> Violation? {
    if isRequired, let known = column.known, let row = known.firstIndex(of: false) {
      return (row, "\"required\": true", nil)
    }
    if isUnique, let rows = KeyNumbers(columns: 1).add([column]) {
      return (rows.second, "\"unique\": true", rows.first)
    }
    let values = column.representatives
    for test in tests {
      let isDecided = column.isText || test.name != "enum"
      if isDecided, values.allSatisfy(test.holds) { continue }
      let wrong = (0..<column.count).first { column.isKnown($0) && !test.holds(column[$0]) }
      if let wrong { return (wrong, "\"\(test.name)\": \(shown(test.bound))", nil) }
    }
    return nil
  }
}

extension DeclaredColumn {
  /// A value of the column's type that the package states, as a cell would or in the usual form.
  func value(_ stated: JSON) -> Value? {
    var text = stated.plain
    return text.withUTF8 { text in
      switch (type, format) {
      case (.boolean, .boolean(let texts)) where stated.boolean == nil:
        texts.parse(text).map { .boolean($0) }
      case (.boolean, _): BooleanParser().parse(text).map { .boolean($0) }
      case (.integer, .number(let format)) where stated.text != nil:
        format.parse(text, by: IntegerParser()).map { .integer($0) }
      case (.integer, _): IntegerParser().parse(text).map { .integer($0) }
      case (.real, .number(let format)) where stated.text != nil:
        format.parse(text, by: RealParser()).map { .real($0) }
      case (.real, _): RealParser().parse(text).map { .real($0) }
      case (.date, .date(let pattern)):
        (pattern.parse(text) ?? DateParser().parse(text)).map { .ordinal($0) }
      case (.date, _): DateParser().parse(text).map { .ordinal($0) }
      case (.period(let unit), _): PeriodParser(unit: unit).parse(text).map { .ordinal($0) }
      default: .text(stated.plain)
      }
    }
  }
}

extension Value {
  /// The text, if it is one.
  fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }

  /// Whether both are of one kind with an order, and the left one comes first.
  fileprivate static func < (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.ordinal(let left), .ordinal(let right)): left < right
    default: false
    }
  }
}

extension Column {
  fileprivate var isText: Bool { if case .code = storage { true } else { false } }

  /// The texts that a column may hold, or the least and the greatest of its values.
  fileprivate var representatives: [Value] {
    switch storage {
    case .boolean: return []
    case .code(_, let labels): return labels.strings.map { .text($0) }
    case .integer(let values): return extremes { .integer(values[$0]) }
    case .real(let values): return extremes { .real(values[$0]) }
    case .ordinal(let values): return extremes { .ordinal(values[$0]) }
    }
  }

  private func extremes(_ value: (Int) -> Value) -> [Value] {
    var found: (least: Value, most: Value)?
    for row in 0..<count where isKnown(row) {
      let value = value(row)
      guard let (least, most) = found else {
        found = (value, value)
        continue
      }
      if value < least { found?.least = value } else if most < value { found?.most = value }
    }
    return found.map { [$0.least, $0.most] } ?? []
  }
}
