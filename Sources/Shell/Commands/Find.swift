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
    examples: [".find \"52 percent\"", ".find patrick"],
    argument: .word { _ in [] },
    isPage: true
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
      let tables = session.environment.catalog.tables
      let elsewhere = tables.filter(\.isElsewhere).map(\.name)
      let finder = try session.search(tables.filter { !$0.isElsewhere }, for: phrase)
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
  func readTables() throws { try readTogether(environment.catalog.tables, by: tableWorkers) }

  /// The workers that take a table each.
  private var tableWorkers: WorkerPool {
    let (memory, cancellation) = (memory, cancellation)
    return WorkerPool(
      count: options.threads ?? ProcessLimits.processors,
      chunkSize: 1,
      check: { try cancellation.check() },
      onThread: { share in MemoryBudget.with(memory) { Cancellation.with(cancellation, share) } }
    )
  }

  /// The search of tables, of which those of data packages are looked through several at once.
  fileprivate func search(_ tables: [any TableSource], for phrase: Phrase) throws -> Finder {
    let isShared = tables.map { $0.package != nil }
    // Each table is read and searched by the one worker that claims it.
    nonisolated(unsafe) let claimed = tables
    let found = try tableWorkers.map(tables.count) { place -> Finder in
      var finder = Finder(phrase)
      if isShared[place] { try finder.search(claimed[place]) }
      return finder
    }
    var whole = Finder(phrase)
    for (place, table) in tables.enumerated() {
      if isShared[place] { whole.add(found[place]) } else { try whole.search(table) }
    }
    return whole
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
