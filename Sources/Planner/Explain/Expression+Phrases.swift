import Syntax

extension Expression {
  /// The expression as people say it, where it is a value.
  ///
  /// Functions and arithmetic stay as they are written.
  var words: String {
    switch kind {
    case .path(let path): path.words
    case .bracketed(let inner): "(" + inner.words + ")"
    case .infix(.coalesce, let left, let right):
      left.words + ", or where that is missing " + right.words
    case .conditional(let condition, let then, let otherwise):
      "\(then.words) where \(condition.condition), else \(otherwise.words)"
    case .prefix(.not, _), .missingTest, .membership, .between: "whether " + condition
    case .infix(let sign, _, _) where sign.isCondition: "whether " + condition
    case .literal, .parameter, .call, .prefix, .infix: description
    }
  }

  /// The expression as people say it, where it is a condition.
  var condition: String {
    switch kind {
    case .path(let path): path.words + " is true"
    case .bracketed(let inner): "(" + inner.condition + ")"
    case .prefix(.not, let operand): operand.negated
    case .infix(.and, let left, let right): left.condition + " and " + right.condition
    case .infix(.or, let left, let right):
      left.condition + (left.joins || right.joins ? ", or " : " or ") + right.condition
    case .infix(let sign, let left, let right) where sign.isCondition:
      left.words + " " + sign.words(before: right) + " " + right.words
    case .missingTest(let operand, let negated):
      operand.words + (negated ? " is known" : " is missing")
    case .membership(let operand, let set, let negated):
      operand.words + " " + set.words(negated: negated)
    case .between(let operand, let low, let high, let negated):
      "\(operand.words) \(negated ? "does not lie" : "lies") between \(low.words) and \(high.words)"
    case .literal, .parameter, .call, .prefix, .infix, .conditional: words
    }
  }

  /// Whether it joins conditions by `and`.
  private var joins: Bool {
    if case .infix(.and, _, _) = kind { return true }
    return false
  }

  private var negated: String {
    switch kind {
    case .path(let path): path.words + " is not true"
    case .bracketed(let inner): "it does not hold that (" + inner.condition + ")"
    default: "it does not hold that " + condition
    }
  }

  /// Whether it is written as a date or a period.
  fileprivate var isMoment: Bool {
    switch kind {
    case .literal(.date), .literal(.period): true
    case .bracketed(let inner): inner.isMoment
    default: false
    }
  }
}

extension InfixOperator {
  /// Whether it gives a truth value.
  fileprivate var isCondition: Bool {
    switch self {
    case .coalesce, .plus, .minus, .times, .divide: false
    default: true
    }
  }

  /// What stands between its operands in a sentence.
  fileprivate func words(before right: Expression) -> String {
    switch self {
    case .equal: "is"
    case .notEqual: "is not"
    case .less where !right.isMoment: "is less than"
    case .lessOrEqual where !right.isMoment: "is at most"
    case .greater where !right.isMoment: "is more than"
    case .greaterOrEqual where !right.isMoment: "is at least"
    case .less, .before: "lies before"
    case .greater, .after: "lies after"
    case .greaterOrEqual, .since: "lies in or after"
    case .lessOrEqual, .until: "lies in or before"
    case .matches: "matches the pattern"
    case .notContains: "does not contain"
    case .notStartsWith: "does not start with"
    case .notEndsWith: "does not end with"
    case .notMatches: "does not match the pattern"
    case .contains, .startsWith, .endsWith, .and, .or, .coalesce, .plus, .minus, .times, .divide:
      rawValue
    }
  }
}

extension ValueSet {
  /// The predicate of a sentence about a value in the set.
  fileprivate func words(negated: Bool) -> String {
    guard case .ranges(let ranges, _) = self else { return "" }
    if ranges.count == 1, ranges[0].high == nil, !ranges[0].low.isMoment {
      if case .path(let path) = ranges[0].low.kind {
        return (negated ? "is none of the values of " : "is one of the values of ") + path.words
      }
      return (negated ? "is not " : "is ") + ranges[0].low.words
    }
    let isTime = ranges.contains { $0.high != nil || $0.low.isMoment }
    let verb =
      isTime ? (negated ? "does not lie in " : "lies in ") : negated ? "is none of " : "is one of "
    return verb + listed(ranges.map(\.words), "or")
  }
}

extension ValueRange {
  /// `FY2010 to FY2012`, or one value.
  var words: String { low.words + (high.map { " to " + $0.words } ?? "") }
}
