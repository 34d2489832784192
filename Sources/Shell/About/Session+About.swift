import Catalog
import Columns
import Diagnostics
import Functions
import Planner

// What the catalog knows of a table, a column, a row or a value, as pages.

extension Session {
  /// The pages of all that `thing` may be: a table, a column, a day or period, rows by key or name,
  /// values.
  ///
  /// Throws where a table cannot be read, and when the search is stopped.
  func aboutPages(_ thing: String) throws -> [Page] {
    let parts = thing.split(separator: ".", maxSplits: 1).map(String.init)
    if let first = parts.first, let table = environment.catalog.table(first) {
      let schema = try table.schema()
      if parts.count == 1 { return [try aboutTable(table, schema)] }
      if let place = schema.index(of: parts[1]) {
        return [try aboutColumn(schema.fields[place], of: table, schema)]
      }
    }
    try readTables()
    var pages: [Page] = []
    let start = environment.catalog.fiscalYearStart
    if let span = TimeSpan(thing, fiscalYearStart: start), let page = try aboutTime(span) {
      pages.append(page)
    }
    for table in environment.catalog.tables where !table.isElsewhere {
      let schema = try table.schema()
      if let place = schema.index(of: thing) {
        pages.append(try aboutColumn(schema.fields[place], of: table, schema))
      }
    }
    let named = try matches(of: Phrase(thing), thing)
    for (table, row) in named.rows.prefix(4) { pages.append(try aboutRow(row, of: table)) }
    if !named.values.isEmpty {
      var page = Page(thing, "A value of these columns:")
      page.blocks.append(.expressions(named.values.map { ($0.column, rows($0.rows)) }))
      pages.append(page)
    }
    return pages
  }

  private func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

  /// The rows that a text names, by key or as the only one of a column, and the columns of which it
  /// is the value of several.
  private func matches(of phrase: Phrase, _ text: String) throws -> (
    rows: [(table: any TableSource, row: Int)], values: [(column: String, rows: Int)]
  ) {
    var found: [(table: any TableSource, row: Int)] = []
    var values: [(column: String, rows: Int)] = []
    for table in environment.catalog.tables where !table.isElsewhere {
      let schema = try table.schema()
      let whole = try table.load(Array(schema.fields.indices))
      for (field, column) in zip(schema.fields, whole.columns) where field.link == nil {
        try Cancellation.check()
        guard case .code(let codes, let texts) = column.storage else { continue }
        let isKey = schema.key == [field.name]
        let exact = isKey ? texts.code(of: text) : nil
        let fits = (0..<texts.count).map { code in
          exact.map { $0 == code } ?? (phrase.fit(of: texts.utf8(code)) == .whole)
        }
        let rows = (0..<codes.count).filter { fits[codes[$0]] && column.isKnown($0) }
        if rows.count == 1, schema.key.count == 1 {
          if !found.contains(where: { $0.table === table && $0.row == rows[0] }) {
            found.append((table, rows[0]))
          }
        } else if !rows.isEmpty {
          values.append(("\(table.name).\(field.name)", rows.count))
        }
      }
    }
    // What is a key of a table is that row, and not a word that some cell consists of.
    let keys = try found.filter { table, row in
      let schema = try table.schema()
      guard let place = schema.key.first.flatMap(schema.index) else { return false }
      return phrase.fit(of: try table.load([place]).columns[0][row].text(as: .text)) == .whole
    }
    return keys.isEmpty ? (found, values) : (keys, [])
  }
}

// MARK: - Tables and columns

