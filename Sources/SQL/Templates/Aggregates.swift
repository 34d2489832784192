import Catalog
import Functions

/// An aggregate that is to be said: what it is of, and where it stands.
struct AggregateContext {
  let call: AggregateCall
  let speaker: ExpressionWriter
  /// The partition over which it is spread; nil where rows are drawn together.
  let partition: [SQLExpression]?
  /// The order of the rows that are drawn together; empty where it does not matter or is not known.
  let order: [Ordering]
  let isOrdered: Bool
  /// Whether each group has a row.
  let hasRows: Bool

  var dialect: Dialect { speaker.dialect }

  /// An argument.
  func callAsFunction(_ place: Int) throws(Unsupported) -> SQLFragment {
    try speaker.argument(call.arguments[place])
  }

  /// The condition under which rows are taken in.
  func condition() throws(Unsupported) -> SQLExpression? {
    guard let condition = call.condition else { return nil }
    return try speaker.sql(condition, .condition)
  }

  /// An aggregate of the rows that fulfil its condition and another one, over its window if it has
  /// one.
  func made(_ aggregate: Aggregate, where other: SQLExpression? = nil) throws(Unsupported)
    -> SQLExpression
  {
    var aggregate = aggregate
    let own = try condition()
    aggregate.filter = SQLExpression.all([own, other].compactMap { $0 })
    guard let partition else { return .aggregate(aggregate) }
    if aggregate.isDistinct, !dialect.windowing.hasDistinct {
      throw refusal("the number of different values beside each row")
    }
    if let filter = aggregate.filter, !dialect.windowing.hasFilter || filter.hasAggregate {
      let all = aggregate.arguments.first ?? .token("*")
      let taken = all == .token("*") ? .integer(1) : all
      aggregate.arguments = [taken.when(filter)] + aggregate.arguments.dropFirst()
      aggregate.filter = nil
    }
    return .over(.aggregate(aggregate), Frame(partition: partition.filter { !$0.isConstant }))
  }

  /// A function of this name of one argument.
  func simple(_ name: String) throws(Unsupported) -> SQLFragment {
    let sql = try made(Aggregate(name: name, arguments: [try self(0).sql]))
    return SQLFragment(sql, isNullable: try mayBeEmpty())
  }

  /// Whether there may be no known value to take in.
  func mayBeEmpty() throws(Unsupported) -> Bool {
    if call.condition != nil || !hasRows { return true }
    for place in call.arguments.indices where try self(place).isNullable { return true }
    return false
  }

  func rowCount(where other: SQLExpression? = nil) throws(Unsupported) -> SQLExpression {
    try made(Aggregate(name: "count", arguments: [.token("*")]), where: other)
  }

  func refusal(_ what: String, _ remedy: String? = nil) -> Unsupported {
    speaker.refusal(what, remedy)
  }

  /// Refuses where the order of rows is not known.
  func needsOrder() throws(Unsupported) {
    if !isOrdered {
      throw speaker.refusal(
        "\(call.name) of rows that have no order",
        "Put sort before it, by columns that tell the rows apart."
      )
    }
  }
}

extension BoundExpression {
  /// Whether it compares with a real number.
  fileprivate var hasRealLiteral: Bool {
    switch self {
    case .literal(_, let type): Representation(type) == .real
    case .call(_, let operands): operands.contains(where: \.hasRealLiteral)
    default: false
    }
  }
}

extension AggregateTemplate {
  static let standard: [String: AggregateTemplate] = [
    "count": AggregateTemplate { site throws(Unsupported) in
      let argument =
        site.call.arguments.isEmpty ? SQLFragment(.token("*"), isNullable: false) : try site(0)
      let counted = argument.isNullable ? argument.sql : .token("*")
      return SQLFragment(
        try site.made(Aggregate(name: "count", arguments: [counted])),
        isNullable: false
      )
    },
    "distinct": AggregateTemplate { site throws(Unsupported) in
      let aggregate = Aggregate(name: "count", arguments: [try site(0).sql], isDistinct: true)
      return SQLFragment(try site.made(aggregate), isNullable: false)
    },
    "sum": AggregateTemplate { site throws(Unsupported) in try site.sum() },
    "mean": .mean { $0 },
    "min": AggregateTemplate { site throws(Unsupported) in try site.extreme("min") },
    "max": AggregateTemplate { site throws(Unsupported) in try site.extreme("max") },
    "only": AggregateTemplate { site throws(Unsupported) in
      let isReal =
        site.speaker.record.exactness != .exact && site.call.condition?.hasRealLiteral ?? false
      site.speaker.record.remark(
        "The columns are the values found when this was written."
          + (isReal ? " Computed real numbers may differ elsewhere in their last digits." : "")
      )
      return try site.extreme("max")
    },
    "stdev": .moment { x, _ in .init(name: "stddev_samp", arguments: [x]) },
    "variance": .moment { x, _ in .init(name: "var_samp", arguments: [x]) },
    "correlation": .moment { x, y in .init(name: "corr", arguments: [y, x]) },
    "slope": .moment { x, y in .init(name: "regr_slope", arguments: [y, x]) },
    "weighted_mean": AggregateTemplate(.nearly) { site throws(Unsupported) in
      let (x, weight) = (try site(0), try site(1))
      let sum = try site.made(Aggregate(name: "sum", arguments: [x.sql * weight.sql]))
      let weights = try site.made(
        Aggregate(name: "sum", arguments: [weight.sql]),
        where: x.isNullable ? x.sql.isNotNull : nil
      )
      let isReal = site.call.arguments.contains { Representation($0.type) == .real }
      let type: DataType = isReal ? .real : .integer
      return SQLFragment(site.dialect.quotient(sum, type, weights, type), isNullable: true)
    },
    "any": .truth("bool_or", otherwise: "false"), "all": .truth("bool_and", otherwise: "true"),
    "percent": AggregateTemplate(.nearly) { site throws(Unsupported) in try site.percent() },
  ]

