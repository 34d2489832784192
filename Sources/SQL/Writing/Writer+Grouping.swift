import Plans
import Tables

extension Writer {
  /// The one row of totals that nobody reads.
  private func oneRow() -> Rows {
    var rows = Rows()
    rows.unique = []
    rows.hasRows = true
    rows.hint = "totals"
    return close(rows, keeping: [], ordered: true)
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
    let needsOrder = calls.contains(where: \.dependsOnOrder)
    let ids = Set(keys + calls.flatMap(\.read))
    var rows = try self.rows(of: input, needed: ids, ordered: needsOrder)
    let isStrange = keys.contains { id in rows.cells[id].map(self.isStrange) ?? false }
    if !rows.isOpenForJoins || rows.hasWindow(ids, ordered: needsOrder) || isStrange {
      let hint = isStrange ? "prepared" : nil
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
    return try grouped(rows, keys, calls, choices, needsOrder)
  }

  /// The rows of a select drawn together.
  private func grouped(
    _ rows: Rows,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ choices: [ColumnID: Choosing],
    _ needsOrder: Bool
  ) throws(Refusal) -> Rows {
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
    try checkCells(calls, rows, groups: result.select.groups)
    result.isGrouped = true
    result.order = keyCells.map { Term(cell: $0) }
    result.isOrdered = true
    result.unique = result.select.groups
    result.hasRows = keys.isEmpty || rows.hasRows
    let names = keys.map { name(of: $0) }.joined(separator: "_and_")
    result.hint = keys.isEmpty ? "totals" : names.utf8.count > 40 ? "grouped" : "by_" + names
    return result
  }

  /// A cell of a pivot must have one row: asks whether one has several, unless the rows are told apart.
  private func checkCells(
    _ calls: [AggregateCall],
    _ rows: Rows,
    groups: [Expression]
  ) throws(Refusal) {
    let cells = calls.filter { $0.name == "only" }
    guard let first = cells.first?.condition else { return }
    let told = Set(groups + first.columns.compactMap { rows.cells[$0]?.sql })
    if rows.unique?.allSatisfy(told.contains) ?? false { return }
    var select = rows.select
    select.groups = groups
    let speaker = speaker(rows)
    var tests: [Expression] = []
    for cell in cells {
      guard let condition = cell.condition else { continue }
      let count = Aggregate(
        name: "count",
        arguments: [.token("*")],
        filter: try speaker.sql(condition, .condition)
      )
      tests.append(.infix(.aggregate(count), ">", .integer(1)))
    }
    select.having = [
      tests.dropFirst().reduce(tests[0]) { .infix($0, "or", $1) }
    ]
    check(
      select,
      failure: "Several rows fall into one cell. Draw them together first, with total or summarize."
    )
  }

  /// Whether a key is better computed first: a constant, or what is long and would be repeated.
  private func isStrange(_ key: Cell) -> Bool {
    if key.sql.isConstant || key.sql.hasQuery || key.sql.size > 8 { return true }
    if case .column = key.sql { return false }
    // In a chain of conditions it would not be found again.
    if case .infix(_, "and", _) = key.sql { return true }
    if case .infix(_, "or", _) = key.sql { return true }
    if case .category(let category) = key.type { return !category.isInByteOrder }
    return false
  }

  func cell(_ call: AggregateCall, _ site: AggregateSite) throws(Refusal) -> Cell {
    guard let saying = dialect.aggregate(call.name) else {
      throw site.refusal(call.name, dialect.unsaid[call.name])
    }
    record.exactness = max(record.exactness, saying.exactness)
    if call.name == "sum", call.type != .integer { record.exactness = .nearly }
    let said = try saying.say(site)
    return Cell(sql: said.sql, type: call.type, isNullable: said.isNullable)
  }
}

extension AggregateCall {
  /// The columns that it reads.
  var read: [ColumnID] { arguments.flatMap(\.columns) + (condition?.columns ?? []) }

  /// Whether it gives something else where rows come in another order.
  var dependsOnOrder: Bool { ["first", "last", "at_max", "at_min"].contains(name) }
}