extension Session {
  private func aboutTable(_ table: any TableSource, _ schema: Schema) throws -> Page {
    let counts = try table.counts(of: [])
    var page = Page(table.name, "A table: \(table.title.sentence)")
    if let row = schema.notes.row { page.add("A row is \(row).") }
    page.add(schema.extent(rows: counts.rows).joined(separator: "; ") + ".")
    if let date = schema.notes.date {
      let precision = schema.notes.precision.map { "; `\($0)` says to what it is known" } ?? ""
      page.add("Rows are dated by `\(date)`\(precision).")
    }
    if let partial = schema.notes.partial {
      page.add("A period is covered only in part where `\(partial)`.")
    }
    try addSources(of: table, schema, to: &page)
    addCaveats(schema.notes.caveats.map(\.text), to: &page)
    let conflicts = try conflicts { text in
      text.fit(of: Phrase(table.name)) || (try? self.namesRow(of: table, schema, text)) == true
    }
    page.addConflicts(conflicts)
    let links = schema.fields.compactMap { field in
      field.link.map { ("\(field.name)", "points into \($0.table)") }
    }
    page.blocks.append(.expressions(links + (try linking(to: table.name))))
    page.addRelated([".describe \(table.name)", ".help \(table.name)"])
    return page
  }

  private func aboutColumn(_ field: Field, of table: any TableSource, _ schema: Schema) throws
    -> Page
  {
    let counts = try table.counts(of: [schema.index(of: field.name) ?? 0])
    var page = Page("\(table.name).\(field.name)", "A column of `\(table.name)`.")
    if !field.summary.isEmpty { page.add(field.summary.sentence) }
    var facts = [("type", field.type.word)]
    if let unit = field.unit { facts.append(("unit", unit)) }
    if let unit = field.unitColumn { facts.append(("unit", "that of the row, in \(unit)")) }
    if field.isMeasure {
      let sums =
        switch field.additivity {
        case .yes: "may be summed"
        case .no: "must not be summed"
        case .notAlong(let names): "must not be summed along " + names.joined(separator: ", ")
        }
      facts.append(("sums", sums))
    }
    facts.append(("known", "in \(counts.known.first ?? 0) of \(counted(counts.rows, "row"))"))
    if let coverage = schema.notes.coverage {
      let days = [coverage.lowerBound, coverage.upperBound].map { CivilDate(ordinal: $0) }
      facts.append(("period", days.map(\.description).joined(separator: " to ")))
    }
    if schema.notes.date == field.name, let precision = schema.notes.precision {
      facts.append(("precision", "day, month or year, as \(precision) says"))
    }
    if let link = field.link { facts.append(("points into", link.table)) }
    page.blocks.append(.expressions(facts))
    if case .category(let category) = field.type {
      let order = category.isOrdered ? ", lowest first" : ""
      page.add("Values\(order): \(category.labels.strings.joined(separator: ", ")).")
    }
    try addSources(of: table, schema, to: &page)
    addCaveats(schema.notes.caveats.map(\.text), to: &page)
    page.addConflicts(try conflicts { $0.fit(of: Phrase(table.name)) })
    page.addRelated([".about \(table.name)", ".help \(table.name).\(field.name)"])
    return page
  }

  /// Adds how many documents the rows of a table come from, and the package that has it.
  private func addSources(of table: any TableSource, _ schema: Schema, to page: inout Page) throws {
    let places = Array(schema.fields.indices)
    let query = BoundQuery(reading: table.name, schema, places: places)
    var all = DocumentCounts(table: table.name)
    if !table.isElsewhere, !table.holdsDocuments {
      all = try documents(of: table, schema, lineage(of: query))
    }
    if let only = all.counts.keys.first, all.counts.count == 1 {
      page.add("Source: " + (try citations(of: [only]).map(\.line).joined()))
    } else if !all.counts.isEmpty {
      let few = all.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
      let names = few.map { "\($0.key.key) (\(rows($0.value)))" }.joined(separator: ", ")
      page.add("Sources: \(all.counts.count) documents, most often \(names).")
    }
    if let package = table.package {
      let version = package.version.map { ", version \($0)" } ?? ""
      page.add("Data: \(package.words)\(version).")
    } else if let file = environment.catalog.file(of: table.name) {
      page.add("Data: the file \(file).")
    }
  }

  private func addCaveats(_ texts: [String], to page: inout Page) {
    for text in texts { page.add("Beware: \(text.sentence)") }
  }

