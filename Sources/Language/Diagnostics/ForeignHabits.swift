/// What people write who know other languages, and how it is said here.
public enum ForeignHabits {

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
