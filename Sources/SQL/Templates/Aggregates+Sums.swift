extension AggregateContext {
  /// A sum: of no rows it is 0, of only missing values missing.
  func sum() throws(Unsupported) -> SQLFragment {
    let x = try self(0)
    let sum = try made(Aggregate(name: "sum", arguments: [x.sql]))
    if hasRows && call.condition == nil { return SQLFragment(sum, isNullable: x.isNullable) }
    let zero = dialect.expression(.integer(0), call.type)
    if !x.isNullable { return SQLFragment(sum.orElse(zero), isNullable: false) }
    let none = SQLExpression.infix(try rowCount(), "=", .integer(0))
    return SQLFragment(zero.when(none, otherwise: sum), isNullable: true)
  }

  func extreme(_ name: String) throws(Unsupported) -> SQLFragment {
    let x = try self(0)
    let isNullable = try mayBeEmpty()
    func made(_ expression: SQLExpression, _ name: String = name) throws(Unsupported)
      -> SQLExpression
    {
      try self.made(Aggregate(name: name, arguments: [expression]))
    }
    switch call.arguments[0].type {
    case .category(let category) where !category.isInByteOrder && call.name != "only":
      let words = category.labels.strings
      let place = try made(dialect.position(of: x.sql, in: words))
      return SQLFragment(dialect.word(at: place, in: words), isNullable: isNullable)
    case .text, .category:
      return SQLFragment(try made(dialect.byteOrdered(x.sql)), isNullable: isNullable)
    case .boolean where dialect.types[.boolean] == "boolean":
      return SQLFragment(
        try made(x.sql, name == "max" ? "bool_or" : "bool_and"),
        isNullable: isNullable
      )
    default:
      let sql = try made(x.sql)
      if !x.isNullable { speaker.record.missingOnlyWithoutRows.insert(sql) }
      return SQLFragment(sql, isNullable: isNullable)
    }
  }

  /// The share of rows, or of the sum of a column, for which a condition holds.
  func percent() throws(Unsupported) -> SQLFragment {
    let last = call.arguments.count - 1
    let condition = try speaker.sql(call.arguments[last], .condition)
    if last == 0 {
      let part = try rowCount(where: condition)
      let whole = try rowCount()
      let isSure = hasRows && call.condition == nil
      let left = dialect.arithmetic.dividesReally ? part : dialect.cast(part, to: .real)
      let sql = isSure ? left / whole : dialect.quotient(part, .integer, whole, .integer)
      return SQLFragment(sql, isNullable: !isSure)
    }
    let x = try self(0).sql
    let type = call.arguments[0].type
    let part = try made(Aggregate(name: "sum", arguments: [x]), where: condition)
    let whole = try made(Aggregate(name: "sum", arguments: [x]))
    return SQLFragment(
      dialect.quotient(part.orElse(.integer(0)), type, whole, type),
      isNullable: true
    )
  }
}

extension Dialect {
  /// A number, or missing where it is none.
  func finite(_ number: SQLExpression) -> SQLExpression {
    arithmetic.isFinite.map { number.when($0(number)) } ?? number
  }
}
