import Catalog
import Columns
import Functions
import Syntax

extension Verb {
  private static let column = Slot<Path>.path("column")
  private static let showing = Slot<Path>.path("showing")
  private static let totals = Slot<Bool>.flag("totals")

  static let pivot = Verb(
    "pivot",
    "spreads the values of a column over columns; the other keys stay rows",
    missing: "Missing is a column of its own, (missing), last. An absent cell is 0 for a count "
      + "or an additive total, else missing.",
    related: ["unpivot", "total", "count", "fill"],
    shape: Shape(
      head: [.required(column)],
      options: [.clause(showing), .clause(totals, words: "with", "totals")]
    ),
    examples:
      "deportations | total removals by state.region, fiscal_year | pivot fiscal_year with totals",
    "events | count by year(date), scope | pivot scope",
    words: { stage, builder in
      "spreads the values of \(stage[column]?.words ?? "") over columns that show "
        + (stage[showing]?.words ?? builder.measureWords) + "; the other keys stay rows"
        + (stage.has(totals) ? ", with totals" : "")
    }
  ) { stage, builder in
    guard let path = stage[column], let spread = builder.column(path),
      let measure = shown(stage, builder)
    else { return builder.leaveColumnsUnknown() }
    if spread.id == measure.id { return builder.report(.pivotOfMeasure(path.text), at: path.span) }
    builder.pivot(spread, showing: measure, withTotals: stage.has(totals))
  }

  private static func shown(_ stage: Stage, _ builder: PlanBuilder) -> PlanColumn? {
    if let path = stage[showing] { return builder.column(path) }
    if builder.hasUnknownColumns { return nil }
    let others = builder.visible.filter { !builder.key.contains($0.id) }
    if !builder.key.isEmpty, others.count == 1 { return others[0] }
    return builder.defaultMeasure(for: "pivot", clause: "showing", builder.measures())
  }
}

extension PlanBuilder {
  /// Spreads `measure` over the values of `spread` that are there.
  fileprivate func pivot(_ spread: PlanColumn, showing measure: PlanColumn, withTotals: Bool) {
    let rows = rowKeys(besides: spread, measure)
    guard let values = distinctValues(of: spread) else {
      // Which columns come is known only at the run; those that go are known.
      show(rows)
      return
    }
    let leftOut = visible.filter { column in
      column.id != spread.id && column.id != measure.id && !rows.contains { $0.id == column.id }
    }
    if !leftOut.isEmpty { note(.leftOut(columns: leftOut.map(\.field.name))) }
    var calls: [AggregateCall] = []
    let cells = values.map { value in
      let bound = cell(of: measure, where: spread, is: value, &calls)
      var column = computed(
        measure.field.spread(over: value, of: spread.field),
        from: measure.expression
      )
      column.holdsOneValue(of: spread.id)
      return (column: column, bound: bound)
    }
    if case .category(let category) = spread.field.type {
      let absent = Set(category.labels.strings).subtracting(cells.map(\.column.field.name))
      absentHeadings = (absent, spread.field.name)
    }
    var names = Set(rows.map(\.field.name))
    for cell in cells where !names.insert(cell.column.field.name).inserted {
      report(.nameTwice(cell.column.field.name), at: stage.span)
    }
    aggregate(rows, calls, cells)
    totals = []
    if withTotals { addTotals(measure, of: rows, besides: spread, cells.map(\.column)) }
  }

  /// The value of `measure` where `spread` has `value`, from aggregates that are added to `calls`;
  /// a total without rows is zero.
  private func cell(
    of measure: PlanColumn,
    where spread: PlanColumn,
    is value: Value,
    _ calls: inout [AggregateCall]
  ) -> BoundExpression {
    let literal = BoundExpression.literal(value, spread.field.type)
    let (label, output) = (measure.field.name, binder.newColumn())
    var only = AggregateCall.only(
      measure.expression,
      label: label,
      isAdditive: measure.field.isMeasure && measure.field.role == .additive
        && measure.notAlong.isEmpty,
      output: output
    )
    only.condition = Operators.comparison(.equal, spread.expression, literal)
    let heading = value.heading(spread.field.type)
    only.cell = AggregateCall.Cell(column: spread.id, value: value, heading: heading)
    calls.append(only)
    let bound = BoundExpression.column(only.output, only.type)
    // Where a stock has no row, it is not known.
    guard totals.contains(measure.id), !measure.notAlong.contains(spread.id),
      var count = Function.aggregate("count", over: [], output: binder.newColumn())
    else { return bound }
    (count.condition, count.cell) = (only.condition, only.cell)
    count.cell?.measure = 1
    // Zero is what a count of no rows is.
    if rowCounts.contains(measure.id) { count.cell?.heading = "" }
    calls.append(count)
    let zero = BoundExpression.literal(only.type == .integer ? .integer(0) : .real(0), only.type)
    return .choose(condition: count.isZero, then: zero, otherwise: bound, only.type)
  }

  /// The keys that stay rows: the other keys, or all that is no measure where no key is known.
  private func rowKeys(besides spread: PlanColumn, _ measure: PlanColumn) -> [PlanColumn] {
    visible.filter { column in
      if column.id == spread.id || column.id == measure.id { return false }
      return key.contains(spread.id) ? key.contains(column.id) : !column.field.isMeasure
    }
  }

  private func addTotals(
    _ measure: PlanColumn,
    of rows: [PlanColumn],
    besides spread: PlanColumn,
    _ columns: [PlanColumn]
  ) {
    let (name, role) = (measure.field.name, measure.field.role)
    guard measure.field.type.isNumeric, role == .additive else {
      let (isKey, advice) = (role == .key, "Leave out with totals.")
      return report(
        .notAdditive(name, verb: "total", isKey: isKey, instead: advice),
        at: stage.span
      )
    }
    // The last row goes over the rows, the last column over the values that were spread.
    var over = summedOver(measure, by: [spread.id])
    for name in summedOver(measure, by: rows.map(\.id)) where !over.contains(name) {
      over.append(name)
    }
    if over.isEmpty {
      binder.totaled = columns.map(\.field.name)
    } else {
      report(.noTotals(name, over: over), at: stage.span)
    }
  }
}

extension PlanColumn {
  /// Takes note that the column `id` has one value beside all of its values.
  fileprivate mutating func holdsOneValue(of id: ColumnID) {
    guard let place = notAlong.firstIndex(of: id) else { return }
    notAlong.remove(at: place)
    field.notAlong.remove(at: place)
  }
}

extension Field {
  /// The field of a column that holds a measure where another one has a value.
  fileprivate func spread(over value: Value, of other: Field) -> Field {
    var field = self
    field.name = value.heading(other.type)
    if case .period(let unit) = other.type, case .ordinal(let ordinal) = value {
      field.spread = (unit, ordinal)
      field.coveredBy = other.coveredBy
    }
    return field
  }
}
