import Catalog

extension Function {
  static let totals: [Function] = [
    Function(
      "rolling_sum",
      ["x": .number, "3 months": .interval],
      "The sum of x over a span of time that ends with the row's date or period.",
      missing: "Missing values are left out; missing if the span begins before the first row, "
        + "lacks a period, or has no known value.",
      measure: .sum,
      .window { call in
        let (bound, rolling) = (call[0], Rolling(call))
        var sums = call.window(call.expressions, bound.type) { frame, operands in
          if bound.type == .integer { return try rolling.sums(frame, operands[0]) }
          return try rolling.values(frame, operands[0], ExactSum.self) { sum, _, _ in
            sum.doubles.value
          }
        }
        sums.span = rolling.interval
        return sums
      },
      examples:
        "national_removals | add three = rolling_sum(removals, 3 years) along fiscal_year | last 5",
      "detention | total person_days by month "
        + "| add quarter = rolling_sum(person_days, 3 months) along month | last 5"
    ),
    Function(
      "rolling_mean",
      ["x": .number, "3 months": .interval],
      "The mean of x over a span of time that ends with the row's date or period.",
      missing: "Missing values are left out; missing if the span begins before the first row, "
        + "lacks a period, or has no known value.",
      .window { call in
        let rolling = Rolling(call)
        var means = call.window(call.expressions, call.meanType) { frame, operands in
          try rolling.values(frame, operands[0], ExactSum.self) { sum, count, _ in
            (sum.doubles / DoubleDouble(Double(count))).value
          }
        }
        means.span = rolling.interval
        return means
      },
      examples:
        "national_removals | add mean3 = rolling_mean(removals, 3 years) along fiscal_year | last 5",
      "detention | total person_days by month "
        + "| add typical = rolling_mean(person_days, 12 months) along month | last 5"
    ),
  ]
}
