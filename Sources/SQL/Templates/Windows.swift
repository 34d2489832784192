import Functions

/// A window function that is to be said.
struct WindowContext {
  let call: WindowCall
  let speaker: ExpressionWriter
  let partition: [SQLExpression]
  /// The order within a partition, the order of rows behind it.
  let order: [Ordering]
  /// The first column of the order, if the order was asked for.
  let along: OrderTerm?
  /// 1 in the first row of each moment, where several rows may be of one.
  let firstOfMoment: SQLExpression?

  var dialect: Dialect { speaker.dialect }

  func callAsFunction(_ place: Int) throws(Unsupported) -> SQLFragment {
    try speaker.argument(call.arguments[place])
  }

  func over(
    _ name: String,
    _ arguments: [SQLExpression],
    ordered: Bool = true,
    extent: String? = nil
  ) -> SQLExpression {
    .over(
      .call(name, arguments),
      Frame(partition: partition, order: ordered ? order : [], extent: extent)
    )
  }

  /// The literal whole number of an argument.
  func integer(_ place: Int) -> Int? {
    if case .integer(let number)? = call.arguments[place].literal { return Int(number) }
    return nil
  }

  func sum(_ x: SQLExpression) -> SQLExpression {
    .over(.aggregate(Aggregate(name: "sum", arguments: [x])), Frame(partition: partition))
  }

  func running(_ x: SQLExpression) -> SQLExpression {
    .over(
      .aggregate(Aggregate(name: "sum", arguments: [x])),
      Frame(partition: partition, order: order, extent: "rows unbounded preceding")
    )
  }

  func before(_ x: SQLExpression) -> SQLExpression { over("lag", [x]) }

  /// A value that is missing where the row before is not the one of the period before.
  func unbroken(_ value: SQLExpression) -> SQLExpression {
    guard let along, case .period(let unit) = along.cell.type else { return value }
    let before = before(along.cell.sql)
    let step = SQLExpression.integer(along.isDescending ? -1 : 1)
    let next = dialect.period(before, plus: step, unit)
    return value.when(.infix(along.cell.sql, along.isDescending ? ">=" : "<=", next))
  }
}

extension WindowTemplate {
  static let standard: [String: WindowTemplate] = [
    "previous": .neighbor("lag"), "next": .neighbor("lead"),
    "running": WindowTemplate { site throws(Unsupported) in
      let x = try site(0)
      return SQLFragment(site.running(x.sql), isNullable: x.isNullable)
    },
    "share": WindowTemplate(.nearly) { site throws(Unsupported) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      return SQLFragment(site.dialect.quotient(x, type, site.sum(x), type), isNullable: true)
    },
    "cumulative_share": WindowTemplate(.nearly) { site throws(Unsupported) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      return SQLFragment(
        site.dialect.quotient(site.running(x), type, site.sum(x), type),
        isNullable: true
      )
    },
    "rank": WindowTemplate { site throws(Unsupported) in
      let x = try site(0)
      let cell = Cell(sql: x.sql, type: site.call.arguments[0].type, isNullable: x.isNullable)
      let order = [site.dialect.ordering(OrderTerm(cell: cell, isDescending: true))]
      let rank = SQLExpression.over(
        .call("rank", []),
        Frame(partition: site.partition, order: order)
      )
      return SQLFragment(x.isNullable ? rank.when(x.sql.isNotNull) : rank, isNullable: x.isNullable)
    },
    "row_number": WindowTemplate { site throws(Unsupported) in
      SQLFragment(site.over("row_number", []), isNullable: false)
    },
    "change": WindowTemplate { site throws(Unsupported) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      let before = site.before(x)
      var change = x - before
      if type == .date { change = site.dialect.time.days(x, before) }
      if case .period(let unit) = type {
        change = site.dialect.periods(from: before, to: x, unit)
      }
      return SQLFragment(site.unbroken(change), isNullable: true)
    },
    "pct_change": WindowTemplate(.nearly) { site throws(Unsupported) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      let ratio = site.dialect.quotient(x, type, site.before(x), type)
      return SQLFragment(site.unbroken(ratio - .integer(1)), isNullable: true)
    },
    "rolling_sum": WindowTemplate { site throws(Unsupported) in try site.rolling("sum") },
    "rolling_mean": WindowTemplate(.nearly) { site throws(Unsupported) in try site.rolling("avg") },
  ]

  private static func neighbor(_ name: String) -> WindowTemplate {
    WindowTemplate { site throws(Unsupported) in
      var arguments = [try site(0).sql]
      if let distance = site.integer(1), distance != 1 { arguments.append(.integer(distance)) }
      return SQLFragment(site.over(name, arguments), isNullable: true)
    }
  }
}

extension WindowContext {
  /// A sum or mean over an interval of time that ends with the row's moment.
  ///
  /// It is missing where the interval begins before the first row, or lacks a period.
  fileprivate func rolling(_ name: String) throws(Unsupported) -> SQLFragment {
    guard let along, let interval = CalendarInterval(call.arguments[1]) else {
      throw speaker.refusal("\(call.name) without a time to go along")
    }
    let (number, length, isDense) = try moment(along.cell, interval)
    let ordering = Ordering(
      expression: number,
      missing: along.cell.isNullable ? .last : nil
    )
    let frame = Frame(
      partition: partition,
      order: [ordering],
      extent: "range between \(length - 1) preceding and current row"
    )
    let x = try self(0).sql
    let value = SQLExpression.over(.aggregate(Aggregate(name: name, arguments: [x])), frame)
    let first = SQLExpression.over(
      .aggregate(Aggregate(name: "min", arguments: [number])),
      Frame(partition: partition)
    )
    var tests = [SQLExpression.infix(first, "<=", number - .integer(length - 1))]
    if isDense {
      let counted = firstOfMoment.map {
        SQLExpression.integer(1).when(.infix($0, "=", .integer(1)))
      }
      let rows = SQLExpression.over(
        .aggregate(Aggregate(name: "count", arguments: [counted ?? .token("*")])),
        frame
      )
      tests =
        [.infix(rows, "=", .integer(length))]
        + (along.cell.isNullable ? [along.cell.sql.isNotNull] : [])
    }
    return SQLFragment(SQLExpression.all(tests).map { value.when($0) } ?? value, isNullable: true)
  }

  /// The number of a row's moment, how many such numbers the interval has, and whether each must be
  /// there.
  private func moment(
    _ cell: Cell,
    _ interval: CalendarInterval
  ) throws(Unsupported) -> (SQLExpression, Int, Bool) {
    switch (cell.type, interval.unit) {
    case (.period(let unit), .months):
      guard let months = unit.months, interval.count % months == 0 else { break }
      let length = interval.count / months
      if unit.isCounted { return (cell.sql, length, true) }
      let number =
        SQLExpression.integer(12) * dialect.time.year(cell.sql) + dialect.time.month(cell.sql)
      if months == 1 { return (number, length, true) }
      return (dialect.wholeQuotient(number - .integer(1), .integer(3)), length, true)
    case (.period(.week), .days) where interval.count % 7 == 0:
      let days = dialect.time.days(cell.sql, dialect.date(-3))
      return (dialect.wholeQuotient(days, .integer(7)), interval.count / 7, true)
    case (.date, .days):
      return (dialect.time.days(cell.sql, dialect.date(0)), interval.count, false)
    default: break
    }
    throw speaker.refusal("\(call.name) over months along a date", "Go along month(date) instead.")
  }
}
