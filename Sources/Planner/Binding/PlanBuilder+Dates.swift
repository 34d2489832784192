import Catalog
import Columns
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// A comparison in which one side is a date or a period.
  func temporal(
    _ sign: InfixOperator,
    _ left: Side,
    _ right: Side,
    at span: SourceSpan
  ) -> BoundExpression? {
    if let bound = missingComparison(plain(sign), left, right, at: span) { return bound }
    let left = yearAware(left, beside: right)
    let right = yearAware(right, beside: left)
    if left.isLiteral, !right.isLiteral {
      return temporal(plain(sign).mirrored, right, left, at: span)
    }
    guard left.bound.type.isTemporal, right.bound.type.isTemporal else {
      reportTypes(left, right, at: span, plain(sign))
      return nil
    }
    if left.bound.type == right.bound.type {
      if sign == .equal { checkRange(of: left, Bounds(right.bound, right.bound), right) }
      return Operators.comparison(plain(sign).comparison, left.bound, right.bound)
    }
    guard let bounds = bounds(right, for: left, sign: sign, at: span) else { return nil }
    if bounds.low.literal != bounds.high.literal, sign == .equal || sign == .notEqual {
      return report(
        .periodNeedsIn(sign.rawValue, text(left.expression), text(right.expression)),
        at: span,
        fix: inFix(sign, left, right)
      )
    }
    let comparison = plain(sign).comparison
    let takesHigh = comparison == .lessOrEqual || comparison == .greater
    return Operators.comparison(comparison, bounds.of, takesHigh ? bounds.high : bounds.low)
  }

  /// The first and last value, of a column's own kind, that lie in a date or period.
  struct Bounds {
    /// What is compared: the column, or the first day of its periods.
    var of: BoundExpression
    var low: BoundExpression
    var high: BoundExpression
    init(_ low: BoundExpression, _ high: BoundExpression, of: BoundExpression? = nil) {
      (self.low, self.high, self.of) = (low, high, of ?? low)
    }
  }

  /// Before, after, since and until as signs.
  func plain(_ sign: InfixOperator) -> InfixOperator {
    switch sign {
    case .before: .less
    case .until: .lessOrEqual
    case .after: .greater
    case .since: .greaterOrEqual
    default: sign
    }
  }

  /// A bare number of four digits beside a date or period is a year; beside fiscal years it is a
  /// mistake.
  func yearAware(_ side: Side, beside other: Side) -> Side {
    guard other.bound.type.isTemporal, side.bound.type == .integer,
      case .integer(let number)? = side.bound.literal, (1000...9999).contains(number)
    else { return side }
    var type = DataType.period(.year)
    if case .period(.fiscalYear) = other.bound.type {
      let message = Message.fiscalYearWanted(text(other.expression), Int(number))
      report(message, at: side.expression.span, writing: "FY\(number)")
      type = other.bound.type
    }
    return Side(.literal(.ordinal(Int32(number)), type), side.expression)
  }

  /// What the literal `right` covers in the values of `left`; nil when they cannot be compared.
  func bounds(
    _ right: Side,
    for left: Side,
    sign: InfixOperator,
    at span: SourceSpan
  ) -> Bounds? {
    switch (left.bound.type, right.bound.type, right.bound.literal) {
    case (_, let type, .ordinal(let ordinal)?) where type == left.bound.type:
      let same = BoundExpression.literal(.ordinal(ordinal), type)
      return Bounds(same, same, of: left.bound)
    case (.date, .period(let unit), .ordinal(let ordinal)?):
      return Bounds(
        .literal(.ordinal(unit.firstDay(of: ordinal)), .date),
        .literal(.ordinal(unit.lastDay(of: ordinal)), .date),
        of: left.bound
      )
    case (.period(let shorter), .period(let longer), .ordinal(let ordinal)?)
    where shorter.nests(in: longer):
      let first = shorter.ordinal(of: longer.firstDay(of: ordinal))
      let last = shorter.ordinal(of: longer.lastDay(of: ordinal))
      let type = left.bound.type
      return Bounds(.literal(.ordinal(first), type), .literal(.ordinal(last), type), of: left.bound)
    case (.period, .date, .ordinal?) where sign != .equal && sign != .notEqual:
      return Bounds(right.bound, right.bound, of: Operators.firstDay(of: left.bound))
    default:
      return report(.periodsDiffer(typed(left), typed(right)), at: span)
    }
  }

  private func inFix(_ sign: InfixOperator, _ left: Side, _ right: Side) -> FixIt? {
    guard right.isLiteral else { return nil }
    let between = SourceSpan(left.expression.span.end, right.expression.span.start)
    return .replacing(between, with: sign == .equal ? " in " : " not in ")
  }

  /// Reports a value or range that lies wholly outside what the column's own table spans.
  func checkRange(of column: Side, _ bounds: Bounds, _ literal: Side) {
    guard let origin = origin(of: column.bound),
      case .ordinal(let low)? = bounds.low.literal, case .ordinal(let high)? = bounds.high.literal,
      let values = binder.originColumn(origin), case .ordinal(let ordinals) = values.storage,
      let (least, most) = ordinals.bounds(values.known), high < least || low > most
    else { return }
    let name = text(column.expression)
    var value = text(literal.expression)
    if literal.expression.isParameter, let given = literal.bound.literal {
      value = Constant(given, literal.bound.type).described
    }
    if binder.environment.allowsUnknownValues {
      return note(.unknownValue(column: name, value: value))
    }
    let range = [least, most].map { Constant(.ordinal($0), column.bound.type).described }
    let message = Message.outsideRange(name, value, first: range[0], last: range[1])
    report(message, at: literal.expression.span)
  }
}
