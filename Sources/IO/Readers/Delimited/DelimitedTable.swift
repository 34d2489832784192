import Catalog
import Columns
import Parallel

/// A table in a file of delimited text, whose types are inferred from all of its rows.
///
/// The first scan of the file checks its structure and reads the columns that `expect` announced; a
/// column that is asked for later costs another scan. Columns that were read are kept.
public final class DelimitedTable: TableSource, Sendable {
  /// What queries call it.
  public let name: String
  /// What it is, in a line: the file's path.
  public let title: String
  private let state: Lock<DelimitedState>
  private let names: [String]
  /// Whether the file is so small that reading it takes no time.
  private let isSmall: Bool
  private let known = Lock(KnownColumns())

  /// The table of what `source` holds, whose first line must name the columns.
  init(
    name: String,
    source: ByteSource,
    delimiter: UInt8,
    options: LoadOptions
  ) throws(TableFailure) {
    (self.name, title) = (name, source.path)
    let dialect = try DelimitedDialect(guessing: source, delimiter: delimiter)
    let first = try DelimitedState(dialect, options)
    (names, isSmall) = (first.names, source.count < options.smallestUnawaited)
    state = Lock(first)
  }

  /// Tells that a query text may soon ask for the columns that it names.
  public func prefetch(_ text: String) { state.withLock { $0.prefetch(text) } }

  /// Its columns; the types of those that were not read yet are found when they are asked for.
  public func schema() throws(TableFailure) -> Schema {
    let found = try state.withLock { state throws(TableFailure) in
      try state.read([])
      return state.types
    }
    // The type is text where the column cannot be read, which loading it reports.
    return inferredSchema(found, table: name) { place in
      self.state.withLock { $0.type(of: place) }
    }
  }

  /// The columns at these places, in the order asked for; rows come as in the file.
  public func load(_ columns: [Int]) throws(TableFailure) -> Table {
    let (fields, stored, rowCount) = try state.withLock { state throws(TableFailure) in
      try state.read(columns)
      let types = state.types
      return (
        columns.map { types[$0] }, columns.compactMap { state.columns[$0]?.column },
        state.rowCount ?? 0
      )
    }
    let schema = inferredSchema(fields, table: name) { _ in .text }
    return Table(schema: schema, columns: stored, rowCount: rowCount)
  }

  /// The rows that were not taken as they stand: what is wrong with each.
  func rejects() throws(TableFailure) -> (rows: [Reject], source: ByteSource) {
    try state.withLock { state throws(TableFailure) in
      try state.read([])
      return (state.rejects, state.source)
    }
  }

  /// What was guessed, or not taken as it stands, if that was not said before.
  public func takeWarnings() -> [String] { state.withLock { $0.takeWarnings() } }

  /// How many malformed rows of the file are not in the table, and how many are.
  public var malformedRows: (skipped: Int, completed: Int) {
    state.withLock { state in
      let skipped = state.rejects.count(where: \.isSkipped)
      return (skipped, state.rejects.count - skipped)
    }
  }

  /// How many rows have each code of a column of texts that was read; counted once.
  public func codeCounts(_ column: Int) -> [Int]? { state.withLock { $0.codeCounts(column) } }

  /// Keeps the columns that were read for the next time, where that is wanted and worth it, unless
  /// some are being read right now.
  public func keep() { state.withLockIfAvailable { $0.keep() } }

  /// What is known of it; the columns that `text` names are read meanwhile if the table is named,
  /// too.
  public func snapshot(for text: String) -> TableSnapshot {
    if isSmall { return (self, true) }
    if mentions(text, name) { fetch(names.indices.filter { mentions(text, names[$0]) }) }
    let known = known.withLock { $0 }
    let snapshot = DelimitedSnapshot(name: name, title: title, names: names, known: known)
    return (snapshot, known.types.count == names.count)
  }

  /// Reads columns while the caller goes on, unless some are being read already.
  private func fetch(_ wanted: [Int]) {
    let lacking = known.withLock { known -> [Int] in
      let lacking = wanted.filter { known.values[$0] == nil }
      if known.isBusy || known.failures > 2 || lacking.isEmpty { return [] }
      known.isBusy = true
      return lacking
    }
    if lacking.isEmpty { return }
    Background.start { [self] in
      let columns = state.withLock { state in
        try? state.read(lacking, isQuiet: true)
        return state.columns
      }
      var values: [Int: CommonValues] = [:]
      for place in lacking {
        values[place] = columns[place].map { CommonValues(of: $0.column, $0.kind.type) }
      }
      known.withLock { known in
        known.types.merge(columns.mapValues(\.kind.type)) { $1 }
        known.values.merge(values) { $1 }
        known.isBusy = false
        if values.count < lacking.count { known.failures += 1 }
      }
    }
  }
}
