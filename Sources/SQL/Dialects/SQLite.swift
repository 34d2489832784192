extension Dialect {
  /// SQLite 3.39 and later, with its mathematical functions.
  public static let sqlite: Dialect = {
    var dialect = Dialect(
      name: "sqlite",
      title: "SQLite",
      summary: "SQLite 3.39 and later; has no deviations, lists or patterns",
      types: [
        .boolean: "integer", .integer: "integer", .real: "real", .text: "text", .date: "text",
      ],
      time: sqliteTime
    )
    dialect.spelled = codes
    dialect.columnsHideTruths = true
    (dialect.missingAscending, dialect.missingDescending) = (.first, .last)
    (dialect.same, dialect.different) = ("is", "is not")
    dialect.realRemainder = { .call("mod", [$0, $1]) }
    dialect.scalars = [
      "lower": .named("lower"), "upper": .named("upper"),
      // These are missing where one of the values is.
      "min_of": .named("min"), "max_of": .named("max"),
      "right": .piece("substr($1, -$2)"),
      "contains": .strict("instr($1, $2) > 0"),
      "starts with": .strict { .infix(.call("substr", [$0[0], 1, $0.length(1)]), "=", $0[1]) },
      "ends with": .strict {
        .infix(.call("substr", [$0[0], .prefix("-", $0.length(1))]), "=", $0[1])
      },
      "split_part": .nullable { try $0.splitBySearching() },
    ]
    dialect.aggregates = [
      "any": .truth("max", otherwise: "false"), "all": .truth("min", otherwise: "true"),
    ].merging(AggregateTemplate.choices(nil)) { $1 }
    dialect.rowwise = ["first", "last", "at_max", "at_min", "mode", "median", "quantile"]
    let other = "Run the query without another engine, or in DuckDB."
    for name in [
      "stdev", "variance", "correlation", "slope", "list", "matches", "extract",
      "sample",
    ] { dialect.unsupported[name] = other }
    return dialect
  }()

  private static let sqliteTime = DateFunctions(
    literal: { .text($0) },
    year: { part("%Y", $0) },
    month: { part("%m", $0) },
    day: { part("%d", $0) },
    start: { unit, day in
      switch unit {
      case "week": return .call("date", [day, .text("-6 days"), .text("weekday 1")])
      case "quarter":
        let months = SQLExpression.infix(part("%m", day) - 1, "%", 3)
        let back = SQLExpression.infix(.prefix("-", months), "||", .text(" months"))
        return .call("date", [day, .text("start of month"), back])
      default: return .call("date", [day, .text("start of month")])
      }
    },
    monthEnd: {
      .call("date", [$0, .text("start of month"), .text("+1 month"), .text("-1 day")])
    },
    addingDays: { .call("date", [$0, modifier($1, "days")]) },
    addingMonths: { date, count in
      // Beyond the month's end SQLite goes on into the next month; the earlier day is the clamped
      // one.
      let next = SQLExpression.call("date", [date, modifier(count, "months")])
      let months = [SQLExpression.text("start of month"), modifier(count + 1, "months")]
      return .call("min", [next, .call("date", [date] + months + [.text("-1 day")])])
    },
    days: { .cast(.call("julianday", [$0]) - .call("julianday", [$1]), "integer") },
    first: { year, month in
      // printf would take a missing year for the year 0.
      let digits = SQLExpression.call("substr", [.infix(.text("000"), "||", year), -4])
      return .infix(digits, "||", .text((month < 10 ? "-0" : "-") + "\(month)-01"))
    },
    weekday: { .infix(part("%w", $0) + 6, "%", 7) }
  )

  private static func part(_ form: String, _ day: SQLExpression) -> SQLExpression {
    .cast(.call("strftime", [.text(form), day]), "integer")
  }

  private static func modifier(_ count: SQLExpression, _ unit: String) -> SQLExpression {
    switch count {
    case .token(let digits): return .text("+\(digits) \(unit)")
    case .prefix("-", .token(let digits)): return .text("-\(digits) \(unit)")
    case .infix(.token(let one), "+", .token(let other)):
      return .text("+\((Int(one) ?? 0) + (Int(other) ?? 0)) \(unit)")
    case .infix(.prefix("-", .token(let one)), "+", .token(let other)):
      let sum = (Int(other) ?? 0) - (Int(one) ?? 0)
      return .text((sum < 0 ? "" : "+") + "\(sum) \(unit)")
    default: return .infix(count, "||", .text(" \(unit)"))
    }
  }
}
