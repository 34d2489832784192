import Catalog
import Columns
import Diagnostics
import Functions
import Syntax

extension Verb {
  private static let with = Slot<Expression>.expression("with")

  static let fill = Verb(
    "fill",
    "adds rows for absent periods, categories and pairs, of each group after per",
    missing: "The numbers of an added row are missing unless with gives them a value; missing "
      + "values that were there stay.",
    related: ["pivot", "count", "append"],
    shape: Shape(head: [.required(columns)], options: [.clause(per), .clause(with)]),
    examples: "stories | count by month = month(date) | fill month with 0 | first 5",
    "stories | count by scope, kind | fill scope, kind with 0",
    words: { stage, _ in
      "adds rows for \(each(stage[columns].map(\.words))) that is absent"
        + (stage[per].isEmpty ? "" : " within " + each(stage[per].map(\.words)))
        + (stage[with].map { ", with \($0.words) as their numbers" } ?? "")
    }
  ) { stage, builder in
    let filled = stage[columns].compactMap { builder.visibleColumn($0) }
    let groups = stage[per].compactMap { builder.visibleColumn($0) }
    guard filled.count == stage[columns].count, groups.count == stage[per].count else { return }
    var value: BoundExpression?
    if let expression = stage[with] {
      guard let bound = builder.bound(expression) else { return }
      guard bound.columns.isEmpty else {
        return builder.report(.notConstant(builder.text(expression)), at: expression.span)
      }
      guard bound.type.isNumeric else {
        let message = Message.fillWithType(builder.typed(bound, expression))
        return builder.report(message, at: expression.span)
      }
      value = bound
    }
    builder.fill(filled, per: groups, with: value)
  }
}

extension PlanBuilder {
  /// A column that a stage may add rows to: one that is shown.
  fileprivate func visibleColumn(_ path: Path) -> PlanColumn? {
    guard let column = column(path) else { return nil }
    if !column.isHidden { return column }
    return report(.fillShowsFirst(path.text), at: path.span)
  }

  fileprivate func fill(
    _ filled: [PlanColumn],
    per groups: [PlanColumn],
    with value: BoundExpression?
  ) {
    guard var axes = filled.mappingAll({ axis(of: $0, among: filled.count) }) else {
      return leaveColumnsUnknown()
    }
    let combinations = axes.map(\.literalRowCount).reduce(1.0, *)
    if combinations > 1e8 {
      let names = filled.map(\.field.name).joined(separator: ", ")
      report(.fillTooLong(names, rows: UInt64(min(combinations, 1e19))), at: stage.span)
      return leaveColumnsUnknown()
    }
    if !groups.isEmpty {
      let copy = duplicate(groups)
      let keys = copy.columns.map(\.id)
      let present = LogicalPlan(.aggregate(copy, keys: keys, calls: []), columns: copy.columns)
      axes.insert(present, at: 0)
    }
    guard let first = axes.first else { return }
    let grid = axes.dropFirst().reduce(first) { grid, axis in
      let columns = grid.columns + axis.columns
      return LogicalPlan(.join(grid, axis, Join(.cross, keys: [])), columns: columns)
    }
    append(grid, for: groups + filled, with: value)
  }

  /// Appends the rows of `grid` that are not there, and puts all in the order of its columns.
  private func append(
    _ grid: LogicalPlan,
    for originals: [PlanColumn],
    with value: BoundExpression?
  ) {
    var right = absentRows(of: grid, from: originals)
    let keys = right.columns.map(\.id)
    var pairings: [Pairing] = []
    var columns: [PlanColumn] = []
    for column in visible {
      let place = originals.firstIndex { $0.id == column.id }
      var source = place.map { keys[$0] }
      if source == nil, let value, column.field.isMeasure {
        let converted = Operators.converted(value, to: column.field.type) ?? value
        if converted.type != column.field.type {
          report(.fillNeedsWhole(column.field.name), at: stage.span)
        } else {
          let new = PlanColumn(binder.newColumn(), column.field, isHidden: true)
          right = LogicalPlan(right, with: new, converted)
          source = new.id
          if column.field.role != .additive || !column.notAlong.isEmpty {
            note(.filledStock(column: column.field.name))
          }
        }
      }
      columns.append(PlanColumn(binder.newColumn(), column.field))
      pairings.append(Pairing(left: column.id, right: source))
    }
    let newIDs = Dictionary(zip(visible.map(\.id), columns.map(\.id))) { first, _ in first }
    add(.append(plan, right, pairings), columns: columns)
    plan.reason = .filled
    key = key.compactMap { newIDs[$0] }
    totals = Set(totals.compactMap { newIDs[$0] })
    dateColumn = dateColumn.flatMap { newIDs[$0] }
    for (date, precision) in precisions { precisions[newIDs[date] ?? date] = newIDs[precision] }
    order = []
    add(.sort(plan, originals.compactMap { newIDs[$0.id].map { SortKey($0) } }))
  }

