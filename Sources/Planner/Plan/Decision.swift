import Functions

/// A condition that missing values may leave undecided, for the ledger.
public struct Decision: Sendable {
  /// The condition in three values: missing where missing values leave it undecided.
  public let condition: BoundExpression
  /// What becomes of the rows for which it is undecided.
  public let use: AggregateCall.ConditionUse
  /// The written stage that takes it.
  public let stage: Int
  /// What the columns that it reads are called.
  public let names: [ColumnID: String]
  /// Whether the rows are groups that the stage itself has made.
  public var isOfGroups = false
  /// To what the dates of the rows are known for which the condition holds; nil for a condition that
  /// missing values decide.
  public var precision: String?
}

extension Decision {
  /// The decision of a condition in three values.
  init(
    _ condition: BoundExpression,
    _ use: AggregateCall.ConditionUse = .isFalse,
    stage: Int,
    name: (ColumnID) -> String?
  ) {
    var names: [ColumnID: String] = [:]
    for id in condition.columns { names[id] = name(id) }
    self.init(condition: condition, use: use, stage: stage, names: names)
  }

  /// A test within the condition as the ledger says it of rows that it leaves undecided: `> 1000`;
  /// nil where that is no comparison.
  public func words(of test: BoundExpression) -> String? {
    let names = ColumnNames(names)
    if case .column = test { return names.words(test) }
    guard case .call(let operation, let operands) = test else { return nil }
    if operation.isSilent {
      // What was found in a table has no words of its own.
      if case .total? = operation.logic { return nil }
      return words(of: operands[0])
    }
    if let range = test.range {
      return "in " + range.map { names.words($0, isNested: true) }.joined(separator: "..")
    }
    if let comparison = operation.comparison, operands[0].literal != nil {
      return comparison.mirrored.rawValue + " " + names.words(operands[0])
    }
    let whole = names.words(test)
    let subject = names.words(operands[0], isNested: true) + " "
    let isShort = operands.dropFirst().allSatisfy { $0.literal != nil }
    return isShort && whole.hasPrefix(subject) ? String(whole.dropFirst(subject.count)) : whole
  }
}

extension Decision {
  /// The values beside the order of a category that a test compares: `level "All levels"`.
  public func unranked(in test: BoundExpression) -> String? {
    guard case .call(_, let operands) = test else { return nil }
    for operand in operands {
      if case .category(let category) = operand.type, !category.unranked.isEmpty {
        let labels = category.labels.strings.filter(category.unranked.contains).map(quotedText)
        return ColumnNames(names).words(operand) + " " + listed(labels, "or")
      }
      if let found = unranked(in: operand) { return found }
    }
    return nil
  }
}

extension BoundExpression {
  /// The bounds of `x in low..high`, if it is such a test.
  fileprivate var range: [BoundExpression]? {
    guard case .call(let operation, let sides) = self, case .all? = operation.sargability,
      sides.count == 2, case .call(let low, let lows) = sides[0],
      low.comparison == .greaterOrEqual, case .call(let high, let highs) = sides[1],
      high.comparison == .lessOrEqual, lows[0].isWritten(as: highs[0])
    else { return nil }
    return [lows[1], highs[1]]
  }

  /// Whether two terms call the same functions with the same columns and constants.
  private func isWritten(as other: BoundExpression) -> Bool {
    switch (self, other) {
    case (.column(let one, _), .column(let two, _)): one == two
    case (.literal(let one, _), .literal(let two, _)): one == two
    case (.call(let one, let ones), .call(let two, let twos)):
      one.name == two.name && ones.count == twos.count
        && zip(ones, twos).allSatisfy { $0.isWritten(as: $1) }
    default: false
    }
  }

  /// Whether it is a test of one value against two bounds.
  public var isRange: Bool { range != nil }

  /// The conditions within a term that missing values may leave undecided, in three values: the
  /// whole, if it is taken as a condition, those that are kept as values, and those of choices.
  func openConditions(asCondition: Bool) -> [BoundExpression] {
    if asCondition || keepsCondition {
      let whole = threeValued(.whereTrue)
      return (whole.isNeverMissing ? [] : [whole])
        + terms.flatMap { $0.openConditions(asCondition: false) }
    }
    switch self {
    case .column, .literal: return []
    case .choose(let condition, let then, let otherwise, _):
      return condition.openConditions(asCondition: true)
        + [then, otherwise].flatMap { $0.openConditions(asCondition: false) }
    case .call(_, let operands):
      return operands.flatMap { $0.openConditions(asCondition: false) }
    }
  }

  /// Whether it is a condition that is kept as a value, or connectives of such.
  private var keepsCondition: Bool {
    guard case .call(let operation, let operands) = self else { return false }
    switch operation.logic {
    case .condition, .total: return true
    case .connective, .negation: return operands.contains(where: \.keepsCondition)
    case .inquiry, nil: return false
    }
  }

  /// What the tests of a condition are about.
  var terms: [BoundExpression] {
    switch self {
    case .column, .literal: return []
    case .choose(let condition, let then, let otherwise, _):
      return [condition, then, otherwise].flatMap(\.terms)
    case .call(let operation, let operands):
      switch operation.logic {
      case .connective, .negation, .condition: return operands.flatMap(\.terms)
      case nil where operation.isSilent: return operands.flatMap(\.terms)
      case .total, .inquiry, nil: return operands
      }
    }
  }
}
