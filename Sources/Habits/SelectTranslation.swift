import Diagnostics
import Syntax

extension UnreadStatement {
  /// SQL's `select`, with its translation where every part has one.
  func select(_ start: Int) -> Diagnostic? {
    let first = word(0) == "explain" ? 1 : 0
    guard start == first, let word = word(first), ["select", "SELECT"].contains(word),
      tokens.count > first + 1, !stands("|", first + 1),
      !tokens.contains(where: { $0.kind == .problem })
    else { return nil }
    let translation = SelectTranslation(self, from: first)
    let pipeline = translation?.pipeline
    let way = SelectTranslation.way(of: self, joins: translation?.tables == nil)
    let message: Message = """
      foreign-select: A query begins with its table here, and each step stands after a |: TABLE | \
      where CONDITION | keep COLUMN, ….\(way)
      """
    let fix = pipeline.map { FixIt.replacing(span(first..<tokens.count), with: $0) }
    return Diagnostic(message, at: tokens[first].span, fix: fix)
  }
}

extension SelectTranslation {
  /// How the first part of a statement that has no translation is written here; `joins` says whether
  /// its joins have none.
  fileprivate static func way(of statement: UnreadStatement, joins: Bool) -> String {
    let words = Set(statement.tokens.compactMap { $0.identifier?.lowercased() })
    let selects = statement.tokens.count { $0.identifier?.lowercased() == "select" }
    let ways: [(word: String, way: String)] = [
      (
        "join",
        "A column of a linked table is LINK.COLUMN; others come by join TABLE on LEFT = RIGHT."
      ),
      ("offset", "Rows are taken by first 10 and last 10."),
      ("top", "The largest are given by top 10 by COLUMN."),
      ("over", "Values of other rows are made by add, with per and along."),
      ("union", "Rows of another table are put below by append TABLE."),
      ("case", "A choice is if … then … else …, in add."),
      ("exists", "Rows with a partner are kept by join … matched."),
    ]
    if selects > 1 { return " After in stands a table, whose first column is meant." }
    let way = ways.first { words.contains($0.word) && (joins || $0.word != "join") }
    return way.map { " " + $0.way } ?? ""
  }
}

/// A `select` statement taken to pieces and put together as a pipeline.
struct SelectTranslation {
  /// The text of each clause, by the word that begins it.
  private var clauses: [String: String] = [:]
  private var items: [Item] = []
  /// What stands after `group by`.
  private var groups: [String] = []
  /// The two tables of a join, if there is one.
  fileprivate var tables: JoinedTables?

  private static let clauseWords = ["select", "from", "where", "group", "having", "order", "limit"]

  /// Words of SQL that are the same here in lower case.
  private static let sqlWords: Set<String> = [
    "and", "or", "not", "in", "is", "between", "asc", "desc", "true", "false", "as", "by",
    "distinct", "count", "sum", "avg", "min", "max", "inner", "left", "outer", "join", "on",
  ]

  /// The clauses of `statement`; nil if one stands twice.
  init?(_ statement: UnreadStatement, from first: Int = 0) {
    var (clause, depth, end) = ("", 0, 0)
    for (index, token) in statement.tokens.enumerated() where index >= first {
      depth += token.nesting
      let word = token.identifier?.lowercased() ?? ""
      if depth == 0, Self.clauseWords.contains(word) {
        if clauses[word] != nil { return nil }
        (clause, clauses[word]) = (word, "")
      } else {
        let blank = token.span.start > end && clauses[clause]?.isEmpty == false ? " " : ""
        clauses[clause, default: ""] += blank + Self.ours(token, statement.written(index))
      }
      end = token.span.end
    }
    if let source = clauses["from"], let joined = JoinedTables(source) {
      tables = joined
      for (word, text) in clauses { clauses[word] = joined.withoutPrefixes(text) }
      clauses["from"] = joined.first
    }
    items = StageText.items(clauses["select"] ?? "").map(Item.init)
    groups = (clauses["group"].flatMap(Self.afterBy)).map(StageText.items) ?? []
    // A number stands for the item at its place.
    groups = groups.map { group in
      Int(group).flatMap { items.indices.contains($0 - 1) ? items[$0 - 1].text : nil } ?? group
    }
  }

  /// A token in our words.
  private static func ours(_ token: Token, _ written: String) -> String {
    if token.kind == .sign(.lessGreater) { return "!=" }
    guard let word = token.identifier else { return written }
    if Keywords.foreignMissing.contains(word) { return "missing" }
    return word == word.uppercased() && sqlWords.contains(word.lowercased())
      ? word.lowercased() : written
  }

  /// An item of the list of columns: `sum(removals) as total`.
  private struct Item {
    /// The item without its new name.
    var text: String
    var alias: String?

    init(_ written: String) {
      let words = written.split(separator: " ")
      text = written
      if words.count > 2, words[words.count - 2].lowercased() == "as" {
        alias = words.last.map(String.init)
        text = words.dropLast(2).joined(separator: " ")
      } else if words.count > 1, let last = words.last, words[words.count - 2].hasSuffix(")"),
        last.allSatisfy({ $0.isLetter || $0 == "_" })
      {
        alias = String(last)
        text = words.dropLast().joined(separator: " ")
      }
    }

