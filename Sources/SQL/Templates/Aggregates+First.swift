import Planner

extension AggregateSite {
  /// The first value in an order among the rows that fulfil a condition: by an aggregate of this name, or,
  /// beside each row, by a window in which those rows come first.
  func first(
    _ name: String?,
    _ value: Expression,
    where other: Expression?,
    order: [Ordering]
  ) throws(Refusal) -> Said {
    guard let partition else {
      guard let name else { throw refusal(call.name, dialect.unsaid[call.name]) }
      let aggregate = Aggregate(name: name, arguments: [value], order: order)
      return Said(try made(aggregate, where: other), isNullable: true)
    }
    var (value, order) = (value, order)
    if let taken = Expression.all([try condition(), other].compactMap { $0 }) {
      let rank = Expression.integer(0).when(taken, otherwise: .integer(1))
      value = value.when(taken)
      order = [Ordering(expression: rank)] + order
    }
    let frame = Frame(partition: partition.filter { !$0.isConstant }, order: order)
    return Said(.over(.call("first_value", [value]), frame), isNullable: true)
  }
}
