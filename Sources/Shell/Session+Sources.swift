extension Session {
  /// The documents that the tables of a query come from, in order of their keys.
  ///
  /// Tables that lie in another engine are not asked: that would be one more query over all their
  /// rows.
  func sources(of tables: [String]) -> [String] {
    guard let documents = environment.catalog.sourceTable else { return [] }
    var found: Set<String> = []
    for name in tables where name != documents {
      guard let table = environment.catalog.table(name), !table.isElsewhere,
        let schema = try? table.schema(),
        let place = schema.fields.lastIndex(where: { $0.link?.table == documents }),
        let column = try? table.load([place]).columns.first,
        case .code(_, let labels) = column.storage
      else { continue }
      for (code, count) in column.codeCounts.enumerated() where count > 0 {
        found.insert(labels[code])
      }
    }
    return found.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
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
