import Catalog
import Columns
import Diagnostics
import Functions
import IO
import Parallel

extension Command {
  static let find = Command(
    name: ".find",
    usage: ".find TEXT",
    summary:
      "looks through every cell, and the names and descriptions of tables and columns, without regard "
      + "to capitals and accents",
    examples: [".find \"52 percent\"", ".find patrick"]
  ) { session, arguments in
    let written = arguments.joined(separator: " ")
    let phrase = Phrase(written)
    if phrase.isEmpty {
      return session.refuse("What is looked for? Write .find TEXT.", .usage)
    }
    if session.environment.catalog.tables.allSatisfy(\.isElsewhere) {
      let reason = "All tables lie in another engine, whose cells .find does not look through."
      return session.refuse(reason, .query)
    }
    return session.tracing {
      try session.readTables()
      var finder = Finder(phrase)
      var elsewhere: [String] = []
      for table in session.environment.catalog.tables {
        if table.isElsewhere { elsewhere.append(table.name) } else { try finder.search(table) }
      }
      session.show(finder.ranked, of: written)
      if !elsewhere.isEmpty {
        session.console.flush()
        session.console.note(
          "Not looked through, in another engine: " + elsewhere.joined(separator: ", ")
        )
      }
    }
  }
}

extension Session {
  /// Reads all tables, several at once, for what looks through all of them.
  func readTables() throws {
    let (memory, cancellation) = (memory, cancellation)
    let pool = WorkerPool(
      count: options.threads ?? ProcessLimits.processors,
      chunkSize: 1,
      check: { try cancellation.check() },
      onThread: { share in MemoryBudget.with(memory) { Cancellation.with(cancellation, share) } }
    )
    try readTogether(environment.catalog.tables, by: pool)
  }

  fileprivate func show(_ findings: [Finder.Finding], of written: String) {
    if findings.isEmpty {
      console.beginResult()
      console.line("\(written) is in no cell, name or description.")
      return
    }
    let rows = findings.map { finding -> [Value] in
      [
        .text(finding.place), finding.row.map { .text($0) } ?? .text(""), .text(finding.text),
      ]
    }
    list([("where", .text), ("row", .text), ("what stands there", .text)], rows)
  }
}
