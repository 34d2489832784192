import Planner

extension Writer {
  /// The rows of the left, then those of the right, by `union all` of their columns.
  func append(
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ columns: [(PlanColumn, Pairing)],
    ordered: Bool
  ) throws(Unsupported) -> OpenSelect {
    var taken: Set<String> = []
    let names = columns.map { Writer.free(name(of: $0.0.id), &taken) }
    let order = ordered ? ["_side", Relation.rowColumn].map { Writer.free($0, &taken) } : []
    var selects: [Select] = []
    var nullable = columns.map { _ in false }
    for (number, (input, ids)) in [
      (left, columns.map(\.1.left)), (right, columns.map(\.1.right)),
    ].enumerated() {
      let request = RowRequest(Set(ids.compactMap { $0 }), ordered: ordered)
      var rows = try self.rows(of: input, request)
      if rows.select.limit != nil || rows.hasWindow(request.needed, ordered: ordered) {
        rows = close(rows, for: request)
      }
      var select = rows.select
      for (index, id) in ids.enumerated() {
        let cell = id.flatMap { rows.cells[$0] }
        nullable[index] = nullable[index] || cell?.isNullable ?? true
        let none = dialect.cast(.null, to: Representation(columns[index].0.field.type))
        select.columns.append(.init(expression: cell?.sql ?? none, name: names[index]))
      }
      let places = [.integer(number), SQLExpression.rowNumber(order: self.order(of: rows))]
      select.columns += zip(places, order).map { Select.Output(expression: $0, name: $1) }
      if select.columns.isEmpty { select.columns = [.init(expression: .integer(1), name: "one")] }
      selects.append(finished(select, rows))
    }
    let query = name(.union(selects[0], selects[1]), hint: "together")
    var rows = OpenSelect(from: query, columns: names + order)
    for (index, column) in columns.enumerated() {
      rows.cells[column.0.id] = Cell(
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
