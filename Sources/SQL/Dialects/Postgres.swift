extension Dialect {
  /// PostgreSQL 14 and later.
  public static let postgres: Dialect = {
    var dialect = Dialect(
      name: "postgres",
      title: "PostgreSQL",
      summary: "PostgreSQL 14 and later",
      types: [
        .boolean: "boolean", .integer: "bigint", .real: "double precision", .text: "text",
        .date: "date",
      ],
      time: postgresTime
    )
    dialect.spelled = characters { "convert_from(decode('\($0)', 'hex'), 'UTF8')" }
    dialect.holdsNUL = false
    dialect.settings = "set standard_conforming_strings = on;\n"
    dialect.textsAreUntyped = true
    dialect.real = { .cast(.token($0), "double precision") }
    dialect.wholeQuotient = { .call("div", [$0, $1]) }
    dialect.realRemainder = { x, y in x - y * .call("trunc", [x / y]) }
    dialect.roundedInteger = { .cast(.call("round", [$0, $1]), "bigint") }
    dialect.byteOrder = "collate \"C\""
    dialect.listBrackets = ("array[", "]")
    dialect.listPlace = { .call("array_position", [$0, $1]) }
    dialect.listValue = { .place($0, $1) }
    dialect.scalars = [
      "matches": .strict { .infix($0[0], "~", try $0.regular()[1]) },
      "number": .number { text, isNumber in .cast(text, "double precision").when(isNumber) },
    ]
    dialect.aggregates = [
      "median": .within("percentile_cont"), "quantile": .within("percentile_cont"),
      "mean": .mean { .cast($0, "double precision") },
      "list": .list("array_agg", inOrder: true, "array_to_string($1, '; ')"),
    ].merging(AggregateTemplate.choices("array_agg", isList: true)) { $1 }
    dialect.rowwiseBesideRows.formUnion(["median", "quantile"])
    dialect.unsupported = [
      "sample": "Draw the sample without another engine, or take the first rows.",
      "extract": "split_part takes a piece between separators, in this dialect, too.",
    ]
    return dialect
  }()

  private static let postgresTime = DateFunctions(
    year: { .cast(.worded("extract", "year from", $0), "integer") },
    month: { .cast(.worded("extract", "month from", $0), "integer") },
    day: { .cast(.worded("extract", "day from", $0), "integer") },
    monthEnd: {
      .cast(
        .call("date_trunc", [.text("month"), $0]) + .typed("interval", "1 month - 1 day"),
        "date"
      )
    },
    addingDays: { date, count in
      count.isConstant ? plus(date, count) : date + .cast(count, "integer")
    },
    addingMonths: { date, count in
      if case .token(let number) = count {
        return .cast(date + .typed("interval", "\(number) months"), "date")
      }
      return .cast(date + count * .typed("interval", "1 month"), "date")
    },
    first: { .call("make_date", [$0.being("integer"), .integer($1), 1]) },
    weekText: { .call("to_char", [$0, .text("IYYY\"-W\"IW")]) },
    monthName: { .call("to_char", [$0, .text("FMMonth")]) },
    weekdayName: { .call("to_char", [$0, .text("FMDay")]) },
    weekday: { .cast(.worded("extract", "isodow from", $0), "integer") - 1 }
  )
}
