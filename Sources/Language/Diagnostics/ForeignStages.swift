/// Whole stages of other languages, said with our verbs.
public enum ForeignStages {
  /// The stage `verb arguments` in our words; nil where a part of it does not translate.
  public static func translated(_ verb: String, _ arguments: String) -> String? {
    let text = withoutBrackets(arguments)
    let parts = items(text)
    switch verb.lowercased() {
    case "filter", "having": return parts.isEmpty ? nil : "where " + conditions(parts)
    case "query": return parts.count == 1 ? "where " + withoutQuotes(parts[0]) : nil
    case "mutate", "derive", "extend", "assign", "gen", "generate", "with_columns":
      return stage("add", parts.map(expression))
    case "select", "project", "pull", "exclude", "remove": return columns(verb, parts)
    case "transmute": return transmuted(parts)
    case "arrange", "order", "order by", "orderby", "order_by", "sort_values", "gsort":
      return sorting(parts)
    case "limit", "take", "head", "slice_head", "tail": return cut(verb, parts)
    case "slice_max", "top_n", "slice_min", "nlargest", "nsmallest": return ranking(verb, parts)
    case "slice_sample", "sample_n":
      return parts.count == 1 ? number(parts[0]).map { "sample " + $0 } : nil
    case "tally", "value_counts", "tab", "tabulate", "group", "group by", "group_by", "groupby":
      if parts.contains(where: { $0.contains("=") }) || parts == ["missing"] { return nil }
      return parts.isEmpty ? "count" : stage("count by", parts.map(withoutQuotes))
    case "nrow", "size": return parts.isEmpty ? "count" : nil
    case "average", "avg", "mean", "median", "max", "min", "stdev": return computed(verb, arguments)
    case "sum": return parts.isEmpty ? nil : "total " + trimmed(arguments)
    case "dropna", "drop_na":
      return parts.isEmpty
        ? nil
        : "where " + parts.map { withoutQuotes($0) + " is not missing" }.joined(separator: " and ")
    case "levelsof", "levels": return stage("distinct", parts.map(withoutQuotes))
    case "duplicates": return parts == ["drop"] ? "distinct" : nil
    case "search", "find", "grep", "let", "set", "compute": return nil
    case "summarise", "summarize", "aggregate", "agg":
      return stage("summarize", parts.map(expression))
    case "unique", "drop_duplicates":
      return parts.isEmpty ? "distinct" : stage("distinct", parts.map(withoutQuotes))
    case "union", "bind_rows", "concat":
      return stage("append", parts.map { $0.hasPrefix("all ") ? String($0.dropFirst(4)) : $0 })
    case "glimpse", "summary", "codebook", "inspect", "getschema", "info", "str":
      return parts.isEmpty ? "describe" : nil
    case "left_join", "inner_join", "anti_join", "semi_join", "cross_join", "merge", "lookup":
      return joining(verb, parts)
    case "left", "inner", "cross": return wordyJoin(verb, trimmed(arguments))
    case "export", "write", "to_csv", "write_csv": return stage("save", parts)
    default: return nil
    }
  }

  /// The stage that does what `group by keys` and the stage after it do together.
  public static func translated(
    grouping keys: String,
    then verb: String,
    _ arguments: String
  ) -> String? {
    let by = items(withoutBrackets(keys)).map(withoutQuotes).joined(separator: ", ")
    if by.isEmpty { return nil }
    let parts = items(withoutBrackets(arguments))
    switch verb.lowercased() {
    case "count", "tally", "size":
      return parts.isEmpty ? "count by " + by : nil
    case "summarise", "summarize", "aggregate", "agg":
      return stage("summarize", parts.map(expression)).map { $0 + " by " + by }
    case "mutate", "add", "derive", "extend":
      return stage("add", parts.map(expression)).map { $0 + " per " + by }
    case "sum", "total": return stage("total", parts).map { $0 + " by " + by }
    case "limit", "take", "head", "slice_head", "tail", "slice_max", "slice_min", "top_n":
      return translated(verb, arguments).map { $0 + " per " + by }
    default: return nil
    }
  }

  /// Whether `verb` only names groups for the stage after it.
  public static func isGrouping(_ verb: String) -> Bool {
    ["group", "group by", "group_by", "groupby"].contains(verb.lowercased())
  }

  private static func stage(_ verb: String, _ parts: [String]) -> String? {
    parts.isEmpty ? nil : verb + " " + parts.joined(separator: ", ")
  }

  private static func conditions(_ parts: [String]) -> String {
    let said = parts.map(expression)
    if said.count == 1 { return said[0] }
    return said.map { $0.split(separator: " ").contains("or") ? "(\($0))" : $0 }
      .joined(separator: " and ")
  }

  private static func columns(_ verb: String, _ parts: [String]) -> String? {
    guard let first = parts.first else { return nil }
    for (prefix, ours) in [("-away ", "drop "), ("-rename ", "rename "), ("-keep ", "keep ")]
    where first.hasPrefix(prefix) {
      let rest = [String(first.dropFirst(prefix.count))] + parts.dropFirst()
      return ours + rest.joined(separator: ", ")
    }
    if verb == "exclude" || verb == "remove" { return stage("drop", parts.map(withoutQuotes)) }
    if parts.allSatisfy({ $0.hasPrefix("-") }) {
      return stage("drop", parts.map { withoutQuotes(String($0.dropFirst())) })
    }
    return stage("keep", parts.map { renamed(withoutQuotes($0)) })
  }

