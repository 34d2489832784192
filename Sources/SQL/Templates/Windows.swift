import Planner
import Catalog

/// A window function that is to be said.
struct WindowSite {
  let call: WindowCall
  let speaker: Speaker
  let partition: [Expression]
  /// The order within a partition, the order of rows behind it.
  let order: [Ordering]
  /// The first column of the order, if the order was asked for.
  let along: Term?
  /// 1 in the first row of each moment, where several rows may be of one.
  let firstOfMoment: Expression?

  var dialect: Dialect { speaker.dialect }

  func callAsFunction(_ place: Int) throws(Refusal) -> Said {
    try speaker.argument(call.arguments[place])
  }

  func over(
    _ name: String,
    _ arguments: [Expression],
    ordered: Bool = true,
    extent: String? = nil
  ) -> Expression {
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

  func sum(_ x: Expression) -> Expression {
    .over(.aggregate(Aggregate(name: "sum", arguments: [x])), Frame(partition: partition))
  }

  func running(_ x: Expression) -> Expression {
    .over(
      .aggregate(Aggregate(name: "sum", arguments: [x])),
      Frame(partition: partition, order: order, extent: "rows unbounded preceding")
    )
  }

  func before(_ x: Expression) -> Expression { over("lag", [x]) }

  /// A value that is missing where the row before is not the one of the period before.
  func unbroken(_ value: Expression) -> Expression {
    guard let along, case .period(let unit) = along.cell.type else { return value }
    let before = before(along.cell.sql)
    let step = Expression.integer(along.isDescending ? -1 : 1)
    let next = dialect.period(before, plus: step, unit)
    return value.when(.infix(along.cell.sql, along.isDescending ? ">=" : "<=", next))
  }
}

extension WindowSaying {
  static let standard: [String: WindowSaying] = [
    "previous": .neighbor("lag"), "next": .neighbor("lead"),
    "running": WindowSaying { site throws(Refusal) in
      let x = try site(0)
      return Said(site.running(x.sql), isNullable: x.isNullable)
    },
    "share": WindowSaying(.nearly) { site throws(Refusal) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      return Said(site.dialect.quotient(x, type, site.sum(x), type), isNullable: true)
    },
    "cumulative_share": WindowSaying(.nearly) { site throws(Refusal) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      return Said(
        site.dialect.quotient(site.running(x), type, site.sum(x), type),
        isNullable: true
      )
    },
    "rank": WindowSaying { site throws(Refusal) in
      let x = try site(0)
      let cell = Cell(sql: x.sql, type: site.call.arguments[0].type, isNullable: x.isNullable)
      let order = [site.dialect.ordering(Term(cell: cell, isDescending: true))]
      let rank = Expression.over(
        .call("rank", []),
        Frame(partition: site.partition, order: order)
      )
      return Said(x.isNullable ? rank.when(x.sql.isNotNull) : rank, isNullable: x.isNullable)
    },
    "row_number": WindowSaying { site throws(Refusal) in
      Said(site.over("row_number", []), isNullable: false)
    },
    "change": WindowSaying { site throws(Refusal) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      let before = site.before(x)
      var change = x - before
      if type == .date { change = site.dialect.time.days(x, before) }
      if case .period(let unit) = type {
        change = site.dialect.periods(from: before, to: x, unit)
      }
      return Said(site.unbroken(change), isNullable: true)
    },
    "pct_change": WindowSaying(.nearly) { site throws(Refusal) in
      let (x, type) = (try site(0).sql, site.call.arguments[0].type)
      let ratio = site.dialect.quotient(x, type, site.before(x), type)
      return Said(site.unbroken(ratio - .integer(1)), isNullable: true)
    },
    "rolling_sum": WindowSaying { site throws(Refusal) in try site.rolling("sum") },
    "rolling_mean": WindowSaying(.nearly) { site throws(Refusal) in try site.rolling("avg") },
  ]

  private static func neighbor(_ name: String) -> WindowSaying {
    WindowSaying { site throws(Refusal) in
      var arguments = [try site(0).sql]
      if let distance = site.integer(1), distance != 1 { arguments.append(.integer(distance)) }
      return Said(site.over(name, arguments), isNullable: true)
    }
  }
}

extension WindowSite {
  /// A sum or mean over an interval of time that ends with the row's moment.
  ///
  /// It is missing where the interval begins before the first row, or lacks a period.
  fileprivate func rolling(_ name: String) throws(Refusal) -> Said {
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
    let value = Expression.over(.aggregate(Aggregate(name: name, arguments: [x])), frame)
    let first = Expression.over(
      .aggregate(Aggregate(name: "min", arguments: [number])),
      Frame(partition: partition)
    )
    var tests = [Expression.infix(first, "<=", number - .integer(length - 1))]
    if isDense {
      let counted = firstOfMoment.map {
        Expression.integer(1).when(.infix($0, "=", .integer(1)))
      }
      let rows = Expression.over(
        .aggregate(Aggregate(name: "count", arguments: [counted ?? .token("*")])),
        frame
      )
      tests =
        [.infix(rows, "=", .integer(length))]
        + (along.cell.isNullable ? [along.cell.sql.isNotNull] : [])
    }
    return Said(Expression.all(tests).map { value.when($0) } ?? value, isNullable: true)
  }

  /// The number of a row's moment, how many such numbers the interval has, and whether each must be there.
  private func moment(
    _ cell: Cell,
    _ interval: CalendarInterval
  ) throws(Refusal) -> (Expression, Int, Bool) {
    switch (cell.type, interval.unit) {
    case (.period(let unit), .months):
      guard let months = unit.months, interval.count % months == 0 else { break }
      let length = interval.count / months
      if unit.isCounted { return (cell.sql, length, true) }
      let number =
        Expression.integer(12) * dialect.time.year(cell.sql) + dialect.time.month(cell.sql)
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
