import Catalog
import Functions

/// A call of an aggregate: of a group, or beside each row of a partition.
struct AggregateContext: TranslatedCall {
  let call: AggregateCall
  let operands: [SQLFragment]
  /// The condition on the rows that it aggregates.
  let condition: SQLExpression?
  let writer: ExpressionWriter
  /// The partition whose rows it aggregates, beside each row; nil for a group.
  let partition: [SQLExpression]?
  /// The order of the rows; empty where it does not matter or is not known.
  let order: [Ordering]
  let isOrdered: Bool
  /// Whether each group has a row.
  let hasRows: Bool

  var name: String { call.name }
  var arguments: [BoundExpression] { call.arguments }

  /// The aggregate of the rows that fulfill its condition and another one, over its window if it
  /// has one.
  func aggregate(_ aggregate: Aggregate, where other: SQLExpression? = nil) throws
    -> SQLExpression
  {
    var aggregate = aggregate
    aggregate.filter = SQLExpression.all([condition, other].compactMap { $0 })
    guard let partition else { return .aggregate(aggregate) }
    if aggregate.isDistinct, !dialect.windowsCountDistinct {
      throw unsupported("the number of different values beside each row")
    }
    if let filter = aggregate.filter, !dialect.windowsFilter || filter.hasAggregate {
      let all = aggregate.arguments.first ?? .token("*")
      let taken = all == .token("*") ? 1 : all
      aggregate.arguments = [taken.when(filter)] + aggregate.arguments.dropFirst()
      aggregate.filter = nil
    }
    let window = WindowSpecification(partition: partition.filter { !$0.isConstant })
    return .over(.aggregate(aggregate), window)
  }

  func aggregate(
    _ name: String,
    _ arguments: [SQLExpression],
    where other: SQLExpression? = nil
  ) throws -> SQLExpression {
    try aggregate(Aggregate(name: name, arguments: arguments), where: other)
  }

  func rowCount(where other: SQLExpression? = nil) throws -> SQLExpression {
    try aggregate("count", [.token("*")], where: other)
  }

  /// Whether each group has a row that fulfills the condition.
  var isNeverEmpty: Bool { hasRows && condition == nil }

  /// Whether there may be no known value to aggregate.
  var mayBeEmpty: Bool { !isNeverEmpty || hasNullable }

