extension Dialect {
  /// DuckDB 1.0 and later.
  public static let duckdb: Dialect = {
    var dialect = Dialect(
      name: "duckdb",
      title: "DuckDB",
      summary: "DuckDB 1.0 and later; says everything but sample",
      types: [
        .boolean: "boolean", .integer: "bigint", .real: "double", .text: "varchar", .date: "date",
      ],
      time: duckdbTime
    )
    dialect.real = { .token($0.contains("e") ? $0 : $0 + "e0") }
    dialect.missingDescending = .last
    dialect.hasQualify = true
    // In 1.5 a join pushes the values that it looks for down to the scan, past a limit between
    // them.
    dialect.looksThroughLimits = true
    dialect.windowsCountDistinct = true
    dialect.dividesReally = true
    dialect.wholeQuotient = { .infix($0, "//", $1) }
    dialect.roundsAway = true
    dialect.roundedInteger = { .call("round", [$0, $1]) }
    // A sum is an integer of 128 bits, of which no date is made.
    dialect.yearCount = { $0.isConstant ? $0 : $0.being("bigint") }
    dialect.isFinite = { .call("isfinite", [$0]) }
    dialect.groupReference = "\\"
    dialect.listPlace = { .call("list_position", [$0, $1]) }
    dialect.listValue = { .call("list_extract", [$0, $1]) }
    dialect.scalars = [
      "length": .named("length_grapheme"),
      "left": .nullable {
        $0.integer(1) == 0 ? .cast(.null, "varchar") : .call("left_grapheme", $0.all)
      },
      "right": .nullable {
        $0.integer(1) == 0 ? .cast(.null, "varchar") : .call("right_grapheme", $0.all)
      },
      "contains": .test("contains($1, $2)"),
      "ends with": .test("ends_with($1, $2)"),
      "matches": .test { .call("regexp_matches", try $0.regular()) },
      "extract": .nullable { call in
        let group: SQLExpression = call.groupCount > 0 ? 1 : 0
        return .call("nullif", [.call("regexp_extract", try call.regular() + [group]), .text("")])
      },
      "number": .number { text, isNumber in .tried(text, "double").when(isNumber) },
    ]
    dialect.aggregates = [
      "median": .ofReals("median"), "quantile": .ofReals("quantile_cont"),
      "list": .list("list", "array_to_string(list_sort($1), '; ')"),
    ].merging(AggregateTemplate.choices("first")) { $1 }
    dialect.unsupported = [
      "sample": "Draw the sample without another engine, or take the first rows."
    ]
    return dialect
  }()

  private static let duckdbTime = DateFunctions(
    addingDays: { Dialect.plus($0, $1.isConstant ? $1 : .cast($1, "integer")) },
    addingMonths: { date, count in
      let count = count.isConstant ? count : .cast(count, "bigint")
      return .cast(date + .call("to_months", [count]), "date")
    },
    first: { .call("make_date", [$0, .integer($1), 1]) },
    weekText: { .call("strftime", [$0, .text("%G-W%V")]) },
    monthName: { .call("monthname", [$0]) },
    weekdayName: { .call("dayname", [$0]) },
    weekday: { .call("isodow", [$0]) - 1 }
  )

  /// A sum, or a difference where the second is below zero.
  static func plus(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
    if case .prefix("-", let amount) = right { return left - amount }
    return left + right
  }
}
