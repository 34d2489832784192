import Diagnostics

/// A help page as a tree of blocks, rendered as plain text or Markdown.
struct Page: Sendable {
  /// The name of what it explains, or a title.
  var title: String
  /// What it says, from the top.
  var blocks: [Block]

  /// A part of a page.
  enum Block: Sendable {
    /// Sentences; words between back-quotes are words of the language.
    case paragraph(String)
    /// Lines that are shown as they are.
    case code(String)
    /// Terms, each with what it means.
    case expressions([(expression: String, meaning: String)])
    /// A query, and what it gives.
    case example(query: String, answer: String)
    /// A page that is part of this one.
    case page(Page)
  }

  init(_ title: String, _ blocks: [Block]) { (self.title, self.blocks) = (title, blocks) }

  /// A page of paragraphs.
  init(_ title: String, _ paragraphs: String...) {
    self.init(title, paragraphs.map { .paragraph($0) })
  }

  /// Adds a paragraph.
  mutating func add(_ words: String) { blocks.append(.paragraph(words)) }
}

// MARK: - For the terminal

extension Page {
  /// The page as plain lines of at most `width` characters, except where lines are shown as they
  /// are.
  func text(width: Int) -> String {
    title + "\n\n" + blocks.map { Page.text($0, width) }.joined(separator: "\n")
  }

  private static func text(_ block: Block, _ width: Int) -> String {
    switch block {
    case .paragraph(let words): wrapped(plain(words), to: width).joined(separator: "\n") + "\n"
    case .code(let lines): indented(lines) + "\n"
    case .expressions(let expressions): list(expressions, width)
    case .example(let query, let answer): "> \(query)\n\(answer)"
    case .page(let page): "\n" + page.text(width: width)
    }
  }

  private static func list(_ expressions: [(expression: String, meaning: String)], _ width: Int)
    -> String
  {
    let broad = min(expressions.map(\.expression.count).max() ?? 0, 28)
    return expressions.map { expression, meaning in
      let lines = wrapped(plain(meaning), to: max(24, width - broad - 4))
      let margin = String(repeating: " ", count: broad + 4)
      let rest = lines.joined(separator: "\n" + margin)
      if expression.count > broad { return "  \(expression)\n\(margin)\(rest)\n" }
      return "  " + expression + String(repeating: " ", count: broad - expression.count + 2) + rest
        + "\n"
    }.joined()
  }

  /// Words without the quotes that only Markdown needs.
  ///
  /// Two back-quotes on either side stand for one that is meant.
  private static func plain(_ words: String) -> String {
    words.split(separator: "``", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != "`" } }
      .joined(separator: "`")
  }

  private static func indented(_ lines: String) -> String {
    lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "  " + $0 }
      .joined(separator: "\n")
  }
}

// MARK: - For the manual

extension Page {
  /// The page as Markdown, its title a heading of this level.
  func markdown(level: Int = 1) -> String {
    let sign = String(repeating: "#", count: level)
    let parts = blocks.map { Page.markdown($0, level) }
    return (["\(sign) \(title)\n"] + parts).joined(separator: "\n")
  }

  private static func markdown(_ block: Block, _ level: Int) -> String {
    switch block {
    case .paragraph(let words): words + "\n"
    case .code(let lines): "```\n\(lines)\n```\n"
    case .expressions(let expressions):
      "| | |\n|---|---|\n"
        + expressions.map { "| `\(cell($0.expression))` | \(cell($0.meaning)) |\n" }.joined()
    case .example(let query, let answer):
      answer.isEmpty ? "```\n\(query)\n```\n" : "```\n> \(query)\n\(answer)```\n"
    case .page(let page): page.markdown(level: level + 1)
    }
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
