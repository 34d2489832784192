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
    addMalformedRows(of: &answer)
    let isData = Format.all[options.format]?.isScreen != true && answer.bound.chart == nil
    if options.isQuiet, record == nil, isData { return }
    var shown = lineage(of: answer.bound)
    var behind = BehindRows()
    // A period that is compared with another need not be in the result itself.
    let (fields, lost) = (answer.table.schema.fields, answer.bound.lostPeriods)
    let compares =
      fields.contains { $0.compared != nil } || lost.contains { !$0.distances.isEmpty }
    let dates = fields.flatMap(\.coveredBy) + lost.flatMap(\.coveredBy)
    let documentTables = environment.catalog.documentTables
    var questions: [TableQuestion] = []
    var columns: Set<String> = []
    for name in answer.bound.tables {
      guard let table = environment.catalog.table(name), let schema = try? table.schema() else {
        continue
      }
      columns.formUnion(schema.fields.map(\.name))
      let question = TableQuestion(
        of: name,
        schema,
        documents: table.isElsewhere ? [] : documentTables,
        resting: table.isElsewhere ? [:] : try restingDocuments(schema),
        dates: Set(dates)
      )
      questions.append(question)
      try ask(question, of: &shown, &behind)
      if compares, !question.dates.isEmpty {
        let query = BoundQuery(reading: name, schema, places: Array(schema.fields.indices))
        behind.comparedDays.merge(try days(of: query, [question])) { $1 }
      }
    }
    for (place, periods) in lost.enumerated() {
      let rows = periods.spread.map(answer.bound.giving)
      behind.spreadDays[place] = try rows.map { try days(of: $0, questions) }
    }
    try tell(behind, of: &answer, asked: answer.bound.words.intersection(columns))
    markPartialPeriods(of: &answer, behind)
  }

  /// Takes up the documents and caveats of the rows behind a result whose query names `columns`.
  private func tell(
    _ behind: BehindRows,
    of answer: inout Answer,
    asked columns: Set<String>
  ) throws {
    answer.ledger.sources = behind.sources.sorted {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    }
    let applying = answer.bound.caveats.filter { table, caveat in
      caveat.when == nil || behind.caveats.contains(TableCaveat(table: table, caveat: caveat))
    }
    let told = try applying.compactMap { table, caveat in
      try self.caveat(caveat, of: table, in: answer.bound).map { (table: table, caveat: $0) }
    }
    answer.ledger.note(told, asked: columns)
  }

  private func addMalformedRows(of answer: inout Answer) {
    for table in answer.bound.tables.compactMap(environment.catalog.table) {
      let (skipped, completed) = table.malformedRows
      if skipped > 0 { answer.ledger.append([.malformedRows(table: table.name, rows: skipped)]) }
      if completed > 0 {
        answer.ledger.append([.completedRows(table: table.name, rows: completed)])
      }
    }
  }

  /// The days of the rows behind what a query gives, by the dates of their tables.
  private func days(of query: BoundQuery, _ questions: [TableQuestion]) throws
    -> [Field.Origin: [Int32: Bool]]
  {
    var (lineage, behind) = (lineage(of: query), BehindRows())
    for question in questions where !question.dates.isEmpty {
      try ask(question, of: &lineage, &behind)
    }
    return behind.days
  }

  /// The lineage of a query, whose parts this session's backend runs.
  func lineage(of query: BoundQuery, _ extent: Lineage.Extent = .result) -> Lineage {
    Lineage(of: query, in: environment.catalog, extent: extent) { [backend, cancellation] in
      try backend.run($0, until: cancellation).0
    }
  }

  private func ask(
    _ question: TableQuestion,
    of lineage: inout Lineage,
    _ behind: inout BehindRows
  ) throws {
    do {
      try question.ask(&lineage, &behind)
    } catch let failure as RunFailure where !failure.isStop {
      // The result stands; what cannot be told apart is told of all.
      behind.caveats.formUnion(
        question.conditional.map { TableCaveat(table: question.table, caveat: $0) }
      )
    } catch let wrong as Lineage.WrongCondition {
      throw RunFailure(question.message(of: wrong), .table)
    }
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
  /// For each date of a table that declares what it covers the days of its rows, and whether the
  /// table's own condition of partial periods holds for a row of that day.
  var days: [Field.Origin: [Int32: Bool]] = [:]
  /// The same of all rows of tables whose periods are compared with others.
  var comparedDays: [Field.Origin: [Int32: Bool]] = [:]
  /// The same of the rows over which values are spread, by the places of these periods among those
  /// that the query has lost.
  var spreadDays: [Int: [Field.Origin: [Int32: Bool]]] = [:]
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
  /// The documents of rows of another table, by the key of the row that rests on them.
  private let resting: [Value: Set<Document>]
  /// The column of that key, where there are any.
  private let key: [String]
  /// The columns that date rows and whose days are asked.
  let dates: [Field]

  init(
    of table: String,
    _ schema: Schema,
    documents: Set<String>,
    resting: [Value: Set<Document>],
    dates: Set<Field.Origin>
  ) {
    (self.table, notes, self.resting) = (table, schema.notes, resting)
    key = resting.isEmpty ? [] : schema.key
    conditional = notes.caveats.filter { $0.when != nil }
    sources = schema.columns(into: documents)
    self.dates = schema.fields.filter {
      dates.contains(Field.Origin(table: table, column: $0.name))
    }
  }

  /// Asks, unless there is nothing to ask.
  func ask(_ lineage: inout Lineage, _ behind: inout BehindRows) throws {
    var terms = conditional.compactMap(\.when).map { Lineage.Term.condition($0) }
    terms += (sources + key).map { .column($0) }
    terms += dates.map { .column($0.name) }
    if !dates.isEmpty, let partial = notes.partial { terms.append(.condition(partial)) }
    if terms.isEmpty { return }
    for values in try lineage.values(of: terms, in: table) {
      for (caveat, value) in zip(conditional, values) where value == .boolean(true) {
        behind.caveats.insert(TableCaveat(table: table, caveat: caveat))
      }
      var values = values.dropFirst(conditional.count)
      for _ in sources {
        if case .text(let document)? = values.popFirst() { behind.sources.insert(document) }
      }
      for _ in key {
        let documents = values.popFirst().flatMap { resting[$0] } ?? []
        behind.sources.formUnion(documents.map(\.key))
      }
      let isPartial = values.dropFirst(dates.count).first == .boolean(true)
      for date in dates {
        guard case .ordinal(var day)? = values.popFirst() else { continue }
        if case .period(let unit) = date.type { day = unit.firstDay(of: day) }
        let origin = Field.Origin(table: table, column: date.name)
        let isKnown = behind.days[origin]?[day] ?? false
        behind.days[origin, default: [:]][day] = isPartial || isKnown
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
