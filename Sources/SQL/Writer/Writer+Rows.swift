import Functions
import Planner

// Filters, projections and sorts.

extension Writer {
  /// The rows for which a condition is true: in `where`, `having` or `qualify`, or over a named
  /// query.
  func filter(
    _ rows: OpenSelect,
    _ bound: BoundExpression,
    _ request: RowRequest
  ) throws -> OpenSelect {
    if bound.literal == .boolean(true) { return rows }
    var rows = rows
    let request = request.adding(bound.columns)
    let ids = request.needed
    let afterWindow = rows.hasWindow(ids, ordered: false) || !rows.select.qualify.isEmpty
    let isSorted = request.ordered && !afterWindow && rows.hasWindow(ids)
    if rows.select.limit != nil || rows.isGlobal || isSorted
      || (afterWindow && !dialect.hasQualify)
    {
      rows = close(rows, for: request)
    }
    let condition = try translator(rows).sql(bound, .condition)
    rows.hasRows = false
    add(condition, to: &rows, ids)
    for id in bound.knownWhereTrue {
      guard let sql = rows.columns[id]?.sql else { continue }
      for (other, column) in rows.columns where column.sql == sql {
        rows.columns[other]?.isNullable = false
      }
    }
    return rows
  }

  /// Puts a condition into the clause where it belongs.
  private func add(_ condition: SQLExpression, to rows: inout OpenSelect, _ ids: Set<ColumnID>) {
    let isAfterWindow =
      rows.hasWindow(ids, ordered: false) || condition.hasWindow || !rows.select.qualify.isEmpty
    rows.select[keyPath: isAfterWindow ? \.qualify : rows.filterClause].append(condition)
  }

  /// The rows in the order of keys, then in their own.
  func sort(_ input: LogicalPlan, _ keys: [SortKey], _ request: RowRequest) throws -> OpenSelect {
    let request = request.adding(keys.map(\.column))
    var rows = try self.rows(of: input, request)
    if rows.select.limit != nil { rows = close(rows, for: request.inOrder) }
    rows.order = keys.compactMap { term($0, rows) } + rows.order
    rows.isOrdered = true
    return rows
  }

  /// Puts the expressions of computed columns in the place of their names; where these would be
  /// repeated at length, the rows are named first.
  func project(
    _ input: LogicalPlan,
    _ projections: [Projection],
    _ request: RowRequest
  ) throws -> OpenSelect {
    let made = projections.filter { request.needed.contains($0.output) }
    let inner = request.replacing(made.map(\.output), with: made.flatMap(\.expression.columns))
    var rows = try self.rows(of: input, inner)
    if repeatsMuch(made, rows) { rows = close(rows, for: inner) }
    let translator = translator(rows)
    for projection in made {
      let fragment = try translator.translate(projection.expression)
      rows.columns[projection.output] = SelectColumn(fragment, projection.expression.type)
    }
    return rows
  }

  /// Whether computed columns would repeat long expressions.
  private func repeatsMuch(_ projections: [Projection], _ rows: OpenSelect) -> Bool {
    var uses: [ColumnID: Int] = [:]
    for id in projections.flatMap(\.expression.columns) { uses[id, default: 0] += 1 }
    return uses.contains { id, count in
      guard let size = rows.columns[id]?.sql.size, size > 3 else { return false }
      return count > 1 && size * count > 40
    }
  }
}

extension BoundExpression {
  /// The columns that are known in every row for which it is true.
  var knownWhereTrue: Set<ColumnID> {
    guard case .call(let operation, let operands) = self else { return [] }
    func own(_ places: [Int]) -> Set<ColumnID> {
      let columns = places.map { place -> ColumnID? in
        if case .column(let id, _) = operands[place] { id } else { nil }
      }
      return Set(columns.compactMap { $0 })
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
  /// Each element once, at its first place.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
