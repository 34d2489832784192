import Diagnostics
import Syntax
import Catalog

extension PlanBuilder {
  /// A comparison in which one side is a date or a period.
  func temporal(
    _ sign: InfixOperator,
    _ left: Side,
    _ right: Side,
    at span: SourceSpan
  ) -> BoundExpression? {
    if let formula = missingComparison(plain(sign), left, right, at: span) { return formula }
    let left = yearAware(left, beside: right)
    let right = yearAware(right, beside: left)
    if left.isLiteral, !right.isLiteral {
      return temporal(plain(sign).mirrored, right, left, at: span)
    }
    watchPrecision(of: left.formula, comparedWith: right.formula.type)
    watchPrecision(of: right.formula, comparedWith: left.formula.type)
    guard left.formula.type.isTemporal, right.formula.type.isTemporal else {
      report(
        .differentTypes(
          binder.text(left.term.span),
          left.formula.type.word,
          binder.text(right.term.span),
          right.formula.type.word,
          isLiteral: right.isLiteral
        ),
        at: span,
        fix: literalFix(left, right, at: span) ?? literalFix(right, left, at: span)
      )
      return nil
    }
    if left.formula.type == right.formula.type {
      if sign == .equal { checkRange(of: left, Bounds(right.formula, right.formula), right) }
      return Operators.comparison(plain(sign).comparison, left.formula, right.formula)
    }
    guard let bounds = bounds(right, for: left, sign: sign, at: span) else { return nil }
    if bounds.low.literal != bounds.high.literal, sign == .equal || sign == .notEqual {
      report(
        .periodNeedsIn(sign.rawValue, binder.text(left.term.span), binder.text(right.term.span)),
        at: span,
        fix: inFix(sign, left, right)
      )
      return nil
    }
    switch plain(sign) {
    case .less: return Operators.comparison(.less, bounds.of, bounds.low)
    case .lessOrEqual: return Operators.comparison(.lessOrEqual, bounds.of, bounds.high)
    case .greater: return Operators.comparison(.greater, bounds.of, bounds.high)
    case .greaterOrEqual: return Operators.comparison(.greaterOrEqual, bounds.of, bounds.low)
    default: return Operators.comparison(sign.comparison, bounds.of, bounds.low)
    }
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

  /// A bare number of four digits beside a date or period is a year; beside fiscal years it is a mistake.
  func yearAware(_ side: Side, beside other: Side) -> Side {
    guard other.formula.type.isTemporal, side.formula.type == .integer,
      case .integer(let number)? = side.formula.literal, (1000...9999).contains(number)
    else { return side }
    if case .period(.fiscalYear) = other.formula.type {
      report(
        .fiscalYearWanted(binder.text(other.term.span), Int(number)),
        at: side.term.span,
        fix: .replacing(side.term.span, with: "FY\(number)")
      )
    }
    let type: DataType =
      if case .period(.fiscalYear) = other.formula.type { other.formula.type } else {
        .period(.year)
      }
    return Side(.literal(.ordinal(Int32(number)), type), side.term)
  }

  /// What the literal `right` covers in the values of `left`; nil when they cannot be compared.
  func bounds(
    _ right: Side,
    for left: Side,
    sign: InfixOperator,
    at span: SourceSpan
  ) -> Bounds? {
    switch (left.formula.type, right.formula.type, right.formula.literal) {
    case (_, let type, .ordinal(let ordinal)?) where type == left.formula.type:
      let same = BoundExpression.literal(.ordinal(ordinal), type)
      return Bounds(same, same, of: left.formula)
    case (.date, .period(let unit), .ordinal(let ordinal)?):
      return Bounds(
        .literal(.ordinal(unit.firstDay(of: ordinal)), .date),
        .literal(.ordinal(unit.lastDay(of: ordinal)), .date),
        of: left.formula
      )
    case (.period(let shorter), .period(let longer), .ordinal(let ordinal)?)
    where shorter.nests(in: longer):
      let first = shorter.ordinal(of: longer.firstDay(of: ordinal))
      let last = shorter.ordinal(of: longer.lastDay(of: ordinal))
      return Bounds(
        .literal(.ordinal(first), left.formula.type),
        .literal(.ordinal(last), left.formula.type),
        of: left.formula
      )
    case (.period, .date, .ordinal?) where sign != .equal && sign != .notEqual:
      return Bounds(
        right.formula,
        right.formula,
        of: Operators.firstDay(of: left.formula)
      )
    default:
      report(
        .periodsDiffer(
          binder.text(left.term.span),
          left.formula.type.word,
          binder.text(right.term.span),
          right.formula.type.word
        ),
        at: span
      )
      return nil
    }
  }

  private func inFix(_ sign: InfixOperator, _ left: Side, _ right: Side) -> FixIt? {
    guard right.isLiteral else { return nil }
    let between = SourceSpan(left.term.span.end, right.term.span.start)
    return .replacing(between, with: sign == .equal ? " in " : " not in ")
  }

  /// Reports a value or range that lies wholly outside what the column's own table spans.
  func checkRange(of column: Side, _ bounds: Bounds, _ literal: Side) {
    guard let origin = origin(of: column.formula), !literal.term.isParameter,
      case .ordinal(let low)? = bounds.low.literal, case .ordinal(let high)? = bounds.high.literal,
      let values = binder.originColumn(origin), case .ordinal(let ordinals) = values.storage
    else { return }
    var least = Int32.max
    var most = Int32.min
    for row in 0..<values.count where values.isKnown(row) {
      least = min(least, ordinals[row])
      most = max(most, ordinals[row])
    }
    guard least <= most, high < least || low > most else { return }
    if binder.environment.allowsUnknownValues {
      note(
        .unknownValue(
          column: binder.text(column.term.span),
          value: binder.text(literal.term.span)
        )
      )
      return
    }
    let type = column.formula.type
    report(
      .outsideRange(
        binder.text(column.term.span),
        binder.text(literal.term.span),
        first: Constant(.ordinal(least), type).described,
        last: Constant(.ordinal(most), type).described
      ),
      at: literal.term.span
    )
  }
}
