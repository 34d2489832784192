import Catalog
import Diagnostics
import IO

// Pages of the tables and their columns, from what the data package declares.

extension Page {
  /// The page of a table: its columns, what it covers, and what to beware of.
  static func table(
    _ table: any TableSource,
    _ examples: Examples
  ) throws(TableFailure) -> Page {
    let schema = try table.schema()
    let counts = try table.counts(of: [])
    var page = Page(table.name, "A table: \(table.title.sentence)")
    page.blocks.append(.expressions(schema.fields.map { ($0.name, $0.line) }))
    let extent = schema.extent(rows: counts.rows)
    page.add(extent.joined(separator: "; ") + ".")
    for caveat in schema.notes.caveats { page.add("Beware: \(caveat.text.sentence)") }
    page.blocks += examples.blocks(exampleQueries(table.name, schema))
    page.addRelated(Array(Set(schema.fields.compactMap { $0.link?.table })).sorted())
    return page
  }

  private static func exampleQueries(_ name: String, _ schema: Schema) -> [String] {
    let shown = schema.fields.prefix(3).map(\.name).joined(separator: ", ")
    let grouped = schema.fields.first {
      if case .category = $0.type { return !schema.key.contains($0.name) }
      return false
    }
    let linked = schema.fields.first { $0.link != nil }
    let counted = grouped?.name ?? linked.map(\.name)
    return ["\(name) | keep \(shown) | first 3"]
      + (counted.map { ["\(name) | count by \($0)"] } ?? [])
  }

  /// The page of a column of a table.
  static func column(
    _ name: String,
    of table: any TableSource,
    _ examples: Examples
  ) throws(TableFailure) -> Page? {
    let schema = try table.schema()
    guard let place = schema.index(of: name) else { return nil }
    let field = schema.fields[place]
    let counts = try table.counts(of: [place])
    var page = Page(
      "\(table.name).\(name)",
      "A column of `\(table.name)`: \(field.line.sentence)",
      "Known in \(counts.known.first ?? 0) of \(counted(counts.rows, "row"))."
    )
    if case .category(let category) = field.type {
      let order = category.isOrdered ? ", lowest first" : ""
      page.add("Values\(order): \(category.labels.strings.joined(separator: ", ")).")
    }
    if let link = field.link {
      page.add(
        "It points into `\(link.table)`: `\(name).` and a column of that table "
          + "may stand wherever `\(name)` may."
      )
    }
    let queries = ["\(table.name) | describe \(name)", field.example(in: table.name)]
    page.blocks += examples.blocks(queries)
    page.addRelated([table.name] + (field.link.map { [$0.table] } ?? []))
    return page
  }
}

extension Page {
  /// The page of a column that several tables have.
  static func columns(
    _ name: String,
    _ tables: [(table: any TableSource, field: Field)],
    _ examples: Examples
  ) -> Page {
    var page = Page(name, "A column of \(tables.count) tables:")
    page.blocks.append(.expressions(tables.map { ("\($0.table.name).\(name)", $0.field.line) }))
    let queries = tables.prefix(2).map { $0.field.example(in: $0.table.name) }
    page.blocks += examples.blocks(queries)
    page.addRelated(tables.prefix(3).map { "\($0.table.name).\(name)" })
    return page
  }
}

extension Schema {
  /// The number of rows with their key, then the days that the table covers, if those are declared.
  func extent(rows: Int) -> [String] {
    let named = key.isEmpty ? "" : ", each named by " + key.joined(separator: " and ")
    let covered = notes.coverage.map { coverage in
      "covers \(CivilDate(ordinal: coverage.lowerBound).description) to "
        + CivilDate(ordinal: coverage.upperBound).description
    }
    return [counted(rows, "row") + named] + (covered.map { [$0] } ?? [])
  }
}

extension Field {
  /// What the column is, in a line: type, unit, link, and the package's words.
  fileprivate var line: String {
    var kind = type.word
    if let unit { kind += ", \(unit)" }
    if let link { kind += " → \(link.table)" }
    return summary.isEmpty ? kind : "\(kind): \(summary)"
  }

  fileprivate func example(in table: String) -> String {
    if type.isNumeric { return "\(table) | top 3 by \(name) | keep \(name)" }
    return "\(table) | count by \(name) | top 3"
  }
}
