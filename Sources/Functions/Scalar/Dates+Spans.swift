import Catalog
import Columns

extension Function {
  static let daysAndSpans: [Function] = [
    ofPeriod(
      "start_of",
      "The first day of a period.",
      "deportations | summarize start = min(start_of(fiscal_year))",
      "detention | add day = start_of(month) | distinct month, day | first 3"
    ) { unit in { unit.firstDay(of: $0) } },
    ofPeriod(
      "end_of",
      "The last day of a period.",
      "detention | where end_of(month) = 2022-04-30 | count",
      "deportations | add day = end_of(fiscal_year) | distinct fiscal_year, day"
    ) { unit in { unit.lastDay(of: $0) } },
    Function(
      "days_in",
      ["period": .period],
      "The number of days of a period.",
      .scalar { call in
        let unit = call.unit
        let table = DateLookupTable { unit.lastDay(of: $0) - unit.firstDay(of: $0) + 1 }
        return call.call(.integer, call.expressions) { operands, context in
          let input = Input<Int32>(operands[0], rows: context.rowCount)
          let values = Kernels.values(table.values(input, rows: context.rowCount)) { Int64($0) }
          return Column(.integer(.int64(values)), known: input.known)
        }
      },
      examples: "detention | add full = (days = days_in(month)) | count by full",
      "deportations | add days = days_in(fiscal_year) | distinct fiscal_year, days"
    ),
    Function(
      "days_between",
      ["start": .date, "end": .date],
      "The days from one date to another; below zero if it lies before.",
      missing: "Missing where either date is.",
      .scalar { call in
        call.distance(call[0], call[1]) { Int64($1) - Int64($0) }
      },
      examples:
        "figures | add days = days_between(period_start, as_of) | keep id, days",
      "events | where days_between(2011-06-01, date) in 0..7 | keep date, title"
    ),
    Function(
      "months_between",
      ["start": .temporal, "end": .temporal],
      "The whole months from one date or month to another; below zero if it lies before.",
      missing: "Missing where either date is.",
      .scalar { call throws(CallError) in try call.monthsBetween() },
      examples: "agreements | add m = months_between(active_from, active_to) | keep agency, m",
      "deportations | add months = months_between(period_start, period_end) | count by months"
    ),
    Function(
      "reached",
      ["date": .date, "earliest": .date, "latest": .date],
      "Whether something known to have happened between two dates had happened by a date: "
        + "no < possibly < yes.",
      missing: "A missing bound is open; missing where the date is.",
      .scalar { $0.reached() },
      examples:
        "jurisdictions | count by status = reached(2010-06-30, active_not_before, active_by)",
      "jurisdictions "
        + "| where reached(2009-12-31, active_not_before, active_by) = \"yes\" "
        + "| count by state | top 3"
    ),
  ]

  private static func ofPeriod(
    _ name: String,
    _ summary: String,
    _ example: String,
    _ other: String,
    _ day: @escaping @Sendable (PeriodUnit) -> @Sendable (Int32) -> Int32
  ) -> Function {
    Function(
      name,
      ["period": .period],
      summary,
      .scalar { $0.tabulated(.date, $0[0], day($0.unit)) },
      examples: example,
      other
    )
  }
}

extension Operators {
  package static let reachedAnswers = Category(["no", "possibly", "yes"], isOrdered: true)

  /// The whole months from one day to another, counted so that clamped month ends count as reached.
  static func months(from start: Int32, to end: Int32) -> Int64 {
    if end < start { return -months(from: end, to: start) }
    let (first, last) = (CivilDate(ordinal: start), CivilDate(ordinal: end))
    let months = (last.year - first.year) * 12 + last.month - first.month
    return Int64(first.adding(months: months).ordinal > end ? months - 1 : months)
  }
}

extension BoundCall {
  /// The unit of the first argument, which is a period.
  fileprivate var unit: PeriodUnit {
    if case .period(let unit) = self[0].type { unit } else { .year }
  }

  fileprivate func distance(
    _ start: BoundExpression,
    _ end: BoundExpression,
    _ body: @escaping @Sendable (Int32, Int32) -> Int64
  ) -> BoundExpression {
    call(.integer, [start, end]) { operands, context in
      context.partial(operands[0], operands[1]) { (start: Int32, end: Int32) in
        body(start, end)
      }.column
    }
  }

  fileprivate func monthsBetween() throws(CallError) -> BoundExpression {
    if self[0].type == .period(.month), self[1].type == .period(.month) {
      return distance(self[0], self[1]) { Int64($1) - Int64($0) }
    }
    let start = try arguments[0].checked(.date).bound
    let end = try arguments[1].checked(.date).bound
    return distance(start, end) { Operators.months(from: $0, to: $1) }
  }

  fileprivate func reached() -> BoundExpression {
    let answers = Operators.reachedAnswers
    return call(.category(answers), expressions) { operands, context in
      let rows = context.rowCount
      let moment = Input<Int32>(operands[0], rows: rows)
      let earliest = Input<Int32>(operands[1], rows: rows)
      let latest = Input<Int32>(operands[2], rows: rows)
      func holds(_ op: Operators.Comparison, _ bound: Input<Int32>) -> Input<Bool> {
        let truth = Operators.compared(op, bound, moment, rows: rows)
        return Input(BooleanKernels.and(truth.booleans, truth.known), known: nil)
      }
      let (isBefore, isAfter) = (holds(.greater, earliest), holds(.lessOrEqual, latest))
      let codes = Kernels.values(isBefore, isAfter, rows: rows) { $1 ? UInt8(2) : $0 ? 0 : 1 }
      return Column(.code(.uint8(codes), answers.labels), known: moment.known)
    }
  }
}
