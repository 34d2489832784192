// The topics of the help: operators.

extension Topic {
  static let operators = [
    Topic(
      "=",
      "==",
      summary: "Whether two values are equal",
      [
        .paragraph(
          "It always has an answer: `missing = missing` is true, missing and a value are not equal. "
            + "Texts are equal byte by byte. A date and a longer period are compared by `in`. In a "
            + "list of new columns, `name =` before a term names it."
        ),
        .paragraph(
          "Only in `percent` is it undecided where a row has a missing value, so that the row is in "
            + "neither part. `x = missing` and `x is missing` ask for just that, and are decided."
        ),
      ],
      examples: [
        "deportations | where state = \"MA\" | total removals",
        "stories | where jurisdiction = missing | count",
      ],
      related: ["!=", "in", "missing", "dates"]
    ),
    Topic(
      "!=",
      "<>",
      summary: "Whether two values differ: the opposite of =",
      [
        .paragraph(
          "Missing differs from every value, so that `!=` keeps rows whose value is missing, and a line "
            + "under the result says how many. To leave them out, ask for known values too: `and level "
            + "is not missing`. In `percent` a row with a missing value is in neither part."
        )
      ],
      examples: [
        "figures | where level != \"All levels\" | count",
        "figures | where level != \"All levels\" and level is not missing | count",
      ],
      related: ["=", "in", "not", "missing"]
    ),
    Topic(
      "<",
      "<=",
      ">",
      ">=",
      summary:
        "Which of two values comes first: numbers by size, periods in time, categories by their order",
      [
        .paragraph(
          "Where one of the values is missing, so is the comparison. As a condition missing counts as "
            + "false: `where x > 5` leaves such rows out, `where not (x > 5)` keeps them, and both "
            + "together give every row once; a line under the result counts them. `percent` has them in "
            + "neither part. Comparisons are not chained: write `x > 1 and x < 5`, or `between`. Beside "
            + "a longer period `<` is before, `<=` until, `>` after and `>=` since."
        )
      ],
      examples: [
        "deportations | where removals > 20000 | keep state, fiscal_year, removals",
        "deportations | where not (removals > 5) | count",
        "deportations | summarize high = percent(where removals > 1000)",
        "figures | where level >= \"Level 2\" | count by level",
      ],
      related: ["between", "before", "missing", "categories"]
    ),
    Topic(
      "in",
      "not in",
      "..",
      summary: "Whether a value is one of a list, lies in a range or period, or is in a table",
      [
        .expressions([
          ("x in (a, b)", "x = a or x = b; it always has an answer, and `not in` keeps missing"),
          ("x in a..b", "from a to b, both included; missing where x is"),
          ("x in (1..5, 100)", "a list with a range in it: missing where x is"),
          ("date in FY2012", "whether a day lies in a period"),
          ("x in TABLE", "whether the first column of a table has it"),
        ])
      ],
      examples: [
        "deportations | where state in (\"MA\", \"NY\") | total removals by state",
        "deportations | where fiscal_year in FY2010..FY2012 | total removals by fiscal_year",
        "events | where date in 2011-06 | count",
      ],
      related: ["=", "between", "dates", "join"]
    ),
    Topic(
      "between",
      "not between",
      summary: "Whether a value lies in a range: x between 10 and 20, both included",
      [
        .paragraph(
          "It is the range `x in 10..20`: missing where one of the three is, and then false as a "
            + "condition; `not between` is true of such rows."
        )
      ],
      examples: [
        "deportations | where removals between 100 and 110 | keep state, fiscal_year, removals"
      ],
      related: ["in", "<", "missing"]
    ),
    Topic(
      "contains",
      "starts with",
      "ends with",
      "not contains",
      "starts",
      "ends",
      "like",
      summary: "Whether a text holds another one, begins with it or ends with it",
      [
        .paragraph(
          "Capitals count; where only a text with other capitals would pass, a line under the result "
            + "says so. Missing where the text is, and then false as a condition; `not contains` is true "
            + "of such rows. Patterns stand after `matches`."
        )
      ],
      examples: [
        "stories | where title contains \"Boston\" | count",
        "stories | where title starts with \"ICE\" and title not contains \"Congress\" | count",
      ],
      related: ["=", "lower", "extract", "texts"]
    ),
    Topic(
      "before",
      "after",
      "since",
      "until",
      summary: "Whether a date or period lies before, after, from or up to another one",
      [
        .paragraph(
          "`before` a period is before its first day, `after` it after its last; `since` is from its "
            + "first day on, `until` up to its last. Missing where one of both is, and then false as a "
            + "condition."
        )
      ],
      examples: [
        "events | where date since 2014 | count",
        "events | where date after FY2011 and date before 2012-01-01 | count",
      ],
      related: ["dates", "in", "<", "around"]
    ),
    Topic(
      "and",
      "or",
      "not",
      "&&",
      "||",
      "!",
      summary: "Conditions joined: both, at least one, the opposite",
      [
        .paragraph(
          "`not` binds closest, then `and`, then `or`; brackets say otherwise. A missing condition "
            + "counts as false, also within `not`: `not (x > 5)` is true where x is missing. A line "
            + "under the result counts the rows that this decides. Only `percent` goes on with what is "
            + "undecided: false and undecided is false, true or undecided is true, the rest is in "
            + "neither part. Several values of one column stand after `in`."
        )
      ],
      examples: [
        "deportations | where removals > 5000 and fiscal_year = FY2012 | keep state, removals",
        "deportations | where removals > 20000 or state = \"VT\" | count by state",
        "deportations | where not (removals > 5) | count",
      ],
      related: ["in", "<", "if", "missing"]
    ),
    Topic(
      "??",
      summary: "A value in place of missing: a ?? b is b where a is missing",
      [.paragraph("Both have one type. Several may follow: `a ?? b ?? 0`.")],
      examples: [
        "deportations | add known = removals ?? 0 | total known by fiscal_year | first 2"
      ],
      related: ["missing", "coalesce", "if"]
    ),
    Topic(
      "+",
      "-",
      "*",
      "/",
      summary: "Sums, differences, products and quotients",
      [
        .paragraph(
          "Missing where one of the values is. A quotient is a number with a point, never cut to a "
            + "whole one; by zero it is missing, and counted. A whole number that is too large is an "
            + "error. A date and a span make a date: `date + 30 days`. Texts are put together by "
            + "`concat`."
        )
      ],
      examples: [
        "states | add per_county = population / counties | keep name, per_county | first 3",
        "events | add later = date + 1 month | keep date, later | first 2",
      ],
      related: ["numbers", "spans", "mod", "concat", "floor"]
    ),
    Topic(
      "if",
      "then",
      "else",
      summary: "A choice: if CONDITION then A else B; further cases follow after else if",
      [
        .paragraph(
          "A missing condition counts as false, so that B is taken, and a line under the result counts "
            + "the rows. A and B have one type. Within another term it stands in brackets."
        )
      ],
      examples: [
        "deportations | add size = if removals is missing then \"unknown\" else if removals > 1000 "
          + "then \"large\" else \"small\" | count by size"
      ],
      related: ["label", "??", "and", "add"]
    ),
  ]
}
