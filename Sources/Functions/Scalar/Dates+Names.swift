import Catalog
import Columns

extension Function {
  static let names: [Function] = [
    Function(
      "month_name",
      ["date": .temporal],
      "The name of the month of a date or month, ordered from January.",
      .scalar { call throws(CallError) in try call.monthName(Operators.monthNames(from: 1)) },
      examples: "events | count by month_name(date)",
      "detention | summarize typical = mean(average_daily_population) by month_name(month)"
    ),
    Function(
      "fmonth_name",
      ["date": .temporal],
      "The name of the month of a date or month, ordered from the fiscal year's first: October.",
      .scalar { call throws(CallError) in
        try call.monthName(Operators.monthNames(from: call.fiscalYearStart))
      },
      examples: "events | count by fmonth_name(date)",
      "stories | where date in FY2011 | count by fmonth_name(date)"
    ),
    Function(
      "weekday_name",
      ["date": .date],
      "The name of the day of the week, ordered from Monday.",
      .scalar { call in
        call.named(Operators.weekdayNames, call[0]) { day in
          let fromMonday = Int(day) + 3
          return Int32(fromMonday - fromMonday.flooredQuotient(7) * 7)
        }
      },
      examples: "events | where precision = \"day\" | count by weekday_name(date)",
      "stories | where precision = \"day\" and kind = \"activation\" "
        + "| count by weekday_name(date)"
    ),
  ]
}

extension Operators {
  private static let monthCategories = (0..<12).map { start in
    let months = CivilDate.monthNames
    return Category(Array(months[start...] + months[..<start]), isOrdered: true)
  }

  /// The names of the months, ordered from the month `start` (1 to 12).
  public static func monthNames(from start: Int) -> Category { monthCategories[start - 1] }

  /// The names of the days of the week, from Monday.
  public static let weekdayNames = Category(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    isOrdered: true
  )
}

extension BoundCall {
  fileprivate func monthName(_ category: Category) throws(CallError) -> BoundExpression {
    let bound = self[0]
    let start = Operators.monthNames(from: 1).labels.code(of: category.labels[0]) ?? 0
    if case .period(let unit) = bound.type {
      guard unit == .month else {
        throw CallError(.periodTooLong(function: name, found: text(0), unit: unit), at: 0)
      }
      return named(category, bound) { ordinal in
        Int32((Int(ordinal) - Int(ordinal).flooredQuotient(12) * 12 + 12 - start) % 12)
      }
    }
    return named(category, bound, granularity: .month) { day in
      Int32((CivilDate(ordinal: day).month - 1 + 12 - start) % 12)
    }
  }

  /// A category by a function from ordinals to its codes.
  fileprivate func named(
    _ category: Category,
    _ bound: BoundExpression,
    granularity: PeriodUnit? = nil,
    _ code: @escaping @Sendable (Int32) -> Int32
  ) -> BoundExpression {
    let table = DateLookupTable(code)
    var function = ScalarFunction(name, .category(category)) { operands, context in
      let rows = context.rowCount
      let input = Input<Int32>(operands[0], rows: rows)
      let narrow = Kernels.values(table.values(input, rows: rows)) { UInt8(truncatingIfNeeded: $0) }
      return Column(.code(.uint8(narrow), category.labels), known: input.known)
    }
    function.granularity = granularity
    return .call(function, [bound])
  }
}
