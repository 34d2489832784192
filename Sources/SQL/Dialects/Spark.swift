extension Dialect {
  /// Spark SQL 3.5 and later.
  public static let spark: Dialect = {
    var dialect = Dialect(
      name: "spark",
      title: "Spark",
      summary: "Spark SQL 3.5 and later",
      types: [
        .boolean: "boolean", .integer: "bigint", .real: "double", .text: "string", .date: "date",
      ],
      time: sparkTime
    )
    dialect.nameQuote = "`"
    dialect.escapesBackslashes = true
    // Its chr has 256 characters, and rows of values take no call of decode.
    dialect.spelled = { "cast(x'\(hexadecimal($0))' as string)" }
    dialect.shellEdits = true
    dialect.real = { .token($0.contains("e") ? $0 : $0 + "e0") }
    (dialect.missingAscending, dialect.missingDescending) = (.first, .last)
    dialect.hasExistsAnywhere = false
    (dialect.windowsFilter, dialect.windowsNeedOrder) = (false, true)
    dialect.dividesReally = true
    dialect.wholeQuotient = { .infix($0, "div", $1) }
    dialect.roundedInteger = { .call("round", [$0, $1]) }
    dialect.groupReference = "$"
    dialect.trim = { .worded("trim", "both", .infix($1, "from", $0)) }
    dialect.listBrackets = ("array(", ")")
    dialect.listPlace = { .call("array_position", [$0, $1]) }
    // Where the place is missing, element_at of Spark 4 would give the last value.
    dialect.listValue = { .call("try_element_at", [$0, .cast($1, "int")]) }
    (dialect.hasConstraints, dialect.tableSuffix) = (false, " using parquet")
    dialect.scalars = [
      "contains": .strict("contains($1, $2)"),
      "starts with": .strict("startswith($1, $2)"),
      "ends with": .strict("endswith($1, $2)"),
      "matches": .strict { .infix($0[0], "rlike", try $0.regular()[1]) },
      "number": .number { text, isNumber in .cast(text, "double").when(isNumber) },
    ]
    dialect.aggregates = [
      "median": .ofReals("percentile", share: "0.5"), "quantile": .ofReals("percentile"),
      "list": .list("array_agg", "nullif(array_join(sort_array($1), '; '), '')"),
    ]
    dialect.rowwise = ["first", "last", "at_max", "at_min", "mode"]
    let other = "Run the query without another engine, or in DuckDB."
    for name in ["sample", "extract"] { dialect.unsupported[name] = other }
    return dialect
  }()

  private static let sparkTime = DateFunctions(
    start: { .call("trunc", [$1, .text($0)]) },
    addingDays: { .call("date_add", [$0, $1.isConstant ? $1 : .cast($1, "int")]) },
    addingMonths: { .call("add_months", [$0, $1.isConstant ? $1 : .cast($1, "int")]) },
    days: { .call("datediff", [$0, $1]) },
    first: { .call("make_date", [$0.being("int", of: ["year"]), .integer($1), 1]) },
    monthName: { .call("date_format", [$0, .text("MMMM")]) },
    weekdayName: { .call("date_format", [$0, .text("EEEE")]) },
    weekday: { .call("weekday", [$0]) }
  )
}
