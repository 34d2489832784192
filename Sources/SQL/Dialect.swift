import Diagnostics
import Tables

/// A dialect of SQL: how types, names, literals and times are spelled, and what it says in words of its own.
///
/// A dialect is a record; one differs from another in its values alone.
public struct Dialect: Entry {
  /// What `explain sql for` and `--emit-ddl` call it.
  public let name: String
  /// Which program understands it, in a line.
  public let summary: String
  /// How it is asked for.
  public var usage: String { "explain sql for \(name) QUERY" }
  /// Queries that show it.
  public var examples: [String] { [] }

  /// The names of its types, by what is stored.
  let types: [Representation: String]
  /// The mark around names that are no plain words.
  let quote: String
  /// What missing values do in an order that says nothing of them.
  var missingAscending = Ordering.Missing.last
  var missingDescending = Ordering.Missing.first
  /// The signs of comparisons for which missing is a value like any other.
  var same = "is not distinct from"
  var different = "is distinct from"
  /// The words that order texts by their bytes, where the dialect does not by itself.
  var byteOrder: String?
  /// How a list of values is begun and ended.
  var listBrackets = ("[", "]")
  /// Whether a computed key may be grouped by under its name.
  var groupsByName = true
  /// Whether rows can be chosen by a window function in the same select.
  var hasQualify = false
  /// Whether aggregates over a window take a filter.
  var filtersWindows = true
  /// Whether functions over a window must have an order, if it is none.
  var windowsNeedOrder = false
  /// Whether aggregates over a window may count different values.
  var hasDistinctWindows = false
  /// Whether the existence of a partner may be asked outside a condition.
  var hasExistsAnywhere = true
  /// Whether a column called `true` or `false` hides the truth value, which is then written as a number.
  var columnsHideTruths = false
  /// Whether it may filter rows by what a later join or condition wants before they are cut by a limit.
  var looksThroughLimits = false
  /// Whether `/` of two integers is real.
  var dividesReally = false
  /// Whether tables have keys and conditions that the program holds them to.
  var hasConstraints = true
  /// Whether a text between quotes has no type where a function takes any.
  var textsNeedType = false
  /// What stands behind the columns of a new table.
  var tableSuffix = ""
  /// The sign of division of integers without a rest.
  var wholeDivision = "/"
  /// Whether `round` is of the number times a power of ten, halves away from zero.
  var roundsAway = false
  /// An integer to a digit before the point, halves away from zero; nil where no function does that.
  var roundedInteger: (@Sendable (_ number: Expression, _ digits: Expression) -> Expression)?
  /// An integer as a number of years.
  var yearCount: @Sendable (Expression) -> Expression = { $0 }
  /// What the least and greatest of several values are called, where not `least` and `greatest`.
  var extremeNames: [String: String] = [:]
  /// Whether these are missing where one of the values is.
  var extremesKeepMissing = false
  /// The place from 1 of a value in a list, and the value at a place; nil where there are no lists.
  var placeInList: (@Sendable (_ list: Expression, _ value: Expression) -> Expression)?
  var valueInList: (@Sendable (_ list: Expression, _ place: Expression) -> Expression)?
  /// The sign for a group in what a pattern is replaced by; nil where a date cannot be tried to be read.
  var groupReference: String?
  /// Whether a condition can be asked whether it is true.
  var hasIsTrue = true
  /// The name of the function that divides integers without a rest, where it is no sign.
  var wholeDivisionName: String?
  /// What is left of a division of reals.
  var realRemainder: @Sendable (Expression, Expression) -> Expression = { .infix($0, "%", $1) }
  /// A text without any of some letters at its ends.
  var trim: @Sendable (Expression, Expression) -> Expression = { .call("trim", [$0, $1]) }
  /// Whether a number is one, where aggregates may give what is none.
  var isFinite: (@Sendable (Expression) -> Expression)?
  /// What the program is called.
  var title = ""
  /// Whether a back-slash in a text is doubled.
  var backslashEscapes = false
  /// How a real number is written on its own, so that it is a double.
  var real: @Sendable (String) -> Expression = { .token($0) }
  /// How dates are reckoned.
  let time: TimeWords
  /// Functions, aggregates and window functions that it says in words of its own.
  var scalars: [String: ScalarSaying] = [:]
  var aggregates: [String: AggregateSaying] = [:]
  var windows: [String: WindowSaying] = [:]
  /// Aggregates that are said row by row, by windows: in groupings, and beside each row besides these.
  var rowwise: Set<String> = ["mode"]
  var rowwiseBesideRows: Set<String> = ["first", "last", "at_max", "at_min"]
  /// What it cannot say at all, with what to do instead.
  var unsaid: [String: String] = [:]

  init(
    name: String,
    summary: String,
    types: [Representation: String],
    quote: String,
    time: TimeWords
  ) {
    (self.name, self.summary, self.types) = (name, summary, types)
    (self.quote, self.time) = (quote, time)
  }

  /// All dialects, as help lists them.
  public static let all = Registry<Dialect>([.duckdb, .postgres, .sqlite, .spark, .trino])
}

/// What a type is stored as in another database.
public enum Representation: Hashable, Sendable, CaseIterable {
  /// True or false; SQLite has 1 and 0.
  case boolean
  /// Integers, years and fiscal years, lengths of time.
  case integer
  /// Real numbers, and percentages as ratios.
  case real
  /// Texts, and categories as their words.
  case text
  /// Dates, and periods shorter than a year as their first day; SQLite has them as ISO text.
  case date

  /// What values of a type are stored as.
  public init(_ type: DataType) {
    switch type {
    case .boolean: self = .boolean
    case .integer, .span: self = .integer
    case .real, .percent: self = .real
    case .text, .category: self = .text
    case .date: self = .date
    case .period(let unit): self = unit.isCounted ? .integer : .date
    }
  }
}

