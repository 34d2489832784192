import Catalog
import Diagnostics
import Functions
import Syntax

// Texts without quotes, columns in quotes, and literals of a neighboring type: what was meant is
// clear.

extension PlanBuilder {
  /// The operands of an operator, bound; what is wrong with either is reported.
  func both(_ left: Expression, _ right: Expression) -> (BoundExpression, BoundExpression)? {
    if let offer = quotesForgotten(left, right) {
      return report(offer.message, at: right.span, writing: offer.text)
    }
    if let name = soleName(left), let word = soleName(right), visibleColumn(named: name) == nil,
      visibleColumn(named: word) == nil, !hasUnknownColumns, bound(left) == nil
    {
      // What the column on the left is decides what the word on the right may be.
      return nil
    }
    guard let both = [left, right].mappingAll(bound) else { return nil }
    let other = both[0].valuelessColumn == nil ? both[0].type : both[1].type
    return (both[0].fitted(to: other), both[1].fitted(to: other))
  }

  /// `state = MA`: the text that a word beside a column of texts stands for.
  func quotesForgotten(_ left: Expression, _ right: Expression) -> (message: Message, text: String)?
  {
    guard !hasUnknownColumns, let word = soleName(right), visibleColumn(named: word) == nil,
      !failedNames.contains(word), let column = visibleColumn(left) ?? linkedColumn(left),
      column.field.type.isTextual
    else { return nil }
    let side = Side(column.expression, left)
    var known: [String] = []
    if case .category(let category) = column.field.type { known = category.labels.strings }
    if known.isEmpty { known = values(of: side)?.strings ?? [] }
    if known.contains(word) { return (.quotesForgotten(word), quotedText(word)) }
    guard nearest(word, in: visible.map(\.field.name)).isEmpty else { return nil }
    let near = nearest(word, in: known)
    let code = near.isEmpty ? keyOfNearestName(word, side) : nil
    guard let meant = code ?? near.first, near.count <= 1 else { return nil }
    let rows = values(of: side)?.rows(of: meant)
    let (name, offer, isCode) = (column.field.name, (value: meant, rows: rows), code != nil)
    return (.quotesForgotten(word, column: name, offer: offer, isCode: isCode), quotedText(meant))
  }

  /// `state = "MA" or "NY"`: reports values that stand alone after or.
  func reportsAlternatives(_ left: Expression, _ right: Expression, at span: SourceSpan) -> Bool {
    guard let (column, values) = alternatives(left, right) else { return false }
    let set = "\(text(column)) in (\(values.map(valueText).joined(separator: ", ")))"
    report(.alternativesAfterOr(set), at: span, writing: set)
    return true
  }

  /// The column and its values in `x = "a" or "b" or "c"`.
  private func alternatives(_ left: Expression, _ right: Expression) -> (
    column: Expression, values: [Expression]
  )? {
    guard isValue(right) else { return nil }
    switch left.kind {
    case .infix(.equal, let column, let first):
      guard case .path = column.kind, isValue(first) else { return nil }
      return (column, [first, right])
    case .infix(.or, let inner, let last):
      guard let (column, values) = alternatives(inner, last) else { return nil }
      return (column, values + [right])
    default: return nil
    }
  }

  /// Whether a term is a value: a literal that is no condition, or a word that may be a text without
  /// its quotes.
  private func isValue(_ expression: Expression) -> Bool {
    if case .literal(let literal) = expression.kind {
      if case .boolean = literal { return false }
      return true
    }
    guard let word = soleName(expression) else { return false }
    return !hasUnknownColumns && visibleColumn(named: word) == nil && !failedNames.contains(word)
      && nearest(word, in: visible.map(\.field.name)).isEmpty
  }

  /// A value as it is written, a word in quotes.
  private func valueText(_ expression: Expression) -> String {
    soleName(expression).map(quotedText) ?? text(expression)
  }

  private func soleName(_ expression: Expression) -> String? {
    if case .path(let path) = expression.kind { return path.names.sole?.text }
    return nil
  }

  /// The column that a path over a link names.
  private func linkedColumn(_ expression: Expression) -> PlanColumn? {
    guard case .path(let path) = expression.kind, path.names.count > 1 else { return nil }
    return column(path)
  }

  private func visibleColumn(_ expression: Expression) -> PlanColumn? {
    soleName(expression).flatMap(visibleColumn)
  }

  /// `"state" = "MA"`: reports a column in quotes.
  func isQuotedColumn(_ left: Side, _ right: Side) -> Bool {
    guard case .text(let name)? = left.bound.literal, right.isLiteral,
      visibleColumn(named: name) != nil
    else { return false }
    report(.columnInQuotes(name), at: left.expression.span, writing: quotedName(name))
    return true
  }

  /// The repair of a literal beside a column of another type; nil where none is clear.
  func literalFix(
    _ column: Side,
    _ literal: Side,
    at span: SourceSpan,
    _ sign: InfixOperator? = nil
  ) -> FixIt? {
    let (name, written) = (text(column.expression), text(literal.expression))
    var meant: String?
    switch (column.bound.type, literal.bound.literal) {
    case (.boolean, .integer(1)?) where sign == .equal,
      (.boolean, .text("true")?) where sign == .equal:
      return .replacing(span, with: name)
    case (.boolean, .integer(0)?) where sign == .equal,
      (.boolean, .text("false")?) where sign == .equal:
      return .replacing(span, with: "not " + name)
    case (let type, .text(let text)?) where type.isNumeric:
      meant = Int(text) != nil || Double(text)?.isFinite == true ? text : nil
    case (let type, .text(let text)?) where type.isTemporal: meant = temporalText(text, type)
    case (let type, _) where type.isTemporal && written.contains("/"):
      meant = temporalText(written, type)
    case (.date, .integer?): meant = CivilDateText.date(inWords: written)
    default: break
    }
    return meant.map { .replacing(literal.expression.span, with: $0) }
  }

  /// `2011/06/17` and `"2011-06-17"` as the language writes them; nil where no date is meant.
  private func temporalText(_ text: String, _ type: DataType) -> String? {
    if case .period(.fiscalYear) = type, text.count == 4, Int(text) != nil { return "FY" + text }
    if type == .date, let date = CivilDateText.date(inWords: text) { return date }
    let parts = text.split(whereSeparator: { $0 == "/" || $0 == "-" }).map(String.init)
    let isDate = parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
    if !isDate { return text.hasPrefix("FY") ? text : nil }
    func two(_ part: String) -> String { part.count == 1 ? "0" + part : part }
    if parts.count == 3, parts[2].count == 4, text.contains("/") {
      return parts[2] + "-" + two(parts[0]) + "-" + two(parts[1])
    }
    guard let year = parts.first, year.count == 4 else { return nil }
    return ([year] + parts.dropFirst().map(two)).joined(separator: "-")
  }
}
