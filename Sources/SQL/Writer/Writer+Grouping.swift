import Functions
import Planner

extension Writer {
  /// One row a group, in the order of the keys.
  func aggregate(
    _ input: LogicalPlan,
    _ keys: [ColumnID],
    _ calls: [AggregateCall]
  ) throws -> OpenSelect {
    if keys.isEmpty, calls.isEmpty {
      // One row without columns: none is read.
      var rows = OpenSelect()
      (rows.unique, rows.hasRows, rows.hint) = ([], true, "totals")
      return close(rows, for: RowRequest([], ordered: true))
    }
    let needsOrder = calls.contains(where: \.dependsOnOrder)
    let request = RowRequest(keys + calls.flatMap(\.read), ordered: needsOrder)
    var rows = try self.rows(of: input, request)
    let isComputed = keys.contains { id in rows.columns[id].map(isComputedFirst) ?? false }
    rows = isComputed ? close(rows, for: request, as: "prepared") : opened(rows, for: request)
    let special = calls.filter { dialect.rowwise.contains($0.name) }
    let rowwise = try addRowwise(special, within: keys, to: &rows, request)
    return try grouped(rows, keys, calls, rowwise)
  }

  /// The rows of a select as groups.
  private func grouped(
    _ rows: OpenSelect,
    _ keys: [ColumnID],
    _ calls: [AggregateCall],
    _ rowwise: [ColumnID: WindowedAggregate]
  ) throws -> OpenSelect {
    let keyColumns = keys.compactMap { rows.columns[$0] }
    var result = rows
    result.columns = [:]
    for (id, column) in zip(keys, keyColumns) { result.columns[id] = column }
    var groups = rows
    groups.hasRows = !keys.isEmpty || rows.hasRows
    for call in calls {
      result.columns[call.output] = try column(call, groups, rowwise[call.output], over: nil)
    }
    result.select.groups = keyColumns.map(\.sql).uniqued
    try checkPivot(calls, rows, groups: result.select.groups)
    result.isGrouped = true
    result.setKey(keyColumns)
    result.isOrdered = true
    result.unique = result.select.groups
    result.hasRows = keys.isEmpty || rows.hasRows
    let names = keys.map { name(of: $0) }.joined(separator: "_and_")
    result.hint = keys.isEmpty ? "totals" : names.utf8.count > 40 ? "grouped" : "by_" + names
    return result
  }

  /// Adds a check that each value of a pivot is of one row, unless the rows' key guarantees it.
  private func checkPivot(
    _ calls: [AggregateCall],
    _ rows: OpenSelect,
    groups: [SQLExpression]
  ) throws {
    let conditions = calls.filter { $0.name == "only" }.compactMap(\.condition)
    guard let first = conditions.first else { return }
    if rows.areUnique(by: groups + rows.expressions(first.columns)) { return }
    var select = rows.select
    select.groups = groups
    let tests = try conditions.map { condition in
      let filter = try translator(rows).sql(condition, .condition)
      let count = Aggregate(name: "count", arguments: [.token("*")], filter: filter)
      return SQLExpression.infix(.aggregate(count), ">", 1)
    }
    select.having = [SQLExpression.joined(tests, "or")].compactMap { $0 }
    try check(
      select,
      failure: "Several rows fall into one cell. Draw them together first, with summarize."
    )
  }

  /// Whether a key is better computed first: a constant, or what is long and would be repeated.
  private func isComputedFirst(_ key: SelectColumn) -> Bool {
    if key.sql.isConstant || key.sql.hasQuery || key.sql.size > 8 { return true }
    if case .column = key.sql { return false }
    // In a chain of conditions it would not be found again.
    if case .infix(_, let word, _) = key.sql, ["and", "or"].contains(word) { return true }
    if case .category(let category) = key.type { return !category.isInByteOrder }
    return false
  }
}

extension AggregateCall {
  /// The columns that it reads.
  var read: [ColumnID] { arguments.flatMap(\.columns) + (condition?.columns ?? []) }

  /// Whether its value depends on the order of rows.
  var dependsOnOrder: Bool { ["first", "last", "at_max", "at_min"].contains(name) }
}