  /// The combinations of `grid` that no row has; missing is a value like any other in them.
  private func absentRows(of grid: LogicalPlan, from originals: [PlanColumn]) -> LogicalPlan {
    let present = flagged(duplicate(originals), 1)
    let wanted = flagged(LogicalPlan(.project(grid, []), columns: grid.columns), 0)
    let columns = present.columns.map { PlanColumn(binder.newColumn(), $0.field, isHidden: true) }
    let pairings = zip(present.columns, wanted.columns).map { Pairing(left: $0.id, right: $1.id) }
    let all = LogicalPlan(.append(present, wanted, pairings), columns: columns)
    let keys = Array(columns.dropLast())
    let flag = columns[keys.count].expression
    guard let call = Function.aggregate("max", over: [flag], output: binder.newColumn()) else {
      return all
    }
    let shown = keys + [PlanColumn(call.output, Field("", .integer), isHidden: true)]
    let grouped = LogicalPlan(.aggregate(all, keys: keys.map(\.id), calls: [call]), columns: shown)
    return LogicalPlan(.filter(grouped, Predicate(call.isZero)), columns: shown)
  }

  /// The same rows with a last column that holds `flag`.
  private func flagged(_ plan: LogicalPlan, _ flag: Int64) -> LogicalPlan {
    let column = PlanColumn(binder.newColumn(), Field("", .integer), isHidden: true)
    return LogicalPlan(plan, with: column, .literal(.integer(flag), .integer))
  }

  /// All values that a filled column should have: periods or whole numbers from the first to the
  /// last, categories, and in pairs the values that occur.
  private func axis(of column: PlanColumn, among count: Int) -> LogicalPlan? {
    let fresh = PlanColumn(binder.newColumn(), column.field, isHidden: true)
    switch column.field.type {
    case .category(let category):
      return literalRows([(fresh, category.labels.strings.map { .text($0) })])
    case .period, .date, .integer:
      guard let values = distinctValues(of: column) else { return nil }
      return series(values, fresh)
    default:
      if count == 1 { return report(.fillNeeds(column.typed), at: stage.span) }
      guard let values = distinctValues(of: column) else { return nil }
      return literalRows([(fresh, values.filter { $0 != .missing })])
    }
  }

  private func series(_ values: [Value], _ column: PlanColumn) -> LogicalPlan? {
    let numbers = values.compactMap { value -> Int64? in
      switch value {
      case .ordinal(let ordinal): Int64(ordinal)
      case .integer(let number): number
      default: nil
      }
    }
    guard let least = numbers.min(), let most = numbers.max() else {
      return literalRows([(column, [])])
    }
    let steps = UInt64(bitPattern: most) &- UInt64(bitPattern: least)
    guard steps < 1_000_000 else {
      return report(.fillTooLong(column.field.name, rows: steps), at: stage.span)
    }
    let isInteger = column.field.type == .integer
    let all = (least...most).map { isInteger ? Value.integer($0) : .ordinal(Int32($0)) }
    return literalRows([(column, all)])
  }
}

extension LogicalPlan {
  /// How many rows the plan has if it scans rows that stand in it, as the axes of `fill` do; else 1.
  fileprivate var literalRowCount: Double {
    if case .scan(let scan) = operation, case .rows(let table) = scan.source {
      Double(table.rowCount)
    } else {
      1
    }
  }

  /// The rows of a plan with one more column.
  fileprivate init(_ plan: LogicalPlan, with column: PlanColumn, _ bound: BoundExpression) {
    let projections = [Projection(column.id, bound)]
    self.init(.project(plan, projections), columns: plan.columns + [column])
  }
}

extension AggregateCall {
  /// Whether the call gives zero.
  var isZero: BoundExpression {
    Operators.comparison(.equal, .column(output, .integer), .literal(.integer(0), .integer))
  }
}
