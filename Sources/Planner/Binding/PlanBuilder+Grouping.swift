import Diagnostics
import Syntax
import Catalog

extension PlanBuilder {
  /// The columns that `by` groups by, each under its name; nil when one is wrong.
  func keyColumns(_ items: [KeyItem]) -> [PlanColumn]? {
    var keys: [PlanColumn] = []
    var failed = false
    for item in items {
      guard let key = keyColumn(item) else {
        failed = true
        continue
      }
      if keys.contains(where: { $0.field.name == key.field.name }) {
        report(.nameTwice(key.field.name), at: item.term.span)
        failed = true
      } else if keys.contains(where: { $0.id == key.id }) {
        keys.append(copy(of: key))
      } else {
        keys.append(key)
      }
    }
    return failed ? nil : keys
  }

  /// Another column with the same values.
  func copy(of column: PlanColumn) -> PlanColumn {
    var copy = column
    copy.id = binder.newColumn()
    let formula = BoundExpression.column(column.id, column.field.type)
    let hidden = PlanColumn(copy.id, copy.field, isHidden: true)
    add(
      .project(plan, [Projection(copy.id, formula)]),
      columns: plan.columns + [hidden]
    )
    return copy
  }

  private func keyColumn(_ item: KeyItem) -> PlanColumn? {
    if let name = item.name, isMistakenComparison(name, item.term) { return nil }
    guard let formula = formula(item.term) else { return nil }
    if formula.type == .boolean || formula.literal == .missing, formula.literal != nil {
      report(.keyIsSameForAll(binder.text(item.term.span)), at: item.term.span)
      return nil
    }
    guard let name = item.name?.text ?? keyName(item.term, formula) else {
      let offer = offeredName(item.term)
      let start = SourceSpan(item.term.span.start, item.term.span.start)
      report(
        .keyNeedsName(binder.text(item.term.span), offer: offer),
        at: item.term.span,
        fix: .replacing(start, with: offer + " = ")
      )
      return nil
    }
    var field = Field(name, formula.type, role: .key)
    if field.type.isTemporal {
      field.coveredBy = formula.columns.first.flatMap { planColumn($0)?.field.coveredBy }
    }
    if case .column(let id, _) = formula, let known = planColumn(id)?.field {
      field = known
      field.name = name
      field.role = .key
    }
    return PlanColumn(column(for: formula, named: name), field)
  }

  /// The name that a key takes by itself: a path's last name, or a period function's.
  private func keyName(_ term: Term, _ formula: BoundExpression) -> String? {
    switch (term.kind, formula.type) {
    case (.path(let path), _): path.last.text
    case (.bracketed(let inner), _): keyName(inner, formula)
    case (.call(let call), .period), (.call(let call), .category): call.function.text
    default: nil
    }
  }

  /// A name for a computed key: `upper_state` for `upper(state)`.
  private func offeredName(_ term: Term) -> String {
    if case .call(let call) = term.kind, case .path(let path)? = call.arguments.first?.term.kind {
      return call.function.text + "_" + path.last.text
    }
    return "group"
  }

  /// `by state = "MA"` was meant as a comparison.
  func isMistakenComparison(_ name: Name, _ term: Term) -> Bool {
    guard case .literal = term.kind, visible.contains(where: { $0.field.name == name.text })
    else { return false }
    let value = binder.text(term.span)
    let short = value.lowercased().filter { $0.isLetter || $0.isNumber }
    let offer = "is_\(short.isEmpty ? name.text : short) = (\(quotedName(name.text)) = \(value))"
    report(
      .comparisonOrName(name.text, value, offer: offer),
      at: name.span.union(term.span),
      fix: .replacing(name.span.union(term.span), with: offer)
    )
    return true
  }

  /// One aggregate under its name: what `summarize` and `total` list.
  struct Measure {
    var name: Name
    var term: Term
  }

