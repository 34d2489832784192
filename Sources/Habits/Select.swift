import Diagnostics
import Syntax

// SQL's select, said from the source on.

extension UnreadStatement {
  /// A statement that begins with `select`, with its translation where every part has one.
  func select(_ start: Int) -> Diagnostic? {
    guard start == 0, let word = word(0), ["select", "SELECT"].contains(word), tokens.count > 1,
      !stands("|", 1), !tokens.contains(where: { $0.kind == .problem })
    else { return nil }
    let message = Message(
      "foreign-select",
      "A query begins with its table here, and each step stands after a |: "
        + "TABLE | where CONDITION | keep COLUMN, …."
    )
    let pipeline = SelectTranslation(tokens, bytes: bytes).pipeline
    return Diagnostic(
      message,
      at: tokens[0].span,
      fix: pipeline.map { .replacing(span(0..<tokens.count), with: $0) }
    )
  }
}

/// A `select` statement taken to pieces and put together as a pipeline.
struct SelectTranslation {
  private let bytes: [UInt8]
  private var clauses: [String: [Token]] = [:]
  private var isPlain = true

  private static let words = ["select", "from", "where", "group", "having", "order", "limit"]

  /// Words of SQL that are the same here in lower case.
  private static let sqlWords: Set<String> = [
    "and", "or", "not", "in", "is", "between", "asc", "desc", "true", "false",
  ]

  init(_ tokens: [Token], bytes: [UInt8]) {
    self.bytes = bytes
    var (clause, depth) = ("", 0)
    for token in tokens {
      if token.kind == .sign(.open) { depth += 1 }
      if token.kind == .sign(.close) { depth -= 1 }
      let word = token.identifier?.lowercased() ?? ""
      if depth == 0, Self.words.contains(word) {
        if clauses[word] != nil { isPlain = false }
        (clause, clauses[word]) = (word, [])
      } else {
        clauses[clause, default: []].append(token)
      }
    }
  }

  /// The pipeline; nil if a part does not translate.
  var pipeline: String? {
    guard isPlain, let from = clauses["from"], from.count == 1, let table = from[0].nameText else {
      return nil
    }
    var parts = [table]
    if let condition = clauses["where"] { parts.append("where " + text(condition)) }
    guard let columns = clauses["select"], let selection = selection(columns) else { return nil }
    let items = columns.split { $0.kind == .sign(.comma) }
    let isKept = selection.first?.hasPrefix("keep") == true
    if !isKept { parts += selection }
    if let condition = clauses["having"] { parts.append("where " + made(text(condition), items)) }
    if let order = clauses["order"] {
      guard order.first?.identifier?.lowercased() == "by" else { return nil }
      parts.append("sort " + made(place(text(order.dropFirst()), items), items))
    }
    if isKept { parts += selection }
    if let limit = clauses["limit"] { parts.append("first " + text(limit[...])) }
    return parts.joined(separator: " | ")
  }

  /// `text` with the names of computed columns for what computes them: n for `count`.
  private func made(_ text: String, _ items: [ArraySlice<Token>]) -> String {
    var said = text
    for item in items where item.contains(where: { $0.kind == .sign(.open) }) {
      let bound = self.text(isNamed(item) ? item.dropLast(2) : item)
      guard let name = columnName(item) else { continue }
      said = said.split(separator: bound, omittingEmptySubsequences: false)
        .joined(separator: name)
    }
    return said
  }

  /// The name of a computed item: the one after `as`, else the one that `summarize` gives.
  private func columnName(_ item: ArraySlice<Token>) -> String? {
    if isNamed(item) { return item.last?.nameText }
    let text = text(item)
    if text == "count" { return "n" }
    guard item.count == 4, let function = item.first?.identifier,
      let column = item.dropFirst(2).first
    else { return nil }
    let ours = function == "avg" ? "mean" : function.lowercased()
    return column.nameText.map { ours + "_" + $0 }
  }

  /// `2 desc` as the second item and its direction.
  private func place(_ order: String, _ items: [ArraySlice<Token>]) -> String {
    let words = order.split(separator: " ")
    guard let first = words.first, let number = Int(first), items.indices.contains(number - 1)
    else {
      return order
    }
    let item = items[number - 1]
    let name = columnName(item) ?? text(item)
    return ([name] + words.dropFirst().map(String.init)).joined(separator: " ")
  }

  /// The stages that choose, group and compute.
  private func selection(_ columns: [Token]) -> [String]? {
    if columns.map(\.kind) == [.sign(.times)] { return clauses["group"] == nil ? [] : nil }
    if columns.first?.identifier?.lowercased() == "distinct" {
      return ["distinct " + text(columns.dropFirst())]
    }
    let items = columns.split { $0.kind == .sign(.comma) }
    let computed = items.filter { $0.contains { $0.kind == .sign(.open) } }
    guard clauses["group"] != nil || !computed.isEmpty else {
      let isPlain = items.allSatisfy { $0.count == 1 || isNamed($0) && $0.count == 3 }
      return isPlain ? ["keep " + items.map(named).joined(separator: ", ")] : nil
    }
    var stage = aggregation(computed)
    if let group = clauses["group"] {
      guard group.first?.identifier?.lowercased() == "by" else { return nil }
      stage += " by " + text(group.dropFirst())
    } else if computed.count < items.count {
      return nil
    }
    return [stage]
  }

  private func aggregation(_ items: [ArraySlice<Token>]) -> String {
    let texts = items.map(named)
    if texts.isEmpty || texts == ["count"] || texts == ["n = count"] { return "count" }
    return "summarize " + texts.joined(separator: ", ")
  }

  /// Whether an item ends in `as name`.
  private func isNamed(_ item: ArraySlice<Token>) -> Bool {
    item.count > 2 && item.dropLast().last?.identifier?.lowercased() == "as"
  }

  /// `sum(removals) as total` as `total = sum(removals)`.
  private func named(_ item: ArraySlice<Token>) -> String {
    guard isNamed(item), let name = item.last?.nameText else { return text(item) }
    return name + " = " + text(item.dropLast(2))
  }

  private func text(_ tokens: [Token]) -> String { text(tokens[...]) }

  /// The source of `tokens`, with our spelling of what is written otherwise in SQL.
  private func text(_ tokens: ArraySlice<Token>) -> String {
    var text = ""
    var end: Int?
    for token in tokens {
      let isStar = token.kind == .sign(.times) && text.hasSuffix("count(")
      if let end, token.span.start > end, !isStar { text += " " }
      text += isStar ? "*" : ours(token)
      end = token.span.end
    }
    return text.split(separator: "count(*)", omittingEmptySubsequences: false)
      .joined(separator: "count")
      .split(separator: "count(distinct ", omittingEmptySubsequences: false)
      .joined(separator: "distinct(")
  }

  private func ours(_ token: Token) -> String {
    let written = String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self)
    if token.kind == .sign(.lessGreater) { return "!=" }
    guard let word = token.identifier else { return written }
    if Keywords.foreignMissing.contains(word) { return "missing" }
    let lower = word.lowercased()
    return word == word.uppercased() && Self.sqlWords.contains(lower) ? lower : written
  }
}