  /// A mean, after a last touch.
  static func mean(_ touch: @escaping @Sendable (SQLExpression) -> SQLExpression)
    -> AggregateTemplate
  {
    AggregateTemplate(.nearly) { site throws(Unsupported) in
      let mean = try site.simple("avg")
      return SQLFragment(touch(mean.sql), isNullable: mean.isNullable)
    }
  }

  /// Whether a condition holds for one or for all rows.
  static func truth(_ name: String, otherwise: String) -> AggregateTemplate {
    AggregateTemplate { site throws(Unsupported) in
      let condition = try site.speaker.truth(site.call.arguments[0], .value)
      let made = try site.made(Aggregate(name: name, arguments: [condition]))
      let isSure = site.hasRows && site.call.condition == nil
      return SQLFragment(isSure ? made : made.orElse(.token(otherwise)), isNullable: false)
    }
  }

  /// A moment of one or two columns; what is no number is missing.
  static func moment(
    _ make: @escaping @Sendable (SQLExpression, SQLExpression) -> Aggregate
  ) -> AggregateTemplate {
    AggregateTemplate(.nearly) { site throws(Unsupported) in
      let x = site.dialect.cast(try site(0).sql, to: .real)
      let y = site.call.arguments.count > 1 ? site.dialect.cast(try site(1).sql, to: .real) : x
      let made = try site.made(make(x, y))
      return SQLFragment(site.dialect.finite(made), isNullable: true)
    }
  }

  /// An aggregate of real numbers; a share stands behind them.
  static func ofReals(
    _ make: @escaping @Sendable ([SQLExpression]) -> Aggregate
  ) -> AggregateTemplate {
    AggregateTemplate(.nearly) { site throws(Unsupported) in
      var arguments = [site.dialect.cast(try site(0).sql, to: .real)]
      if site.call.arguments.count > 1 { arguments.append(try site(1).sql) }
      return SQLFragment(try site.made(make(arguments)), isNullable: true)
    }
  }

  /// An aggregate of a share within the order of the values.
  static func within(_ name: String) -> AggregateTemplate {
    AggregateTemplate(.nearly) { site throws(Unsupported) in
      if site.partition != nil { throw site.refusal("\(site.call.name) beside each row") }
      let share: SQLExpression = site.call.arguments.count > 1 ? try site(1).sql : .token("0.5")
      let aggregate = Aggregate(
        name: name,
        arguments: [share],
        within: [Ordering(expression: site.dialect.cast(try site(0).sql, to: .real))]
      )
      return SQLFragment(try site.made(aggregate), isNullable: true)
    }
  }

  /// The first or last known value in the order of rows.
  static func inOrder(_ name: String?, last: Bool) -> AggregateTemplate {
    AggregateTemplate { site throws(Unsupported) in
      try site.needsOrder()
      let x = try site(0)
      return try site.first(
        name,
        x.sql,
        where: x.isNullable ? x.sql.isNotNull : nil,
        order: last ? site.order.map(\.reversed) : site.order
      )
    }
  }

  /// The value of x where y is greatest or least; of equal ones the first in the order of rows.
  static func atExtreme(_ name: String?, descending: Bool) -> AggregateTemplate {
    AggregateTemplate { site throws(Unsupported) in
      try site.needsOrder()
      let y = try site(1)
      let cell = Cell(sql: y.sql, type: site.call.arguments[1].type, isNullable: false)
      let best = site.dialect.ordering(OrderTerm(cell: cell, isDescending: descending))
      return try site.first(
        name,
        try site(0).sql,
        where: y.isNullable ? y.sql.isNotNull : nil,
        order: (y.sql.isConstant ? [] : [best]) + site.order
      )
    }
  }

  static func firstOfList(_ name: String, last: Bool) -> AggregateTemplate {
    ofList(inOrder(name, last: last))
  }

  static func atExtremeOfList(_ name: String, descending: Bool) -> AggregateTemplate {
    ofList(atExtreme(name, descending: descending))
  }

  private static func ofList(_ template: AggregateTemplate) -> AggregateTemplate {
    AggregateTemplate { site throws(Unsupported) in
      let said = try template.say(site)
      if site.partition != nil { return said }
      return SQLFragment(.place(said.sql, .integer(1)), isNullable: true)
    }
  }

  /// The different values in order, one after the other.
  static func list(
    inOrder: Bool = false,
    _ make: @escaping @Sendable ((String) -> SQLExpression) -> SQLExpression
  ) -> AggregateTemplate {
    AggregateTemplate { site throws(Unsupported) in
      let type = site.call.arguments[0].type
      switch type {
      case .text, .integer, .date, .period(.year): break
      case .category(let category) where category.isInByteOrder: break
      default: throw site.refusal("list of \(type.word)")
      }
      let x = try site(0)
      let filter = x.isNullable ? x.sql.isNotNull : nil
      var made: [String: SQLExpression] = [:]
      let value = type.isTextual ? site.dialect.byteOrdered(x.sql) : x.sql
      let order = inOrder ? [Ordering(expression: value)] : []
      for name in ["list", "array_agg"] {
        made[name] = try site.made(
          Aggregate(name: name, arguments: [value], isDistinct: true, order: order),
          where: filter
        )
      }
      return SQLFragment(make { made[$0] ?? .null }, isNullable: true)
    }
  }
}
