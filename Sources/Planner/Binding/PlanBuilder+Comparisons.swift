import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// `left sign right` for the signs and words that compare.
  func comparison(
    _ sign: InfixOperator,
    _ left: Expression,
    _ right: Expression,
    at span: SourceSpan
  ) -> BoundExpression? {
    guard let (first, second) = both(left, right) else { return nil }
    let (one, other) = (Side(first, left), Side(second, right))
    if first.type.isTemporal || second.type.isTemporal {
      return temporal(sign, one, other, at: span)
    }
    if isQuotedColumn(one, other) { return nil }
    if plain(sign) != sign {
      let instead = plainComparison(sign, one, other)
      let subject = one.isLiteral && !other.isLiteral ? other : one
      let message = Message.notTemporal(sign.rawValue, typed(subject), instead: instead)
      return report(message, at: span, writing: instead)
    }
    return comparison(sign, one, other, at: span)
  }

  /// The comparison by a sign that a word of time stands for, with a value beside texts in quotes;
  /// nil where the sides have no order.
  private func plainComparison(_ sign: InfixOperator, _ left: Side, _ right: Side) -> String? {
    func written(_ side: Side, beside other: Side) -> String {
      let written = text(side.expression)
      let isQuoted = other.bound.type == .text && side.isLiteral && !side.bound.type.isTextual
      return isQuoted ? quotedText(written) : written
    }
    switch (left.bound.type, right.bound.type) {
    case (let one, let other) where one.isNumeric && other.isNumeric: break
    case (.text, .text): break
    case (.text, _) where right.isLiteral && !holdsCodes(left): break
    case (_, .text) where left.isLiteral && !holdsCodes(right): break
    case (.category(let category), .text) where category.isOrdered && right.isLiteral: break
    default: return nil
    }
    return written(left, beside: right) + " \(plain(sign).rawValue) " + written(right, beside: left)
  }

  /// A side of a comparison: what it means and how it was written.
  struct Side {
    var bound: BoundExpression
    var expression: Expression
    init(_ bound: BoundExpression, _ expression: Expression) {
      (self.bound, self.expression) = (bound, expression)
    }
    var isLiteral: Bool { bound.literal != nil }
  }

  private func comparison(
    _ sign: InfixOperator,
    _ left: Side,
    _ right: Side,
    at span: SourceSpan
  ) -> BoundExpression? {
    if let bound = missingComparison(sign, left, right, at: span) { return bound }
    if left.isLiteral, !right.isLiteral, !right.bound.type.isNumeric {
      return comparison(sign.mirrored, right, left, at: span)
    }
    var other = right.bound
    switch (left.bound.type, right.bound.type) {
    case (let one, let other) where one.isNumeric && other.isNumeric:
      guard unitsAgree(left, right) else { return nil }
    case (.category(let category), .text) where right.isLiteral:
      guard hasOrder(category, sign, left),
        case let isEquality = sign == .equal || sign == .notEqual,
        let label = checkedLabel(right, of: left, in: category, ordered: !isEquality),
        isEquality || isRanked(right, of: left, in: category)
      else { return nil }
      other = label
    case (.text, .text):
      if sign == .equal || sign == .notEqual { checkValue(right, of: left) }
    case (.category(let one), .category(let other)):
      guard one == other ? hasOrder(one, sign, left) : isEquality(sign, left, right, at: span)
      else { return nil }
    case (.category, .text), (.text, .category):
      guard isEquality(sign, left, right, at: span) else { return nil }
    case (.boolean, .boolean): break
    default:
      reportTypes(left, right, at: span, sign)
      return nil
    }
    return Operators.comparison(sign.comparison, left.bound, other)
  }

  /// `x = missing` is a test; an order with missing is never true and so a mistake.
  func missingComparison(
    _ sign: InfixOperator,
    _ left: Side,
    _ right: Side,
    at span: SourceSpan
  ) -> BoundExpression? {
    for (literal, other) in [(right, left), (left, right)]
    where literal.bound.literal == .missing && other.bound.literal != .missing {
      switch sign {
      case .equal: return Operators.isMissing(other.bound, negated: false)
      case .notEqual: return Operators.isMissing(other.bound, negated: true)
      default:
        report(.orderWithMissing(text(other.expression)), at: span)
        return .literal(.boolean(false), .boolean)
      }
    }
    return nil
  }

  private func hasOrder(_ category: Category, _ sign: InfixOperator, _ side: Side) -> Bool {
    if category.isOrdered || sign == .equal || sign == .notEqual { return true }
    reportNoOrder(category, sign.rawValue, side, at: side.expression.span)
    return false
  }

  /// Whether a value has a place in the order of its category; else it is reported.
  func isRanked(_ literal: Side, of column: Side, in category: Category) -> Bool {
    guard case .text(let text)? = literal.bound.literal, category.unranked.contains(text) else {
      return true
    }
    report(
      .valueBesideOrder(self.text(column.expression), text),
      at: literal.expression.span
    )
    return false
  }

  /// Reports that the values of a category have no order.
  func reportNoOrder(_ category: Category, _ sign: String, _ side: Side, at span: SourceSpan) {
    let (name, values) = (text(side.expression), category.labels.strings)
    report(.categoryHasNoOrder(name, sign, values: values), at: span)
  }

  private func isEquality(
    _ sign: InfixOperator,
    _ left: Side,
    _ right: Side,
    at span: SourceSpan
  ) -> Bool {
    if sign == .equal || sign == .notEqual { return true }
    reportTypes(left, right, at: span, sign)
    return false
  }

  /// A side as it is written, with its type, for messages.
  func typed(_ side: Side) -> TypedText { typed(side.bound, side.expression) }
}

/// `number` without `.0` where it is whole.
func shortNumber(_ number: Double) -> String {
  let rounded = (number * 1e9).rounded() / 1e9
  if rounded.rounded() == rounded, abs(rounded) < 1e15 { return String(Int64(rounded)) }
  return String(rounded)
}

extension InfixOperator {
  /// The comparison that the sign writes.
  var comparison: Operators.Comparison { Operators.Comparison(rawValue: rawValue) ?? .equal }

  /// The sign that says the same with the sides exchanged.
  var mirrored: InfixOperator { InfixOperator(rawValue: comparison.mirrored.rawValue) ?? self }
}
