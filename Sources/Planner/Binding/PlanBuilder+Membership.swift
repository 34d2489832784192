import Diagnostics
import Syntax
import Catalog

extension PlanBuilder {
  /// `operand in set`: a chain of equalities and inclusive ranges, or the first column of a table.
  func membership(
    _ operand: Term,
    _ set: ValueSet,
    _ negated: Bool,
    at span: SourceSpan
  ) -> BoundExpression? {
    guard case .ranges(let ranges, _) = set else { return nil }
    if let name = tableName(in: ranges) {
      return membership(operand, inTable: name, negated, at: span)
    }
    guard let formula = formula(operand) else { return nil }
    let left = Side(formula, operand)
    var bounds: [(low: BoundExpression, high: BoundExpression?)] = []
    for range in ranges {
      guard let item = item(range, of: left) else { continue }
      watch(formula, isRange: item.high != nil)
      if let low = binder.constant(range.low) {
        watchPrecision(of: formula, comparedWith: low.type == .integer ? .period(.year) : low.type)
      }
      bounds.append(item)
    }
    if bounds.count < ranges.count { return nil }
    return Operators.membership(formula, in: bounds, negated: negated)
  }

  /// The table that a set of one name is, unless a column here has the name.
  private func tableName(in ranges: [ValueRange]) -> Name? {
    guard ranges.count == 1, ranges[0].high == nil, case .path(let path) = ranges[0].low.kind,
      path.names.count == 1, binder.isTable(path.names[0].text),
      !visible.contains(where: { $0.field.name == path.names[0].text })
    else { return nil }
    return path.names[0]
  }

  private func item(
    _ range: ValueRange,
    of left: Side
  ) -> (low: BoundExpression, high: BoundExpression?)? {
    if range.high == nil, let offer = quotesForgotten(left.term, range.low) {
      report(offer.message, at: range.low.span, fix: .replacing(range.low.span, with: offer.text))
      return nil
    }
    guard let low = formula(range.low) else { return nil }
    let lowSide = Side(low, range.low)
    guard let highTerm = range.high else { return single(lowSide, of: left) }
    guard let high = formula(highTerm) else { return nil }
    let highSide = Side(high, highTerm)
    if left.formula.type.isTemporal {
      return temporalRange(lowSide, highSide, of: left)
    }
    let first = comparable(lowSide, to: left, isRange: true)
    let last = comparable(highSide, to: left, isRange: true)
    guard let first, let last else { return nil }
    if isBackwards(first, last, left.formula.type) {
      reportBackwards(lowSide, highSide)
      return nil
    }
    return (first, last)
  }

  private func single(_ item: Side, of left: Side) -> (low: BoundExpression, high: BoundExpression?)? {
    if item.formula.literal == .missing { return (.literal(.missing, left.formula.type), nil) }
    guard left.formula.type.isTemporal else {
      return comparable(item, to: left, isRange: false).map { ($0, nil) }
    }
    let aware = yearAware(item, beside: left)
    if !aware.isLiteral, aware.formula.type == left.formula.type { return (aware.formula, nil) }
    guard let bounds = temporalBounds(aware, of: left) else { return nil }
    checkRange(of: left, bounds, aware)
    return (bounds.low, bounds.high)
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
    let whole = Side(low.formula, Term(low.term.kind, low.term.span.union(high.term.span)))
    checkRange(of: left, Bounds(first.low, last.high), whole)
    return (first.low, last.high)
  }

  private func temporalBounds(_ item: Side, of left: Side) -> Bounds? {
    if !item.isLiteral, item.formula.type == left.formula.type {
      return Bounds(item.formula, item.formula)
    }
    return bounds(item, for: left, sign: .equal, at: item.term.span)
  }

  /// An item of a set in the type of what is looked for.
  private func comparable(_ item: Side, to left: Side, isRange: Bool) -> BoundExpression? {
    switch (left.formula.type, item.formula.type) {
    case (let one, let other) where one.isNumeric && other.isNumeric:
      return unitsAgree(left, item) ? item.formula : nil
    case (.category(let category), .text) where item.isLiteral:
      if isRange, !category.isOrdered {
        report(
          .categoryHasNoOrder(
            binder.text(left.term.span),
            "..",
            values: category.labels.strings
          ),
          at: item.term.span
        )
        return nil
      }
      return checkedLabel(item, of: left, in: category)
    case (.text, .text):
      if !isRange { checkValue(item, of: left) }
      return item.formula
    case (let one, let other) where one == other: return item.formula
    default:
      report(
        .differentTypes(
          binder.text(left.term.span),
          left.formula.type.word,
          binder.text(item.term.span),
          item.formula.type.word,
          isLiteral: item.isLiteral
        ),
        at: item.term.span,
        fix: quotesFix(left, item) ?? literalFix(left, item, at: item.term.span)
      )
      return nil
    }
  }

  private func isBackwards(_ low: BoundExpression, _ high: BoundExpression, _ type: DataType) -> Bool {
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
    let first = binder.text(low.term.span)
    let last = binder.text(high.term.span)
    let span = low.term.span.union(high.term.span)
    let word = binder.text(SourceSpan(low.term.span.end, high.term.span.start))
    report(
      .rangeEndsBeforeItBegins(first, last, word: word),
      at: span,
      fix: .replacing(span, with: last + word + first)
    )
  }

  private func membership(
    _ operand: Term,
    inTable name: Name,
    _ negated: Bool,
    at span: SourceSpan
  ) -> BoundExpression? {
    binder.depth += 1
    let table = binder.scan(name)
    binder.depth -= 1
    guard let formula = formula(operand), let right = table, let partner = right.visible.first
    else { return nil }
    guard joinable(formula.type, partner.field.type) else {
      report(
        .differentTypes(
          binder.text(operand.span),
          formula.type.word,
          "\(name.text).\(partner.field.name)",
          partner.field.type.word
        ),
        at: span
      )
      return nil
    }
    let value = BoundExpression.column(partner.id, partner.field.type)
    let found = mark(rows: right.plan, where: partner.id, equals: column(for: formula))
    let missing = right.column(for: Operators.isMissing(value, negated: false))
    let onlyMissing = LogicalPlan(
      .filter(right.plan, Predicate(.column(missing, .boolean))),
      columns: right.plan.columns
    )
    let both = mark(
      rows: onlyMissing,
      where: missing,
      equals: column(for: Operators.isMissing(formula, negated: false))
    )
    let any = Operators.or(found, both)
    return negated ? Operators.not(any) : any
  }

  /// Whether each row has a partner among `rows`: one whose column `right` equals its `left`.
  private func mark(rows: LogicalPlan, where right: ColumnID, equals left: ColumnID) -> BoundExpression {
    let mark = PlanColumn(binder.newColumn(), Field("", .boolean), isHidden: true)
    let join = Join(.mark(mark.id), keys: [(left: left, right: right)])
    add(.join(plan, rows, join), columns: plan.columns + [mark])
    return .column(mark.id, .boolean)
  }

  /// Whether values of two types can be join keys of each other.
  func joinable(_ left: DataType, _ right: DataType) -> Bool {
    left == right || (left.isTextual && right.isTextual)
  }
}

extension Binder {
  /// Whether queries may name a table or result so.
  func isTable(_ name: String) -> Bool {
    environment.catalog.table(name) != nil || environment.results[name] != nil
  }
}
