import Syntax

/// The rewrites of foreign stages: each gives the stage in our words, or nil where a part of it
/// does not translate.
enum StageRewrite {
  typealias Function = @Sendable (StageText) -> String?

  /// The rewrites as the table of verbs calls them.
  static let named: [String: Function] = [
    // `mutate(x = n())`: a list of expressions.
    "expressions": expressions,
    // `exclude("a", "b")`: a list of columns.
    "names": { $0.list($0.names) },
    // `unique()`, `unique(a)`.
    "distinct": { $0.parts.isEmpty ? $0.ours : $0.list($0.names) },
    // `duplicates drop`.
    "withoutTwice": { $0.parts == ["drop"] ? $0.ours : nil },
    // `snapshot()`: no arguments.
    "bare": { $0.parts.isEmpty ? $0.ours : nil },
    // `write "a.csv"`.
    "files": { $0.list($0.parts) },
    // `union all t`.
    "tables": { $0.list($0.parts.map { $0.hasPrefix("all ") ? String($0.dropFirst(4)) : $0 }) },
    // `sum a by b`.
    "summed": { $0.parts.isEmpty ? nil : "total " + StageText.trimmed($0.arguments) },
    // `query("a > 1")`.
    "quotedCondition": { $0.parts.count == 1 ? $0.list($0.names) : nil },
    "conditions": conditions, "known": known, "columns": columns, "transmuted": transmuted,
    "sorting": sorting, "counted": counted, "ranked": ranked, "keys": keys, "computed": computed,
    "joining": joining, "wordyJoin": wordyJoin,
  ]

  static let expressions: Function = { $0.list($0.parts.map(StageText.expression)) }

  /// `filter(a, b or c)`: conditions that all hold.
  static let conditions: Function = { stage in
    let said = stage.parts.map(StageText.expression)
    if said.count < 2 { return stage.list(said) }
    return "where "
      + said.map { $0.split(separator: " ").contains("or") ? "(\($0))" : $0 }
      .joined(separator: " and ")
  }

  /// `dropna(a, b)`.
  static let known: Function = { stage in
    if stage.parts.isEmpty { return nil }
    return "where " + stage.names.map { $0 + " is not missing" }.joined(separator: " and ")
  }

  /// `select(-a)`, `project-away a`, `select a as b`.
  static let columns: Function = { stage in
    guard let first = stage.parts.first else { return nil }
    for (prefix, ours) in [("-away ", "drop "), ("-rename ", "rename "), ("-keep ", "keep ")]
    where first.hasPrefix(prefix) {
      let rest = [String(first.dropFirst(prefix.count))] + stage.parts.dropFirst()
      return ours + rest.joined(separator: ", ")
    }
    if stage.ours == "drop" { return stage.list(stage.names) }
    guard stage.parts.allSatisfy({ $0.hasPrefix("-") }) else {
      return stage.list(stage.names.map(renamed))
    }
    let left = stage.parts.map { StageText.withoutQuotes(String($0.dropFirst())) }
    return "drop " + left.joined(separator: ", ")
  }

  /// `a as b` as `b = a`.
  private static func renamed(_ part: String) -> String {
    let words = part.split(separator: " ")
    guard words.count == 3, words[1].lowercased() == "as" else { return part }
    return words[2] + " = " + words[0]
  }

  /// `transmute(x = a)`: columns are made, and only they are kept.
  static let transmuted: Function = { stage in
    let items = stage.parts.map(StageText.expression)
    let made = items.filter { $0.contains("=") }
    let names = items.map {
      $0.split(separator: "=", maxSplits: 1).first.map(StageText.trimmed) ?? $0
    }
    let adding = made.isEmpty ? "" : "add " + made.joined(separator: ", ") + " | "
    return names.isEmpty ? nil : adding + "keep " + names.joined(separator: ", ")
  }

  /// `arrange(desc(a), -b)`, `sort_values("a", ascending=False)`.
  static let sorting: Function = { stage in
    var parts = stage.parts
    var isDescending = false
    if let last = parts.last, last.hasPrefix("ascending") {
      parts.removeLast()
      isDescending = last.hasSuffix("False")
    }
    return stage.list(parts.map { direction($0) + (isDescending ? " desc" : "") })
  }

  private static func direction(_ part: String) -> String {
    if part.hasPrefix("desc("), part.hasSuffix(")") {
      return part.dropFirst(5).dropLast() + " desc"
    }
    if part.hasPrefix("-") { return part.dropFirst() + " desc" }
    var words = StageText.withoutQuotes(part).split(separator: " ").map(String.init)
    if let last = words.last, ["DESC", "ASC"].contains(last) {
      words[words.count - 1] = last.lowercased()
    }
    return words.joined(separator: " ")
  }

  /// `head(10)`, `sample_n(n = 10)`.
  static let counted: Function = { stage in
    stage.parts.count == 1 ? StageText.number(stage.parts[0]).map { stage.ours + " " + $0 } : nil
  }

  /// `slice_max(a, n = 10)`, `nlargest(10, "a")`.
  static let ranked: Function = { stage in
    let parts = stage.names
    guard parts.count == 2 else { return nil }
    if let count = StageText.number(parts[1]) { return "\(stage.ours) \(count) by \(parts[0])" }
    return StageText.number(parts[0]).map { "\(stage.ours) \($0) by \(parts[1])" }
  }

  /// `tally()`, `group_by(a)`.
  static let keys: Function = { stage in
    if stage.parts.contains(where: { $0.contains("=") }) || stage.parts == ["missing"] {
      return nil
    }
    return stage.parts.isEmpty ? "count" : "count by " + stage.names.joined(separator: ", ")
  }

  /// The verbs that are an aggregate, by its name here.
  static let aggregates: Set<String> = ["average", "avg", "mean", "median", "max", "min", "stdev"]

  /// `mean a by b`.
  static let computed: Function = { stage in
    let words = StageText.withoutBrackets(stage.arguments).split(separator: " ")
    guard let column = words.first, words.count == 1 || words[1] == "by", !column.contains(",")
    else { return nil }
    let name = ["average", "avg"].contains(stage.verb) ? "mean" : stage.verb
    let argument = StageText.withoutBrackets(String(column))
    return (["summarize \(name)(\(argument))"] + words.dropFirst().map(String.init)).joined(
      separator: " "
    )
  }

  /// `left_join(t, by = c("a" = "b"))`.
  static let joining: Function = { stage in
    guard let table = stage.parts.first, stage.parts.count <= 2 else { return nil }
    guard stage.parts.count == 2 else { return "join " + table + stage.ending }
    return joinKeys(stage.parts[1]).map { "join \(table) on \($0)\(stage.ending)" }
  }

  /// The keys of `by = c("a" = "b")`, `by = "a"`, `on="a"`.
  private static func joinKeys(_ part: String) -> String? {
    guard let equal = part.firstIndex(of: "="),
      ["by", "on"].contains(StageText.trimmed(part[..<equal]))
    else { return nil }
    var keys = StageText.trimmed(part[part.index(after: equal)...])
    for name in ["c", "join_by"] where keys.hasPrefix(name + "(") {
      keys = String(keys.dropFirst(name.count))
    }
    return StageText.withoutBrackets(keys).filter { $0 != "\"" && $0 != "'" }
  }

  /// `left outer join t on a = b`.
  static let wordyJoin: Function = { stage in
    var words = stage.arguments.split(separator: " ")
    if words.first == "outer" { words.removeFirst() }
    guard words.first == "join", words.count > 1 else { return nil }
    return words.joined(separator: " ") + stage.ending
  }
}
