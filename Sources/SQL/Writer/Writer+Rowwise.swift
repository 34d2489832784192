import Functions

// Aggregates that choose a row: the first by some order, the most frequent value, the one in the
// middle. Where a dialect has no aggregate for them, windows compute row by row what is needed to
// choose; the grouping then takes up the values that were chosen.

/// The column that windows computed for an aggregate, and how the grouping takes it up.
struct RowwiseAggregate {
  /// The column with the chosen value in every row, or with the values to be drawn together.
  var column: ColumnID
  /// The aggregate of it: `max` of what is the same in all rows, else a sum or mean.
  var name: String
}

extension Writer {
  /// The calls that are computed row by row, in a grouping or beside each row.
  func rowwise(_ calls: [AggregateCall], isSpread: Bool) -> [AggregateCall] {
    let names = isSpread ? dialect.rowwise.union(dialect.rowwiseBesideRows) : dialect.rowwise
    return calls.filter { names.contains($0.name) }
  }

  /// The rows with columns of what was chosen within each partition.
  func choosing(
    _ calls: [AggregateCall],
    within partition: [ColumnID],
    of rows: OpenSelect,
    _ request: RowRequest
  ) throws(Unsupported) -> (OpenSelect, [ColumnID: RowwiseAggregate]) {
    var (rows, request) = (rows, request.adding(partition))
    let needsOrder = request.ordered || calls.contains(where: \.dependsOnOrder)
    if !rows.isOpenForJoins || rows.hasWindow(request.needed, ordered: needsOrder) {
      rows = close(rows, for: request.inOrder)
    }
    var counts: [ColumnID: [ColumnID]] = [:]
    for call in calls {
      let made = try counting(call, partition, &rows)
      if !made.isEmpty { counts[call.output] = made }
      request = request.adding(made)
    }
    if !counts.isEmpty { rows = close(rows, for: request.inOrder, as: "counted") }
    var choices: [ColumnID: RowwiseAggregate] = [:]
    for call in calls {
      let choice = try chosen(call, partition, counts[call.output] ?? [], &rows)
      choices[call.output] = choice
      request.needed.insert(choice.column)
    }
    if rows.hasWindow(request.needed) { rows = close(rows, for: request, as: "chosen") }
    return (rows, choices)
  }

  /// The condition that a row is taken in; nil where all are.
  private func taken(_ call: AggregateCall, _ rows: OpenSelect) throws(Unsupported)
    -> SQLExpression?
  {
    var tests: [SQLExpression] = []
    if let condition = call.condition { tests.append(try speaker(rows).sql(condition, .condition)) }
    let decisive = ["at_max", "at_min"].contains(call.name) ? 1 : 0
    let value = try speaker(rows).argument(call.arguments[decisive])
    if value.isNullable { tests.append(value.sql.isNotNull) }
    return SQLExpression.all(tests)
  }

  private func keys(_ partition: [ColumnID], _ rows: OpenSelect) -> [SQLExpression] {
    rows.expressions(partition).filter { !$0.isConstant }
  }

  /// The order in which rows that are taken in come first.
  private func takenFirst(_ taken: SQLExpression?) -> [Ordering] {
    guard let taken else { return [] }
    if case .postfix(let value, "is not null") = taken {
      return [Ordering(expression: value.isNull)]
    }
    return [Ordering(expression: .integer(0).when(taken, otherwise: .integer(1)))]
  }

  /// What must be counted before a row can be chosen: how often its value comes, or its place.
  private func counting(
    _ call: AggregateCall,
    _ partition: [ColumnID],
    _ rows: inout OpenSelect
  ) throws(Unsupported) -> [ColumnID] {
    guard ["mode", "median", "quantile"].contains(call.name) else { return [] }
    let taken = try taken(call, rows)
    let value = try speaker(rows).argument(call.arguments[0]).sql
    let keys = keys(partition, rows)
    var one: SQLExpression = taken.map { SQLExpression.integer(1).when($0) } ?? .token("*")
    if taken == value.isNotNull { one = value }
    func count(_ partition: [SQLExpression]) -> SQLExpression {
      .over(
        .aggregate(Aggregate(name: "count", arguments: [one])),
        Frame(partition: partition)
      )
    }
    if call.name == "mode" {
      return [define("_times", .integer(count(keys + [value])), in: &rows)]
    }
    let order = takenFirst(taken) + [Ordering(expression: value)]
    let place = SQLExpression.rowNumber(partition: keys, order: order)
    return [
      define("_place", .integer(place), in: &rows),
      define("_count", .integer(count(keys)), in: &rows),
    ]
  }

  private func chosen(
    _ call: AggregateCall,
    _ partition: [ColumnID],
    _ counts: [ColumnID],
    _ rows: inout OpenSelect
  ) throws(Unsupported) -> RowwiseAggregate {
    let taken = try taken(call, rows)
    let value = try speaker(rows).argument(call.arguments[0]).sql
    let known = rows.expressions(counts)
    let counted = taken.map { $0 == value.isNotNull ? value : value.when($0) } ?? value
    func column(_ sql: SQLExpression) -> ColumnID {
      define("_" + call.name, Cell(sql: sql, type: call.type, isNullable: true), in: &rows)
    }
    if known.count == 2 {
      let share =
        call.arguments.count > 1 ? try speaker(rows).sql(call.arguments[1]) : .token("0.5")
      let term = middle(
        counted,
        place: known[0],
        count: known[1],
        share,
        isMedian: call.name == "median"
      )
      return RowwiseAggregate(column: column(term), name: call.name == "median" ? "avg" : "sum")
    }
    let order = try takenFirst(taken) + self.order(call, known.first, rows)
    let first = SQLExpression.over(
      .call("first_value", [counted]),
      Frame(partition: keys(partition, rows), order: order)
    )
    let isTruth = call.type == .boolean && dialect.types[.boolean] == "boolean"
    return RowwiseAggregate(column: column(first), name: isTruth ? "bool_or" : "max")
  }

  /// The order in which the chosen row comes first.
  private func order(
    _ call: AggregateCall,
    _ times: SQLExpression?,
    _ rows: OpenSelect
  ) throws(Unsupported) -> [Ordering] {
    func term(_ place: Int, isDescending: Bool) throws(Unsupported) -> Ordering {
      let sql = try speaker(rows).sql(call.arguments[place])
      let cell = Cell(sql: sql, type: call.arguments[place].type, isNullable: false)
      return dialect.ordering(OrderTerm(cell: cell, isDescending: isDescending))
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

  /// What a value adds to the quantile of its partition: type 7, linear between two places.
  private func middle(
    _ value: SQLExpression,
    place: SQLExpression,
    count: SQLExpression,
    _ share: SQLExpression,
    isMedian: Bool
  ) -> SQLExpression {
    if isMedian {
      let two = SQLExpression.integer(2)
      let places = [1, 2].map { dialect.wholeQuotient(count + .integer($0), two) }
      return value.when(.among(place, places, isNegated: false))
    }
    let exact = share * (count - .integer(1))
    let whole = SQLExpression.call("floor", [exact])
    let rest = exact - whole
    return .choice(
      nil,
      [
        .init(
          when: .infix(place, "=", whole + .integer(1)),
          then: value * (.integer(1) - rest)
        ),
        .init(when: .infix(place, "=", whole + .integer(2)), then: value * rest),
      ],
      otherwise: nil
    )
  }
}
