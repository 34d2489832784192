import Catalog
import Columns
import Functions
import IO
import Planner

extension Session {
  /// Finds what must be known of the rows behind a result: the documents that they come from, the
  /// caveats that they call for, and the periods that are covered only in part.
  ///
  /// A table of which nothing of this is declared costs nothing. Throws where a condition of a data
  /// package cannot be bound, and when the query is stopped.
  func trace(_ answer: inout Answer) throws {
    if options.isQuiet, Format.all[options.format]?.isScreen != true { return }
    func lineage(of query: BoundQuery) -> Lineage {
      Lineage(of: query, in: environment.catalog) { [backend, cancellation] in
        try backend.run($0, until: cancellation).0
      }
    }
    var shown = lineage(of: answer.bound)
    var behind = BehindRows()
    let documents = environment.catalog.sourceTable
    // A period that is compared with another need not be in the result itself.
    let compares = answer.table.schema.fields.contains { $0.compared != nil }
    for name in answer.bound.tables {
      guard let table = environment.catalog.table(name), let schema = try? table.schema() else {
        continue
      }
      let question = TableQuestion(
        of: name,
        schema,
        documents: table.isElsewhere ? nil : documents,
        asksPeriods: answer.table.schema.fields.contains { $0.coveredBy.contains(name) }
      )
      do {
        try question.ask(&shown, &behind)
        if compares, question.date != nil {
          let query = BoundQuery(reading: name, schema, places: Array(schema.fields.indices))
          var whole = lineage(of: query)
          var all = BehindRows()
          try question.ask(&whole, &all)
          behind.days[name] = all.days[name]
        }
      } catch let failure as RunFailure where failure.kind != .cancelled {
        // The result stands; what cannot be told apart is told of all.
        behind.caveats.formUnion(question.conditional.map { TableCaveat(table: name, caveat: $0) })
      } catch let wrong as Lineage.WrongCondition {
        throw RunFailure(question.message(of: wrong), .table)
      }
    }
    answer.ledger.sources = behind.sources.sorted {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    }
    answer.ledger.caveats = answer.bound.caveats.filter { table, caveat in
      caveat.when == nil || behind.caveats.contains(TableCaveat(table: table, caveat: caveat))
    }.map(\.caveat.text)
    markPartialPeriods(of: &answer, behind.days)
  }

  /// Shows the notes on files that were just read.
  func showFileNotes() {
    for table in environment.catalog.tables {
      for line in table.takeWarnings() where !options.isQuiet {
        console.flush()
        console.note(line)
      }
    }
  }
}

/// What the rows behind a result hold that must be told.
struct BehindRows {
  /// Keys of the table of documents.
  var sources: Set<String> = []
  /// The caveats whose conditions hold for a row.
  var caveats: Set<TableCaveat> = []
  /// For each table that declares what it covers the days of its rows, and whether the table's own
  /// condition of partial periods holds for a row of that day.
  var days: [String: [Int32: Bool]] = [:]
}

/// A caveat of a table.
struct TableCaveat: Hashable {
  var table: String
  var caveat: Caveat
}

/// What is asked of the rows of one table that are behind a result.
private struct TableQuestion {
  let table: String
  /// The caveats that only some rows call for.
  let conditional: [Caveat]
  private let notes: TableNotes
  /// The columns that point to documents.
  private let sources: [String]
  /// The column that dates rows, if their days are asked.
  private(set) var date: Field?

  init(of table: String, _ schema: Schema, documents: String?, asksPeriods: Bool) {
    (self.table, notes) = (table, schema.notes)
    conditional = notes.caveats.filter { $0.when != nil }
    sources = schema.fields.filter { documents != nil && $0.link?.table == documents }.map(\.name)
    if asksPeriods { date = schema.fields.first { $0.name == schema.notes.date } }
  }

  /// Asks, unless there is nothing to ask.
  func ask(_ lineage: inout Lineage, _ behind: inout BehindRows) throws {
    var terms = conditional.compactMap(\.when).map { Lineage.Term.condition($0) }
    terms += sources.map { .column($0) }
    if let date {
      terms.append(.column(date.name))
      if let partial = notes.partial { terms.append(.condition(partial)) }
    }
    if terms.isEmpty { return }
    for values in try lineage.values(of: terms, in: table) {
      for (caveat, value) in zip(conditional, values) where value == .boolean(true) {
        behind.caveats.insert(TableCaveat(table: table, caveat: caveat))
      }
      var values = values.dropFirst(conditional.count)
      for _ in sources {
        if case .text(let document)? = values.popFirst() { behind.sources.insert(document) }
      }
      if let date, case .ordinal(var day)? = values.popFirst() {
        if case .period(let unit) = date.type { day = unit.firstDay(of: day) }
        let isPartial = values.popFirst() == .boolean(true)
        let isKnown = behind.days[table]?[day] ?? false
        behind.days[table, default: [:]][day] = isPartial || isKnown
      }
    }
  }

  /// What is wrong with a condition that the package declares.
  func message(of wrong: Lineage.WrongCondition) -> String {
    let caveat = conditional.first { $0.when == wrong.condition }
    let subject = caveat.map { "The caveat \"\($0.text)\"" } ?? "What is partial"
    return
      "\(subject) of the table \(table) has the condition \(wrong.condition) in its data package. "
      + wrong.problem
  }
}
