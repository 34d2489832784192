import Functions

// Aggregates that choose a row: the first by some order, the most frequent value, the one in the
// middle. Where a dialect has no aggregate for them, windows compute row by row what is needed to
// choose; the grouping then aggregates the values that were chosen.

/// The column that windows computed for an aggregate, and how the grouping aggregates it.
struct WindowedAggregate {
  /// The column with the chosen value in every row, or with values whose sum or mean is wanted.
  var column: ColumnID
  /// The aggregate of it: `max` of what is the same in all rows, else a sum or mean.
  var name: String
}

/// A call of an aggregate that is computed row by row.
private struct RowwiseCall {
  let call: AggregateCall
  /// The value to be chosen.
  let value: SQLExpression
  /// The condition on the rows to choose from; nil for all.
  let condition: SQLExpression?
  let partition: [SQLExpression]

  /// Whether the condition is only that the value is known.
  var needsKnown: Bool { condition == value.isNotNull }

  /// The value where the condition holds.
  var chosen: SQLExpression { needsKnown ? value : value.when(all: [condition].compactMap { $0 }) }

  /// The order in which rows that fulfill the condition come first.
  var eligibleFirst: [Ordering] {
    guard let condition else { return [] }
    if case .postfix(let value, "is not null") = condition {
      return [Ordering(expression: value.isNull)]
    }
    return [Ordering(expression: SQLExpression.integer(0).when(condition, otherwise: 1))]
  }
}

extension Writer {
  /// Adds columns of what the calls choose within each partition.
  func addRowwise(
    _ calls: [AggregateCall],
    within partition: [ColumnID],
    to rows: inout OpenSelect,
    _ request: RowRequest
  ) throws -> [ColumnID: WindowedAggregate] {
    if calls.isEmpty { return [:] }
    var request = request.adding(partition)
    let needsOrder = request.ordered || calls.contains(where: \.dependsOnOrder)
    rows = opened(rows, for: request.inOrder, ordered: needsOrder)
    var counts: [ColumnID: [ColumnID]] = [:]
    for call in calls {
      counts[call.output] = try addCounts(rowwise(call, partition, rows), &rows)
      request = request.adding(counts[call.output] ?? [])
    }
    if counts.values.contains(where: { !$0.isEmpty }) {
      rows = close(rows, for: request.inOrder, as: "counted")
    }
    var aggregates: [ColumnID: WindowedAggregate] = [:]
    for call in calls {
      let counts = rows.expressions(counts[call.output] ?? [])
      let aggregate = try addChosen(rowwise(call, partition, rows), counts, &rows)
      aggregates[call.output] = aggregate
      request.needed.insert(aggregate.column)
    }
    if rows.hasWindow(request.needed) { rows = close(rows, for: request, as: "chosen") }
    return aggregates
  }

  private func rowwise(
    _ call: AggregateCall,
    _ partition: [ColumnID],
    _ rows: OpenSelect
  ) throws -> RowwiseCall {
    let translator = translator(rows)
    var tests: [SQLExpression] = []
    if let condition = call.condition { tests = [try translator.sql(condition, .condition)] }
    let decisive = ["at_max", "at_min"].contains(call.name) ? 1 : 0
    let decider = try translator.argument(call.arguments[decisive])
    if decider.isNullable { tests.append(decider.sql.isNotNull) }
    return RowwiseCall(
      call: call,
      value: try translator.argument(call.arguments[0]).sql,
      condition: SQLExpression.all(tests),
      partition: rows.expressions(partition).filter { !$0.isConstant }
    )
  }

  /// Adds columns of what must be counted before a row can be chosen: how often its value comes, or
  /// its place and the number of rows.
  private func addCounts(_ rowwise: RowwiseCall, _ rows: inout OpenSelect) -> [ColumnID] {
    let (value, partition) = (rowwise.value, rowwise.partition)
    let taken = rowwise.condition.map { SQLExpression.integer(1).when($0) } ?? .token("*")
    func count(_ partition: [SQLExpression]) -> SelectColumn {
      let counted = rowwise.needsKnown ? value : taken
      return .integer(
        .aggregate("count", counted, over: WindowSpecification(partition: partition))
      )
    }
    switch rowwise.call.name {
    case "mode": return [define("_times", count(partition + [value]), in: &rows)]
    case "median", "quantile":
      let order = rowwise.eligibleFirst + [Ordering(expression: value)]
      let place = SQLExpression.rowNumber(partition: partition, order: order)
      return [
        define("_place", .integer(place), in: &rows),
        define("_count", count(partition), in: &rows),
      ]
    default: return []
    }
  }

  /// Adds the column of the value that a call chooses, or of what its rows add to it.
  private func addChosen(
    _ rowwise: RowwiseCall,
    _ counts: [SQLExpression],
    _ rows: inout OpenSelect
  ) throws -> WindowedAggregate {
    let call = rowwise.call
    let (sql, name): (SQLExpression, String)
    if counts.count == 2 {
      (sql, name) = try middle(rowwise, place: counts[0], count: counts[1], rows)
    } else {
      let order = try rowwise.eligibleFirst + self.order(call, counts.first, rows)
      let window = WindowSpecification(partition: rowwise.partition, order: order)
      sql = .over(.call("first_value", [rowwise.chosen]), window)
      name = call.type == .boolean && dialect.types[.boolean] == "boolean" ? "bool_or" : "max"
    }
    let column = SelectColumn(sql: sql, type: call.type, isNullable: true)
    return WindowedAggregate(column: define("_" + call.name, column, in: &rows), name: name)
  }

  /// The order in which the chosen row comes first.
  private func order(
    _ call: AggregateCall,
    _ times: SQLExpression?,
    _ rows: OpenSelect
  ) throws -> [Ordering] {
    func term(_ place: Int, isDescending: Bool) throws -> Ordering {
      let sql = try translator(rows).sql(call.arguments[place])
      let column = SelectColumn(sql: sql, type: call.arguments[place].type, isNullable: false)
      return dialect.ordering(OrderTerm(column: column, isDescending: isDescending))
    }
    if call.name == "mode", let times {
      return [Ordering(expression: times, isDescending: true), try term(0, isDescending: false)]
    }
    try needsOrder(rows, call.name)
    let found = order(of: rows)
    switch call.name {
    case "first": return found
    case "last": return found.map(\.reversed)
    default: return [try term(1, isDescending: call.name == "at_max")] + found
    }
  }

  /// What a row adds to the median or quantile of its partition, and the aggregate that adds it up.
  ///
  /// A quantile is of type 7: linear between two places.
  private func middle(
    _ rowwise: RowwiseCall,
    place: SQLExpression,
    count: SQLExpression,
    _ rows: OpenSelect
  ) throws -> (SQLExpression, String) {
    let value = rowwise.chosen
    if rowwise.call.name == "median" {
      let places = [1, 2].map { dialect.wholeQuotient(count + .integer($0), 2) }
      return (value.when(.among(place, places, isNegated: false)), "avg")
    }
    let exact = try translator(rows).sql(rowwise.call.arguments[1]) * (count - 1)
    let whole = SQLExpression.call("floor", [exact])
    let rest = exact - whole
    let branches = [
      SQLExpression.Branch(.infix(place, "=", whole + 1), value * (1 - rest)),
      SQLExpression.Branch(.infix(place, "=", whole + 2), value * rest),
    ]
    return (.choice(nil, branches, otherwise: nil), "sum")
  }
}
