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

  /// A quotient of two values of the operand's type.
  func quotient(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
    dialect.quotient(left, right, type(0))
  }

  /// The value of x in the row that the call compares each with.
  func compared(_ x: SQLExpression) throws -> SQLExpression {
    guard let neighbor = call.neighbor else { return x }
    let span = arguments.count == 2 ? CalendarInterval(arguments[1]) : nil
    var distance = neighbor.step
    if let along, case .period(let unit) = along.column.type {
      guard let periods = neighbor.periods(of: unit) else { throw unsupportedSpan }
      distance = periods
    } else if let span {
      distance *= try length(of: span)
    } else {
      let count: [SQLExpression] = abs(distance) == 1 ? [] : [.integer(abs(distance))]
      return over(distance < 0 ? "lag" : "lead", [x] + count)
    }
    guard let along else { throw unsupportedSpan }
    let isNullable = along.column.isNullable
    let order = Ordering(
      expression: try number(of: along.column),
      isDescending: along.isDescending,
      missing: isNullable ? .last : nil
    )
    let bound = "\(abs(distance)) \(distance < 0 ? "preceding" : "following")"
    let frame = "range between \(bound) and \(bound)"
    let value = SQLExpression.over(
      .call("first_value", [x]),
      WindowSpecification(partition: partition, order: [order], frame: frame)
    )
    return isNullable ? value.when(along.column.sql.isNotNull) : value
  }

  /// The number of a row's moment: a count of its periods, or of days.
  private func number(of column: SelectColumn) throws -> SQLExpression {
    guard case .period(let unit) = column.type else {
      return time.days(column.sql, dialect.date(0))
    }
    guard let months = unit.months else {
      return dialect.wholeQuotient(time.days(column.sql, dialect.date(-3)), 7)
    }
    if Representation(column.type) == .integer { return column.sql }
    let number = 12 * time.year(column.sql) + time.month(column.sql)
    return months == 1 ? number : dialect.wholeQuotient(number - 1, 3)
  }

  /// How many such numbers a span along the order has.
  private func length(of span: CalendarInterval) throws -> Int {
    switch along?.column.type {
    case .period(let unit)?: if let periods = span.periods(of: unit) { return periods }
    case .date? where span.unit == .days: return span.count
    case .date?:
      throw unsupported("\(name) over months along a date", remedy: "Go along month(date) instead.")
    default: break
    }
    throw unsupportedSpan
  }

  private var unsupportedSpan: any Error {
    unsupported("\(name) over such a span, or without a time to go along")
  }
}

extension WindowContext {
  static let standard: [String: WindowTemplate] = [
    "previous": .nullable { try $0.compared($0[0]) }, "next": .nullable { try $0.compared($0[0]) },
    "running": WindowTemplate { SQLFragment($0.runningSum, isNullable: $0.hasNullable) },
    "share": .nullable(.nearly) { $0.quotient($0[0], $0.sum) },
    "cumulative_share": .nullable(.nearly) { $0.quotient($0.runningSum, $0.sum) },
    "rank": WindowTemplate { $0.rank() },
    "row_number": WindowTemplate { SQLFragment($0.over("row_number", []), isNullable: false) },
    "change": .nullable { try $0.change() },
    "pct_change": .nullable(.nearly) { $0.quotient($0[0], try $0.compared($0[0])) - 1 },
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

  private func change() throws -> SQLExpression {
    let (x, before) = (self[0], try compared(self[0]))
    switch type(0) {
    case .date: return time.days(x, before)
    case .period(let unit): return dialect.periods(from: before, to: x, unit)
    default: return x - before
    }
  }

  /// A sum or mean over an interval of time that ends with the row's moment.
  ///
  /// It is missing where the interval begins before the first row, or lacks a period.
  private func rolling(_ name: String) throws -> SQLExpression {
    guard let along, let interval = CalendarInterval(arguments[1]) else { throw unsupportedSpan }
    let (number, length) = (try number(of: along.column), try length(of: interval))
    let isDense = if case .period = along.column.type { true } else { false }
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
}
