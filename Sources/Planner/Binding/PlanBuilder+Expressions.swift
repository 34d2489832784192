import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// What a term means; nil when it is wrong, which has been reported.
  func bound(_ expression: Expression) -> BoundExpression? {
    switch expression.kind {
    case .literal(.period) where isColumn(expression): return nil
    case .literal(.text("")):
      return isWithinCall
        ? report(.emptyLiteral, at: expression.span)
        : report(.emptyLiteral, at: expression.span, writing: "missing")
    case .literal, .parameter: return literal(expression)
    case .bracketed(let inner): return bound(inner)
    case .path(let path): return bound(path)
    case .call(let call):
      let outer = isWithinCall
      isWithinCall = true
      defer { isWithinCall = outer }
      return bound(call, at: expression.span)
    case .prefix(let sign, let operand): return bound(sign, operand, at: expression.span)
    case .infix(let sign, let left, let right): return bound(sign, left, right, at: expression.span)
    case .missingTest(let operand, let negated):
      return bound(operand).map { Operators.isMissing($0, negated: negated) }
    case .membership(let operand, let set, let negated):
      return membership(operand, set, negated, at: expression.span)
    case .between(let operand, let low, let high, let negated):
      let range = ValueSet.ranges([ValueRange(low: low, high: high)], bracketed: false)
      return membership(operand, range, negated, at: expression.span)
    case .conditional(let condition, let then, let otherwise):
      return conditional(condition, then, otherwise)
    }
  }

  /// What a term means whose values a column holds: any but spans of time.
  func stored(_ expression: Expression) -> BoundExpression? {
    guard let bound = bound(expression) else { return nil }
    guard case .interval = bound.type else { return bound }
    return report(.storedInterval(text(expression)), at: expression.span)
  }

  /// What a literal or a parameter holds; no text is empty, so a parameter without characters is
  /// missing.
  private func literal(_ expression: Expression) -> BoundExpression? {
    guard let constant = binder.constant(expression) else { return nil }
    return .literal(constant.value == .text("") ? .missing : constant.value, constant.type)
  }

  /// Whether a period as written is the name of a column here, which is reported.
  private func isColumn(_ expression: Expression) -> Bool {
    let written = text(expression)
    guard visibleColumn(named: written) != nil else { return false }
    report(.literalIsColumn(written), at: expression.span, writing: "`" + written + "`")
    return true
  }

  /// A term that must be a truth value, as a condition: where it is missing, it does not hold.
  func condition(_ expression: Expression) -> BoundExpression? {
    guard let bound = bound(expression)?.fitted(to: .boolean) else { return nil }
    if bound.type == .boolean { return bound.condition }
    return report(.notACondition(typed(bound, expression)), at: expression.span)
  }

  private func bound(_ path: Path) -> BoundExpression? {
    if path.names.count == 1, let function = Function.bare(path.names[0].text), calls != nil,
      visibleColumn(named: function.name) == nil
    {
      return bound(Call(function: path.names[0], arguments: []), at: path.span)
    }
    return column(path, at: .term)?.fitting
  }

  private func bound(
    _ sign: PrefixOperator,
    _ operand: Expression,
    at span: SourceSpan
  ) -> BoundExpression? {
    if sign == .not {
      return condition(operand).map { Operators.not($0) }
    }
    if let constant = binder.constant(sign, operand) {
      return .literal(constant.value, constant.type)
    }
    guard let bound = bound(operand)?.fitted(to: .real) else { return nil }
    if bound.type.isNumeric { return Operators.negative(bound) }
    return report(.notNumeric("-", typed(bound, operand)), at: operand.span)
  }

  private func bound(
    _ sign: InfixOperator,
    _ left: Expression,
    _ right: Expression,
    at span: SourceSpan
  ) -> BoundExpression? {
    switch sign {
    case .and, .or:
      if sign == .or, reportsAlternatives(left, right, at: span) { return nil }
      let first = condition(left)
      guard let second = condition(right), let first else { return nil }
      return sign == .and ? Operators.and(first, second) : Operators.or(first, second)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .before, .after, .since,
      .until:
      return comparison(sign, left, right, at: span)
    case .contains: return textTest(.contains, sign, left, right)
    case .startsWith: return textTest(.startsWith, sign, left, right)
    case .endsWith: return textTest(.endsWith, sign, left, right)
    case .matches: return textTest(.matches, sign, left, right)
    case .notContains: return textTest(.contains, sign, left, right).map(Operators.not)
    case .notStartsWith: return textTest(.startsWith, sign, left, right).map(Operators.not)
    case .notEndsWith: return textTest(.endsWith, sign, left, right).map(Operators.not)
    case .notMatches: return textTest(.matches, sign, left, right).map(Operators.not)
    case .coalesce:
      guard let (first, second) = both(left, right),
        let (one, other) = unified(first, second, left, right)
      else { return nil }
      return Operators.coalesce(one, other)
    case .plus, .minus, .times, .divide: return arithmetic(sign, left, right, at: span)
    }
  }

  private func textTest(
    _ test: Operators.TextTest,
    _ sign: InfixOperator,
    _ left: Expression,
    _ right: Expression
  ) -> BoundExpression? {
    if case .literal(.text("")) = right.kind {
      return report(.emptyText(function: sign.rawValue), at: right.span)
    }
    guard let (first, second) = both(left, right) else { return nil }
    for (bound, expression) in [(first, left), (second, right)] where !bound.type.isTextual {
      return report(.notText(sign.rawValue, typed(bound, expression)), at: expression.span)
    }
    noteCapitals(test, Side(first, left), second.literal)
    do throws(PatternMistake) {
      return try Operators.textTest(test, first, second)
    } catch {
      return report(.badPattern(error), at: right.span)
    }
  }

  private func conditional(
    _ condition: Expression,
    _ then: Expression,
    _ otherwise: Expression
  ) -> BoundExpression? {
    let test = self.condition(condition)
    guard let first = bound(then), let second = bound(otherwise), let test,
      let (one, other) = unified(first, second, then, otherwise)
    else { return nil }
    return .choose(condition: test, then: one, otherwise: other, one.type)
  }

  private func arithmetic(
    _ sign: InfixOperator,
    _ left: Expression,
    _ right: Expression,
    at span: SourceSpan
  ) -> BoundExpression? {
    if case .literal(.integer) = left.kind, case .literal(.integer) = right.kind,
      isColumn(left) || isColumn(right)
    {
      return nil
    }
    guard var (first, second) = both(left, right) else { return nil }
    if case .interval = second.type {
      first = first.fitted(to: .date)
    } else if !first.type.isTemporal, !second.type.isTemporal {
      (first, second) = (first.fitted(to: .real), second.fitted(to: .real))
    }
    if let op = Operators.Arithmetic(rawValue: sign.rawValue),
      let bound = Operators.arithmetic(op, first, second)
    {
      return bound
    }
    reportArithmetic(sign, Side(first, left), Side(second, right), at: span)
    return nil
  }

  /// Two formulas brought to one type, for `??` and `if`; what has none is reported.
  func unified(
    _ left: BoundExpression,
    _ right: BoundExpression,
    _ leftTerm: Expression,
    _ rightTerm: Expression
  ) -> (BoundExpression, BoundExpression)? {
    if left.type == right.type { return (left, right) }
    if let left = left.missing(as: right.type) { return (left, right) }
    if let right = right.missing(as: left.type) { return (left, right) }
    if case .category(let category) = left.type, right.type.isTextual,
      case .text(let label)? = right.literal, category.labels.code(of: label) != nil
    {
      return (left, .literal(.text(label), left.type))
    }
    if let type = DataType.common([left.type, right.type]),
      let one = Operators.converted(left, to: type),
      let other = Operators.converted(right, to: type)
    {
      return (one, other)
    }
    let span = leftTerm.span.union(rightTerm.span)
    reportUnlike(Side(left, leftTerm), Side(right, rightTerm), at: span)
    return nil
  }
}
