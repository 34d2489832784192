import Diagnostics
import Functions
import Syntax

extension PlanBuilder {
  /// A call of a function; aggregates and window functions are gathered in `calls` and read as
  /// columns.
  func bound(_ call: Call, at span: SourceSpan) -> BoundExpression? {
    guard let function = Function.all[call.function.text] else {
      report(unknownFunction: call, at: span)
      return nil
    }
    switch function.kind {
    case .scalar(let make):
      if let condition = call.condition ?? call.arguments.lazy.compactMap(\.condition).first {
        return report(.whereNotHere(call.function.text), at: condition.span)
      }
      return resolved(function, call, at: span, make)
    case .aggregate:
      let isFiltered = (call.condition ?? call.arguments.last?.condition) != nil
      if function.withoutCondition != nil, !isFiltered {
        return percentage(function, call, at: span)
      }
      return aggregate(function, call, at: span)
    case .window(let make): return window(function, call, at: span, make)
    }
  }

  private func report(unknownFunction call: Call, at span: SourceSpan) {
    let name = call.function.text
    let arguments = call.arguments.map { text($0.expression) }
    if let habit = binder.environment.habits?.call(name, arguments) {
      let renaming = habit.function.map { FixIt.replacing(call.function.span, with: $0) }
      let fix = habit.text.map { FixIt.replacing(span, with: $0) } ?? renaming
      return report(habit.message, at: call.function.span, fix: fix)
    }
    let near = nearest(name, in: Function.all.names)
    report(.unknownFunction(name, near: near), at: call.function.span, writing: near.sole)
  }

  /// What `make` gives for the bound and checked arguments of a call; nil where something is wrong,
  /// which has been reported.
  private func resolved<Made>(
    _ function: Function,
    _ call: Call,
    condition: BoundExpression? = nil,
    at span: SourceSpan,
    _ make: (BoundCall) throws(CallError) -> Made?
  ) -> Made? {
    let year = binder.environment.catalog.fiscalYearStart
    do throws(CallError) {
      let otherwise = call.arguments.indices.filter { call.arguments[$0].isElse }
      let form = try function.form(call.arguments.count, otherwise: otherwise)
      if condition == nil, let message = function.withoutCondition { throw CallError(message) }
      guard let arguments = try arguments(of: call, form, at: span) else { return nil }
      return try make(
        BoundCall(function.name, arguments, condition: condition, fiscalYearStart: year)
      )
    } catch {
      report(error, of: call, at: span)
      return nil
    }
  }

  private func report(_ error: CallError, of call: Call, at span: SourceSpan) {
    let argument = error.argument.map { call.arguments[$0].expression }
    var ours = error.replacement
    if ours == nil, let argument, case .path(let path) = argument.kind, let column = column(path) {
      ours = conversion(of: Side(column.expression, argument))
    }
    report(error.message, at: argument?.span ?? span, writing: ours)
  }

  /// The arguments of a call in a form; nil where one has no meaning, which has been reported.
  private func arguments(
    of call: Call,
    _ form: Form,
    at span: SourceSpan
  ) throws(CallError) -> [BoundArgument]? {
    var bound: [BoundArgument] = []
    var isWrong = false
    for index in call.arguments.indices where form.parameter(at: index).kind != .subject {
      do throws(CallError) {
        if let argument = try argument(index, of: call, form.parameter(at: index).kind) {
          bound.append(argument)
          continue
        }
      } catch {
        if !form.reportsAll { throw error }
        report(error, of: call, at: span)
      }
      if !form.reportsAll { return nil }
      isWrong = true
    }
    return isWrong ? nil : bound
  }

  private func argument(
    _ index: Int,
    of call: Call,
    _ kind: Parameter.Kind
  ) throws(CallError) -> BoundArgument? {
    let (function, argument) = (call.function.text, call.arguments[index])
    var text = text(argument.expression)
    if case .path(let path) = argument.expression.kind, path.span == call.function.span {
      // The measure that a verb takes by itself is not written.
      text = path.text
    }
    if kind != .choice || argument.isElse {
      guard let bound = bound(argument.expression, as: kind) else { return nil }
      let readings = readings(of: bound, text, for: kind)
      let given = BoundArgument(bound, of: function, at: index, text: text, readings: readings)
      return try given.checked(argument.isElse ? .otherwise : kind)
    }
    guard case .infix(.equal, let value, let result) = argument.expression.kind else {
      return try BoundArgument(.literal(.missing, .text), of: function, at: index, text: text)
        .checked(kind)
    }
    let test = Expression(.infix(.equal, call.arguments[0].expression, value), value.span)
    guard let test = bound(test), let result = bound(result) else { return nil }
    return BoundArgument(result, of: function, at: index, text: text, test: test)
  }

  /// What an argument means; a text that must be written out may be empty, unlike all values.
  private func bound(_ expression: Expression, as kind: Parameter.Kind) -> BoundExpression? {
    switch expression.kind {
    case .literal where kind.isWrittenText, .parameter where kind.isWrittenText:
      binder.constant(expression).map { .literal($0.value, $0.type) }
    default: bound(expression)
    }
  }

