import Diagnostics
import Syntax

extension UnreadStatement {
  /// SQL's `select`, with its translation where every part has one.
  func select(_ start: Int) -> Diagnostic? {
    guard start == 0, let word = word(0), ["select", "SELECT"].contains(word), tokens.count > 1,
      !stands("|", 1), !tokens.contains(where: { $0.kind == .problem })
    else { return nil }
    let message: Message = """
      foreign-select: A query begins with its table here, and each step stands after a |: TABLE | \
      where CONDITION | keep COLUMN, ….
      """
    let pipeline = SelectTranslation(self)?.pipeline
    let fix = pipeline.map { FixIt.replacing(span(0..<tokens.count), with: $0) }
    return Diagnostic(message, at: tokens[0].span, fix: fix)
  }
}

/// A `select` statement taken to pieces and put together as a pipeline.
struct SelectTranslation {
  /// The text of each clause, by the word that begins it.
  private var clauses: [String: String] = [:]
  private var items: [Item] = []

  private static let clauseWords = ["select", "from", "where", "group", "having", "order", "limit"]

  /// Words of SQL that are the same here in lower case.
  private static let sqlWords: Set<String> = [
    "and", "or", "not", "in", "is", "between", "asc", "desc", "true", "false", "as", "by",
    "distinct",
  ]

  /// The clauses of `statement`; nil if one stands twice.
  init?(_ statement: UnreadStatement) {
    var (clause, depth, end) = ("", 0, 0)
    for (index, token) in statement.tokens.enumerated() {
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
    items = StageText.items(clauses["select"] ?? "").map(Item.init)
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
    var parts = [table]
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
    let computed = items.filter(\.isComputed)
    if clauses["group"] == nil, computed.isEmpty {
      let isPlain = items.allSatisfy(\.isColumn)
      return isPlain ? "keep " + items.map(\.named).joined(separator: ", ") : nil
    }
    let texts = computed.map(\.named)
    let isCount = texts.isEmpty || texts == ["count(*)"] || texts == ["n = count(*)"]
    let stage = isCount ? "count" : "summarize " + texts.joined(separator: ", ")
    guard let group = clauses["group"] else {
      return computed.count < items.count ? nil : stage
    }
    return Self.afterBy(group).map { stage + " by " + $0 }
  }
}
