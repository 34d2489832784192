/// What people write who know other languages, and how it is said here.
public enum ForeignHabits {
  /// Verbs of other languages: ours, and a hint that may stand in a message.
  public static let verbs: [String: (ours: String, hint: String)] = [
    "filter": ("where", "rows are chosen by where"),
    "having": ("where", "groups are chosen by where, after the stage that makes them"),
    "mutate": ("add", "columns are made by add"),
    "transmute": ("keep", "columns are made by add and chosen by keep"),
    "derive": ("add", "columns are made by add"),
    "extend": ("add", "columns are made by add"),
    "with_columns": ("add", "columns are made by add"),
    "select": ("keep", "columns are chosen by keep"),
    "project": ("keep", "columns are chosen by keep"),
    "arrange": ("sort", "rows are ordered by sort: sort removals desc"),
    "order": ("sort", "rows are ordered by sort: sort removals desc"),
    "order by": ("sort", "rows are ordered by sort: sort removals desc"),
    "orderby": ("sort", "rows are ordered by sort: sort removals desc"),
    "order_by": ("sort", "rows are ordered by sort: sort removals desc"),
    "group": ("count", "groups stand after by: count by state, or total removals by state"),
    "group by": ("count", "groups stand after by: count by state, or total removals by state"),
    "group_by": ("count", "groups stand after by: count by state, or total removals by state"),
    "groupby": ("count", "groups stand after by: count by state, or total removals by state"),
    "summarise": ("summarize", "summarize is written with z"),
    "aggregate": ("summarize", "groups are computed by summarize: summarize max(value) by state"),
    "agg": ("summarize", "groups are computed by summarize: summarize max(value) by state"),
    "sum": ("total", "sums are made by total: total removals by state"),
    "tally": ("count", "rows are counted by count: count by state"),
    "value_counts": ("count", "rows are counted by count: count by state"),
    "limit": ("first", "first 10 gives the first rows, top 10 by removals the largest"),
    "take": ("first", "first 10 gives the first rows, top 10 by removals the largest"),
    "head": ("first", "first 10 gives the first rows, top 10 by removals the largest"),
    "slice_head": ("first", "first 10 gives the first rows, top 10 by removals the largest"),
    "slice_max": ("top", "the largest are given by top 10 by removals"),
    "tail": ("last", "last 10 gives the last rows"),
    "unique": ("distinct", "distinct rows are given by distinct"),
    "left_join": ("join", "join keeps all rows of the left table"),
    "inner_join": ("join", "join … matched keeps the rows with a partner"),
    "anti_join": ("join", "join … unmatched keeps the rows without a partner"),
    "merge": ("join", "tables are joined by join"),
    "union": ("append", "rows of another table are put below by append"),
    "bind_rows": ("append", "rows of another table are put below by append"),
    "concat": ("append", "rows of another table are put below by append"),
    "pivot_wider": ("pivot", "values become columns by pivot"),
    "spread": ("pivot", "values become columns by pivot"),
    "pivot_longer": ("unpivot", "columns become rows by unpivot"),
    "melt": ("unpivot", "columns become rows by unpivot"),
    "gather": ("unpivot", "columns become rows by unpivot"),
    "glimpse": ("describe", "columns are described by describe"),
    "summary": ("describe", "columns are described by describe"),
    "plot": ("chart", "pictures are drawn by chart"),
    "export": ("save", "results are written by save"),
    "write": ("save", "results are written by save"),
    "exclude": ("drop", "columns are left out by drop"),
    "top_n": ("top", "the largest are given by top 10 by removals"),
    "slice_min": ("bottom", "the smallest are given by bottom 10 by removals"),
    "pull": ("keep", "columns are chosen by keep"),
    "query": ("where", "rows are chosen by where"),
    "sort_values": ("sort", "rows are ordered by sort: sort removals desc"),
    "gsort": ("sort", "rows are ordered by sort: sort removals desc"),
    "assign": ("add", "columns are made by add"),
    "gen": ("add", "columns are made by add"),
    "generate": ("add", "columns are made by add"),
    "egen": ("add", "columns are made by add: add m = mean(removals) per state"),
    "replace": ("add", "columns are made anew by add: add removals = removals ?? 0"),
    "fillna": ("add", "missing values are replaced by add: add removals = removals ?? 0"),
    "dropna": ("where", "rows with a value are kept by where: where removals is not missing"),
    "tab": ("count", "rows are counted by count: count by state"),
    "tabulate": ("count", "rows are counted by count: count by state"),
    "nunique": ("summarize", "values are counted by summarize distinct(state)"),
    "collapse": ("summarize", "groups are computed by summarize: summarize max(value) by state"),
    "reshape": ("pivot", "values become columns by pivot, columns rows by unpivot"),
    "drop_duplicates": ("distinct", "distinct rows are given by distinct"),
    "lookup": ("join", "join keeps all rows of the left table"),
    "list": ("keep", "columns are chosen by keep, and every result is shown"),
    "render": ("chart", "pictures are drawn by chart"),
    "ungroup": ("count", "groups end with the stage that names them, and nothing undoes them"),
    "offset": ("last", "rows from the end are given by last 10"),
    "insert": ("append", "the record is only read; rows of another table are put below by append"),
    "update": ("add", "the record is only read; columns are made by add"),
    "delete": ("where", "the record is only read; rows are chosen by where"),
    "window": ("add", "values of other rows are found by add: add p = previous(removals)"),
    "remove": ("drop", "columns are left out by drop"),
  ]

  /// The verbs of other languages whose arguments are written as those of ours.
  public static let withSameArguments: Set<String> = [
    "filter", "having", "mutate", "derive", "extend", "select", "project", "arrange", "order",
    "order by", "orderby", "order_by", "summarise", "aggregate", "agg", "limit", "take", "head",
    "slice_head", "tail", "unique", "exclude", "remove", "union", "bind_rows", "concat", "glimpse",
    "summary", "export", "write",
  ]

  /// Words that begin an option of a stage and so never a stage.
  public static let clauses: Set<String> = [
    "by", "per", "along", "at", "within", "on", "to", "with", "showing", "seed", "each",
  ]

  /// What other languages call a missing value.
  static let missing: Set<String> = ["NULL", "null", "NA", "nil", "None", "NaN"]

  /// Words of SQL that are the same here in lower case.
  static let sqlWords: Set<String> = [
    "and", "or", "not", "in", "is", "between", "asc", "desc", "true", "false",
  ]

  /// The comparison that SQL's `like` makes with `pattern`; nil if it needs a regular expression.
  static func like(_ pattern: String) -> (sign: InfixOperator, text: String)? {
    let percent = UInt8(ascii: "%")
    var text = Array(pattern.utf8)
    let (atStart, atEnd) = (text.first == percent, text.count > 1 && text.last == percent)
    if atStart { text.removeFirst() }
    if atEnd { text.removeLast() }
    guard !text.isEmpty, !text.contains(percent), !text.contains(UInt8(ascii: "_")) else {
      return nil
    }
    let sign: InfixOperator =
      atStart ? (atEnd ? .contains : .endsWith) : (atEnd ? .startsWith : .equal)
    return (sign, String(decoding: text, as: UTF8.self))
  }

  /// The comparison that holds when `sign` does not.
  static func opposite(_ sign: InfixOperator) -> InfixOperator {
    switch sign {
    case .contains: .notContains
    case .startsWith: .notStartsWith
    case .endsWith: .notEndsWith
    default: .notEqual
    }
  }
}
