// Aggregates that give the first value in an order.

extension AggregateTemplate {
  /// Templates of the aggregates that choose a row, by the dialect's aggregate for the first value
  /// of an order, or for the list of values; nil where it has none.
  static func choices(_ name: String?, isList: Bool = false) -> [String: AggregateTemplate] {
    [
      "first": inOrder(name, isList, last: false), "last": inOrder(name, isList, last: true),
      "at_max": atExtreme(name, isList, descending: true),
      "at_min": atExtreme(name, isList, descending: false),
    ]
  }

  /// The first or last known value in the order of rows.
  private static func inOrder(_ name: String?, _ isList: Bool, last: Bool) -> AggregateTemplate {
    .nullable { call in
      try call.needsOrder()
      let order = last ? call.order.map(\.reversed) : call.order
      return try call.first(name, isList, where: call.isKnown(0), order: order)
    }
  }

  /// The value of x where y is greatest or least; of equal ones the first in the order of rows.
  private static func atExtreme(_ name: String?, _ isList: Bool, descending: Bool)
    -> AggregateTemplate
  {
    .nullable { call in
      try call.needsOrder()
      let column = SelectColumn(sql: call[1], type: call.type(1), isNullable: false)
      let best = call.dialect.ordering(OrderTerm(column: column, isDescending: descending))
      let order = (call[1].isConstant ? [] : [best]) + call.order
      return try call.first(name, isList, where: call.isKnown(1), order: order)
    }
  }
}

extension AggregateContext {
  /// Throws where the order of rows is not known.
  fileprivate func needsOrder() throws {
    if !isOrdered { throw writer.needsOrder(name) }
  }

  /// The first value in an order among the rows that fulfill a condition: by an aggregate of this
  /// name, or, beside each row, by a window in which those rows come first.
  fileprivate func first(
    _ name: String?,
    _ isList: Bool,
    where other: SQLExpression?,
    order: [Ordering]
  ) throws -> SQLExpression {
    guard let partition else {
      guard let name else { throw unsupported(call.name, remedy: dialect.unsupported[call.name]) }
      let values = Aggregate(name: name, arguments: [self[0]], order: order)
      let first = try aggregate(values, where: other)
      return isList ? .place(first, 1) : first
    }
    var (value, order) = (self[0], order)
    if let taken = SQLExpression.all([condition, other].compactMap { $0 }) {
      value = value.when(taken)
      order = [Ordering(expression: SQLExpression.integer(0).when(taken, otherwise: 1))] + order
    }
    let partitioned = partition.filter { !$0.isConstant }
    let window = WindowSpecification(partition: partitioned, order: order)
    return .over(.call("first_value", [value]), window)
  }
}
