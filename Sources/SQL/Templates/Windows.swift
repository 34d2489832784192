import Functions

/// A call of a window function.
struct WindowContext: TranslatedCall {
  let call: WindowCall
  let operands: [SQLFragment]
  let writer: ExpressionWriter
  let partition: [SQLExpression]
  /// The order within a partition, the order of rows behind it.
  let order: [Ordering]
  /// The first column of the order, if the order was asked for.
  let along: OrderTerm?
  /// 1 in the first row of each moment, where several rows may be of one.
  let firstOfMoment: SQLExpression?

  var name: String { call.name }
  var arguments: [BoundExpression] { call.arguments }

  /// A window function over the partition in its order.
  func over(_ name: String, _ arguments: [SQLExpression]) -> SQLExpression {
    .over(.call(name, arguments), WindowSpecification(partition: partition, order: order))
  }

  var sum: SQLExpression {
    .aggregate("sum", self[0], over: WindowSpecification(partition: partition))
  }

  var runningSum: SQLExpression {
    let frame = "rows unbounded preceding"
    return .aggregate(
      "sum",
      self[0],
      over: WindowSpecification(partition: partition, order: order, frame: frame)
    )
  }

  func before(_ x: SQLExpression) -> SQLExpression { over("lag", [x]) }

  /// A quotient of two values of the operand's type.
  func quotient(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
    dialect.quotient(left, right, type(0))
  }

  /// A value that is missing where the row before is not the one of the period before.
  func unbroken(_ value: SQLExpression) -> SQLExpression {
    guard let along, case .period(let unit) = along.column.type else { return value }
    let before = before(along.column.sql)
    let next = dialect.period(before, plus: along.isDescending ? -1 : 1, unit)
    return value.when(.infix(along.column.sql, along.isDescending ? ">=" : "<=", next))
  }
}

extension WindowContext {
  static let standard: [String: WindowTemplate] = [
    "previous": .neighbor("lag"), "next": .neighbor("lead"),
    "running": WindowTemplate { SQLFragment($0.runningSum, isNullable: $0.hasNullable) },
    "share": .nullable(.nearly) { $0.quotient($0[0], $0.sum) },
    "cumulative_share": .nullable(.nearly) { $0.quotient($0.runningSum, $0.sum) },
    "rank": WindowTemplate { $0.rank() },
    "row_number": WindowTemplate { SQLFragment($0.over("row_number", []), isNullable: false) },
    "change": .nullable { $0.change() },
    "pct_change": .nullable(.nearly) { $0.unbroken($0.quotient($0[0], $0.before($0[0])) - 1) },
    "rolling_sum": .nullable { try $0.rolling("sum") },
    "rolling_mean": .nullable(.nearly) { try $0.rolling("avg") },
  ]

  private func rank() -> SQLFragment {
    let x = operands[0]
    let term = OrderTerm(column: SelectColumn(x, type(0)), isDescending: true)
    let rank = SQLExpression.rowNumber(
      "rank",
      partition: partition,
      order: [dialect.ordering(term)]
    )
    return SQLFragment(x.isNullable ? rank.when(x.sql.isNotNull) : rank, isNullable: x.isNullable)
  }

  private func change() -> SQLExpression {
    let (x, before) = (self[0], before(self[0]))
    switch type(0) {
    case .date: return unbroken(time.days(x, before))
    case .period(let unit): return unbroken(dialect.periods(from: before, to: x, unit))
    default: return unbroken(x - before)
    }
  }

  /// A sum or mean over an interval of time that ends with the row's moment.
  ///
  /// It is missing where the interval begins before the first row, or lacks a period.
  private func rolling(_ name: String) throws -> SQLExpression {
    guard let along, let interval = CalendarInterval(arguments[1]) else {
      throw unsupported("\(call.name) without a time to go along")
    }
    let (number, length, isDense) = try moment(along.column, interval)
    let isNullable = along.column.isNullable
    let window = WindowSpecification(
      partition: partition,
      order: [Ordering(expression: number, missing: isNullable ? .last : nil)],
      frame: "range between \(length - 1) preceding and current row"
    )
    let value = SQLExpression.aggregate(name, self[0], over: window)
    if isDense {
      let counted = firstOfMoment.map { SQLExpression.integer(1).when(.infix($0, "=", 1)) }
      let rows = SQLExpression.aggregate("count", counted ?? .token("*"), over: window)
      let isWhole = SQLExpression.infix(rows, "=", .integer(length))
      return value.when(all: [isWhole] + (isNullable ? [along.column.sql.isNotNull] : []))
    }
    let whole = WindowSpecification(partition: partition)
    let first = SQLExpression.aggregate("min", number, over: whole)
    return value.when(.infix(first, "<=", number - .integer(length - 1)))
  }

  /// The number of a row's moment, how many such numbers the interval has, and whether each must be
  /// there.
  private func moment(
    _ column: SelectColumn,
    _ interval: CalendarInterval
  ) throws -> (SQLExpression, Int, Bool) {
    switch (column.type, interval.unit) {
    case (.period(let unit), .months):
      guard let months = unit.months, interval.count % months == 0 else { break }
      let length = interval.count / months
      if Representation(column.type) == .integer { return (column.sql, length, true) }
      let number = 12 * time.year(column.sql) + time.month(column.sql)
      if months == 1 { return (number, length, true) }
      return (dialect.wholeQuotient(number - 1, 3), length, true)
    case (.period(.week), .days) where interval.count % 7 == 0:
      let days = time.days(column.sql, dialect.date(-3))
      return (dialect.wholeQuotient(days, 7), interval.count / 7, true)
    case (.date, .days):
      return (time.days(column.sql, dialect.date(0)), interval.count, false)
    default: break
    }
    throw unsupported(
      "\(call.name) over months along a date",
      remedy: "Go along month(date) instead."
    )
  }
}

extension WindowTemplate {
  fileprivate static func neighbor(_ name: String) -> WindowTemplate {
    .nullable { call in
      let distance = call.integer(1) ?? 1
      return call.over(name, [call[0]] + (distance == 1 ? [] : [.integer(distance)]))
    }
  }
}