    var isComputed: Bool { text.contains("(") }
    var isColumn: Bool { !text.contains { " .()+-*/".contains($0) } }
    var named: String { (alias.map { $0 + " = " } ?? "") + text }

    /// The name of its column: the alias, else the one that `summarize` gives.
    var name: String? {
      if alias != nil || !isComputed { return alias }
      if text == "count(*)" { return "n" }
      let parts = text.dropLast().split(separator: "(")
      guard parts.count == 2, text.last == ")", Item(String(parts[1])).isColumn else { return nil }
      return (parts[0] == "avg" ? "mean" : parts[0].lowercased()) + "_" + parts[1]
    }
  }

  /// The pipeline; nil if a part does not translate.
  var pipeline: String? {
    guard let table = clauses["from"], Item(table).isColumn, let selection else { return nil }
    let isKept = selection.hasPrefix("keep")
    var parts = [table] + [tables?.stage].compactMap { $0 }
    if let condition = clauses["where"] { parts.append("where " + condition) }
    if !isKept { parts.append(selection) }
    if let condition = clauses["having"] { parts.append("where " + made(condition)) }
    if let order = clauses["order"] {
      guard let keys = Self.afterBy(order) else { return nil }
      parts.append("sort " + made(placed(keys)))
    }
    if isKept { parts.append(selection) }
    if let limit = clauses["limit"] { parts.append("first " + limit) }
    return parts.filter { !$0.isEmpty }.joined(separator: " | ")
      .replacing("count(*)", with: "count").replacing("count(distinct ", with: "distinct(")
  }

  private static func afterBy(_ text: String) -> String? {
    text.lowercased().hasPrefix("by ") ? String(text.dropFirst(3)) : nil
  }

  /// `text` with the names of computed columns for what computes them: n for `count(*)`.
  private func made(_ text: String) -> String {
    items.filter(\.isComputed).reduce(text) { text, item in
      item.name.map { text.replacing(item.text, with: $0) } ?? text
    }
  }

  /// `2 desc` as the second item and its direction.
  private func placed(_ order: String) -> String {
    let words = order.split(separator: " ", maxSplits: 1)
    guard let place = words.first.flatMap({ Int($0) }), items.indices.contains(place - 1) else {
      return order
    }
    let item = items[place - 1]
    return ([item.name ?? item.text] + words.dropFirst().map(String.init)).joined(separator: " ")
  }

  /// The stage that chooses, or groups and computes; empty where all columns stay.
  private var selection: String? {
    guard let columns = clauses["select"] else { return nil }
    if columns == "*" { return clauses["group"] == nil ? "" : nil }
    if columns.hasPrefix("distinct ") { return columns }
    let computed = items.filter { $0.isComputed && !groups.contains($0.text) }
    if clauses["group"] == nil, computed.isEmpty {
      let isPlain = items.allSatisfy(\.isColumn)
      return isPlain ? "keep " + items.map(\.named).joined(separator: ", ") : nil
    }
    let texts = computed.map(\.named)
    let isCount = texts.isEmpty || texts == ["count(*)"] || texts == ["n = count(*)"]
    let stage = isCount ? "count" : "summarize " + texts.joined(separator: ", ")
    if clauses["group"] == nil { return computed.count < items.count ? nil : stage }
    return groups.isEmpty ? nil : stage + " by " + groups.joined(separator: ", ")
  }
}

/// The tables after `from` where one is joined to another, with the names that SQL gives them.
struct JoinedTables {
  /// The first table.
  let first: String
  /// The stage that joins the other one.
  let stage: String
  private let names: [String]

  /// The tables of `t a join u b on a.x = b.y`; nil for other texts.
  init?(_ text: String) {
    var words = text.replacing("=", with: " = ").split(separator: " ").map(String.init)
    words.removeAll { $0 == "as" || $0 == "outer" }
    guard let join = words.firstIndex(of: "join"), let on = words.firstIndex(of: "on"), join < on,
      words.count(where: { $0 == "join" }) == 1
    else { return nil }
    var kind = "inner"
    var end = join
    if join > 0, ["inner", "left"].contains(words[join - 1]) {
      (kind, end) = (words[join - 1], join - 1)
    }
    let (left, right) = (Array(words[..<end]), Array(words[(join + 1)..<on]))
    words = Array(words[(on + 1)...])
    guard (1...2).contains(left.count), (1...2).contains(right.count), words.count == 3,
      words[1] == "="
    else { return nil }
    func parts(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
    var (one, other) = (parts(words[0]), parts(words[2]))
    if one.count == 2, right.contains(one[0]) { swap(&one, &other) }
    guard let own = one.last, let partner = other.last, one.count < 3, other.count < 3 else {
      return nil
    }
    (first, names) = (left[0], left + right)
    let keys = own == partner ? own : "\(own) = \(partner)"
    stage = "join \(right[0]) on \(keys)" + (kind == "inner" ? " matched" : "")
  }

  /// A text without the names of the tables before columns.
  func withoutPrefixes(_ text: String) -> String {
    names.reduce(" " + text) { text, name in
      [" ", "(", ","].reduce(text) { $0.replacing($1 + name + ".", with: $1) }
    }.trimmingFirst
  }
}

extension String {
  /// The text without its first character, a blank.
  fileprivate var trimmingFirst: String { String(dropFirst()) }
}
