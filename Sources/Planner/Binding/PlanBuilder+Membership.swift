import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// `operand in set`: a chain of equalities and inclusive ranges, or the first column of a table.
  func membership(
    _ operand: Expression,
    _ set: ValueSet,
    _ negated: Bool,
    at span: SourceSpan
  ) -> BoundExpression? {
    guard case .ranges(let ranges, _) = set else { return nil }
    if let name = tableName(in: ranges) {
      return membership(operand, inTable: name, negated, at: span)
    }
    guard var bound = bound(operand) else { return nil }
    if let type = binder.constant(ranges[0].low)?.type { bound = bound.fitted(to: type) }
    let left = Side(bound, operand)
    var bounds: [(low: BoundExpression, high: BoundExpression?)] = []
    for range in ranges {
      if let item = item(range, of: left) { bounds.append(item) }
    }
    if bounds.count < ranges.count { return nil }
    return Operators.membership(bound, in: bounds, negated: negated)
  }

  /// The table that a set of one name is, unless a column here has the name.
  private func tableName(in ranges: [ValueRange]) -> Name? {
    guard ranges.count == 1, ranges[0].high == nil, case .path(let path) = ranges[0].low.kind,
      let name = path.names.sole, visibleColumn(named: name.text) == nil
    else { return nil }
    let environment = binder.environment
    let isTable =
      environment.catalog.table(name.text) != nil || environment.results[name.text] != nil
    return isTable ? name : nil
  }

  private func item(
    _ range: ValueRange,
    of left: Side
  ) -> (low: BoundExpression, high: BoundExpression?)? {
    if range.high == nil, let offer = quotesForgotten(left.expression, range.low) {
      return report(offer.message, at: range.low.span, writing: offer.text)
    }
    if range.high == nil, case .infix(.minus, let first, let last) = range.low.kind,
      let (one, other) = (binder.constant(first)).flatMap({ one in
        binder.constant(last).map { (one, $0) }
      }), one.type == other.type, one.type.isTemporal
    {
      let ours = text(first) + ".." + text(last)
      return report(.rangeWithMinus(ours), at: range.low.span, writing: ours)
    }
    guard let low = bound(range.low) else { return nil }
    let lowSide = Side(low, range.low)
    guard let highTerm = range.high else { return single(lowSide, of: left) }
    guard let high = bound(highTerm) else { return nil }
    let highSide = Side(high, highTerm)
    if left.bound.type.isTemporal {
      return temporalRange(lowSide, highSide, of: left)
    }
    let first = comparable(lowSide, to: left, isRange: true)
    let last = comparable(highSide, to: left, isRange: true)
    guard let first, let last else { return nil }
    if isBackwards(first, last, left.bound.type) {
      reportBackwards(lowSide, highSide)
      return nil
    }
    return (first, last)
  }

  private func single(_ item: Side, of left: Side) -> (
    low: BoundExpression, high: BoundExpression?
  )? {
    if let missing = item.bound.missing(as: left.bound.type) { return (missing, nil) }
    guard left.bound.type.isTemporal else {
      return comparable(item, to: left, isRange: false).map { ($0, nil) }
    }
    let aware = yearAware(item, beside: left)
    if !aware.isLiteral, aware.bound.type == left.bound.type { return (aware.bound, nil) }
    guard let bounds = temporalBounds(aware, of: left) else { return nil }
    checkRange(of: left, bounds, aware)
    return (bounds.low, bounds.low.literal == bounds.high.literal ? nil : bounds.high)
  }

  private func temporalRange(
    _ low: Side,
    _ high: Side,
    of left: Side
  ) -> (low: BoundExpression, high: BoundExpression?)? {
    let low = yearAware(low, beside: left)
    let high = yearAware(high, beside: left)
    guard let first = temporalBounds(low, of: left), let last = temporalBounds(high, of: left)
    else { return nil }
    if isBackwards(first.low, last.high, .date) {
      reportBackwards(low, high)
      return nil
    }
    let span = low.expression.span.union(high.expression.span)
    let whole = Side(low.bound, Expression(low.expression.kind, span))
    checkRange(of: left, Bounds(first.low, last.high), whole)
    return (first.low, last.high)
  }

  private func temporalBounds(_ item: Side, of left: Side) -> Bounds? {
    if !item.isLiteral, item.bound.type == left.bound.type {
      return Bounds(item.bound, item.bound)
    }
    return bounds(item, for: left, sign: .equal, at: item.expression.span)
  }

  /// An item of a set in the type of what is looked for.
  private func comparable(_ item: Side, to left: Side, isRange: Bool) -> BoundExpression? {
    switch (left.bound.type, item.bound.type) {
    case (let one, let other) where one.isNumeric && other.isNumeric:
      return unitsAgree(left, item) ? item.bound : nil
    case (.category(let category), .text) where item.isLiteral:
      if isRange, !category.isOrdered {
        reportNoOrder(category, "..", left, at: item.expression.span)
        return nil
      }
      guard let label = checkedLabel(item, of: left, in: category, ordered: isRange),
        !isRange || isRanked(item, of: left, in: category)
      else { return nil }
      return label
    case (.text, .text):
      if !isRange { checkValue(item, of: left) }
      return item.bound
    case (let one, let other) where one == other: return item.bound
    default:
      reportTypes(left, item, at: item.expression.span)
      return nil
    }
  }

  private func isBackwards(_ low: BoundExpression, _ high: BoundExpression, _ type: DataType)
    -> Bool
  {
    switch (low.literal, high.literal) {
    case (.integer(let one)?, .integer(let other)?): one > other
    case (.real(let one)?, .real(let other)?): one > other
    case (.ordinal(let one)?, .ordinal(let other)?): one > other
    case (.text(let one)?, .text(let other)?):
      if case .category(let category) = type {
        (category.labels.code(of: one) ?? 0) > (category.labels.code(of: other) ?? 0)
      } else {
        Array(other.utf8).lexicographicallyPrecedes(Array(one.utf8))
      }
    default: false
    }
  }

  private func reportBackwards(_ low: Side, _ high: Side) {
    let (first, last) = (text(low.expression), text(high.expression))
    let span = low.expression.span.union(high.expression.span)
    let word = binder.text(SourceSpan(low.expression.span.end, high.expression.span.start))
    let message = Message.rangeEndsBeforeItBegins(first, last, word: word)
    report(message, at: span, writing: last + word + first)
  }

  private func membership(
    _ operand: Expression,
    inTable name: Name,
    _ negated: Bool,
    at span: SourceSpan
  ) -> BoundExpression? {
    binder.depth += 1
    let table = binder.scan(name)
    binder.depth -= 1
    guard let right = table, let partner = right.visible.first,
      let bound = bound(operand)?.fitted(to: partner.field.type)
    else { return nil }
    guard joinable(bound.type, partner.field.type) else {
      let other = TypedText("\(name.text).\(partner.field.name)", partner.field.type)
      let hint = other.type.isTextual ? Message.asTexts(["text(\(text(operand)))"]) : ""
      return report(.differentTypes(typed(bound, operand), other, hint), at: span)
    }
    let found = mark(rows: right.plan, where: partner.id, equals: column(for: bound))
    let missing = right.column(for: Operators.isMissing(partner.expression, negated: false))
    let isMissing = Predicate(.column(missing, .boolean))
    let onlyMissing = LogicalPlan(.filter(right.plan, isMissing), right.plan.columnList)
    let operandIsMissing = column(for: Operators.isMissing(bound, negated: false))
    let both = mark(rows: onlyMissing, where: missing, equals: operandIsMissing)
    let any = Operators.found(Operators.or(found, both), for: bound)
    return negated ? Operators.not(any) : any
  }

  /// Whether each row has a partner among `rows`: one whose column `right` equals its `left`.
  private func mark(rows: LogicalPlan, where right: ColumnID, equals left: ColumnID)
    -> BoundExpression
  {
    let mark = PlanColumn(binder.newColumn(), Field("", .boolean), isHidden: true)
    let join = Join(.mark(mark.id), keys: [(left: left, right: right)])
    add(.join(plan, rows, join), adding: [mark])
    return mark.expression
  }

  /// Whether values of two types can be join keys of each other.
  func joinable(_ left: DataType, _ right: DataType) -> Bool {
    left == right || (left.isTextual && right.isTextual)
  }
}
