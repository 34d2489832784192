import Diagnostics

/// A dialect of SQL: its spelling of names, literals and dates, the clauses that it has, and the
/// functions that it translates by templates of its own.
///
/// A dialect is a record; one differs from another in its values alone.
public struct Dialect: Entry {
  /// The name in `explain sql for` and `--emit-ddl`.
  public let name: String
  /// The name of the product, for messages.
  let title: String
  /// The products and versions that understand it, in a line.
  public let summary: String
  /// The form in which a query is translated into it.
  public var usage: String { "explain sql for \(name) QUERY" }
  /// Queries that show it; none.
  public var examples: [String] { [] }

  /// The column types, by what is stored.
  let types: [Representation: String]
  /// Date functions.
  let time: DateFunctions

  // Names and literals.

  /// The mark around names that must be quoted.
  var nameQuote: Unicode.Scalar = "\""
  /// Whether a backslash in a text is doubled.
  var escapesBackslashes = false
  /// Characters that stand in no literal, as an expression: control characters, invisible ones.
  var spelled: @Sendable (ArraySlice<Unicode.Scalar>) -> String = characters {
    "decode(from_hex('\($0)'))"
  }
  /// Whether a text may hold a NUL.
  var holdsNUL = true
  /// Whether its shell edits statements before they are parsed: puts in what `${…}` stands for, and
  /// splits at semicolons within names, too.
  var shellEdits = false
  /// Whether a text literal has no type where a function takes any.
  var textsAreUntyped = false
  /// Whether a column called `true` or `false` hides the truth value, which is then written as a
  /// number.
  var columnsHideTruths = false
  /// A real number from its digits, so that it is a double.
  var real: @Sendable (String) -> SQLExpression = { .token($0) }

  // Missing values: where `order by` puts them by default, and comparisons for which they are values
  // like any other.

  var missingAscending = Ordering.Missing.last
  var missingDescending = Ordering.Missing.first
  var same = "is not distinct from"
  var different = "is distinct from"

  // The clauses of a `select`, and windows.

  /// Whether rows can be chosen by a window function in the same select.
  var hasQualify = false
  /// Whether `exists` may stand outside a condition.
  var hasExistsAnywhere = true
  /// Whether the engine may apply later joins and conditions before a limit has cut the rows.
  var looksThroughLimits = false
  /// Whether aggregates over a window take a filter.
  var windowsFilter = true
  /// Whether aggregates over a window may count different values.
  var windowsCountDistinct = false
  /// Whether functions over a window must have an order, if it is none.
  var windowsNeedOrder = false

  // Division and rounding.

  /// Whether `/` of two integers is real.
  var dividesReally = false
  /// The whole part of a quotient of integers.
  var wholeQuotient: @Sendable (SQLExpression, SQLExpression) -> SQLExpression = { $0 / $1 }
  /// The remainder of a division of reals.
  var realRemainder: @Sendable (SQLExpression, SQLExpression) -> SQLExpression = {
    .infix($0, "%", $1)
  }
  /// Whether `round` is of the number times a power of ten, halves away from zero.
  var roundsAway = false
  /// An integer rounded to a digit before the point, halves away from zero; nil where no function
  /// does that.
  var roundedInteger:
    (@Sendable (_ number: SQLExpression, _ digits: SQLExpression) -> SQLExpression)?
  /// An integer as a number of years.
  var yearCount: @Sendable (SQLExpression) -> SQLExpression = { $0 }
  /// Whether a number is finite, where aggregates may give what is not.
  var isFinite: (@Sendable (SQLExpression) -> SQLExpression)?

  // Texts and lists.

  /// The words that order texts by their bytes, where the dialect does not by itself.
  var byteOrder: String?
  /// The sign for a group in the replacement of a pattern; nil where a cast to a date cannot be
  /// tried.
  var groupReference: String?
  /// A text without any of some letters at its ends.
  var trim: @Sendable (SQLExpression, SQLExpression) -> SQLExpression = { .call("trim", [$0, $1]) }
  var listBrackets = ("[", "]")
  /// The place from 1 of a value in a list; nil where there are no lists.
  var listPlace: (@Sendable (_ list: SQLExpression, _ value: SQLExpression) -> SQLExpression)?
  /// The value at a place of a list; nil where there are no lists.
  var listValue: (@Sendable (_ list: SQLExpression, _ place: SQLExpression) -> SQLExpression)?

  // The statements that make tables.

  /// Whether tables have keys and conditions that the product enforces.
  var hasConstraints = true
  /// A setting on which the spelling of texts rests, where it could be another.
  var settings = ""
  /// The words behind the columns of a new table.
  var tableSuffix = ""

  // Functions.

  /// Templates of functions and aggregates, in the place of the standard ones.
  var scalars: [String: ScalarTemplate] = [:]
  var aggregates: [String: AggregateTemplate] = [:]
  /// Aggregates that windows compute row by row: in groupings and beside each row, and more of them
  /// beside each row alone.
  var rowwise: Set<String> = ["mode"]
  var rowwiseBesideRows: Set<String> = ["first", "last", "at_max", "at_min"]
  /// Functions and verbs that have no translation, with what to do instead.
  var unsupported: [String: String] = [:]

  /// All dialects, as help lists them.
  public static let all = Registry<Dialect>([.duckdb, .postgres, .sqlite, .spark])
}

/// The date functions of a dialect; those of DuckDB where several dialects have the same.
struct DateFunctions: Sendable {
  /// A day, from its ISO text.
  var literal: @Sendable (String) -> SQLExpression = { .typed("date", $0) }
  var year: @Sendable (SQLExpression) -> SQLExpression = { .call("year", [$0]) }
  var month: @Sendable (SQLExpression) -> SQLExpression = { .call("month", [$0]) }
  var day: @Sendable (SQLExpression) -> SQLExpression = { .call("day", [$0]) }
  /// The first day of the `month`, `quarter` or `week` of a day.
  var start: @Sendable (String, SQLExpression) -> SQLExpression = {
    .cast(.call("date_trunc", [.text($0), $1]), "date")
  }
  /// The last day of a day's month.
  var monthEnd: @Sendable (SQLExpression) -> SQLExpression = { .call("last_day", [$0]) }
  /// The day so many days later.
  var addingDays: @Sendable (SQLExpression, SQLExpression) -> SQLExpression
  /// The day so many months later, on the same day of the month or the month's last.
  var addingMonths: @Sendable (SQLExpression, SQLExpression) -> SQLExpression
  /// The days from the second to the first.
  var days: @Sendable (SQLExpression, SQLExpression) -> SQLExpression = { $0 - $1 }
  /// The first day of a month of a year.
  var first: @Sendable (_ year: SQLExpression, _ month: Int) -> SQLExpression
  /// The text of a week, such as `2011-W23`; nil where no function gives it.
  var weekText: @Sendable (SQLExpression) -> SQLExpression? = { _ in nil }
  /// The name of a day's month; nil where no function gives it.
  var monthName: @Sendable (SQLExpression) -> SQLExpression? = { _ in nil }
  /// The name of a day's weekday; nil where no function gives it.
  var weekdayName: @Sendable (SQLExpression) -> SQLExpression? = { _ in nil }
  /// A number from 0 for Monday to 6 for Sunday.
  var weekday: @Sendable (SQLExpression) -> SQLExpression
}
