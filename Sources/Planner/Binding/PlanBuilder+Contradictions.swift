import Catalog
import Columns
import Functions

extension PlanBuilder {
  /// Notes conditions on one column that no row can meet together, of this stage and of the filters
  /// right before it.
  func noteContradictions(in condition: BoundExpression) {
    var earlier: [BoundExpression] = []
    var plan = plan
    while case .filter(let input, let predicate) = plan.operation {
      earlier.insert(predicate.expression, at: 0)
      plan = input
    }
    let conditions = (earlier + [condition]).flatMap(\.conjuncts)
    for id in Set(condition.columns).sorted(by: { $0.number < $1.number }) {
      let tests = conditions.compactMap { test in
        test.intervals(of: id).map { (test: test, intervals: $0) }
      }
      guard tests.count > 1, let name = planColumn(id)?.field.name else { continue }
      var left = tests[0].intervals
      for place in tests.indices.dropFirst() where !left.isEmpty {
        left = left.intersection(tests[place].intervals)
        if !left.isEmpty { continue }
        let met = tests[...place].map { $0.test.conditionText(on: name) }
        let values = tests[...place].map { $0.test.equalValues }
        let isOfValues = values.allSatisfy { !$0.isEmpty }
        let remedy = isOfValues ? "\(name) in (\(values.joined().joined(separator: ", ")))" : nil
        note(.contradiction(conditions: met, either: remedy))
      }
    }
  }
}

extension BoundExpression {
  /// The conditions that must all hold.
  var conjuncts: [BoundExpression] {
    guard case .call(let operation, let operands) = self, case .all? = operation.sargability else {
      return [self]
    }
    return operands.flatMap(\.conjuncts)
  }

  /// The literals that it tests for being equal to, as messages show them; empty for other tests.
  fileprivate var equalValues: [String] {
    guard case .call(let operation, let operands) = self else { return [] }
    switch operation.sargability {
    case .membership?: return operands.dropFirst().compactMap(\.literalText)
    case _ where operation.comparison == .equal: return operands.suffix(1).compactMap(\.literalText)
    case .any?: return operands.flatMap(\.equalValues)
    default: return operation.isSilent ? operands.flatMap(\.equalValues) : []
    }
  }

  private var literalText: String? {
    guard case .literal(let value, let type) = self else { return nil }
    return Constant(value, type).described
  }

  /// The test as a query would write it.
  fileprivate func conditionText(on name: String) -> String {
    let values = equalValues
    if values.count > 1 { return "\(name) in (\(values.joined(separator: ", ")))" }
    guard case .call(let operation, let operands) = self else { return name }
    if let comparison = operation.comparison, let value = operands.last?.literalText {
      return "\(name) \(comparison.rawValue) \(value)"
    }
    if operation.isSilent, operands.count == 1 { return operands[0].conditionText(on: name) }
    let isAny = if case .any? = operation.sargability { true } else { false }
    return operands.map { $0.conditionText(on: name) }.joined(separator: isAny ? " or " : " and ")
  }

  /// Where a column's values may lie for the test to hold; nil where it tests something else.
  fileprivate func intervals(of id: ColumnID) -> [ValueInterval]? {
    guard case .call(let operation, let operands) = self else { return nil }
    if let comparison = operation.comparison {
      guard operands.count == 2, case .column(id, let type) = operands[0],
        let key = operands[1].orderKey(in: type)
      else { return nil }
      let isWhole = type == .integer || type.isTemporal
      return ValueInterval(isWhole ? key.closed(comparison) : (comparison, key)).map { [$0] }
    }
    if case .membership? = operation.sargability, case .column(id, let type)? = operands.first {
      let keys = operands.dropFirst().compactMap { $0.orderKey(in: type) }
      let intervals = keys.compactMap { ValueInterval((.equal, $0)) }
      return intervals.count == operands.count - 1 ? intervals : nil
    }
    let parts = operands.compactMap { $0.intervals(of: id) }
    guard parts.count == operands.count, parts.joined().count <= 64 else { return nil }
    switch operation.sargability {
    case .all?: return parts.dropFirst().reduce(parts[0]) { $0.intersection($1) }
    case .any?: return Array(parts.joined())
    default: return nil
    }
  }

  /// A literal's place among the values of a type; nil for what is no literal or missing.
  private func orderKey(in type: DataType) -> ValueInterval.Key? {
    switch (literal, type) {
    case (.integer(let number)?, _): .number(Double(number))
    case (.real(let number)?, _): .number(number)
    case (.ordinal(let ordinal)?, _): .number(Double(ordinal))
    case (.text(let text)?, .category(let category)):
      category.labels.code(of: text).map { .number(Double($0)) }
    case (.text(let text)?, _): .text(text)
    default: nil
    }
  }
}

/// An interval of the values of a column.
private struct ValueInterval {
  private var low: Bound?
  private var high: Bound?

  /// A value as its order sees it.
  enum Key: Hashable, Comparable {
    case number(Double)
    case text(String)

    /// The comparison of whole numbers that says the same with its bound taken in.
    func closed(_ comparison: Operators.Comparison) -> (Operators.Comparison, Key) {
      guard case .number(let number) = self else { return (comparison, self) }
      switch comparison {
      case .less: return (.lessOrEqual, .number(number.rounded(.up) - 1))
      case .greater: return (.greaterOrEqual, .number(number.rounded(.down) + 1))
      default: return (comparison, self)
      }
    }
  }

  private struct Bound {
    var key: Key
    var isOpen: Bool

    /// Whether it leaves out the value that another bound at the same place takes in.
    func excludes(_ other: Bound) -> Bool { key == other.key && isOpen }
  }

  /// The values that a comparison holds for; nil for "not equal" and for the order of texts.
  init?(_ test: (comparison: Operators.Comparison, key: Key)) {
    let (comparison, key) = test
    if case .text = key, comparison != .equal { return nil }
    switch comparison {
    case .equal: (low, high) = (Bound(key: key, isOpen: false), Bound(key: key, isOpen: false))
    case .notEqual: return nil
    case .less, .lessOrEqual: high = Bound(key: key, isOpen: comparison == .less)
    case .greater, .greaterOrEqual: low = Bound(key: key, isOpen: comparison == .greater)
    }
  }

  /// What lies in both; nil where nothing does.
  func intersection(_ other: ValueInterval) -> ValueInterval? {
    var both = self
    if let bound = other.low, both.low.map({ $0.key < bound.key || bound.excludes($0) }) ?? true {
      both.low = bound
    }
    if let bound = other.high, both.high.map({ $0.key > bound.key || bound.excludes($0) }) ?? true {
      both.high = bound
    }
    guard let low = both.low, let high = both.high else { return both }
    let isEmpty = low.key > high.key || low.key == high.key && (low.isOpen || high.isOpen)
    return isEmpty ? nil : both
  }
}

extension [ValueInterval] {
  /// What lies in an interval of each list.
  fileprivate func intersection(_ others: [ValueInterval]) -> [ValueInterval] {
    flatMap { one in others.compactMap(one.intersection) }
  }
}