  /// `removals as r` as `r = removals`.
  private static func renamed(_ part: String) -> String {
    let words = part.split(separator: " ")
    guard words.count == 3, words[1].lowercased() == "as" else { return part }
    return words[2] + " = " + words[0]
  }

  private static func sorting(_ parts: [String]) -> String? {
    var parts = parts
    var isDescending = false
    if let last = parts.last, last.hasPrefix("ascending") {
      parts.removeLast()
      isDescending = last.hasSuffix("False")
    }
    let said = parts.map { part -> String in
      let name = direction(part)
      return isDescending ? name + " desc" : name
    }
    return stage("sort", said)
  }

  private static func direction(_ part: String) -> String {
    if part.hasPrefix("desc("), part.hasSuffix(")") {
      return String(part.dropFirst(5).dropLast()) + " desc"
    }
    if part.hasPrefix("-") { return String(part.dropFirst()) + " desc" }
    var words = withoutQuotes(part).split(separator: " ").map(String.init)
    if let last = words.last, ["DESC", "ASC"].contains(last) {
      words[words.count - 1] = last.lowercased()
    }
    return words.joined(separator: " ")
  }

  private static func cut(_ verb: String, _ parts: [String]) -> String? {
    guard parts.count == 1, let count = number(parts[0]) else { return nil }
    return (verb == "tail" ? "last " : "first ") + count
  }

  private static func ranking(_ verb: String, _ parts: [String]) -> String? {
    guard parts.count == 2 else { return nil }
    let ours = verb == "slice_min" || verb == "nsmallest" ? "bottom " : "top "
    let parts = parts.map(withoutQuotes)
    if let count = number(parts[1]) { return ours + count + " by " + parts[0] }
    return number(parts[0]).map { ours + $0 + " by " + parts[1] }
  }

  /// The digits of `10` and `n = 10`.
  private static func number(_ part: String) -> String? {
    var digits = Substring(part)
    if part.hasPrefix("n =") { digits = part.dropFirst(3) }
    digits = digits.drop { $0 == " " }
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber } ? String(digits) : nil
  }

  private static func joining(_ verb: String, _ parts: [String]) -> String? {
    guard let table = parts.first, parts.count <= 2 else { return nil }
    var said = "join " + table
    if parts.count == 2 {
      guard let keys = joinKeys(parts[1]) else { return nil }
      said += " on " + keys
    }
    let endings = [
      "inner_join": " matched", "semi_join": " matched", "anti_join": " unmatched",
      "cross_join": " every",
    ]
    return said + (endings[verb] ?? "")
  }

  /// The keys of `by = c("state" = "code")`, `by = "state"`, `on="state"`.
  private static func joinKeys(_ part: String) -> String? {
    guard let equal = part.firstIndex(of: "="), ["by", "on"].contains(trimmed(part[..<equal]))
    else {
      return nil
    }
    var keys = trimmed(part[part.index(after: equal)...])
    for name in ["c", "join_by"] where keys.hasPrefix(name + "(") {
      keys = String(keys.dropFirst(name.count))
    }
    return withoutBrackets(keys).filter { $0 != "\"" && $0 != "'" }
  }

  /// `left join states on state = code`.
  private static func wordyJoin(_ verb: String, _ arguments: String) -> String? {
    var words = arguments.split(separator: " ")
    if words.first == "outer" { words.removeFirst() }
    guard words.first == "join", words.count > 1 else { return nil }
    let ending = verb == "inner" ? " matched" : verb == "cross" ? " every" : ""
    return words.joined(separator: " ") + ending
  }

  /// `mean removals by state` as `summarize mean(removals) by state`.
  private static func computed(_ verb: String, _ arguments: String) -> String? {
    let names = ["average": "mean", "avg": "mean"]
    let words = withoutBrackets(arguments).split(separator: " ")
    guard let column = words.first, words.count == 1 || words[1] == "by", !column.contains(",")
    else {
      return nil
    }
    let rest = words.dropFirst().joined(separator: " ")
    return "summarize \(names[verb] ?? verb)(\(column))" + (rest.isEmpty ? "" : " " + rest)
  }

  /// `transmute(x = removals)`: columns are made, and only they are kept.
  private static func transmuted(_ parts: [String]) -> String? {
    var names: [String] = []
    var made: [String] = []
    for part in parts.map(expression) {
      let sides = part.split(separator: "=", maxSplits: 1).map(trimmed)
      guard sides.count == 2 else {
        names.append(part)
        continue
      }
      names.append(sides[0])
      made.append(part)
    }
    guard !names.isEmpty else { return nil }
    let adding = made.isEmpty ? "" : "add " + made.joined(separator: ", ") + " | "
    return adding + "keep " + names.joined(separator: ", ")
  }
}
