import Catalog
import Columns
import Functions
import Planner

// What the catalog knows of a day or period: what happened, which tables have rows of it, and what
// to beware of.

extension Session {
  /// The most events that a page lists.
  private static let mostEvents = 20

  /// The page of a day or period; nil where no table has a row of it.
  func aboutTime(_ span: TimeSpan) throws -> Page? {
    let start = environment.catalog.fiscalYearStart
    var page = Page(span.text, span.sentence(fiscalYearStart: start))
    var (tables, caveats) = ([] as [(String, String)], [] as [String])
    var events: [any TableSource] = []
    for table in environment.catalog.tables where !table.isElsewhere {
      try Cancellation.check()
      let schema = try table.schema()
      guard let field = schema.timeColumn, let place = schema.index(of: field.name) else {
        continue
      }
      let rows = rowCount(of: try table.load([place]).columns[0], field, in: span)
      let isCovered = schema.notes.coverage.map { $0.overlaps(span.days) } ?? false
      if rows == 0, !isCovered { continue }
      tables.append(
        ("\(table.name).\(field.name)", words(rows: rows, field, schema.notes.coverage, span))
      )
      if rows > 0 { caveats += try self.caveats(of: table, schema, field, in: span) }
      if rows > 0, try holdsEvents(table, schema) { events.append(table) }
    }
    if tables.isEmpty { return nil }
    for table in events { try addEvents(of: table, in: span, to: &page) }
    page.add("Rows of that time:")
    page.blocks.append(.expressions(tables))
    for caveat in caveats { page.add("Beware: \(caveat.sentence)") }
    page.addConflicts(try conflicts { $0.fit(of: Phrase(span.text)) })
    return page
  }

  /// Whether the rows of a table are events: those that others are tellings of, where there are such.
  private func holdsEvents(_ table: any TableSource, _ schema: Schema) throws -> Bool {
    func holdsMoments(_ name: String?) throws -> Bool {
      try name.flatMap(environment.catalog.table)?.schema().notes.holdsMoments ?? false
    }
    if try holdsMoments(schema.notes.sourcedBy?.table) { return schema.notes.date != nil }
    guard schema.notes.holdsMoments else { return false }
    return try !environment.catalog.tables.contains { other in
      let notes = try other.schema().notes
      return notes.sourcedBy?.table == table.name && notes.date != nil
    }
  }

  private func rowCount(of column: Column, _ field: Field, in span: TimeSpan) -> Int {
    guard case .ordinal(let values) = column.storage else { return 0 }
    return (0..<values.count).count { column.isKnown($0) && span.overlaps(values[$0], field.type) }
  }

  private func words(
    rows: Int,
    _ field: Field,
    _ coverage: ClosedRange<Int32>?,
    _ span: TimeSpan
  ) -> String {
    var words = rows == 1 ? "1 row" : "\(rows) rows"
    if case .period(let unit) = field.type, unit != span.unit, rows > 0 {
      words += rows == 1 ? ", of a \(unit.word)" : ", of \(unit.word)s"
    }
    guard let coverage,
      coverage.lowerBound > span.days.lowerBound || coverage.upperBound < span.days.upperBound
    else { return words }
    let days = [coverage.lowerBound, coverage.upperBound].map { CivilDate(ordinal: $0).description }
    return words + "; the table covers only \(days[0]) to \(days[1])"
  }

  /// The caveats that only some rows of a table call for, as far as rows of a time do.
  private func caveats(
    of table: any TableSource,
    _ schema: Schema,
    _ field: Field,
    in span: TimeSpan
  ) throws -> [String] {
    let conditional = schema.notes.caveats.filter { $0.when != nil }
    if conditional.isEmpty { return [] }
    let query = BoundQuery(reading: table.name, schema, places: Array(schema.fields.indices))
    var lineage = lineage(of: query)
    let terms = conditional.compactMap(\.when).map { Lineage.Term.condition($0) }
    var found: Set<String> = []
    for values in try lineage.values(of: terms + [.column(field.name)], in: table.name) {
      guard case .ordinal(let value)? = values.last, span.overlaps(value, field.type) else {
        continue
      }
      for (caveat, holds) in zip(conditional, values) where holds == .boolean(true) {
        found.insert(caveat.text)
      }
    }
    return conditional.map(\.text).filter(found.contains).map { "\(table.name): \($0)" }
  }
}

// MARK: - Events

extension Session {
  /// Adds the events of a table by their days, and how to ask for all where they are many.
  private func addEvents(of table: any TableSource, in span: TimeSpan, to page: inout Page) throws {
    let schema = try table.schema()
    guard let name = schema.notes.date, let place = schema.index(of: name) else { return }
    let whole = try table.load(Array(schema.fields.indices))
    guard case .ordinal(let days) = whole.columns[place].storage else { return }
    let type = schema.fields[place].type
    let rows = (0..<whole.rowCount)
      .filter { whole.columns[place].isKnown($0) && span.overlaps(days[$0], type) }
      .sorted { (days[$0], $0) < (days[$1], $1) }
    let title = schema.titleColumn(of: whole)
    let precision = schema.notes.precision.flatMap(schema.index)
    let lines = rows.prefix(Session.mostEvents).map { row -> (String, String) in
      let day = whole.columns[place][row].text(as: type)
      let known = precision.map { whole.columns[$0][row].text(as: schema.fields[$0].type) }
      let text = title.map { whole.columns[$0][row].text(as: .text) } ?? ""
      let key = schema.key.first.flatMap(schema.index).map {
        whole.columns[$0][row].text(as: schema.fields[$0].type)
      }
      return (shortened(day, to: known), text + (key.map { " (\($0))" } ?? ""))
    }
    if lines.isEmpty { return }
    let isCut = rows.count > lines.count
    let count = isCut ? "the first \(lines.count) of \(rows.count)" : "\(rows.count)"
    page.add("What happened, by `\(table.name)` (\(count)):")
    page.blocks.append(.expressions(Array(lines)))
    if isCut { page.blocks.append(.code("\(table.name) | where \(span.condition(on: name))")) }
  }

  /// A day as far as it is known.
  private func shortened(_ day: String, to precision: String?) -> String {
    switch precision {
    case "year": String(day.prefix(4))
    case "month": String(day.prefix(7))
    default: day
    }
  }
}

extension Schema {
  /// The column that says what a row is: the first of texts that mostly differ.
  fileprivate func titleColumn(of rows: Table) -> Int? {
    fields.indices.first { place in
      let field = fields[place]
      guard field.type == .text, field.link == nil, !key.contains(field.name),
        case .code(_, let texts) = rows.columns[place].storage
      else { return false }
      return texts.count * 2 >= rows.columns[place].knownCount
    }
  }
}
