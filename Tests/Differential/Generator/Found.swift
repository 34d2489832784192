import Catalog
import Columns

/// Queries in which random ones found a fault, over tables that show it.
public enum Found {
  /// The tables.
  public static let world = World(
    tables: [
      (
        "alpha",
        Table(
          schema: Schema(
            [
              Field("id", .text, role: .key), Field("word", .text),
              Field("whole", .integer, role: .additive), Field("day", .date),
            ],
            key: ["id"]
          ),
          columns: [
            Column(["a", "b", "c", "d"].map { .text($0) }, as: .text),
            Column([.text("x"), .text("x"), .text("y"), .missing], as: .text),
            Column([.integer(1), .integer(2), .missing, .integer(4)], as: .integer),
            Column([.ordinal(15_000), .ordinal(15_001), .ordinal(15_031), .missing], as: .date),
          ],
          rowCount: 4
        )
      ),
      (
        "beta",
        Table(
          schema: Schema([
            Field("by", .boolean), Field("fiscal", .period(.fiscalYear(start: 10))),
            Field("part", .period(.month)), Field("two words", .period(.week)),
          ]),
          columns: [
            Column([.boolean(false), .boolean(true), .missing], as: .boolean),
            Column(
              [.ordinal(2011), .missing, .ordinal(2012)],
              as: .period(.fiscalYear(start: 10))
            ),
            Column([.ordinal(24_137), .ordinal(24_138), .missing], as: .period(.month)),
            Column([.missing, .ordinal(2140), .ordinal(2141)], as: .period(.week)),
          ],
          rowCount: 3
        )
      ),
    ],
    result: Table(
      schema: Schema([Field("number", .integer)]),
      columns: [Column([.integer(2626)], as: .integer)],
      rowCount: 1
    ),
    parameters: [:]
  )

  /// Queries whose SQL was wrong once, for one engine or another.
  public static let queries = [
    "alpha | count | count", "beta | count by `by` = year(part)",
    "beta | count by `by`, part | pivot `by` | unpivot `false` as c, d",
    "beta | count by `by` | pivot `by` | where false",
    "beta | count by `by`, part | pivot `by` | bottom 2 by `false`",
    "beta | append (beta | count by `by` | pivot `by`)",
    "alpha | where whole > 1 | add p = 2011-08 + whole, q = 2011-W08 - whole",
    "alpha | add p = first(day), q = last(word) per word | add r = at_max(id, whole)",
    "beta | add n = days_in(fiscal), e = end_of(fiscal), q = start_of(fiscal)",
    "beta | join last beta at fiscal = fiscal", "beta | append beta | count",
    "alpha | summarize c = max(1) | add p = previous(false) along c | drop c",
    "alpha | summarize n = count | add m = n is missing | keep m",
    "alpha | where word is missing | count by word | pivot word | where false",
    "alpha | where false | summarize c = max(1) by word | pivot word | describe",
    "alpha | summarize w = weighted_mean(whole, 1)", "alpha | keep id | add x = 0.5 / 0.0",
    "alpha | add d = months_between(if false then day else missing, day)",
    #"alpha | summarize n = count by k = word ?? "x" | add l = k ?? k"#,
    "beta | add d = part - (if false then part else missing) | count by d",
    "alpha | add n = next(whole) along day | sort n desc | summarize f = at_min(1, 1)",
    "alpha | add n = next(whole) along day | sort n desc | add r = running(1) along id",
    "alpha | add n = running(-whole) along day | sort n | drop n | where whole > 1",
    "alpha | add n = running(-whole) along day | sort n | drop n | join (alpha | keep id, w = whole) on id",
    "alpha | add n = next(id) along day | sort n desc | drop n | append alpha",
    "alpha | add n = next(id) along day | sort n desc | drop n | first 1 per word",
    "alpha | add n = next(id) along day | sort n desc | drop n | join (alpha | where whole > 1) on id unmatched",
    // A limit below a join or a condition; windows that only the order reads, or nothing, or everything.
    "alpha | sort whole | first 1 | join (alpha | where whole > 1 | keep id) on id matched",
    "alpha | add n = next(whole) along day | where n = 1 and false | count",
    "alpha | add n = next(whole) along day | where n = 1 or true | count",
    "alpha | where day > 2030-01-01 | first 1 per day",
    "alpha | count | append (alpha | count)",
    "alpha | count | add r = row_number(), c = change(n) along n",
    "alpha | summarize a = mode(word), b = mode(id) by word",
    // Aggregates of groups beside each group, under a condition.
    "alpha | summarize m = max(whole) by word | add c = count(where m > 1), w = weighted_mean(m, 1.25)",
    // Names: those taken already, those of columns that hide others, and long ones.
    "alpha | join (alpha | join alpha on id matched) on id unmatched",
    "alpha | join (alpha | join (alpha | where whole > 1) on id unmatched | keep id, w = whole) on id",
    "alpha | total whole by k = if word = \"x\" then 1 else whole | bottom 1 by k",
    "alpha | summarize n = count by k = whole > 1 and word is missing | where k and n > 0",
    "alpha | distinct | count by id, a_name_that_is_long_but_not_too_long = word | count",
    // Integers: those of literal rows, roundings, and sums as years.
    "alpha | count by k = 1968 | add l = 1968 * k * k",
    "_ | add n = number * number * number * number", "alpha | add r = bucket(round(whole, -1), 3)",
    "alpha | summarize s = sum(whole) by word | add f = FY2011 - s | add e = days_in(f)",
    // What is missing, and of which type.
    "alpha | summarize n = count by k = if false then day else missing | add y = year(k)",
    "alpha | where false | summarize m = min(month_name(day))",
    #"alpha | where "x" contains left(id, 0)"#,
    "alpha | count by k = concat(word, 1)",
    // A constant key, which a bare number in `group by` would not be; a column called true.
    "_ | add y = year(FY2013Q1) | add p = label(end_of(y), 2011-05-11 = previous(1)) along y",
    "beta | count by `by` | pivot `by` | add c = `true` between 2 and 3 | where not c",
  ]
}