  /// Groups the rows by `keys` and computes `measures`; the columns are the keys, then the measures.
  func group(by keys: [PlanColumn], _ measures: [Measure]) {
    var taken = keys.map(\.field.name)
    var calls: [AggregateCall] = []
    var results: [(column: PlanColumn, formula: BoundExpression)] = []
    var failed = false
    for measure in measures {
      guard isFree(measure.name, besides: taken),
        let bound = gathering(windows: false, measure.term)
      else {
        failed = true
        failedNames.insert(measure.name.text)
        continue
      }
      taken.append(measure.name.text)
      if !readsOnly(keys, bound.calls.aggregates, bound.formula, measure.term) { failed = true }
      let field = measureField(measure.name.text, bound.formula, bound.calls.aggregates)
      results.append((PlanColumn(binder.newColumn(), field), bound.formula))
      calls += bound.calls.aggregates
    }
    if failed { isOpen = true }
    let fields = results.map(\.column)
    aggregate(keys, calls, results)
    isCut = false
    totals = Set(fields.filter { $0.field.role == .additive }.map(\.id))
    key = keys.map(\.id)
    order = []
  }

  private func aggregate(
    _ keys: [PlanColumn],
    _ calls: [AggregateCall],
    _ results: [(column: PlanColumn, formula: BoundExpression)]
  ) {
    let hidden = calls.map { call in
      PlanColumn(call.output, Field(call.label, call.type), isHidden: true)
    }
    add(.aggregate(plan, keys: keys.map(\.id), calls: calls), columns: keys + hidden)
    let projections = results.map { Projection($0.column.id, $0.formula) }
    add(.project(plan, projections), columns: keys + results.map(\.column))
  }

  /// Whether a measure reads nothing but keys besides its aggregates; else it is reported.
  private func readsOnly(
    _ keys: [PlanColumn],
    _ calls: [AggregateCall],
    _ formula: BoundExpression,
    _ term: Term
  ) -> Bool {
    let allowed = Set(keys.map(\.id) + calls.map(\.output))
    guard let stray = formula.columns.first(where: { !allowed.contains($0) }) else {
      if !calls.isEmpty { return true }
      report(.notAnAggregate(binder.text(term.span)), at: term.span)
      return false
    }
    let name = planColumn(stray)?.field.name ?? binder.text(term.span)
    report(.neitherKeyNorAggregate(name), at: term.span)
    return false
  }

  private func measureField(
    _ name: String,
    _ formula: BoundExpression,
    _ calls: [AggregateCall]
  ) -> Field {
    var field = Field(name, formula.type)
    if isAdditive(formula, counts: calls) { field.role = .additive }
    if case .column(let id, _) = formula, let call = calls.first(where: { $0.output == id }),
      case .column(let argument, _)? = call.arguments.first, call.type.isNumeric,
      call.measure != .rows, call.measure != .values, let source = planColumn(argument)?.field
    {
      field.unit = source.unit
    }
    return field
  }

  /// The name an aggregate takes by itself: `n` for `count`, `median_age` for `median(age)`.
  func measureName(_ term: Term) -> String? {
    switch term.kind {
    case .path(let path) where Function.bare(path.text) != nil: return "n"
    case .call(let call):
      if call.condition != nil || call.arguments.contains(where: { $0.condition != nil }) {
        return nil
      }
      if call.arguments.isEmpty { return Function.bare(call.function.text) == nil ? nil : "n" }
      guard call.arguments.count == 1, case .path(let path) = call.arguments[0].term.kind else {
        return nil
      }
      return call.function.text + "_" + path.last.text
    default: return nil
    }
  }

  /// The columns after `per`; nil when one is wrong.
  func partition(_ paths: [Path]) -> [ColumnID]? {
    var columns: [ColumnID] = []
    var failed = false
    for path in paths {
      guard let column = column(path) else {
        failed = true
        continue
      }
      if !columns.contains(column.id) { columns.append(column.id) }
    }
    return failed ? nil : columns
  }
}
