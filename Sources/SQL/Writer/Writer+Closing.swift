import Functions

// Named queries: a select is finished, and a new one is opened over it.

extension Writer {
  /// The rows, closed if an aggregate, limit or window over what is requested would keep a join, a
  /// grouping or another window from being added.
  func opened(_ rows: OpenSelect, for request: RowRequest, ordered: Bool? = nil) -> OpenSelect {
    let hasWindow = rows.hasWindow(request.needed, ordered: ordered ?? request.ordered)
    return rows.isOpenForJoins && !hasWindow ? rows : close(rows, for: request)
  }

  /// The rows as a named query with a new select over it, with the columns and order that are
  /// requested.
  func close(_ given: OpenSelect, for request: RowRequest, as hint: String? = nil) -> OpenSelect {
    var rows = given
    // The column of a bare null or small integer would have another type than the one it is read
    // as.
    for (id, column) in given.columns where isUntyped(column) {
      rows.columns[id]?.sql = dialect.cast(column.sql, to: Representation(column.type))
    }
    var select = rows.select
    var outputs: [SQLExpression: String] = [:]
    var taken: Set<String> = []
    func output(_ expression: SQLExpression, _ wanted: String) {
      if outputs[expression] != nil { return }
      let name = Self.free(wanted, &taken)
      outputs[expression] = name
      select.columns.append(.init(expression: expression, name: name))
    }
    for id in listed(request.needed, rows) {
      if let column = rows.columns[id] { output(column.sql, name(of: id)) }
    }
    let order = request.ordered ? rows.trimmed(rows.order) : []
    for term in order { output(term.column.sql, term.column.sql.columnName ?? "_place") }
    for part in rows.unique ?? [] where request.ordered && rows.isOrdered {
      output(part, part.columnName ?? "_key")
    }
    if select.columns.isEmpty { output(1, "one") }
    select.order = select.limit == nil ? [] : self.order(of: rows)
    let name = name(finished(select, rows), hint: hint ?? rows.hint)
    var result = rows.moved(to: name, outputs, request.needed)
    result.order = order.map { $0.with(sql: .column(name, outputs[$0.column.sql] ?? "")) }
    result.isOrdered = request.ordered && rows.isOrdered
    return result
  }

  private func isUntyped(_ column: SelectColumn) -> Bool {
    if case .token = column.sql, column.type == .integer {
      return dialect.types[.integer] == "bigint"
    }
    return column.sql == .null
  }

  /// Columns as they are listed: those grouped by first, those of no plan last.
  private func listed(_ ids: Set<ColumnID>, _ rows: OpenSelect) -> [ColumnID] {
    func rank(_ id: ColumnID) -> (Int, Int, Int) {
      let group = rows.columns[id].flatMap { rows.select.groups.firstIndex(of: $0.sql) }
      return (group ?? Int.max, id.number < 0 ? 1 : 0, id.number)
    }
    return ids.sorted { rank($0) < rank($1) }
  }

  /// The select without clauses that its outputs made needless, and with `distinct` in the place of
  /// a grouping that only tells values apart.
  func finished(_ select: Select, _ rows: OpenSelect) -> Select {
    var select = select
    var outputs = select.columns.map(\.expression)
    if rows.isGlobal, !outputs.isEmpty, !outputs.contains(where: \.hasAggregate) {
      // Without an aggregate to show, the rows must still become one.
      outputs[0] = outputs[0].when(.infix(.rowCount, ">=", 0))
      select.columns[0].expression = outputs[0]
    }
    let seen = outputs + select.qualify + select.order.map(\.expression)
    if !select.qualify.isEmpty, !seen.contains(where: \.hasWindow) {
      // The window for which rows had to be kept is not read any more.
      select[keyPath: rows.filterClause] += select.qualify
      select.qualify = []
    }
    let isPlain = !outputs.contains { $0.hasAggregate || $0.hasWindow }
    if isPlain, select.having.isEmpty, select.qualify.isEmpty, !select.groups.isEmpty,
      Set(outputs) == Set(select.groups),
      select.order.allSatisfy({ outputs.contains($0.expression) })
    {
      select.isDistinct = true
      select.groups = []
    }
    return select
  }
}

extension OpenSelect {
  /// The rows as those of a named query, which has the expressions under these names.
  fileprivate func moved(
    to query: String,
    _ outputs: [SQLExpression: String],
    _ ids: Set<ColumnID>
  ) -> OpenSelect {
    var result = OpenSelect(from: query, columns: outputs.values.sorted())
    for id in ids {
      result.columns[id] = columns[id].map {
        $0.with(sql: .column(query, outputs[$0.sql] ?? ""))
      }
    }
    if let unique, unique.allSatisfy({ outputs[$0] != nil }) {
      result.unique = unique.map { .column(query, outputs[$0] ?? "") }
    }
    result.hasRows = hasRows
    result.hint = hint
    return result
  }
}
