import Plans
import Tables

// Aggregates that choose a row: the first by some order, the most frequent value, the one in the middle.
// Where a dialect has no aggregate for them, each row is first told what it must know, by windows; the
// grouping then has only to take what was chosen.

/// How an aggregate takes up what was chosen row by row.
struct Choosing {
  /// The column with the chosen value in every row, or with the values to be drawn together.
  var column: ColumnID
  /// The aggregate that takes it: `max` of what is the same in all rows, else a sum or mean.
  var name: String
}

extension Writer {
  /// The calls that are said row by row, in a grouping or beside each row.
  func rowwise(_ calls: [AggregateCall], isSpread: Bool) -> [AggregateCall] {
    let names = isSpread ? dialect.rowwise.union(dialect.rowwiseBesideRows) : dialect.rowwise
    return calls.filter { names.contains($0.name) }
  }

  /// The rows with columns that tell what was chosen within each partition.
  func choosing(
    _ calls: [AggregateCall],
    within partition: [ColumnID],
    of rows: Rows,
    keeping ids: Set<ColumnID>,
    ordered: Bool
  ) throws(Refusal) -> (Rows, [ColumnID: Choosing]) {
    var (rows, ids) = (rows, ids.union(partition))
    let needsOrder = ordered || calls.contains(where: \.dependsOnOrder)
    if !rows.isOpenForJoins || rows.hasWindow(ids, ordered: needsOrder) {
      rows = close(rows, keeping: ids, ordered: true)
    }
    var counts: [ColumnID: [ColumnID]] = [:]
    for call in calls {
      let made = try counting(call, partition, &rows)
      if !made.isEmpty { counts[call.output] = made }
      ids.formUnion(made)
    }
    if !counts.isEmpty { rows = close(rows, keeping: ids, ordered: true, as: "counted") }
    var choices: [ColumnID: Choosing] = [:]
    for call in calls {
      let choice = try chosen(call, partition, counts[call.output] ?? [], &rows)
      choices[call.output] = choice
      ids.insert(choice.column)
    }
    if rows.hasWindow(ids) { rows = close(rows, keeping: ids, ordered: ordered, as: "chosen") }
    return (rows, choices)
  }

  /// The condition that a row is taken in; nil where all are.
  private func taken(_ call: AggregateCall, _ rows: Rows) throws(Refusal) -> Expression? {
    var tests: [Expression] = []
    if let condition = call.condition { tests.append(try speaker(rows).sql(condition, .condition)) }
    let decisive = ["at_max", "at_min"].contains(call.name) ? 1 : 0
    let value = try speaker(rows).argument(call.arguments[decisive])
    if value.isNullable { tests.append(value.sql.isNotNull) }
    return Expression.all(tests)
  }

  private func keys(_ partition: [ColumnID], _ rows: Rows) -> [Expression] {
    partition.compactMap { rows.cells[$0]?.sql }.filter { !$0.isConstant }
  }

  /// The order in which rows that are taken in come first.
  private func takenFirst(_ taken: Expression?) -> [Ordering] {
    guard let taken else { return [] }
    if case .postfix(let value, "is not null") = taken {
      return [Ordering(expression: value.isNull)]
    }
    let late = Expression.choice(
      nil,
      [.init(when: taken, then: .integer(0))],
      otherwise: .integer(1)
    )
    return [Ordering(expression: late)]
  }

  /// What must be counted before a row can be chosen: how often its value comes, or its place.
  private func counting(
    _ call: AggregateCall,
    _ partition: [ColumnID],
    _ rows: inout Rows
  ) throws(Refusal) -> [ColumnID] {
    guard ["mode", "median", "quantile"].contains(call.name) else { return [] }
    let taken = try taken(call, rows)
    let value = try speaker(rows).argument(call.arguments[0]).sql
    let keys = keys(partition, rows)
    var one: Expression = taken.map { Expression.integer(1).when($0) } ?? .token("*")
    if taken == value.isNotNull { one = value }
    func count(_ partition: [Expression]) -> Expression {
      .over(
        .aggregate(Aggregate(name: "count", arguments: [one])),
        Frame(partition: partition)
      )
    }
    func column(_ name: String, _ sql: Expression) -> ColumnID {
      let id = newColumn(name)
      rows.cells[id] = Cell(sql: sql, type: .integer, isNullable: false)
      return id
    }
    if call.name == "mode" { return [column("_times", count(keys + [value]))] }
    let order = takenFirst(taken) + [Ordering(expression: value)]
    let place = Expression.over(
      .call("row_number", []),
      Frame(partition: keys, order: order)
    )
    return [column("_place", place), column("_count", count(keys))]
  }

  private func chosen(
    _ call: AggregateCall,
    _ partition: [ColumnID],
    _ counts: [ColumnID],
    _ rows: inout Rows
  ) throws(Refusal) -> Choosing {
    let taken = try taken(call, rows)
    let value = try speaker(rows).argument(call.arguments[0]).sql
    let known = counts.compactMap { rows.cells[$0]?.sql }
    let id = newColumn("_" + call.name)
    if known.count == 2 {
      let share =
        call.arguments.count > 1 ? try speaker(rows).sql(call.arguments[1]) : .token("0.5")
      let term = middle(
        taken.map { $0 == value.isNotNull ? value : value.when($0) } ?? value,
        place: known[0],
        count: known[1],
        share,
        isMedian: call.name == "median"
      )
      rows.cells[id] = Cell(sql: term, type: call.type, isNullable: true)
      return Choosing(column: id, name: call.name == "median" ? "avg" : "sum")
    }
    let order = try takenFirst(taken) + self.order(call, known.first, rows)
    let first = Expression.over(
      .call("first_value", [taken.map { $0 == value.isNotNull ? value : value.when($0) } ?? value]),
      Frame(partition: keys(partition, rows), order: order)
    )
    rows.cells[id] = Cell(sql: first, type: call.type, isNullable: true)
    let isTruth = call.type == .boolean && dialect.types[.boolean] == "boolean"
    return Choosing(column: id, name: isTruth ? "bool_or" : "max")
  }

  /// The order in which the chosen row comes first.
  private func order(
    _ call: AggregateCall,
    _ times: Expression?,
    _ rows: Rows
  ) throws(Refusal) -> [Ordering] {
    func term(_ place: Int, isDescending: Bool) throws(Refusal) -> Ordering {
      let sql = try speaker(rows).sql(call.arguments[place])
      let cell = Cell(sql: sql, type: call.arguments[place].type, isNullable: false)
      return dialect.ordering(Term(cell: cell, isDescending: isDescending))
    }
    if call.name == "mode", let times {
      return [Ordering(expression: times, isDescending: true), try term(0, isDescending: false)]
    }
    if !rows.isOrdered {
      throw speaker(rows).refusal(
        "\(call.name) of rows that have no order",
        "Put sort before it, by columns that tell the rows apart."
      )
    }
    let found = rows.trimmed(rows.order).map(dialect.ordering)
    switch call.name {
    case "first": return found
    case "last": return found.map(\.reversed)
    default: return [try term(1, isDescending: call.name == "at_max")] + found
    }
  }

  /// What a value adds to the quantile of its partition: type 7, linear between two places.
  private func middle(
    _ value: Expression,
    place: Expression,
    count: Expression,
    _ share: Expression,
    isMedian: Bool
  ) -> Expression {
    if isMedian {
      let two = Expression.integer(2)
      let places = [1, 2].map { dialect.wholeQuotient(count + .integer($0), two) }
      return value.when(.among(place, places, isNegated: false))
    }
    let exact = share * (count - .integer(1))
    let whole = Expression.call("floor", [exact])
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
