import Catalog
import Columns
import Functions
import Planner

/// A document: a row of a table of documents, by its key.
struct Document: Hashable, Comparable {
  let table: String
  let key: String

  static func < (one: Document, other: Document) -> Bool {
    one.key == other.key
      ? one.table < other.table : Array(one.key.utf8).lexicographicallyPrecedes(other.key.utf8)
  }
}

extension Document {
  /// The document that a value of a column points to, if it does.
  init?(_ value: Value, of field: Field) {
    guard let link = field.link, value != .missing else { return nil }
    self.init(table: link.table, key: value.text(as: field.type))
  }
}

/// The documents that rows of one table behind a result come from.
struct DocumentCounts {
  /// The table.
  let table: String
  /// How many of its rows are behind the result.
  var rows = 0
  /// How many of these name no document.
  var withoutDocument = 0
  /// How many of these each document stands for; a row may name several.
  var counts: [Document: Int] = [:]
}

extension Session {
  /// The documents behind a result, table by table in the order in which the query names them.
  ///
  /// A row has the documents that its links lead to, and those of the rows of another table on which
  /// it rests, where the package declares that. Throws when the query is stopped, or a table cannot
  /// be read.
  func documents(behind answer: Answer) throws -> [DocumentCounts] {
    var found: [DocumentCounts] = []
    for name in answer.bound.tables where environment.queries[name] == nil {
      guard let table = environment.catalog.table(name), !table.isElsewhere else { continue }
      let schema = try table.schema()
      found.append(try documents(of: table, schema, lineage(of: answer.bound)))
    }
    // Documents that are joined to rows which name them are told by those rows.
    let cited = found.contains { !isDocuments($0) && !$0.counts.isEmpty }
    return cited ? found.filter { !isDocuments($0) } : found
  }

  private func isDocuments(_ counts: DocumentCounts) -> Bool {
    environment.catalog.table(counts.table)?.holdsDocuments ?? false
  }

  /// The documents that those rows of a table come from that are behind a result.
  func documents(of table: any TableSource, _ schema: Schema, _ lineage: Lineage)
    throws -> DocumentCounts
  {
    var lineage = lineage
    let links = schema.columns(into: environment.catalog.documentTables)
    let key = schema.key.count == 1 ? schema.key[0] : nil
    let terms: [Lineage.Term] = [.rowNumber, .column(key ?? "")] + links.map { .column($0) }
    let resting = try restingDocuments(schema)
    let fields = links.compactMap(schema.index).map { schema.fields[$0] }
    let keyField = key.flatMap(schema.index).map { schema.fields[$0] }
    var counts = DocumentCounts(table: table.name)
    for values in try lineage.values(of: terms, in: table.name) {
      var documents = resting[values[1]] ?? []
      for (field, value) in zip(fields, values.dropFirst(2)) {
        if let document = Document(value, of: field) { documents.insert(document) }
      }
      if table.holdsDocuments, let keyField, values[1] != .missing {
        documents.insert(Document(table: table.name, key: values[1].text(as: keyField.type)))
      }
      counts.rows += 1
      if documents.isEmpty { counts.withoutDocument += 1 }
      for document in documents { counts.counts[document, default: 0] += 1 }
    }
    return counts
  }

  /// For each key of a table the documents of the rows of another table on which its row rests;
  /// none where the package declares no such table.
  func restingDocuments(_ schema: Schema) throws -> [Value: Set<Document>] {
    guard let sourcing = schema.notes.sourcedBy, schema.key.count == 1,
      let table = environment.catalog.table(sourcing.table)
    else { return [:] }
    let documents = environment.catalog.documentTables
    let rows = try Result { () throws(TableFailure) in
      let schema = try table.schema()
      let columns = [sourcing.column] + schema.columns(into: documents)
      return try table.load(columns.compactMap(schema.index))
    }.mapError { RunFailure($0.text, .table) }.get()
    var found: [Value: Set<Document>] = [:]
    for row in 0..<rows.rowCount {
      for (field, column) in zip(rows.schema.fields, rows.columns).dropFirst() {
        guard let document = Document(column[row], of: field) else { continue }
        found[rows.columns[0][row], default: []].insert(document)
      }
    }
    return found
  }
}

extension Schema {
  /// The columns whose values point into one of these tables.
  func columns(into tables: Set<String>) -> [String] {
    fields.filter { $0.link.map { tables.contains($0.table) } ?? false }.map(\.name)
  }
}