  private func aggregate(_ function: Function, _ call: Call, at span: SourceSpan)
    -> BoundExpression?
  {
    guard let outer = calls else {
      let made = madeColumn(function.measure, call)
      let message = Message.aggregateNotHere(call.function.text, verb: stage.verb.text, made: made)
      return report(message, at: span, writing: made.map(quotedName))
    }
    calls = nil
    defer { calls = calls ?? outer }
    let written = call.condition ?? call.arguments.last?.condition
    let condition = written.flatMap(self.condition)
    if written != nil, condition == nil { return nil }
    let made = resolved(function, call, condition: condition, at: span) {
      bound throws(CallError) in try function.aggregate(bound)
    }
    guard var resolved = made else { return nil }
    resolved.output = binder.newColumn()
    let named = call.arguments.indices.filter(resolved.requiredArguments.contains)
    resolved.label = named.map { text(call.arguments[$0].expression) }.joined(separator: " and ")
    if let written, resolved.condition != nil, !resolved.label.isEmpty {
      resolved.label += " where " + text(written)
    }
    noteMeasuring(resolved.arguments, resolved.measure, by: groupKeys)
    if function.name == "mean" { noteUnweighted(resolved.arguments) }
    calls = outer
    calls?.aggregates.append(resolved)
    return .column(resolved.output, resolved.type)
  }

  /// The column in which a stage before has put what `call` asks for.
  private func madeColumn(_ measure: AggregateCall.Measure, _ call: Call) -> String? {
    let made = visible.filter { totals.contains($0.id) }.map(\.field.name)
    if measure == .rows { return made.first { $0 == "n" } }
    guard measure == .sum, case .path(let path)? = call.arguments.first?.expression.kind
    else { return nil }
    return made.first { $0 == path.text }
  }

  /// Notes that a function goes over rows, of groups of the same `keys`, whose values of a column are
  /// in units of their own, or that it sums them though they do not add up.
  func noteMeasuring(
    _ arguments: [BoundExpression],
    _ measure: AggregateCall.Measure,
    by keys: [ColumnID]
  ) {
    if measure == .part, isCut { note(.shareOfLeft) }
    guard case .column(let id, let type)? = arguments.first, type.isNumeric,
      let column = planColumn(id)
    else { return }
    if measure != .rows, measure != .values { noteUnits(of: column, by: keys) }
    if measure == .average, column.isRepeated, column.field.isMeasure {
      note(.repeatedValues(column: column.field.name))
    }
    if measure == .average { noteAveragedRows(of: column, by: keys) }
    guard measure == .sum || measure == .part, stage.verb.text != "total" else { return }
    if column.field.role == .additive, summedOver(column, by: keys).isEmpty { return }
    note(.summedNonAdditive(column: column.field.name))
  }

  /// Notes that a mean of percentages gives each row the same weight, where another column says how
  /// many each is of.
  private func noteUnweighted(_ arguments: [BoundExpression]) {
    guard case .column(let id, _)? = arguments.first, let column = planColumn(id)?.field,
      column.unit == "percent points",
      let weight = visible.first(where: { $0.field.type == .integer && $0.field.role == .additive })
    else { return }
    note(.unweighted(column: column.name, weight: weight.field.name))
  }

  /// Notes that an average of a stock goes over single rows, such as those of states, where their sums
  /// may have been meant.
  private func noteAveragedRows(of column: PlanColumn, by keys: [ColumnID]) {
    guard case .grain(_, let row)? = grain, column.field.role == .additive,
      !column.notAlong.isEmpty
    else { return }
    // Where no key is declared, rows differ in what they link to, beside their documents.
    let documents = binder.environment.catalog.documentTables
    let links = visible.filter { $0.field.link.map { !documents.contains($0.table) } ?? false }
    let names = key.isEmpty ? links.map(\.id) : key
    let isOfOne = names.allSatisfy { id in
      column.notAlong.contains(id) || keys.contains(id) || plan.fixes(id)
    }
    if isOfOne { return }
    let (name, along) = (column.field.name, column.field.notAlong)
    note(.averagedRows(column: name, row: row, along: along))
  }

  private func window(
    _ function: Function,
    _ call: Call,
    at span: SourceSpan,
    _ make: (BoundCall) throws(CallError) -> WindowCall
  ) -> BoundExpression? {
    guard let outer = calls, outer.allowsWindows else {
      return report(.windowNotHere(call.function.text, verb: stage.verb.text), at: span)
    }
    calls = nil
    defer { calls = calls ?? outer }
    guard var resolved = resolved(function, call, at: span, make) else { return nil }
    resolved.output = binder.newColumn()
    resolved.measure = function.measure
    calls = outer
    calls?.windows.append(resolved)
    return .column(resolved.output, resolved.type)
  }

  /// Binds a term in which aggregates (and window functions) may stand; gives them along.
  func gathering(
    windows: Bool,
    _ expression: Expression
  ) -> (expression: BoundExpression, calls: Calls)? {
    calls = Calls(allowsWindows: windows)
    defer { calls = nil }
    guard let bound = stored(expression), let calls else { return nil }
    return (bound, calls)
  }
}
