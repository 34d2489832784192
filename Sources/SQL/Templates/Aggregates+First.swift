extension AggregateContext {
  /// The first value in an order among the rows that fulfil a condition: by an aggregate of this
  /// name, or, beside each row, by a window in which those rows come first.
  func first(
    _ name: String?,
    _ value: SQLExpression,
    where other: SQLExpression?,
    order: [Ordering]
  ) throws(Unsupported) -> SQLFragment {
    guard let partition else {
      guard let name else { throw refusal(call.name, dialect.unsupported[call.name]) }
      let aggregate = Aggregate(name: name, arguments: [value], order: order)
      return SQLFragment(try made(aggregate, where: other), isNullable: true)
    }
    var (value, order) = (value, order)
    if let taken = SQLExpression.all([try condition(), other].compactMap { $0 }) {
      let rank = SQLExpression.integer(0).when(taken, otherwise: .integer(1))
      value = value.when(taken)
      order = [Ordering(expression: rank)] + order
    }
    let frame = Frame(partition: partition.filter { !$0.isConstant }, order: order)
    return SQLFragment(.over(.call("first_value", [value]), frame), isNullable: true)
  }
}
