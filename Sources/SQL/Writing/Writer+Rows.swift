import Plans
import Tables

// Filters, projections, groupings and windows.

extension Writer {
  /// The rows for which a condition is true: in `where`, `having` or `qualify`, or over a named query.
  func filter(
    _ rows: Rows,
    _ formula: Formula,
    needed: Set<ColumnID>,
    ordered: Bool
  ) throws(Refusal) -> Rows {
    if formula.literal == .boolean(true) { return rows }
    var rows = rows
    let ids = needed.union(formula.columns)
    let isGlobal = rows.isGrouped && rows.select.groups.isEmpty
    let afterWindow = rows.hasWindow(ids) || !rows.select.qualify.isEmpty
    if rows.select.limit != nil || isGlobal || (afterWindow && !dialect.hasQualify) {
      rows = close(rows, keeping: ids, ordered: ordered)
    }
    let condition = try speaker(rows).sql(formula, .condition)
    rows.hasRows = false
    add(condition, to: &rows, ids)
    for id in formula.knownWhereTrue {
      guard let sql = rows.cells[id]?.sql else { continue }
      for (other, cell) in rows.cells where cell.sql == sql {
        rows.cells[other]?.isNullable = false
      }
    }
    return rows
  }

  /// Puts a condition where it belongs.
  func add(_ condition: Expression, to rows: inout Rows, _ ids: Set<ColumnID>) {
    if rows.hasWindow(ids) || condition.hasWindow || !rows.select.qualify.isEmpty {
      rows.select.qualify.append(condition)
    } else if rows.isGrouped {
      rows.select.having.append(condition)
    } else {
      rows.select.filters.append(condition)
    }
  }

  /// Computed columns take the place of their names; what grew too large is named first.
  func project(
    _ input: Plan,
    _ projections: [Projection],
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    let made = projections.filter { needed.contains($0.output) }
    let read = Set(made.flatMap(\.formula.columns))
    let ids = needed.subtracting(made.map(\.output)).union(read)
    var rows = try self.rows(of: input, needed: ids, ordered: ordered)
    if isHeavy(made, rows) { rows = close(rows, keeping: ids, ordered: ordered) }
    let speaker = speaker(rows)
    for projection in made {
      let said = try speaker.say(projection.formula, .value)
      rows.cells[projection.output] = Cell(
        sql: said.sql,
        type: projection.formula.type,
        isNullable: said.isNullable
      )
    }
    return rows
  }

  /// Whether computed columns would be repeated at length.
  private func isHeavy(_ projections: [Projection], _ rows: Rows) -> Bool {
    var uses: [ColumnID: Int] = [:]
    for id in projections.flatMap(\.formula.columns) { uses[id, default: 0] += 1 }
    return uses.contains { id, count in
      guard let size = rows.cells[id]?.sql.size, size > 3 else { return false }
      return count > 1 && size * count > 40
    }
  }

  /// Rows drawn together, in the order of the keys.
  func aggregate(
    _ input: Plan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ needed: Set<ColumnID>
  ) throws(Refusal) -> Rows {
    let calls = calls.filter { needed.contains($0.output) }
    if keys.isEmpty, calls.isEmpty { return oneRow() }
    let needsOrder = calls.contains { ["first", "last", "at_max", "at_min"].contains($0.name) }
    let ids = Set(
      keys + calls.flatMap { $0.arguments.flatMap(\.columns) + ($0.condition?.columns ?? []) }
    )
    var rows = try self.rows(of: input, needed: ids, ordered: needsOrder)
    let strange = keys.filter { id in rows.cells[id].map(isStrange) ?? false }
    if !rows.isOpenForJoins || rows.hasWindow(ids) || !strange.isEmpty {
      let hint =
        strange.isEmpty ? nil : "prepared"
      rows = close(rows, keeping: ids, ordered: needsOrder, as: hint)
    }
    var choices: [ColumnID: Choosing] = [:]
    let special = rowwise(calls, isSpread: false)
    if !special.isEmpty {
      (rows, choices) = try choosing(
        special,
        within: keys,
        of: rows,
        keeping: ids,
        ordered: needsOrder
      )
    }
    let keyCells = keys.compactMap { rows.cells[$0] }
    let order = needsOrder ? rows.trimmed(rows.order).map(dialect.ordering) : []
    var result = rows
    result.cells = [:]
    for (id, cell) in zip(keys, keyCells) { result.cells[id] = cell }
    for call in calls {
      if let choice = choices[call.output] {
        result.cells[call.output] = drawn(choice, call, rows)
        continue
      }
      let site = AggregateSite(
        call: call,
        speaker: speaker(rows),
        partition: nil,
        order: order,
        isOrdered: rows.isOrdered,
        hasRows: !keys.isEmpty || rows.hasRows
      )
      result.cells[call.output] = try cell(call, site)
    }
    result.select.groups = keyCells.map(\.sql).uniqued
    result.isGrouped = true
    result.order = keyCells.map { Term(cell: $0) }
    result.isOrdered = true
    result.unique = result.select.groups
    result.hasRows = keys.isEmpty || rows.hasRows
    result.hint =
      keys.isEmpty ? "totals" : "by_" + keys.map { name(of: $0) }.joined(separator: "_and_")
    return result
  }

