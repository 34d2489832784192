import Planner

extension Writer {
  /// The rows of the left, then those of the right, by `union all` of their columns.
  func append(
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ columns: [(PlanColumn, Pairing)],
    ordered: Bool
  ) throws -> OpenSelect {
    var taken: Set<String> = []
    let names = columns.map { Writer.free(name(of: $0.0.id), &taken) }
    let order = ordered ? ["_side", Relation.rowColumn].map { Writer.free($0, &taken) } : []
    var selects: [Select] = []
    var nullable = columns.map { _ in false }
    let inputs = [(left, columns.map(\.1.left)), (right, columns.map(\.1.right))]
    for (number, (input, ids)) in inputs.enumerated() {
      let request = RowRequest(ids.compactMap { $0 }, ordered: ordered)
      var rows = try self.rows(of: input, request)
      if rows.select.limit != nil || rows.hasWindow(request.needed, ordered: ordered) {
        rows = close(rows, for: request)
      }
      var select = rows.select
      for (index, id) in ids.enumerated() {
        let column = id.flatMap { rows.columns[$0] }
        nullable[index] = nullable[index] || column?.isNullable ?? true
        let none = dialect.cast(.null, to: Representation(columns[index].0.field.type))
        select.columns.append(.init(expression: column?.sql ?? none, name: names[index]))
      }
      let places = [.integer(number), SQLExpression.rowNumber(order: self.order(of: rows))]
      select.columns += zip(places, order).map { Select.Output(expression: $0, name: $1) }
      if select.columns.isEmpty { select.columns = [.init(expression: 1, name: "one")] }
      selects.append(finished(select, rows))
    }
    let query = name(.union(selects[0], selects[1]), hint: "together")
    var rows = OpenSelect(from: query, columns: names + order)
    for (index, column) in columns.enumerated() {
      rows.columns[column.0.id] = SelectColumn(
        sql: .column(query, names[index]),
        type: column.0.field.type,
        isNullable: nullable[index]
      )
    }
    rows.setKey(order.map { .integer(.column(query, $0)) })
    rows.hint = query
    return rows
  }
}
