import Diagnostics

// The topics of the help: words of options, and what stands in results and under them.

extension Topic {
  /// All topics, as help lists them.
  static let all = Registry(clauses + results + charts + lessons + literals + operators)

  private static let clauses = [
    Topic(
      "by",
      summary:
        "By what? The groups after count, total and summarize, the measure after top and lump",
      [
        .paragraph(
          "A column, a path such as `state.region`, or any term with a name: `by large = removals > "
            + "1000`. Periods name themselves: `by year(date)`. Missing is a group of its own, last."
        )
      ],
      examples: [
        "stories | count by kind | top 3", "events | count by year(date) | first 3",
        "deportations | top 2 by removals | keep state, fiscal_year, removals",
      ],
      related: ["per", "along", "count", "total", "top"]
    ),
    Topic(
      "per",
      summary: "Within what? Each group for itself, where the rows stay as they are",
      [
        .paragraph(
          "After `add`, aggregates and neighboring values begin anew in each group; `top`, `bottom`, "
            + "`first`, `last` and `sample` take so many rows of each; `share` is of the group and not "
            + "of the whole; `fill` fills each group. Where groups become rows, they stand after `by`."
        )
      ],
      examples: [
        "deportations | total removals by state.region, state | top 1 per region",
        "deportations | add of_state = removals / sum(removals) per state "
          + "| keep state, fiscal_year, of_state | first 3",
        "deportations | total removals by state.region, state | share per region | first 3",
      ],
      related: ["by", "along", "add", "top", "share"]
    ),
    Topic(
      "along",
      summary:
        "In which order do values follow one another? The order of running and neighboring values",
      [
        .paragraph(
          "Without it they follow the only period or date among the keys, or a `sort` before. Along a "
            + "period, neighbors are the periods before and after, so that an absent one gives missing."
        )
      ],
      examples: [
        "deportations | where state = \"TX\" | add so_far = running(removals) along fiscal_year "
          + "| keep fiscal_year, removals, so_far"
      ],
      related: ["per", "add", "running", "previous", "change"]
    ),
    Topic(
      "link",
      ".",
      summary: "A link leads from a column to the row of another table that it names, by a dot",
      [
        .paragraph(
          "The data package declares links; `.describe TABLE` shows them with an arrow. "
            + "`state.region` stands wherever a column may, and links can be followed further: "
            + "`jurisdiction.state.name`. Rows without a partner stay, and are missing there."
        )
      ],
      examples: [
        "deportations | total removals by state.region",
        "stories | count by jurisdiction.state.region | top 2",
      ],
      related: ["join", "names", "keep"]
    ),
    Topic(
      "|",
      "_",
      "bar",
      "pipe",
      "stage",
      summary:
        "A bar stands before each verb; a line that begins with one goes on from the last result",
      Page.lines.blocks,
      examples: ["stories | count by kind | top 3", "explain stories | count by kind | top 3"],
      related: ["let", ".results", ".back"]
    ),
    Topic(
      "let",
      "param",
      "$",
      "explain",
      "#",
      "--",
      summary:
        "Statements beside queries: let names a result, param declares a parameter, explain says "
        + "what a query does; # begins a comment",
      [
        .expressions([
          ("let NAME = QUERY", "names the table that a query gives, as it is now"),
          ("param NAME = VALUE TEXT", "declares `$NAME`, which `--set NAME=VALUE` sets"),
          ("explain QUERY", "says each stage in words, with its rows in and out"),
          ("explain plan QUERY", "shows how it runs"),
          ("explain sql [for DIALECT] QUERY", "says it in SQL"),
          ("# …", "is a comment to the end of the line; so is a line that begins with --"),
        ])
      ],
      examples: [
        "let big = deportations | where removals > 10000; big | count by state",
        "param year = FY2012; deportations | where fiscal_year = $year | total removals",
        "explain deportations | where removals > 1000 | count",
      ],
      related: ["|", "join", ".explain", ".sql"]
    ),
  ]

  private static let results = [
    Topic(
      "missing",
      "is missing",
      "is not missing",
      "is",
      "(missing)",
      "null",
      "NULL",
      "NA",
      "unknown",
      summary: "What is not known, of any type",
      Page.missing.blocks,
      examples: [
        "figures | where level != \"All levels\" | count",
        "deportations | where not (removals > 5) | count",
        "deportations | add high = removals > 1000 | count by high",
        "deportations | summarize known = count(removals), high = percent(where removals > 1000)",
        "deportations | where removals is missing | count by fiscal_year",
      ],
      related: ["=", "!=", "<", "??", "ledger", "percent"]
    ),
    Topic(
      "ledger",
      "lines",
      "notes",
      summary: "The lines under a result: what happened to the rows on the way to it",
      [
        .paragraph(
          "Rows read, rows left out and why, rows that missing values alone decided, ties that were "
            + "cut, conversions that failed, partial periods; then the documents behind the rows, "
            + "which `.cite` cites, and the caveat that matters most for what was asked, besides which "
            + "`.about` tells the others. An empty result says which stage emptied it. `explain` and "
            + "`.explain` say it stage by stage, `--ledger json` writes it for programs, and `--quiet` "
            + "leaves it out."
        ),
        .paragraph(
          "A query that goes on from an earlier result, by `_`, `_3`, a leading bar or a name of "
            + "`let`, tells what happened on the way to that one, too, as one statement would. What "
            + "happened in a query in brackets stands after the name of what that reads: "
            + "`in deportations: 5 of 51 rows`."
        ),
      ],
      examples: [
        "explain deportations | where removals > 1000 | count by state | top 2",
        "explain figures | where level != \"All levels\" | count",
      ],
      related: ["missing", "partial", ".explain", ".cite", ".about"]
    ),
    Topic(
      "partial",
      "coverage",
      summary: "A period that the data cover only in part",
      [
        .paragraph(
          "A period is partial if it is not wholly within the days that its table covers, or if the "
            + "package's own condition says so of a row in it. It is marked `FY2015*` on the screen and "
            + "named under the result, so that a smaller number is not taken for a decline. `.describe "
            + "TABLE` tells what a table covers."
        )
      ],
      examples: [
        "deportations | total removals by fiscal_year | last 2",
        "deportations | where not partial | total removals by fiscal_year | last 1",
      ],
      related: ["ledger", "dates", "fy"]
    ),
    Topic(
      "additivity",
      "additive",
      summary: "Which numbers may be added up, and over what",
      Page.additivity.blocks,
      examples: [
        "deportations | total removals by fiscal_year | first 2",
        "unauthorized | where year = 2012 | total unauthorized",
      ],
      related: ["total", "share", "mean"]
    ),
    Topic(
      "order",
      summary: "In which order rows come",
      Page.order.blocks,
      examples: [
        "stories | count by kind | first 3", "states | sort population desc | keep name | first 3",
      ],
      related: ["sort", "along", "top"]
    ),
    Topic(
      "names",
      "`",
      summary: "What columns are called, and names of other characters",
      Page.names.blocks,
      examples: [
        "stories | count by kind | rename `how many` = n | first 2",
        "deportations | summarize sum(removals), people = sum(removals)",
      ],
      related: ["rename", "keep", "link"]
    ),
    Topic(
      "categories",
      "category",
      summary: "Closed lists of texts, perhaps with an order",
      Page.categories.blocks,
      examples: [
        "figures | where level >= \"Level 2\" | count by level",
        "stories | count by kind | first 3",
      ],
      related: ["=", "<", "texts"]
    ),
  ]
}
