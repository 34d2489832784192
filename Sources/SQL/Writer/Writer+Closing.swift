import Functions

// Named queries: a select is finished, and a new one is opened over it.

extension Writer {
  /// The rows of a named query, as a new select over it, with the columns and order that are
  /// requested.
  func close(_ given: OpenSelect, for request: RowRequest, as hint: String? = nil) -> OpenSelect {
    var rows = given
    // The column of a bare null or small integer would have another type than the one it is read
    // as.
    for (id, cell) in given.cells where isUntyped(cell) {
      rows.cells[id]?.sql = dialect.cast(cell.sql, to: Representation(cell.type))
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
      if let cell = rows.cells[id] { output(cell.sql, name(of: id)) }
    }
    let order = request.ordered ? rows.trimmed(rows.order) : []
    for term in order { output(term.cell.sql, columnName(term.cell.sql) ?? "_place") }
    for part in rows.unique ?? [] where request.ordered && rows.isOrdered {
      output(part, columnName(part) ?? "_key")
    }
    if select.columns.isEmpty { output(.integer(1), "one") }
    select.order = select.limit == nil ? [] : self.order(of: rows)
    let name = name(finished(select, rows), hint: hint ?? rows.hint)
    var result = rows.moved(to: name, outputs, request.needed)
    result.order = order.map { $0.with(sql: .column(name, outputs[$0.cell.sql] ?? "")) }
    result.isOrdered = request.ordered && rows.isOrdered
    return result
  }

  private func isUntyped(_ cell: Cell) -> Bool {
    if case .token = cell.sql, cell.type == .integer { return dialect.types[.integer] == "bigint" }
    return cell.sql == .null
  }

  /// Columns as they are listed: those grouped by first, those of no plan last.
  private func listed(_ ids: Set<ColumnID>, _ rows: OpenSelect) -> [ColumnID] {
    func rank(_ id: ColumnID) -> (Int, Int, Int) {
      let group = rows.cells[id].flatMap { rows.select.groups.firstIndex(of: $0.sql) }
      return (group ?? Int.max, id.number < 0 ? 1 : 0, id.number)
    }
    return ids.sorted { rank($0) < rank($1) }
  }

  private func columnName(_ expression: SQLExpression) -> String? {
    if case .column(_, let name) = expression { return name }
    return nil
  }

  /// The select without clauses that its outputs made needless, and with `distinct` in the place of
  /// a grouping that only tells values apart.
  func finished(_ select: Select, _ rows: OpenSelect) -> Select {
    var select = select
    var outputs = select.columns.map(\.expression)
    if rows.isGlobal, !outputs.isEmpty, !outputs.contains(where: \.hasAggregate) {
      // Without an aggregate to show, the rows must still be drawn together into one.
      outputs[0] = outputs[0].when(.infix(.rowCount, ">=", .integer(0)))
      select.columns[0].expression = outputs[0]
    }
    let seen = outputs + select.qualify + select.order.map(\.expression)
    if !select.qualify.isEmpty, !seen.contains(where: \.hasWindow) {
      // The window for which rows had to be kept is not read any more.
      if rows.isGrouped {
        select.having += select.qualify
      } else {
        select.filters += select.qualify
      }
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
      guard var cell = cells[id] else { continue }
      cell.sql = .column(query, outputs[cell.sql] ?? "")
      result.cells[id] = cell
    }
    if let unique, unique.allSatisfy({ outputs[$0] != nil }) {
      result.unique = unique.map { .column(query, outputs[$0] ?? "") }
    }
    result.hasRows = hasRows
    result.hint = hint
    return result
  }
}
