import Catalog
import Columns

extension Function {
  /// The functions of dates and periods, as help lists them.
  static let dates: [Function] = periods + names + daysAndSpans

  private static let periods: [Function] = [
    period(
      "fy",
      "The fiscal year of a date or of a finer period, such as FY2012.",
      "events | count by fy(date)",
      "stories | where kind = \"agreement\" | count by fy(date)"
    ) { .fiscalYear(start: $0) },
    period(
      "fq",
      "The fiscal quarter of a date or month, such as FY2012Q1.",
      "events | where date in FY2011..FY2012 | count by fq(date)",
      "detention | total person_days by fq(month) | first 5"
    ) { .fiscalQuarter(start: $0) },
    period(
      "year",
      "The calendar year of a date or of a finer period.",
      "events | count by year(date), kind",
      "detention | total person_days by year(month)"
    ) { _ in .year },
    period(
      "quarter",
      "The calendar quarter of a date or month, such as 2011Q2.",
      "events | where date in 2011 | count by quarter(date)",
      "detention | total person_days by quarter(month) | first 5"
    ) { _ in .quarter },
    period(
      "month",
      "The month of a date, such as 2011-06.",
      "events | where date in 2011 | count by month(date)",
      "stories | where kind = \"activation\" | count by month(date) | top 3"
    ) { _ in .month },
    period(
      "week",
      "The week of a date, from Monday to Sunday, such as 2011-W23.",
      "events | where date in 2011-06 | count by week(date)",
      "stories | where kind = \"activation\" and date in 2011 | count by week(date) | top 3"
    ) { _ in .week },
  ]

  private static func period(
    _ name: String,
    _ summary: String,
    _ example: String,
    _ other: String,
    unit: @escaping @Sendable (_ fiscalYearStart: Int) -> PeriodUnit
  ) -> Function {
    Function(
      name,
      ["date": .temporal],
      summary,
      .scalar { call throws(CallError) in try call.period(unit(call.fiscalYearStart)) },
      examples: example,
      other
    )
  }
}

extension BoundCall {
  /// The period of this unit that holds each date or finer period.
  fileprivate func period(_ unit: PeriodUnit) throws(CallError) -> BoundExpression {
    let bound = self[0]
    if case .period(let finer) = bound.type {
      if finer == unit { return bound }
      guard finer.nests(in: unit) else {
        throw CallError(.periodTooLong(function: name, found: text(0), unit: finer), at: 0)
      }
    }
    return Operators.period(unit, of: bound, name: name)
  }

  /// An expression over ordinals, by table.
  func tabulated(
    _ type: DataType,
    _ bound: BoundExpression,
    _ function: @escaping @Sendable (Int32) -> Int32
  ) -> BoundExpression {
    Operators.tabulated(name, type, bound, DateLookupTable(function))
  }
}

extension Operators {
  /// The period of a unit that holds each date, or each period that nests in the unit.
  public static func period(_ unit: PeriodUnit, of bound: BoundExpression, name: String)
    -> BoundExpression
  {
    tabulated(name, .period(unit), bound, DateLookupTable.period(unit, of: bound.type))
  }

  static func tabulated(
    _ name: String,
    _ type: DataType,
    _ bound: BoundExpression,
    _ table: DateLookupTable
  ) -> BoundExpression {
    var operation = ScalarFunction(name, type) { operands, context in
      let input = Input<Int32>(operands[0], rows: context.rowCount)
      let values = table.values(input, rows: context.rowCount)
      return Column(.ordinal(values), known: input.known)
    }
    operation.sargability = .lookup { table.table }
    return .call(operation, [bound])
  }
}
