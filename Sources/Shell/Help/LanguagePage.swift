import Syntax

// The language in brief.

extension Page {
  /// What holds for all verbs and functions.
  static let language = Page(
    "The language in brief",
    [
      .paragraph("A query is a table, then `|` and a verb for each step. It reads aloud:"),
      .code(
        """
        deportations | total removals by state.region
        deportations | where fiscal_year in FY2010..FY2012 | total removals by state | top 10
        events | around 2012-03-31 by 2 months | count by offset, phase
        """
      ),
    ]
      + [
        principles, lines, missing, categories, dates, patterns, order, additivity, names, screens,
      ].map { .page($0) }
  )

  private static let principles = Page(
    "Principles",
    [
      .expressions([
        ("by", "by what? Groups after `count`, `total` and `summarize`, the measure after `top`"),
        ("per", "within what? Each group for itself"),
        ("along", "in which order do values follow one another?"),
        ("within", "how near?"), ("at", "by which date?"),
      ]),
      .paragraph(
        "One thing has one spelling: `=` compares, either quote mark makes a text, and back-quotes "
          + "make a name of any characters, a doubled one standing for one. Names, categories and periods are checked before "
          + "anything runs, and what is misspelled is an error that offers what is near. Under each "
          + "result stands where its rows went. The same query on the same files gives the same "
          + "bytes."
      ),
    ]
  )

  static let lines = Page(
    "Lines",
    [
      .paragraph(
        "A statement goes on while a bracket is open, and when its line ends in `|`, a comma, an "
          + "operator or a word that needs something after it. In a file or a pasted block it also "
          + "goes on when the next line begins with `|`, `and`, `or`, `else` or the word of an "
          + "option. A semicolon ends a statement, too. What follows `#` is a comment, and so is a "
          + "line that begins with `--`. A line that begins with `\"` where a statement may begin is a "
          + "sentence for a notebook (`.notebook`)."
      ),
      .paragraph(
        "A line that begins with `|` goes on from the last result. That result is also a table, "
          + "called `_`; the third one is called `_3`."
      ),
      .expressions([
        ("let NAME = QUERY", "names the table that a query gives"),
        ("param NAME = VALUE TEXT", "declares a parameter, `$NAME`, with its default and its help"),
        ("explain QUERY", "says what a query does"),
        ("explain sql [for DIALECT] QUERY", "says it in SQL, for another program"),
      ]),
    ]
  )

  static let missing = Page(
    "Missing",
    "What is not known is `missing`, whatever the type. `missing = missing` holds, and `!=` is "
      + "the opposite of `=`, so that `level != \"Level 1\"` keeps rows without a level; `in` a "
      + "list is a chain of `=`. Arithmetic with missing gives missing, and aggregates skip it: a "
      + "sum of no rows is 0, a sum of missing values only is missing. `a ?? b` is b where a is "
      + "missing. As a group missing comes last, as `(missing)`.",
    "A comparison of order (`<`, `<=`, `>`, `>=`, `before`, `after`, `since`, `until`), a range, "
      + "`between`, `contains`, `matches`, `starts with` and `ends with` are missing where one of "
      + "their values is: so `add high = removals > 1000` is missing without removals, and `count "
      + "by high` has a group for it. As a condition (after `where`, `if`, `not`, `and`, `or`, "
      + "`assert`, in `any` and `all`) missing counts as false, so that `where C` and `where not "
      + "C` together give every row once.",
    "`percent(where C)` is of the rows for which C is decided. Where a compared value is missing, "
      + "also under `=` and `!=`, a row is in neither part, unless the rest of C decides: false "
      + "and missing is false, true or missing is true.",
    "Under the result stands how often missing values alone decided: `41 rows without removals "
      + "count as not > 1000`. Each row is counted once a stage; `.explain` and `--ledger json` "
      + "have all of these lines.",
    "Division always gives a real number. By zero it is missing, as is every conversion that "
      + "fails, and the number of such rows stands under the result."
  )

  static let categories = Page(
    "Categories",
    "A category is a closed list of texts; some have an order, in which they are compared, "
      + "sorted and shown: `level >= \"Level 2\"`, `max(level)`. A value may stand beside the "
      + "order, as \"All levels\" does: it is sorted and grouped in its place, but comparisons of "
      + "order, `min` and `max` treat it as missing. A text outside the list is an error. In other columns of text, a text that no row of the table has is an error too, "
      + "unless `--allow-unknown-values` makes it a note. After `contains`, `starts with` and "
      + "`ends with` any text may stand, and capitals count; where no value of the column passes "
      + "but one with other capitals would, a line under the result says so."
  )

  static let dates = Page(
    "Dates and periods",
    [
      .expressions([
        ("2011-06-17", "a day"), ("2011-06", "a month"), ("2011Q2", "a quarter"),
        ("2011-W23", "a week, from Monday"), ("2011", "a year, beside a date or period"),
        ("FY2012", "a US fiscal year, from October 2011 to September 2012"),
        ("FY2012Q1", "a fiscal quarter"), ("90 days", "a length of time"),
      ]),
      .paragraph(
        "`date in FY2012` asks whether a day lies in a period, `in FY2010..FY2012` in a range, both "
          + "ends included. `before` a period is before its first day, `after` it after its last; "
          + "`since` is from its first day on, `until` up to its last. `=` between a date and a "
          + "longer period is an error that offers `in`. `date + 1 month` stays within the month it "
          + "reaches. There are no time zones. Where a date is known only to its month or year, it stands "
          + "on the first day, and a line under the result counts the rows for which that decides a "
          + "comparison. A period that the data cover only in part is marked "
          + "`FY2015*` on screen."
      ),
    ]
  )
}
