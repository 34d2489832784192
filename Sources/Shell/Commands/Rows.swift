import Catalog
import Columns
import Functions
import Planner

extension Command {
  static let rows = Command(
    name: ".rows",
    usage: ".rows [TABLE] [LINE]",
    summary:
      "gives the rows of a table, the first unless one is named, that the last result is made of, or a "
      + "line of it",
    examples: [".rows 3"],
    argument: .word { session in
      session.resultOfQuery.map { session.rowTables(of: session.results[$0]) } ?? []
    }
  ) { session, arguments in
    guard let place = session.resultOfQuery, let answer = session.subject(place) else {
      return session.refuseWithoutResult()
    }
    let tables = session.rowTables(of: answer)
    var (table, line) = (tables.first, nil as Int?)
    for word in arguments.prefix(2) {
      if let number = Int(word) { line = number } else { table = word }
    }
    guard let table else {
      return session.refuse("No rows of a table are behind this result.", .query)
    }
    if arguments.count > 2 { return session.refuse("Write .rows [TABLE] [LINE].", .usage) }
    guard tables.contains(table) else {
      let names = tables.joined(separator: ", ")
      return session.refuse("This result reads no table \(table). It reads \(names).", .usage)
    }
    let count = answer.table.rowCount
    if let line, !(1...max(count, 1)).contains(line) || count == 0 {
      let has = count == 1 ? "1 line" : "\(count) lines"
      return session.refuse("There is no line \(line): _\(place + 1) has \(has).", .usage)
    }
    return session.showRows(of: table, behind: place, line: line)
  }
}

extension Session {
  /// The place of the last result that a query gave; rows behind it, which commands gave, are passed
  /// over, so that the lines of one result can be looked behind in turn.
  fileprivate var resultOfQuery: Int? { results.lastIndex { !$0.query.hasPrefix(".") } }

  /// The tables of the catalog that a result reads, in the order in which its query names them.
  func rowTables(of answer: Answer) -> [String] {
    answer.bound.tables.filter { environment.queries[$0] == nil }
  }

  /// Shows the rows of a table that are behind a line of a result, or behind its first grouping, and
  /// keeps them as the last result.
  fileprivate func showRows(of name: String, behind place: Int, line: Int?) -> Exit {
    let answer = results[place]
    guard let table = environment.catalog.table(name) else { return .fine }
    if table.isElsewhere {
      return refuse("\(name) lies in another engine, which does not tell its rows apart.", .query)
    }
    var found: Table?
    let traced = tracing {
      let schema = try table.schema()
      let extent = line.map { Lineage.Extent.line($0) } ?? .beforeGrouping
      var lineage = lineage(of: answer.bound, extent)
      let places = Buffer(try lineage.rows(of: name).map { Int32($0) })
      let whole = try table.load(Array(schema.fields.indices))
      found = Table(
        schema: schema,
        columns: whole.columns.map { $0.gathered(places) },
        rowCount: places.count
      )
    }
    guard traced == .fine, let found else { return traced }
    let isFirst = name == rowTables(of: answer).first
    let command = ([".rows"] + (isFirst ? [] : [name]) + (line.map { ["\($0)"] } ?? []))
      .joined(separator: " ")
    let exit = show(rows: found, of: name, as: command, behind: answer, line, origin: place)
    if exit == .fine, !options.isQuiet {
      let count = found.rowCount == 1 ? "1 row" : "\(found.rowCount) rows"
      let what = line.map { "line \($0) of _\(place + 1)" } ?? "_\(place + 1)"
      let extent = answer.bound.plan.groups && line == nil ? ", before its first grouping" : ""
      console.flush()
      console.note("\(count) of \(name) behind \(what)\(extent)")
    }
    return exit
  }

  /// Shows rows of a table as the result of a command.
  private func show(
    rows: Table,
    of name: String,
    as command: String,
    behind answer: Answer,
    _ line: Int?,
    origin: Int
  ) -> Exit {
    environment.results[command] = rows
    let places = Array(rows.schema.fields.indices)
    var query = BoundQuery(reading: name, rows.schema, places: places)
    (query.selections, query.choices) = (answer.bound.selections, answer.bound.choices)
    // Without a line these are the rows before the first grouping.
    query.selections.removeAll { $0.column != nil || line == nil && $0.isOfGroups }
    if let line { choose(line, of: answer.table, in: &query, of: name) }
    environment.queries[command] = query
    defer {
      environment.results[command] = nil
      environment.queries[command] = nil
    }
    let statement = parsed("`\(command)`".utf8).statements.first
    guard let statement, let pipeline = statement.pipeline else { return .fine }
    let submission = Submission(text: "`\(command)`", origin: .prompt, statement: statement)
    do throws(StatementRunner.Reported) {
      let runner = StatementRunner(session: self, submission: submission)
      var answer = try runner.answer(pipeline, at: pipeline.span, isShown: true).0
      (answer.query, answer.origin) = (command, origin + 1)
      remember(answer)
      return show(answer, .table)
    } catch {
      return error.exit
    }
  }

  /// Notes that the rows behind one line of a result were chosen, by the values of its key.
  private func choose(_ line: Int, of table: Table, in query: inout BoundQuery, of name: String) {
    let places = table.schema.key.compactMap(table.schema.index)
    for place in places {
      let field = table.schema.fields[place]
      let value = table.columns[place][line - 1]
      let text = value == .missing ? "missing" : value.text(as: field.type)
      query.selections.append(Selection(field.name.replacing("_", with: " ") + " " + text))
      if let origin = field.origin { query.choices[name, default: []].insert(origin) }
    }
    if places.isEmpty { query.selections.append(Selection("the rows behind one line of a result")) }
  }
}