  /// The columns of other tables that point to a table, each with its meaning.
  private func linking(to name: String) throws -> [(String, String)] {
    try environment.catalog.tables.flatMap { table in
      try table.schema().fields.filter { $0.link?.table == name }.map {
        ("\(table.name).\($0.name)", "points here" + ($0.summary.isEmpty ? "" : ": \($0.summary)"))
      }
    }
  }
}

// MARK: - Rows

extension Session {
  private func aboutRow(_ row: Int, of table: any TableSource) throws -> Page {
    let schema = try table.schema()
    let whole = try table.load(Array(schema.fields.indices))
    let key = schema.key.first.flatMap(schema.index) ?? 0
    let name = whole.columns[key][row].text(as: schema.fields[key].type)
    var page = Page(name, "A row of `\(table.name)`" + (schema.notes.row.map { ": \($0)." } ?? "."))
    let values = zip(schema.fields, whole.columns).compactMap { field, column in
      field.text(of: column[row], in: whole, row).map { (field.name, $0) }
    }
    page.blocks.append(.expressions(values))
    let query = BoundQuery(reading: table.name, schema, places: Array(schema.fields.indices))
    let documents = try documents(of: table, schema, lineage(of: query, .line(row + 1)))
    if !table.holdsDocuments {
      for citation in try citations(of: Set(documents.counts.keys)) {
        page.add("Source: \(citation.line)")
      }
    }
    // What is said of all values of a column together says nothing of one row.
    for caveat in schema.notes.caveats where caveat.across == nil {
      var lineage = lineage(of: query, .line(row + 1))
      let holds = try caveat.when.map {
        try lineage.values(of: [.condition($0)], in: table.name) == [[.boolean(true)]]
      }
      if holds ?? true { addCaveats([caveat.text], to: &page) }
    }
    let names = try self.names(ofRow: row, key: name, schema, whole)
    page.addConflicts(
      try conflicts { text in text.has(token: name) || names.contains { text.fit(of: $0) } }
    )
    page.blocks.append(.expressions(try pointing(to: name, in: table.name)))
    return page
  }

  /// The columns of other tables that point to a row, each with how many rows do.
  private func pointing(to key: String, in name: String) throws -> [(String, String)] {
    var found: [(String, String)] = []
    for table in environment.catalog.tables where !table.isElsewhere {
      let schema = try table.schema()
      for (place, field) in schema.fields.enumerated() where field.link?.table == name {
        let column = try table.load([place]).columns[0]
        let count = (0..<column.count).count { column[$0].text(as: field.type) == key }
        if count > 0 {
          found.append(("\(table.name).\(field.name)", "points here in \(rows(count))"))
        }
      }
    }
    return found
  }

  /// What a row is called in texts: its short texts that no other row has, without words that many
  /// rows share, as a county is without the word County.
  private func names(ofRow row: Int, key: String, _ schema: Schema, _ whole: Table) throws
    -> [Phrase]
  {
    zip(schema.fields, whole.columns).compactMap { field, column in
      guard case .text = field.type, field.link == nil, field.name != schema.key.first,
        case .code(let codes, let texts) = column.storage, texts.count > column.knownCount / 3,
        column.isKnown(row)
      else { return nil }
      let text = texts[codes[row]]
      guard text.count < 60 else { return nil }
      var counts: [Substring: Int] = [:]
      for other in texts.strings {
        for word in other.split(separator: " ") { counts[word, default: 0] += 1 }
      }
      let rare = text.split(separator: " ").filter { word in
        let count = counts[word] ?? 0
        return count < 2 || count * 20 < texts.count
      }
      let name = rare.joined(separator: " ")
      return name.count < 4 ? nil : Phrase(name)
    }
  }
}

extension Field {
  /// A value with its unit, as people read it; nil where it is missing.
  fileprivate func text(of value: Value, in table: Table, _ row: Int) -> String? {
    if value == .missing { return nil }
    var unit = unit
    if let place = unitColumn.flatMap(table.schema.index),
      case .text(let text) = table.columns[place][row]
    {
      unit = text
    }
    let text = value.text(as: type)
    return type == .percent || unit == nil || unit == text ? text : "\(text) \(unit ?? "")"
  }
}