extension PeriodUnit {
  /// Whether a period of the unit is stored as its number: years and fiscal years.
  var isCounted: Bool {
    switch self {
    case .year, .fiscalYear: true
    default: false
    }
  }
}

extension Dialect {
  /// The name of a type's column type.
  public func typeName(_ type: DataType) -> String { types[Representation(type)] ?? "text" }

  /// A name as the dialect writes it, between marks where it is no plain word.
  public func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
    }
    let startsWell = name.utf8.first.map { !(48...57).contains($0) } ?? false
    if isPlain, startsWell, !Reserved.words.contains(name) { return name }
    return quote + name.substituting(quote, with: quote + quote) + quote
  }

  /// A text between quotes.
  func text(_ text: String) -> String {
    var text = text
    if backslashEscapes { text = text.substituting("\\", with: "\\\\") }
    if backslashEscapes { return "'" + text.substituting("'", with: "\\'") + "'" }
    return "'" + text.substituting("'", with: "''") + "'"
  }

  /// A value as it is written in a statement.
  public func literal(_ value: Value, _ type: DataType) -> String {
    Printer(self).layout(expression(value, type)).0.text(width: .max)
  }

  /// A value as an expression.
  func expression(_ value: Value, _ type: DataType) -> Expression {
    switch (value, type) {
    case (.missing, _): return .null
    case (.boolean(let truth), _): return .token(truth ? "true" : "false")
    case (.integer(let number), .real), (.integer(let number), .percent):
      return expression(.real(Double(number)), type)
    case (.integer(let number), _):
      return signed(String(number.magnitude), number < 0) { .token($0) }
    case (.real(let number), _):
      return signed("\(number.magnitude)", number < 0) { digits in real(digits) }
    case (.text(let text), _): return .text(text)
    case (.ordinal(let ordinal), .period(let unit)) where unit.isCounted:
      return .integer(Int(ordinal))
    case (.ordinal(let ordinal), .period(let unit)): return date(unit.firstDay(of: ordinal))
    case (.ordinal(let day), _): return date(day)
    }
  }

  private func signed(
    _ digits: String,
    _ isNegative: Bool,
    _ number: (String) -> Expression
  ) -> Expression {
    isNegative ? .prefix("-", number(digits)) : number(digits)
  }

  /// A day.
  func date(_ day: Int32) -> Expression {
    let text = CivilDate(ordinal: day).description
    return time.literal(text)
  }

  func cast(_ expression: Expression, to representation: Representation) -> Expression {
    .cast(expression, types[representation] ?? "text")
  }
}

extension String {
  func substituting(_ old: String, with new: String) -> String {
    var parts: [[UInt8]] = [[]]
    let (bytes, wanted) = (Array(utf8), Array(old.utf8))
    var place = 0
    while place < bytes.count {
      if bytes[place...].starts(with: wanted) {
        parts.append([])
        place += wanted.count
      } else {
        parts[parts.count - 1].append(bytes[place])
        place += 1
      }
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: new)
  }
}

/// Words that a dialect may read as its own.
enum Reserved {
  static let words = Set(
    """
    abort action add all alter always analyse analyze and anti any array as asc asof asymmetric
    at attach authorization before begin between bigint binary boolean both by cascade case cast
    char check collate column columns commit concurrently conflict constraint create cross cube
    current current_date current_time current_timestamp current_user database deallocate default
    deferrable deferred delete desc describe detach distinct distribute div do double drop each
    else end escape except exclude exclusive execute exists explain extract fail false fetch
    filter first following for foreign freeze from full function generated glob global grant
    group grouping groups having if ignore ilike immediate in index indexed initially inner
    insert instead int integer intersect interval into is isnull join key lambda last lateral
    leading left like limit localtime localtimestamp match materialized minus natural no
    normalize not nothing notnull null nulls of off offset on only or order others outer over
    overlaps partition pivot placing plan position pragma preceding prepare primary qualify query
    raise range real recursive references regexp reindex release rename replace restrict
    returning right rollback rollup row rows savepoint select semi session_user set show similar
    skip smallint some sort summarize symmetric table tablesample temp temporary then ties time
    timestamp to trailing transaction trigger true uescape unbounded union unique unnest unpivot
    update user using vacuum values variadic verbose view virtual when where window with within
    without
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
  )
}

/// How a dialect reckons with dates.
struct TimeWords: Sendable {
  /// A day, from its ISO text.
  var literal: @Sendable (String) -> Expression
  var year: @Sendable (Expression) -> Expression
  var month: @Sendable (Expression) -> Expression
  var day: @Sendable (Expression) -> Expression
  /// The first day of the `month`, `quarter` or `week` of a day.
  var start: @Sendable (String, Expression) -> Expression
  /// The last day of a day's month.
  var monthEnd: @Sendable (Expression) -> Expression
  /// The day so many days later.
  var addingDays: @Sendable (Expression, Expression) -> Expression
  /// The day so many months later, on the same day of the month or the month's last.
  var addingMonths: @Sendable (Expression, Expression) -> Expression
  /// The days from the second to the first.
  var days: @Sendable (Expression, Expression) -> Expression
  /// The first day of a month of a year.
  var first: @Sendable (_ year: Expression, _ month: Int) -> Expression
  /// A day as text in the form of `month` (`2011-06`) or `week` (`2011-W23`); nil where it cannot be said.
  var text: @Sendable (String, Expression) -> Expression?
  /// A day, of its year, month and day; nil where it cannot be said.
  var monthName: @Sendable (Expression) -> Expression?
  var weekdayName: @Sendable (Expression) -> Expression?
  /// A number from 0 for Monday to 6 for Sunday.
  var weekday: @Sendable (Expression) -> Expression
}
