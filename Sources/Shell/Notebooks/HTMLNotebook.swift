import Charts
import Diagnostics
import IO

/// A notebook as one page of HTML, without scripts and without other files.
struct HTMLNotebook: NotebookForm {
  let name = "html"
  let endings = ["html", "htm"]
  let start = "<main>"
  let end = "</main>"

  func head(_ head: NotebookHead) -> String {
    let facts = head.data + ["Date: " + head.day, "Program: scomm " + head.version]
    return """
      <!DOCTYPE html>
      \(NotebookMark.line(self, head))<html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(htmlEscaped(head.title))</title>
      <style>
      \(HTMLNotebook.styles)
      </style>
      </head>
      <body>
      <header>
      <h1>\(htmlEscaped(head.title))</h1>
      <ul class="facts">
      \(facts.map { "<li>\(htmlEscaped($0))</li>" }.joined(separator: "\n"))
      </ul>
      </header>

      """
  }

  func sentence(_ text: String) -> String {
    "<p class=\"words\">\(htmlEscaped(text))</p>\n"
  }

  func sentence(readBack text: String) -> String { sentence(text) }

  func entry(_ entry: NotebookEntry) -> String {
    let (number, isFailure) = (entry.number, entry.hasFailed)
    var page = "<section class=\"\(isFailure ? "entry failed" : "entry")\" "
    page += "aria-labelledby=\"input-\(number)\">\n"
    page += "<h2 id=\"input-\(number)\">Query \(number)</h2>\n"
    let exact = entry.hiddenInput.map { " data-exact=\"\($0)\"" } ?? ""
    page += "<pre class=\"query\"\(exact)>\(htmlEscaped(entry.shownInput))</pre>\n"
    if isFailure { page += "<p class=\"announced\">\(NotebookEntry.announcement)</p>\n" }
    for (place, part) in entry.parts.enumerated() {
      switch part {
      case .text(let text): page += "<pre class=\"said\">\(htmlEscaped(text))</pre>\n"
      case .table(let table): page += self.table(table, number)
      case .chart(let scene): page += picture(scene, "chart-\(number)-\(place + 1)")
      case .lines(let lines): page += list(lines.map(htmlEscaped), "ledger")
      }
    }
    return page + "</section>\n"
  }

  func sources(_ citations: [Citation], _ others: [String]) -> String {
    if citations.isEmpty, others.isEmpty { return "" }
    let cited = citations.map { citation in
      citation.sentence(htmlEscaped, title: { "<cite>\($0)</cite>" }, address: link)
    }
    return "<section class=\"sources\" aria-labelledby=\"sources\">\n"
      + "<h2 id=\"sources\">Sources</h2>\n"
      + list(cited + others.map(htmlEscaped), "documents") + "</section>\n"
  }

  func foot(_ head: NotebookHead) -> String {
    """
    <footer>
    <p>To verify this page: <code>scomm --verify \(htmlEscaped(quotedForShell(head.file)))</code> runs \
    its queries again and compares all that they give.</p>
    </footer>
    </body>
    </html>

    """
  }

  /// An address of the web as a link; another as text.
  private func link(_ address: String) -> String {
    let isWeb = ["http://", "https://"].contains { address.lowercased().hasPrefix($0) }
    let text = htmlEscaped(address)
    return isWeb ? "<a href=\"\(text)\">\(text)</a>" : text
  }

  private func list(_ items: [String], _ name: String) -> String {
    if items.isEmpty { return "" }
    return "<ul class=\"\(name)\">\n" + items.map { "<li>\($0)</li>\n" }.joined() + "</ul>\n"
  }

  private func table(_ table: PageTable, _ number: Int) -> String {
    let styles = table.headings.map { $0.isRight ? " class=\"number\"" : "" }
    let headings = zip(table.headings, styles).map { heading, style in
      "<th scope=\"col\"\(style)>\(htmlEscaped(heading.name))"
        + " <span class=\"type\">\(htmlEscaped(heading.type))</span></th>"
    }
    var page = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
    page += "aria-label=\"Result \(number)\">\n<table>\n<thead>\n"
    page += "<tr>\(headings.joined())</tr>\n</thead>\n<tbody>\n"
    for (place, row) in table.rows.enumerated() {
      if place == table.gap, let words = table.leftOut {
        page += "<tr><td class=\"none\" colspan=\"\(max(1, table.headings.count))\">"
        page += "\(htmlEscaped(words))</td></tr>\n"
      }
      let cells = row.enumerated().map { column, cell in
        let isName = column == 0 && table.namesRows
        let text = cell.map(htmlEscaped) ?? "<em class=\"none\">\(PageTable.missing)</em>"
        return isName
          ? "<th scope=\"row\"\(styles[column])>\(text)</th>" : "<td\(styles[column])>\(text)</td>"
      }
      page += "<tr>\(cells.joined())</tr>\n"
    }
    return page + "</tbody>\n</table>\n</div>\n"
  }

  /// A chart within the page, whose names differ from those of others there.
  private func picture(_ scene: Scene, _ name: String) -> String {
    // Quotes within the picture's texts are references, so that only attributes match.
    let names = ["title", "desc", "hatch", "dots"]
    var svg = scene.svg().replacing(
      "aria-labelledby=\"title desc\"",
      with: "aria-labelledby=\"\(name)-title \(name)-desc\""
    )
    for part in names {
      svg = svg.replacing(" id=\"\(part)\"", with: " id=\"\(name)-\(part)\"")
      svg = svg.replacing("\"url(#\(part))\"", with: "\"url(#\(name)-\(part))\"")
    }
    return "<figure>\n\(svg)</figure>\n"
  }
}

// MARK: - Reading

extension HTMLNotebook {
  func items(in lines: ArraySlice<Substring>) -> [NotebookItem] {
    var (items, rest) = ([NotebookItem](), lines)
    while let line = rest.popFirst() {
      if let text = content(of: line, "<p class=\"words\">", "</p>") {
        items.append(NotebookItem(kind: .sentence, text: ExactText.unescaped(text)))
      } else if line.hasPrefix(HTMLNotebook.query) {
        var text = String(line.dropFirst(HTMLNotebook.query.count))
        while !text.contains("</pre>"), let next = rest.popFirst() { text += "\n" + next }
        items.append(NotebookItem(kind: .input, text: input(text)))
      }
    }
    return items
  }

  private static let query = "<pre class=\"query\""

  /// The input in what stands behind the name of its element, up to the end of that.
  private func input(_ element: String) -> String {
    if let exact = content(of: element[...], " data-exact=\"", "\">") {
      return ExactText.unescaped(exact)
    }
    return ExactText.unescaped(content(of: element[...], ">", "</pre>") ?? "")
  }

  /// What stands between the beginning of a text and the next such end.
  private func content(of text: Substring, _ start: String, _ end: String) -> Substring? {
    guard text.hasPrefix(start) else { return nil }
    let rest = text.dropFirst(start.count)
    return rest.firstRange(of: end).map { rest[..<$0.lowerBound] }
  }
}