  /// The one row of totals that nobody reads.
  private func oneRow() -> Rows {
    var rows = Rows()
    rows.unique = []
    rows.hasRows = true
    rows.hint = "totals"
    return close(rows, keeping: [], ordered: true)
  }

  /// Whether a key is better computed first: a constant, or what is long and would be repeated.
  private func isStrange(_ key: Cell) -> Bool {
    if key.sql.isConstant || key.sql.hasQuery || key.sql.size > 8 { return true }
    if case .column = key.sql { return false }
    if case .category(let category) = key.type { return !category.isInByteOrder }
    return false
  }

  private func cell(_ call: AggregateCall, _ site: AggregateSite) throws(Refusal) -> Cell {
    guard let saying = dialect.aggregate(call.name) else {
      throw site.refusal(call.name, dialect.unsaid[call.name])
    }
    record.exactness = max(record.exactness, saying.exactness)
    if call.name == "sum", call.type != .integer { record.exactness = .nearly }
    let said = try saying.say(site)
    return Cell(sql: said.sql, type: call.type, isNullable: said.isNullable)
  }

  /// Columns computed from the rows around each.
  func window(
    _ input: Plan,
    _ window: Window,
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    let functions = window.functions.filter { needed.contains($0.output) }
    let aggregates = window.aggregates.filter { needed.contains($0.output) }
    let made = Set(functions.map(\.output) + aggregates.map(\.output))
    var read = Set(functions.flatMap { $0.arguments.flatMap(\.columns) })
    read.formUnion(
      aggregates.flatMap { $0.arguments.flatMap(\.columns) + ($0.condition?.columns ?? []) }
    )
    if !made.isEmpty { read.formUnion(window.partition) }
    if !functions.isEmpty { read.formUnion(window.order.map(\.column)) }
    let needsOrder =
      functions.contains(where: \.needsOrder)
      || aggregates.contains { ["first", "last", "at_max", "at_min"].contains($0.name) }
    let ids = needed.subtracting(made).union(read)
    var rows = try self.rows(of: input, needed: ids, ordered: ordered || needsOrder)
    if made.isEmpty { return rows }
    var choices: [ColumnID: Choosing] = [:]
    let special = rowwise(aggregates, isSpread: true)
    if !special.isEmpty {
      (rows, choices) = try choosing(
        special,
        within: window.partition,
        of: rows,
        keeping: ids,
        ordered: true
      )
    }
    let isCut = rows.select.limit != nil || !rows.select.qualify.isEmpty
    if isCut || rows.hasWindow(read) {
      let chosen = choices.values.map(\.column)
      rows = close(rows, keeping: ids.union(chosen), ordered: ordered || needsOrder)
    }
    let mark = markMoments(functions, window, &rows, ids.union(choices.values.map(\.column)))
    var cells: [ColumnID: Cell] = [:]
    for call in functions { cells[call.output] = try cell(call, window, rows, mark) }
    let partition = window.partition.compactMap { rows.cells[$0]?.sql }
    for call in aggregates {
      if let choice = choices[call.output] {
        cells[call.output] = drawn(choice, call, rows, over: partition)
      } else {
        cells[call.output] = try cell(call, window, rows)
      }
    }
    rows.cells.merge(cells) { $1 }
    rows.hint = functions.first.flatMap { Writer.doings[$0.name] } ?? "spread"
    return rows
  }

  /// What a group, or each row of a partition, gets of what was chosen.
  private func drawn(
    _ choice: Choosing,
    _ call: AggregateCall,
    _ rows: Rows,
    over partition: [Expression]? = nil
  ) -> Cell? {
    guard var cell = rows.cells[choice.column] else { return nil }
    if ["avg", "sum"].contains(choice.name) { record.exactness = .nearly }
    let isSame = choice.name == "max" || choice.name == "bool_or"
    if isSame, partition != nil { return cell }
    let call = Expression.aggregate(Aggregate(name: choice.name, arguments: [cell.sql]))
    cell.sql = partition.map { .over(call, Frame(partition: $0)) } ?? call
    return cell
  }

