// The topics of the help: kinds of literals.

extension Topic {
  static let literals = [
    Topic(
      "dates",
      "period",
      "periods",
      "date literal",
      "fiscal year",
      "fiscal years",
      "fiscal quarter",
      summary: "Days and periods, as they are written",
      Page.dates.blocks,
      examples: [
        "events | where date = 2011-06-17 | keep date, title",
        "events | where date in FY2012 | count",
        "events | where date in 2011-06..2011-08 | count by month(date)",
        "deportations | where fiscal_year = FY2012 | total removals",
      ],
      related: ["in", "before", "spans", "fy", "year", "date"]
    ),
    Topic(
      "spans",
      "span",
      "days",
      "weeks",
      "months",
      "quarters",
      "years",
      summary: "Lengths of time: a number and day, week, month, quarter or year",
      [
        .paragraph(
          "They are added to dates and taken from them, and stand after `by` in `around`, after "
            + "`within` in `join`, and in `rolling_sum` and its kin. A month more stays within the month "
            + "that it reaches: a month after 31 January is the last of February."
        )
      ],
      examples: [
        "events | add later = date + 90 days | keep date, later | first 2",
        "events | around 2012-03-31 by 2 months | count by phase",
      ],
      related: ["dates", "around", "days_between"]
    ),
    Topic(
      "numbers",
      "integer",
      "real",
      "percentages",
      "%",
      summary: "Whole numbers, numbers with a point, and percentages",
      [
        .paragraph(
          "`1000` or `1_000`, `0.5`, `1e-7`, `23.5%`. Whole numbers have 64 bits; one that is too large is an "
            + "error. A percentage is a number: 23.5% is 0.235 in data formats. A column in percent "
            + "points holds 23.5 for 23.5 percent, and is compared with 23.5."
        )
      ],
      examples: [
        "deportations | where removals > 20_000 | keep state, fiscal_year, removals",
        "jurisdictions | where foreign_born_pct > 50 | keep name, foreign_born_pct",
        "deportations | total removals by state.region | share | where share > 10%",
      ],
      related: ["+", "number", "round", "percent"]
    ),
    Topic(
      "texts",
      "quotes",
      "\"",
      "'",
      "string",
      "strings",
      summary: "Texts stand in quotes of either kind, on one line",
      [
        .paragraph(
          "A quote of the same kind within is doubled; nothing else has to be escaped. Capitals count "
            + "in every comparison; `lower(x)` takes them away. A text that no row of the column has is "
            + "an error that offers the nearest ones."
        )
      ],
      examples: [
        "deportations | where state = 'MA' | total removals",
        "stories | where lower(title) contains \"first\" | count",
      ],
      related: ["contains", "=", "lower", "concat"]
    ),
    Topic(
      "truth",
      "true",
      "false",
      "boolean",
      summary: "A condition is true or false; a column of truth values is a condition by itself",
      [
        .paragraph(
          "`where partial` and `where not partial` need no comparison. Where it is missing, a condition "
            + "counts as false; kept as a value, it stays missing."
        )
      ],
      examples: ["deportations | where partial | count", "deportations | count by partial"],
      related: ["and", "if", "missing"]
    ),
  ]
}
