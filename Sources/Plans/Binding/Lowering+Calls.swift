import Language
import Tables

extension Lowering {
  /// A call of a function; aggregates and window functions are gathered in `calls` and read as columns.
  func formula(_ call: Call, at span: SourceSpan) -> Formula? {
    guard let function = Function.all[call.function.text] else {
      report(unknownFunction: call, at: span)
      return nil
    }
    switch function.kind {
    case .scalar(let resolve):
      if let condition = call.condition ?? call.arguments.lazy.compactMap(\.condition).first {
        report(.whereNotHere(call.function.text), at: condition.span)
        return nil
      }
      return resolve(site(call, condition: nil, at: span))
    case .aggregate(let takesCondition, let resolve):
      return aggregate(call, takesCondition, resolve, at: span)
    case .window(let resolve): return window(call, resolve, at: span)
    }
  }

  private func report(unknownFunction call: Call, at span: SourceSpan) {
    let name = call.function.text
    let arguments = call.arguments.map { binder.text($0.term.span) }
    if let habit = binder.environment.habits?.call(name, arguments) {
      let renaming = habit.function.map { FixIt.replacing(call.function.span, with: $0) }
      let fix = habit.text.map { FixIt.replacing(span, with: $0) } ?? renaming
      return report(habit.message, at: call.function.span, fix: fix)
    }
    let near = nearest(name, in: Function.all.names)
    let fix = near.count == 1 ? FixIt.replacing(call.function.span, with: near[0]) : nil
    report(.unknownFunction(name, near: near), at: call.function.span, fix: fix)
  }

  private func site(_ call: Call, condition: Formula?, at span: SourceSpan) -> CallSite {
    CallSite(
      name: call.function,
      arguments: call.arguments,
      condition: condition,
      span: span,
      fiscalYearStart: binder.environment.catalog.fiscalYearStart,
      binding: { self.formula($0) },
      reporting: { self.binder.report($0) },
      reading: { self.binder.text($0) }
    )
  }

  private func aggregate(
    _ call: Call,
    _ takesCondition: Bool,
    _ resolve: (CallSite) -> AggregateCall?,
    at span: SourceSpan
  ) -> Formula? {
    guard let outer = calls else {
      let made = madeColumn(call)
      report(
        .aggregateNotHere(call.function.text, verb: stage.verb.text, made: made),
        at: span,
        fix: made.map { .replacing(span, with: quotedName($0)) }
      )
      return nil
    }
    calls = nil
    defer { calls = calls ?? outer }
    let written = call.condition ?? call.arguments.last?.condition
    var condition: Formula?
    if let written {
      guard let bound = self.condition(written) else { return nil }
      condition = bound
    }
    guard var resolved = resolve(site(call, condition: condition, at: span)) else { return nil }
    if !takesCondition { resolved.condition = condition }
    resolved.output = binder.newColumn()
    resolved.label = call.arguments.first.map { binder.text($0.term.span) } ?? ""
    noteSumming(resolved)
    var gathered = outer
    gathered.aggregates.append(resolved)
    calls = gathered
    return .column(resolved.output, resolved.type)
  }

  /// The column in which a stage before has put what `call` asks for.
  private func madeColumn(_ call: Call) -> String? {
    let made = visible.filter { totals.contains($0.id) }.map(\.field.name)
    if call.function.text == "count" { return made.first { $0 == "n" } }
    guard call.function.text == "sum", case .path(let path)? = call.arguments.first?.term.kind
    else { return nil }
    return made.first { $0 == path.text }
  }

  private func noteSumming(_ call: AggregateCall) {
    guard call.name == "sum", case .column(let id, _)? = call.arguments.first,
      let field = planColumn(id)?.field, field.role != .additive, stage.verb.text != "total"
    else { return }
    note(.summedNonAdditive(column: field.name))
  }

  private func window(
    _ call: Call,
    _ resolve: (CallSite) -> WindowCall?,
    at span: SourceSpan
  ) -> Formula? {
    guard let outer = calls, outer.allowsWindows else {
      report(.windowNotHere(call.function.text, verb: stage.verb.text), at: span)
      return nil
    }
    calls = nil
    defer { calls = calls ?? outer }
    guard var resolved = resolve(site(call, condition: nil, at: span)) else { return nil }
    resolved.output = binder.newColumn()
    var gathered = outer
    gathered.windows.append(resolved)
    calls = gathered
    return .column(resolved.output, resolved.type)
  }

  /// Binds a term in which aggregates (and window functions) may stand; gives them along.
  func gathering(
    windows: Bool,
    _ term: Term
  ) -> (formula: Formula, calls: Calls)? {
    calls = Calls(allowsWindows: windows)
    defer { calls = nil }
    guard let formula = formula(term), let calls else { return nil }
    return (formula, calls)
  }

  /// Whether sums of `formula` mean something: it is a sum, difference or constant multiple of additive
  /// columns, or a count or sum itself.
  func isAdditive(_ formula: Formula, counts: [AggregateCall] = []) -> Bool {
    switch formula {
    case .column(let id, _):
      if let call = counts.first(where: { $0.output == id }) {
        return call.name == "count" || (call.name == "sum" && additiveArgument(call))
      }
      return planColumn(id)?.field.role == .additive
    case .literal, .choose: return false
    case .call(let operation, let operands):
      guard formula.type.isNumeric else { return false }
      let additive = operands.map { isAdditive($0, counts: counts) }
      let constant = operands.map { $0.literal != nil }
      switch operation.name {
      case "+", "-": return additive.allSatisfy { $0 }
      case "*":
        return operands.count == 2
          && ((additive[0] && constant[1]) || (additive[1] && constant[0]))
      case "/": return operands.count == 2 && additive[0] && constant[1]
      default: return false
      }
    }
  }

  private func additiveArgument(_ call: AggregateCall) -> Bool {
    call.arguments.first.map { isAdditive($0) } ?? true
  }

  /// The only measure, or `n`: what `top`, `share` and their kin take unless told.
  func defaultMeasure(for verb: String, clause: String) -> PlanColumn? {
    let measures = visible.filter { $0.field.isMeasure }
    if let n = measures.first(where: { $0.field.name == "n" }) { return n }
    if measures.count == 1 { return measures[0] }
    if isOpen { return nil }
    report(
      .noDefaultMeasure(verb, clause: clause, candidates: measures.map(\.field.name)),
      at: stage.verb.span
    )
    return nil
  }
}
