import Charts
import Diagnostics
import IO

/// A notebook in Markdown as GitHub reads it; its charts are texts.
struct MarkdownNotebook: NotebookForm {
  let name = "markdown"
  let endings = ["md", "markdown"]
  let start = "<!-- begin -->"
  let end = "<!-- end -->"

  func head(_ head: NotebookHead) -> String {
    let facts = head.data + ["Date: " + head.day, "Program: scomm " + head.version]
    return NotebookMark.line(self, head) + "\n# \(MarkdownNotebook.escaped(head.title))\n\n"
      + list(facts) + "\n"
  }

  func sentence(_ text: String) -> String { "\n\(MarkdownNotebook.escaped(text))\n" }

  func sentence(readBack text: String) -> String { "\n\(text)\n" }

  func entry(_ entry: NotebookEntry) -> String {
    let exact = entry.hiddenInput.map { exactBeginning + $0 + " -->\n" } ?? ""
    let announced = entry.hasFailed ? NotebookEntry.announcement + "\n" : ""
    var page = "\n" + exact + block(announced + entry.shownInput, "scomm")
    for part in entry.parts {
      switch part {
      case .text(let text): page += "\n" + block(text, "text")
      case .table(let table): page += "\n" + self.table(table)
      case .chart(let scene):
        let lines = (try? scene.text(in: ChartFrame(width: 80, ascii: false))) ?? [scene.summary]
        page += "\n" + block(lines.map(visibleText).joined(separator: "\n"), "text")
      case .lines(let lines): page += "\n" + list(lines)
      }
    }
    return page
  }

  func sources(_ citations: [Citation], _ others: [String]) -> String {
    if citations.isEmpty, others.isEmpty { return "" }
    let cited = citations.map { citation in
      "- "
        + citation.sentence(MarkdownNotebook.escaped, title: { "*\($0)*" }) { address in
          "<" + escapedSigns(in: address, "<> ") { percentEncoded($0) } + ">"
        } + "\n"
    }
    return "\n" + MarkdownNotebook.sourcesHeading + "\n\n" + cited.joined() + list(others)
  }

  func foot(_ head: NotebookHead) -> String {
    "\n" + block("scomm --verify " + visibleText(quotedForShell(head.file)), "sh")
  }

  private let exactBeginning = "<!-- exact: "
  private static let sourcesHeading = "## Sources"

  /// `text` so that nothing in it means anything to Markdown, also at the beginning of a line.
  private static func escaped(_ text: String) -> String {
    let text = markdownEscaped(visibleText(text))
    let first = text.prefix { $0.isASCII && $0.isNumber }
    if !first.isEmpty, let sign = text.dropFirst(first.count).first, ".)".contains(sign) {
      return first + "\\" + text.dropFirst(first.count)
    }
    return text.first.map { "#>-+=:".contains($0) } == true ? "\\" + text : text
  }

  private func list(_ lines: [String]) -> String {
    lines.map { "- " + MarkdownNotebook.escaped($0) + "\n" }.joined()
  }

  /// A block of code, whose fence is longer than those within.
  private func block(_ text: String, _ language: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let longest = lines.map { $0.drop { $0 == " " }.prefix { $0 == "`" }.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return fence + language + "\n" + text + "\n" + fence + "\n"
  }

  private func table(_ table: PageTable) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    func escaped(_ text: String) -> String { markdownEscaped(visibleText(text)) }
    let names = table.headings.map { "\(escaped($0.name))<br>*\(escaped($0.type))*" }
    var text = line(names) + line(table.headings.map { $0.isRight ? "---:" : "---" })
    for (place, row) in table.rows.enumerated() {
      if place == table.gap, let words = table.leftOut { text += line([escaped(words)]) }
      text += line(row.map { $0.map(escaped) ?? "*\(PageTable.missing)*" })
    }
    return text
  }
}

// MARK: - Reading

extension MarkdownNotebook {
  /// Lines between blocks that no page of a session has are sentences: anyone may write there.
  func items(in lines: ArraySlice<Substring>) -> [NotebookItem] {
    var (items, rest, exact) = ([NotebookItem](), lines, nil as String?)
    while let line = rest.popFirst() {
      let fence = line.prefix { $0 == "`" }
      if fence.count >= 3 {
        let block = rest.prefix { $0 != fence }
        rest.removeFirst(min(rest.count, block.count + 1))
        if line.dropFirst(fence.count) == "scomm" {
          let isAnnounced = block.first.map { $0 == NotebookEntry.announcement } == true
          let shown = block.dropFirst(isAnnounced ? 1 : 0).joined(separator: "\n")
          items.append(NotebookItem(kind: .input, text: exact ?? shown))
        }
        exact = nil
      } else if line.hasPrefix(exactBeginning), line.hasSuffix(" -->") {
        exact = ExactText.unescaped(line.dropFirst(exactBeginning.count).dropLast(4))
      } else if !line.isEmpty, !["|", "- ", "<!--"].contains(where: { line.hasPrefix($0) }),
        line != MarkdownNotebook.sourcesHeading
      {
        items.append(NotebookItem(kind: .sentence, text: String(line)))
      }
    }
    return items
  }
}

/// A word as a shell takes it: within quotes where it has other signs than names of files usually
/// have.
func quotedForShell(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || "-._/".utf8.contains(byte)
  }
  return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
