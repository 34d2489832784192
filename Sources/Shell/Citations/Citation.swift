import Catalog
import Columns
import Functions
import Planner

/// A document as it is cited: its key, its type, and what is known of the parts of a citation.
struct Citation {
  let key: String
  var type = DocumentType.document
  var parts: [TableNotes.CitationPart: String] = [:]

  subscript(part: TableNotes.CitationPart) -> String? { parts[part] }
}

/// What is cited for a result: its documents, its query, the data, and the day.
struct Bibliography {
  /// The documents, in the order of their keys.
  var citations: [Citation] = []
  /// How many rows of each table are behind the result, and how many of them name no document.
  var tables: [DocumentCounts] = []
  /// The lines of the queries that made the result, the last one last.
  var query: [String]
  /// The data packages of the tables, each with its hash.
  var packages: [(identity: PackageIdentity, hash: String)] = []
  /// The tables of other files or engines, with where they lie.
  var others: [(table: String, place: String)] = []
  /// The tables of another engine, whose documents are not followed.
  var elsewhere: [String] = []
  /// Today.
  let day: CivilDate
}

extension Session {
  /// What is cited for a result.
  ///
  /// Throws when the query is stopped, or a table or a file of a package cannot be read.
  func bibliography(of answer: Answer) throws -> Bibliography {
    var bibliography = Bibliography(query: writtenQuery(of: answer), day: today())
    bibliography.tables = try documents(behind: answer)
    let documents = Set(bibliography.tables.flatMap(\.counts.keys))
    bibliography.citations = try citations(of: documents)
    for name in answer.bound.tables where environment.queries[name] == nil {
      guard let table = environment.catalog.table(name) else { continue }
      if table.isElsewhere { bibliography.elsewhere.append(name) }
      if let package = table.package {
        if !bibliography.packages.contains(where: { $0.identity === package }) {
          bibliography.packages.append((package, try package.hash()))
        }
      } else {
        let file = environment.catalog.file(of: name).map { "the file \($0)" }
        let place =
          file
          ?? (table.isElsewhere ? "in " + (answer.ledger.engine ?? "another engine") : "made here")
        bibliography.others.append((name, place))
      }
    }
    return bibliography
  }

  /// The citations of documents, in their order.
  func citations(of documents: Set<Document>) throws -> [Citation] {
    var found: [Document: Citation] = [:]
    for name in Set(documents.map(\.table)) {
      guard let table = environment.catalog.table(name) else { continue }
      let schema = try table.schema()
      let parts = TableNotes.CitationPart.allCases.compactMap { part in
        schema.notes.citation[part].flatMap(schema.index).map { (part, $0) }
      }
      let places = schema.key.prefix(1).compactMap(schema.index)
      let rows = try table.load(places + parts.map(\.1))
      for row in 0..<rows.rowCount {
        guard !places.isEmpty else { continue }
        let key = rows.columns[0][row].text(as: rows.schema.fields[0].type)
        let document = Document(table: name, key: key)
        guard documents.contains(document) else { continue }
        var known: [TableNotes.CitationPart: String] = [:]
        for (place, (part, _)) in parts.enumerated() {
          let value = rows.columns[place + 1][row]
          if value == .missing { continue }
          known[part] = value.text(as: rows.schema.fields[place + 1].type)
        }
        let type = known[.kind].flatMap { kind in
          schema.notes.documentTypes[kind] ?? DocumentType(rawValue: kind)
        }
        found[document] = Citation(key: key, type: type ?? .document, parts: known)
      }
    }
    return documents.sorted().map { found[$0] ?? Citation(key: $0.key) }
  }

  /// The lines of the query of a result: those of the result that it goes on from stand before its
  /// own.
  private func writtenQuery(of answer: Answer) -> [String] {
    var lines: [String] = []
    if let origin = answer.origin, origin > 0, origin <= results.count {
      lines = writtenQuery(of: results[origin - 1])
    }
    for (name, query) in environment.queries.sorted(by: { $0.key < $1.key })
    where query.isNamed(name, in: answer) {
      if let table = environment.catalog.table(name) {
        lines.append("let \(name) = \(table.title)")
      }
    }
    for (place, other) in results.enumerated() where answer.bound.words.contains("_\(place + 1)") {
      lines += writtenQuery(of: other).map { "_\(place + 1): " + $0 }
    }
    return lines + answer.query.split(separator: "\n").map(String.init)
  }
}

extension BoundQuery {
  /// Whether it made the table `name`, which the query of a result reads.
  fileprivate func isNamed(_ name: String, in answer: Session.Answer) -> Bool {
    name.first != "_" && answer.bound.tables.contains(name)
  }
}
