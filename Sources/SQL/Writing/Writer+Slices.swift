import Plans
import Tables

extension Writer {
  /// Some of the rows, by count.
  func slice(
    _ input: Plan,
    _ slice: Slice,
    _ needed: Set<ColumnID>,
    _ ordered: Bool
  ) throws(Refusal) -> Rows {
    var ids = needed.union(slice.per)
    if case .top(_, let column, _, _) = slice.kind { ids.insert(column) }
    let rows = try self.rows(of: input, needed: ids, ordered: true)
    switch slice.kind {
    case .first(let count):
      try needsOrder(rows, "first")
      if slice.per.isEmpty { return cut(rows, to: count, ids) }
      return numbered(rows, slice.per, rows.order, count, ids)
    case .last(let count):
      try needsOrder(rows, "last")
      let backwards = rows.order.map(\.reversed)
      if !slice.per.isEmpty { return numbered(rows, slice.per, backwards, count, ids) }
      return last(rows, count, ids)
    case .top(let count, let column, let isBottom, let withTies):
      return try top(rows, slice.per, count, column, isBottom, withTies, ids)
    case .sample, .sampleShare:
      throw speaker(rows).refusal(
        "sample, which draws by a hash of its own",
        dialect.unsaid["sample"]
      )
    }
  }

  private func needsOrder(_ rows: Rows, _ verb: String) throws(Refusal) {
    if !rows.isOrdered {
      throw speaker(rows).refusal(
        "\(verb) of rows that have no order",
        "Put sort before it, by columns that tell the rows apart."
      )
    }
  }

  private func cut(_ rows: Rows, to count: Int, _ ids: Set<ColumnID>) -> Rows {
    var rows = rows
    rows.select.limit = min(count, rows.select.limit ?? count)
    rows.hasRows = rows.hasRows && count > 0
    rows.hint = "first_\(count)"
    return rows
  }

  /// The first rows of the opposite order, turned round again.
  private func last(_ rows: Rows, _ count: Int, _ ids: Set<ColumnID>) -> Rows {
    var rows = rows
    if rows.select.limit != nil { rows = close(rows, keeping: ids, ordered: true) }
    rows.order = rows.trimmed(rows.order).map(\.reversed)
    var result = close(cut(rows, to: count, ids), keeping: ids, ordered: true, as: "last_\(count)")
    result.order = result.order.map(\.reversed)
    return result
  }

  /// The first rows of each group in an order, by their number in it.
  private func numbered(
    _ input: Rows,
    _ per: [ColumnID],
    _ order: [Term],
    _ count: Int,
    _ ids: Set<ColumnID>,
    function: String = "row_number"
  ) -> Rows {
    var (rows, order, ids) = (input, order, ids)
    if rows.select.limit != nil || !rows.select.qualify.isEmpty || rows.hasWindow(ids) {
      order = closing(&rows, keeping: ids, order)
    }
    let partition = per.compactMap { rows.cells[$0]?.sql }.filter { !$0.isConstant }
    let kept = function == "rank" ? order : rows.trimmed(order, given: partition)
    let number = Expression.over(
      .call(function, []),
      Frame(partition: partition, order: kept.map(dialect.ordering))
    )
    rows.hasRows = false
    if dialect.hasQualify {
      rows.select.qualify.append(.infix(number, count == 1 ? "=" : "<=", .integer(count)))
      rows.hint = "ranked"
      return rows
    }
    let id = newColumn("_number")
    rows.cells[id] = Cell(sql: number, type: .integer, isNullable: false)
    ids.insert(id)
    rows = close(rows, keeping: ids, ordered: true, as: "ranked")
    if let cell = rows.cells.removeValue(forKey: id) {
      rows.select.filters.append(.infix(cell.sql, count == 1 ? "=" : "<=", .integer(count)))
    }
    return rows
  }

  /// Names the rows; gives an order in their new columns: each of its terms gets one.
  private func closing(_ rows: inout Rows, keeping ids: Set<ColumnID>, _ order: [Term]) -> [Term] {
    var columns: [ColumnID] = []
    for term in order {
      let id = newColumn("_place")
      rows.cells[id] = term.cell
      columns.append(id)
    }
    rows = close(rows, keeping: ids.union(columns), ordered: true)
    return zip(columns, order).compactMap { id, term in
      rows.cells[id].map {
        Term(cell: $0, isDescending: term.isDescending, isMissingFirst: term.isMissingFirst)
      }
    }
  }

  /// The rows with the largest or smallest values, these first; groups in key order.
  private func top(
    _ input: Rows,
    _ per: [ColumnID],
    _ count: Int,
    _ column: ColumnID,
    _ isBottom: Bool,
    _ withTies: Bool,
    _ ids: Set<ColumnID>
  ) throws(Refusal) -> Rows {
    var rows = input
    guard let given = rows.cells[column] else { return rows }
    if given.isNullable {
      let known = Operators.isMissing(.column(column, given.type), negated: true)
      rows = try filter(rows, known, needed: ids, ordered: true)
      rows.cells[column]?.isNullable = false
    } else if rows.select.limit != nil {
      rows = close(rows, keeping: ids, ordered: true)
    }
    guard let cell = rows.cells[column] else { return rows }
    let first = Term(cell: cell, isDescending: !isBottom)
    if per.isEmpty, !withTies {
      rows.order = [first] + rows.order
      var result = cut(rows, to: count, ids)
      result.hint = (isBottom ? "bottom_" : "top_") + "\(count)"
      return result
    }
    let order = withTies ? [first] : [first] + rows.order
    var result = numbered(
      rows,
      per,
      order,
      count,
      ids,
      function: withTies ? "rank" : "row_number"
    )
    guard let found = result.cells[column] else { return result }
    let groups = per.compactMap { result.cells[$0].map { Term(cell: $0) } }
    result.order = groups + [Term(cell: found, isDescending: !isBottom)] + result.order
    result.isOrdered = true
    return result
  }
}
