import Functions
import Planner

extension Writer {
  /// Some of the rows, by count.
  func slice(_ input: LogicalPlan, _ slice: Slice, _ given: RowRequest) throws -> OpenSelect {
    var request = given.adding(slice.per).inOrder
    if case .top(_, let column, _, _) = slice.kind { request.needed.insert(column) }
    let rows = try self.rows(of: input, request)
    switch slice.kind {
    case .first(let count):
      try needsOrder(rows, "first")
      if slice.per.isEmpty { return cut(rows, to: count) }
      return ranked(rows, Ranking(per: slice.per, order: rows.order, count: count), request)
    case .last(let count):
      try needsOrder(rows, "last")
      if slice.per.isEmpty { return last(rows, count, request) }
      let backwards = rows.order.map(\.reversed)
      return ranked(rows, Ranking(per: slice.per, order: backwards, count: count), request)
    case .top(let count, let column, let isBottom, let withTies):
      let rows = try known(column, in: rows, request)
      guard let measure = rows.columns[column] else { return rows }
      let first = OrderTerm(column: measure, isDescending: !isBottom)
      if slice.per.isEmpty, !withTies {
        var sorted = rows
        sorted.order = [first] + rows.order
        return cut(sorted, to: count, hint: isBottom ? "bottom" : "top")
      }
      let order = withTies ? [first] : [first] + rows.order
      let ranking = Ranking(per: slice.per, order: order, count: count, withTies: withTies)
      var result = ranked(rows, ranking, request)
      let groups = slice.per.compactMap { result.columns[$0].map { OrderTerm(column: $0) } }
      let value = result.columns[column].map { OrderTerm(column: $0, isDescending: !isBottom) }
      result.order = groups + [value].compactMap { $0 } + result.order
      result.isOrdered = true
      return result
    case .sample, .sampleShare:
      throw translator(rows).unsupported(
        "sample, which draws by a hash of its own",
        dialect.unsupported["sample"]
      )
    }
  }

  private func cut(_ rows: OpenSelect, to count: Int, hint: String = "first") -> OpenSelect {
    var rows = rows
    rows.select.limit = min(count, rows.select.limit ?? count)
    rows.hasRows = rows.hasRows && count > 0
    rows.hint = "\(hint)_\(count)"
    return rows
  }

  /// The first rows in the opposite order, which is then reversed.
  private func last(_ rows: OpenSelect, _ count: Int, _ request: RowRequest) -> OpenSelect {
    var rows = rows
    if rows.select.limit != nil { rows = close(rows, for: request) }
    rows.order = rows.trimmed(rows.order).map(\.reversed)
    var result = close(cut(rows, to: count), for: request, as: "last_\(count)")
    result.order = result.order.map(\.reversed)
    return result
  }

  /// The rows in which a column is known, before any limit.
  private func known(
    _ column: ColumnID,
    in rows: OpenSelect,
    _ request: RowRequest
  ) throws -> OpenSelect {
    guard let measure = rows.columns[column] else { return rows }
    if !measure.isNullable { return rows.select.limit == nil ? rows : close(rows, for: request) }
    let test = Operators.isMissing(.column(column, measure.type), negated: true)
    var known = try filter(rows, test, request)
    known.columns[column]?.isNullable = false
    return known
  }

  // MARK: By number

  /// The first rows of each group in an order.
  private struct Ranking {
    var per: [ColumnID]
    var order: [OrderTerm]
    var count: Int
    /// Whether rows that equal the last one are taken, too.
    var withTies = false
  }

  /// The rows that a ranking takes, by their number or rank in it.
  private func ranked(_ input: OpenSelect, _ ranking: Ranking, _ request: RowRequest) -> OpenSelect
  {
    var (rows, order) = (input, ranking.order)
    if rows.select.limit != nil || !rows.select.qualify.isEmpty || rows.hasWindow(request.needed) {
      // Each key of the order becomes a column of the named query.
      let places = order.map { define("_place", $0.column, in: &rows) }
      rows = close(rows, for: request.adding(places))
      order = zip(order, rows.expressions(places)).map { $0.with(sql: $1) }
    }
    let partition = rows.expressions(ranking.per).filter { !$0.isConstant }
    if !ranking.withTies { order = rows.trimmed(order, given: partition) }
    let number = SQLExpression.rowNumber(
      ranking.withTies ? "rank" : "row_number",
      partition: partition,
      order: order.map(dialect.ordering)
    )
    rows.hasRows = false
    return take(ranking.count, of: rows, by: number, request, as: "ranked")
  }

  /// The rows whose number is at most `count`: by `qualify`, or by a filter over a named query.
  func take(
    _ count: Int,
    of given: OpenSelect,
    by number: SQLExpression,
    _ request: RowRequest,
    as hint: String
  ) -> OpenSelect {
    var rows = given
    func test(_ number: SQLExpression) -> SQLExpression {
      .infix(number, count == 1 ? "=" : "<=", .integer(count))
    }
    if dialect.hasQualify {
      rows.select.qualify.append(test(number))
      rows.hint = hint
      return rows
    }
    let id = define("_number", .integer(number), in: &rows)
    rows = close(rows, for: request.adding([id]), as: hint)
    if let sql = rows.columns.removeValue(forKey: id)?.sql { rows.select.filters.append(test(sql)) }
    return rows
  }
}
