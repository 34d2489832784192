import Catalog
import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// The columns that `by` groups by, each under its name; nil when one is wrong.
  func keyColumns(_ items: [KeyItem]) -> [PlanColumn]? {
    var keys: [PlanColumn] = []
    for item in items {
      guard let key = keyColumn(item) else { continue }
      if keys.contains(where: { $0.field.name == key.field.name }) {
        report(.nameTwice(key.field.name), at: item.expression.span)
      } else {
        keys.append(keys.contains { $0.id == key.id } ? copy(of: key) : key)
      }
    }
    return keys.count == items.count ? keys : nil
  }

  /// Another column with the same values.
  func copy(of column: PlanColumn) -> PlanColumn {
    var copy = column
    copy.id = binder.newColumn()
    let hidden = PlanColumn(copy.id, copy.field, isHidden: true)
    add(.project(plan, [Projection(copy.id, column.expression)]), adding: [hidden])
    return copy
  }

  private func keyColumn(_ item: KeyItem) -> PlanColumn? {
    if let name = item.name, isMistakenComparison(name, item.expression) { return nil }
    guard let bound = stored(item.expression) else { return nil }
    if bound.type == .boolean || bound.literal == .missing, bound.literal != nil {
      return report(.sameForAll(text(item.expression), isKey: true), at: item.expression.span)
    }
    guard let name = item.name?.text ?? keyName(item.expression, bound) else {
      reportNeedsName(item.expression, isKey: true, offer: offeredName(item.expression))
      return nil
    }
    var field = Field(name, bound.type, role: .key)
    if field.type.isTemporal {
      field.coveredBy = bound.columns.first.flatMap { planColumn($0)?.field.coveredBy } ?? []
    }
    if case .column(let id, _) = bound, let known = planColumn(id)?.field {
      field = known
      field.name = name
      field.role = .key
    }
    return PlanColumn(column(for: bound, named: name), field)
  }

  /// Reports a term that needs a name.
  func reportNeedsName(_ expression: Expression, isKey: Bool, offer: String) {
    let start = SourceSpan(expression.span.start, expression.span.start)
    let message = Message.needsName(text(expression), isKey: isKey, offer: offer)
    report(message, at: expression.span, fix: .replacing(start, with: offer + " = "))
  }

  /// The name that a key takes by itself: a path's last name, or a period function's.
  private func keyName(_ expression: Expression, _ bound: BoundExpression) -> String? {
    switch (expression.kind, bound.type) {
    case (.path(let path), _): path.last.text
    case (.bracketed(let inner), _): keyName(inner, bound)
    case (.call(let call), .period), (.call(let call), .category): call.function.text
    default: nil
    }
  }

  /// A name for a computed key: `upper_state` for `upper(state)`.
  private func offeredName(_ expression: Expression) -> String {
    if case .call(let call) = expression.kind,
      case .path(let path)? = call.arguments.first?.expression.kind
    {
      return call.function.text + "_" + path.last.text
    }
    return "group"
  }

  /// `by state = "MA"` was meant as a comparison.
  func isMistakenComparison(_ name: Name, _ expression: Expression) -> Bool {
    guard case .literal = expression.kind, visibleColumn(named: name.text) != nil
    else { return false }
    let value = text(expression)
    let short = value.lowercased().filter { $0.isLetter || $0.isNumber }
    let offer = "is_\(short.isEmpty ? name.text : short) = (\(quotedName(name.text)) = \(value))"
    let span = name.span.union(expression.span)
    report(.comparisonOrName(name.text, value, offer: offer), at: span, writing: offer)
    return true
  }

  /// Groups the rows by `keys` and computes `measures`; the columns are the keys, then the
  /// measures.
  func group(by keys: [PlanColumn], _ measures: [Assignment]) {
    var taken = keys.map(\.field.name)
    groupKeys = keys.map(\.id)
    defer { groupKeys = [] }
    var calls: [AggregateCall] = []
    var results: [(column: PlanColumn, bound: BoundExpression)] = []
    var failed = false
    for measure in measures {
      let isTaken = taken.contains(measure.name.text)
      if isTaken { report(.nameTwice(measure.name.text), at: measure.name.span) }
      guard !isTaken, let bound = gathering(windows: false, measure.expression) else {
        failed = true
        failedNames.insert(measure.name.text)
        continue
      }
      taken.append(measure.name.text)
      if !readsOnly(keys, bound.calls.aggregates, bound.expression, measure.expression) {
        failed = true
      }
      let field = measureField(measure.name.text, bound.expression, bound.calls.aggregates)
      let column = computed(field, from: bound.expression, counts: bound.calls.aggregates)
      results.append((column, bound.expression))
      calls += bound.calls.aggregates
    }
    if failed { hasUnknownColumns = true }
    if let grain, calls.contains(where: { $0.measure == .rows }) { note(grain) }
    aggregate(keys, calls, results)
    totals = Set(results.map(\.column).filter { $0.field.role == .additive }.map(\.id))
    let outputs = Set(calls.filter { $0.measure == .rows }.map(\.output))
    rowCounts = Set(
      results.filter { $0.bound.column.map(outputs.contains) ?? false }.map(\.column.id)
    )
  }

  /// Aggregates, and projects the results to the columns that come out beside the keys.
  func aggregate(
    _ keys: [PlanColumn],
    _ calls: [AggregateCall],
    _ results: [(column: PlanColumn, bound: BoundExpression)]
  ) {
    let hidden = calls.map { PlanColumn($0.output, Field($0.label, $0.type), isHidden: true) }
    add(.aggregate(plan, keys: keys.map(\.id), calls: calls), columns: keys + hidden)
    let projections = results.map { Projection($0.column.id, $0.bound) }
    add(.project(plan, projections), columns: keys + results.map(\.column))
    key = keys.map(\.id)
    order = []
  }

  /// Whether a measure reads nothing but keys besides its aggregates; else it is reported.
  private func readsOnly(
    _ keys: [PlanColumn],
    _ calls: [AggregateCall],
    _ bound: BoundExpression,
    _ expression: Expression
  ) -> Bool {
    let allowed = Set(keys.map(\.id) + calls.map(\.output))
    let stray = bound.columns.first { !allowed.contains($0) }
    if stray == nil, !calls.isEmpty { return true }
    guard let stray, let field = planColumn(stray)?.field else {
      return report(.notAnAggregate(text(expression)), at: expression.span) ?? false
    }
    report(.neitherKeyNorAggregate(quotedName(field.name), field.choices), at: expression.span)
    return false
  }

  private func measureField(
    _ name: String,
    _ bound: BoundExpression,
    _ calls: [AggregateCall]
  ) -> Field {
    var field = Field(name, bound.type)
    if isAdditive(bound, counts: calls) { field.role = .additive }
    if case .column(let id, _) = bound, let call = calls.first(where: { $0.output == id }),
      case .column(let argument, _)? = call.arguments.first, call.type.isNumeric,
      call.measure != .rows, call.measure != .values, let source = planColumn(argument)?.field
    {
      field.unit = source.unit
    }
    return field
  }

  /// The name an aggregate takes by itself: `n` for `count`, `median_age` for `median(age)`.
  func measureName(_ expression: Expression) -> String? {
    switch expression.kind {
    case .path(let path) where Function.bare(path.text) != nil: return "n"
    case .call(let call):
      if call.condition != nil || call.arguments.contains(where: { $0.condition != nil }) {
        return nil
      }
      if call.arguments.isEmpty { return Function.bare(call.function.text) == nil ? nil : "n" }
      guard call.arguments.count == 1, case .path(let path) = call.arguments[0].expression.kind
      else { return nil }
      return call.function.text + "_" + path.last.text
    default: return nil
    }
  }

  /// The columns after `per`; nil when one is wrong.
  func partition(_ paths: [Path]) -> [ColumnID]? {
    paths.mappingAll { column($0)?.id }?.reduce(into: []) { columns, id in
      if !columns.contains(id) { columns.append(id) }
    }
  }
}

extension Field {
  /// The aggregates that choose or make one value of many of this type.
  var choices: [String] {
    switch type {
    case .category(let category) where !category.isOrdered: ["first", "mode"]
    case let type where type.isNumeric: (role == .additive ? ["sum"] : []) + ["max", "first"]
    case .boolean: ["first", "mode"]
    default: ["max", "first"]
    }
  }
}
