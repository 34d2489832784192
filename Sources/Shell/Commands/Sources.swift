import Catalog
import Columns
import Diagnostics
import Functions

extension Command {
  static let sources = Command(
    name: ".sources",
    usage: ".sources",
    summary: "lists the documents behind the last result, with how many rows each stands for",
    isPage: true
  ) { session, _ in
    guard let answer = session.subject else { return session.refuseWithoutResult() }
    return session.tracing {
      let tables = try session.documents(behind: answer)
      let titles = try session.titles(of: Set(tables.flatMap(\.counts.keys)))
      let rows = tables.flatMap { table -> [[Value]] in
        let counts = table.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return counts.map { document, count in
          let title = titles[document] ?? .missing
          return [.text(document.key), .integer(Int64(count)), .text(table.table), title]
        }
      }
      if rows.isEmpty {
        let lines = try session.bibliography(of: answer).summary
        session.console.beginResult()
        session.console.page(lines.map { $0 + "\n" }.joined())
        return
      }
      session.list([("source", .text), ("rows", .integer), ("of", .text), ("title", .text)], rows)
      session.noteUndocumented(tables)
    }
  }

  static let cite = Command(
    name: ".cite",
    usage: ".cite [STYLE]",
    summary:
      "cites the documents behind the last result, its query and the data, as text, markdown, bibtex "
      + "or csl (JSON)",
    examples: [".cite bibtex"],
    argument: .word { _ in CitationStyle.all.map(\.name) },
    isPage: true
  ) { session, arguments in
    guard let answer = session.subject else { return session.refuseWithoutResult() }
    let asked = arguments.first ?? CitationStyle.all[0].name
    guard arguments.count < 2, let style = CitationStyle.all.first(where: { $0.name == asked })
    else {
      let names = CitationStyle.all.map(\.name).joined(separator: ", ")
      let written = arguments.joined(separator: " ")
      return session.refuse("There is no style \(written). The styles are \(names).", .usage)
    }
    return session.tracing {
      let text = style.text(try session.bibliography(of: answer))
      session.console.beginResult()
      if style.isData { return session.console.data(text) }
      session.writing {
        let width = session.options.isInteractive ? session.options.layout.width : nil
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
          let margin = String(line.prefix { $0 == " " })
          for part in hanging(String(line.dropFirst(margin.count)), behind: margin, width: width) {
            session.console.page(part + "\n")
          }
        }
        return .fine
      }
    }
  }
}

extension Session {
  /// Runs what looks behind a result; failures are reported.
  func tracing(_ body: () throws -> Void) -> Exit {
    let cancellation = beginCancellation()
    self.cancellation = cancellation
    defer { Interrupts.stopTimer() }
    return guarded(until: cancellation) {
      do {
        try body()
      } catch let failure as TableFailure {
        throw RunFailure(failure.text, .table)
      }
    }
  }

  fileprivate func titles(of documents: Set<Document>) throws -> [Document: Value] {
    let citations = try citations(of: documents)
    let titles = citations.map { $0[.title].map { Value.text($0) } ?? .missing }
    return Dictionary(zip(documents.sorted(), titles)) { first, _ in first }
  }

  /// Says how many rows name no document.
  fileprivate func noteUndocumented(_ tables: [DocumentCounts]) {
    if options.isQuiet { return }
    console.flush()
    for table in tables where table.withoutDocument > 0 {
      let rows = table.withoutDocument == 1 ? "1 row" : "\(table.withoutDocument) rows"
      let verb = table.withoutDocument == 1 ? "has" : "have"
      console.note("\(rows) of the table \(table.table) \(verb) no document")
    }
  }
}