  /// The condition that an operand is known; nil where it always is.
  func isKnown(_ place: Int) -> SQLExpression? {
    operands[place].isNullable ? self[place].isNotNull : nil
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

extension AggregateContext {
  static let standard: [String: AggregateTemplate] = [
    "count": AggregateTemplate { call in
      let counted = call.hasNullable ? call[0] : .token("*")
      return SQLFragment(try call.aggregate("count", [counted]), isNullable: false)
    },
    "distinct": AggregateTemplate { call in
      let aggregate = Aggregate(name: "count", arguments: [call[0]], isDistinct: true)
      return SQLFragment(try call.aggregate(aggregate), isNullable: false)
    },
    "sum": AggregateTemplate { try $0.sum() },
    "mean": .mean { $0 },
    "min": AggregateTemplate { try $0.extreme("min") },
    "max": AggregateTemplate { try $0.extreme("max") },
    "only": AggregateTemplate { try $0.only() },
    "stdev": .moment("stddev_samp"), "variance": .moment("var_samp"),
    "correlation": .moment("corr"), "slope": .moment("regr_slope"),
    "weighted_mean": .nullable(.nearly) { call in
      let sum = try call.aggregate("sum", [call[0] * call[1]])
      let weights = try call.aggregate("sum", [call[1]], where: call.isKnown(0))
      let isReal = call.arguments.contains { Representation($0.type) == .real }
      return call.dialect.quotient(sum, weights, isReal ? .real : .integer)
    },
    "any": .truth("bool_or", otherwise: "false"), "all": .truth("bool_and", otherwise: "true"),
    "percent": AggregateTemplate(exactness: .nearly) { try $0.percent() },
  ]

  /// A sum: of no rows it is 0, of only missing values missing.
  private func sum() throws -> SQLFragment {
    let sum = try aggregate("sum", [self[0]])
    if isNeverEmpty { return SQLFragment(sum, isNullable: hasNullable) }
    let zero = dialect.expression(.integer(0), call.type)
    if !hasNullable { return SQLFragment(sum.orElse(zero), isNullable: false) }
    let isEmpty = SQLExpression.infix(try rowCount(), "=", 0)
    return SQLFragment(zero.when(isEmpty, otherwise: sum), isNullable: true)
  }

  private func extreme(_ name: String) throws -> SQLFragment {
    let sql: SQLExpression
    switch type(0) {
    case .category(let category) where !category.isInByteOrder && call.name != "only":
      let words = category.labels.strings
      let place = try aggregate(name, [dialect.position(of: self[0], in: words)])
      sql = dialect.word(at: place, in: words)
    case .text, .category: sql = try aggregate(name, [dialect.byteOrdered(self[0])])
    case .boolean where dialect.types[.boolean] == "boolean":
      sql = try aggregate(name == "max" ? "bool_or" : "bool_and", [self[0]])
    default:
      sql = try aggregate(name, [self[0]])
      if !hasNullable { writer.notes.missingOnlyWithoutRows.insert(sql) }
    }
    return SQLFragment(sql, isNullable: mayBeEmpty)
  }

  /// The value of the only row of a pivot's column.
  private func only() throws -> SQLFragment {
    let isReal = writer.notes.exactness != .exact && call.condition?.hasRealLiteral ?? false
    writer.notes.remark(
      "The columns are the values found when this was written."
        + (isReal ? " Computed real numbers may differ elsewhere in their last digits." : "")
    )
    return try extreme("max")
  }

  /// The share of rows, or of the sum of a column, for which a condition holds.
  private func percent() throws -> SQLFragment {
    let condition = try writer.sql(arguments[arguments.count - 1], .condition)
    if arguments.count == 1 {
      let (part, whole) = (try rowCount(where: condition), try rowCount())
      let left = dialect.dividesReally ? part : dialect.cast(part, to: .real)
      let sql = isNeverEmpty ? left / whole : dialect.quotient(part, whole, .integer)
      return SQLFragment(sql, isNullable: !isNeverEmpty)
    }
    let part = try aggregate("sum", [self[0]], where: condition)
    let whole = try aggregate("sum", [self[0]])
    return SQLFragment(dialect.quotient(part.orElse(0), whole, type(0)), isNullable: true)
  }
}

extension AggregateTemplate {
  /// A mean, with a last change.
  static func mean(_ change: @escaping @Sendable (SQLExpression) -> SQLExpression)
    -> AggregateTemplate
  {
    AggregateTemplate(exactness: .nearly) { call in
      SQLFragment(change(try call.aggregate("avg", [call[0]])), isNullable: call.mayBeEmpty)
    }
  }

  /// Whether a condition holds for one or for all rows.
  static func truth(_ name: String, otherwise: String) -> AggregateTemplate {
    AggregateTemplate { call in
      let condition = try call.writer.truth(call.arguments[0], .value)
      let truth = try call.aggregate(name, [condition])
      let sql = call.isNeverEmpty ? truth : truth.orElse(.token(otherwise))
      return SQLFragment(sql, isNullable: false)
    }
  }

  /// A moment of one or two columns; what is no number is missing.
  fileprivate static func moment(_ name: String) -> AggregateTemplate {
    .nullable(.nearly) { call in
      let moment = try call.aggregate(
        name,
        call.all.reversed().map { call.dialect.cast($0, to: .real) }
      )
      return call.dialect.isFinite.map { moment.when($0(moment)) } ?? moment
    }
  }

  /// An aggregate of real numbers, with a share as its second argument.
  static func ofReals(_ name: String, share: String? = nil) -> AggregateTemplate {
    .nullable(.nearly) { call in
      let shares = call.all.dropFirst() + (share.map { [.token($0)] } ?? [])
      return try call.aggregate(name, [call.dialect.cast(call[0], to: .real)] + shares)
    }
  }

  /// An aggregate of a share within the order of the values.
  static func within(_ name: String) -> AggregateTemplate {
    .nullable(.nearly) { call in
      if call.partition != nil { throw call.unsupported("\(call.name) beside each row") }
      let values = Ordering(expression: call.dialect.cast(call[0], to: .real))
      let share = call.operands.count > 1 ? call[1] : .token("0.5")
      return try call.aggregate(Aggregate(name: name, arguments: [share], within: [values]))
    }
  }

  /// The different values in order, one after the other: a template of the list of them.
  static func list(_ name: String, inOrder: Bool = false, _ template: SQLTemplate)
    -> AggregateTemplate
  {
    .nullable { call in
      switch call.type(0) {
      case .text, .integer, .date, .period(.year): break
      case .category(let category) where category.isInByteOrder: break
      default: throw call.unsupported("list of \(call.type(0).word)")
      }
      let value = call.type(0).isTextual ? call.dialect.byteOrdered(call[0]) : call[0]
      let order = inOrder ? [Ordering(expression: value)] : []
      let list = Aggregate(name: name, arguments: [value], isDistinct: true, order: order)
      return template.expression([try call.aggregate(list, where: call.isKnown(0))])
    }
  }
}