  /// What a query is called after its first window function.
  private static let doings = [
    "previous": "compared", "next": "compared", "change": "compared", "pct_change": "compared",
    "running": "added_up", "cumulative_share": "added_up", "share": "shared", "rank": "ranked",
    "row_number": "numbered", "rolling_sum": "rolled", "rolling_mean": "rolled",
  ]

  /// Numbers the rows of each moment, where a rolling window must count moments and not rows.
  private func markMoments(
    _ functions: [WindowCall],
    _ window: Window,
    _ rows: inout Rows,
    _ ids: Set<ColumnID>
  ) -> Expression? {
    guard functions.contains(where: { $0.name.hasPrefix("rolling") }),
      let along = window.order.first, let moment = rows.cells[along.column]
    else { return nil }
    let told = window.partition.compactMap { rows.cells[$0]?.sql } + [moment.sql]
    if rows.unique?.allSatisfy(Set(told).contains) ?? false { return nil }
    let mark = newColumn("_of_moment")
    let order = rows.trimmed(rows.order, given: told).map(dialect.ordering)
    let number = Expression.over(
      .call("row_number", []),
      Frame(partition: told, order: order.isEmpty ? [Ordering(expression: moment.sql)] : order)
    )
    rows.cells[mark] = Cell(sql: number, type: .integer, isNullable: false)
    rows = close(rows, keeping: ids.union([mark]), ordered: true, as: "marked")
    return rows.cells.removeValue(forKey: mark)?.sql
  }

  private func cell(
    _ call: WindowCall,
    _ window: Window,
    _ rows: Rows,
    _ mark: Expression?
  ) throws(Refusal) -> Cell {
    let partition = window.partition.compactMap { rows.cells[$0]?.sql }.filter { !$0.isConstant }
    let keys = window.order.compactMap { term($0, rows) }
    if call.needsOrder, keys.isEmpty, !rows.isOrdered {
      throw speaker(rows).refusal(
        "\(call.name) of rows that have no order",
        "Put sort before it, by columns that tell the rows apart."
      )
    }
    let order = rows.trimmed(keys + rows.order, given: partition)
    let told = Set(partition + (keys.first.map { [$0.cell.sql] } ?? []))
    if let moment = window.inheritedMoment, !(rows.unique?.allSatisfy(told.contains) ?? false) {
      record.remark(
        "\(call.name) holds if no two rows that belong together have the same \(moment)."
      )
    }
    let site = WindowSite(
      call: call,
      speaker: speaker(rows),
      partition: partition,
      order: order.map(dialect.ordering),
      along: keys.first,
      firstOfMoment: mark
    )
    guard let saying = dialect.window(call.name) else {
      throw site.speaker.refusal(call.name, dialect.unsaid[call.name])
    }
    record.exactness = max(record.exactness, saying.exactness)
    let said = try saying.say(site)
    return Cell(sql: said.sql, type: call.type, isNullable: said.isNullable)
  }

  private func cell(_ call: AggregateCall, _ window: Window, _ rows: Rows) throws(Refusal) -> Cell {
    let partition = window.partition.compactMap { rows.cells[$0]?.sql }
    let site = AggregateSite(
      call: call,
      speaker: speaker(rows),
      partition: partition,
      order: rows.trimmed(rows.order).map(dialect.ordering),
      isOrdered: rows.isOrdered,
      hasRows: true
    )
    return try cell(call, site)
  }
}

extension Formula {
  /// The columns that are known in every row for which it is true.
  var knownWhereTrue: Set<ColumnID> {
    guard case .call(let operation, let operands) = self else { return [] }
    func own(_ places: [Int]) -> Set<ColumnID> {
      Set(
        places.compactMap { place in
          if case .column(let id, _) = operands[place] { return id }
          return nil
        }
      )
    }
    switch operation.name {
    case "and": return operands.reduce([]) { $0.union($1.knownWhereTrue) }
    case "or":
      let sides = operands.map(\.knownWhereTrue)
      return sides.dropFirst().reduce(sides.first ?? []) { $0.intersection($1) }
    case "<", "<=", ">", ">=", "contains", "starts with", "ends with", "near": return own([0, 1])
    case "matches", "is not missing": return own([0])
    case "=":
      if let value = operands[1].literal { return value == .missing ? [] : own([0]) }
      if let value = operands[0].literal { return value == .missing ? [] : own([1]) }
      return []
    case "in": return operands.dropFirst().contains { $0.literal == .missing } ? [] : own([0])
    default: return []
    }
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it first stands.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
