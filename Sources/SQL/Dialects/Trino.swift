extension Dialect {
  /// Trino, by text alone: its statements were never run.
  public static let trino: Dialect = {
    var dialect = Dialect(
      name: "trino",
      summary: "Trino; written by its manual, never tried",
      types: [
        .boolean: "boolean", .integer: "bigint", .real: "double", .text: "varchar", .date: "date",
      ],
      quote: "\"",
      time: trinoTime
    )
    dialect.title = "Trino"
    dialect.missingDescending = .last
    dialect.hasConstraints = false
    dialect.listBrackets = ("array[", "]")
    dialect.groupsByName = false
    dialect.placeInList = { .call("array_position", [$0, $1]) }
    dialect.valueInList = { .call("element_at", [$0, $1]) }
    dialect.hasIsTrue = false
    dialect.groupReference = "$"
    dialect.real = { .token($0.contains("e") ? $0 : $0 + "e0") }
    dialect.extremesKeepMissing = true
    dialect.trim = { .worded("trim", "both", "", .infix($1, "from", $0)) }
    dialect.scalars = [
      "right": ScalarSaying(isNullable: true) { call throws(Refusal) in
        call.countsCharacters()
        if call.integer(1) == 0 { return .null }
        return .call("substr", [try call(0), .prefix("-", try call(1))])
      },
      "ends with": .test { call throws(Refusal) in
        .infix(.call("substr", [try call(0), .prefix("-", try call.length(1))]), "=", try call(1))
      },
      "matches": .test { call throws(Refusal) in .call("regexp_like", try call.regular()) },
      "number": .number { text, isNumber in .tried(text, "double").when(isNumber) },
    ]
    dialect.aggregates = [
      "first": .firstOfList("array_agg", last: false),
      "last": .firstOfList("array_agg", last: true),
      "at_max": .atExtremeOfList("array_agg", descending: true),
      "at_min": .atExtremeOfList("array_agg", descending: false),
      "list": .list { distinct in
        .call("array_join", [.call("array_sort", [distinct("array_agg")]), .text("; ")])
      },
    ]
    dialect.rowwise = ["mode", "median", "quantile"]
    let other = "Run the query without another engine, or in DuckDB."
    for name in ["sample", "extract"] { dialect.unsaid[name] = other }
    return dialect
  }()

  private static let trinoTime = TimeWords(
    literal: { .typed("date", $0) },
    year: { .call("year", [$0]) },
    month: { .call("month", [$0]) },
    day: { .call("day", [$0]) },
    start: { .call("date_trunc", [.text($0), $1]) },
    monthEnd: { .call("last_day_of_month", [$0]) },
    addingDays: { .call("date_add", [.text("day"), $1, $0]) },
    addingMonths: { .call("date_add", [.text("month"), $1, $0]) },
    days: { .call("date_diff", [.text("day"), $1, $0]) },
    first: { year, month in
      let start = Expression.typed("date", "0001-01-01")
      let months = Expression.integer(12) * (year - .integer(1)) + .integer(month - 1)
      return .call("date_add", [.text("month"), months, start])
    },
    text: { _, day in
      .call(
        "format",
        [
          .text("%04d-W%02d"), .call("year_of_week", [day]), .call("week_of_year", [day]),
        ]
      )
    },
    monthName: { .call("date_format", [$0, .text("%M")]) },
    weekdayName: { .call("date_format", [$0, .text("%W")]) },
    weekday: { .call("day_of_week", [$0]) - .integer(1) }
  )
}
