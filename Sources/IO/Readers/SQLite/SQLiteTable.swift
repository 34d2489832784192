import Catalog
import Columns
import Parallel

extension Reader {
  /// A database of SQLite, each of its tables and views a table: under its name, or after the name
  /// that was given and `_`.
  static let sqlite = Reader(
    extensions: ["sqlite", "db"],
    aliases: ["sqlite3"],
    signature: "SQLite format 3\0"
  ) { input throws(TableFailure) in
    let file = try SQLiteFile(
      input.path,
      memory: input.options.memory,
      isStopped: input.options.isStopped
    )
    let (own, keys) = (try file.tableNames(), try file.declaredKeys())
    func name(_ table: String) -> String {
      input.givenName.map { own.count == 1 ? $0 : "\($0)_\(table)" } ?? table
    }
    var declared: [String: DeclaredKeys] = [:]
    for (table, var entry) in keys {
      entry.links = entry.links.map { ($0.column, name($0.table), $0.key) }
      declared[name(table)] = entry
    }
    return own.map { entry in
      SQLiteTable(
        file: file,
        table: entry.name,
        isView: entry.isView,
        name: name(entry.name),
        keys: declared,
        missing: input.options.missing
      )
    }
  }
}

/// A table or view of an SQLite file, whose columns are read when they are first asked for.
///
/// A table's rows come in the order of its primary key, else of their row identifiers. A view is
/// read wholly: nothing says that its rows come in one order whichever of its columns are asked for.
final class SQLiteTable: TableSource, Sendable {
  let name: String
  var title: String { "\(table) of \(file.path)" }
  // The connection guards itself.
  private nonisolated(unsafe) let file: SQLiteFile
  private let table: String
  private let isView: Bool
  /// The keys of all tables of the file, by the names that queries call them.
  private let keys: [String: DeclaredKeys]
  private let missing: MissingWords
  private let state = Lock(State())

  /// How many seconds may pass without a row: a view without end gives none.
  private var patience: Double { isView ? 60 : .infinity }

  private struct State: Sendable {
    var names: [String]?
    var rowCount: Int?
    var version: Int?
    var expected: Set<String> = []
    var columns: [Int: (column: Column, type: DataType?)] = [:]
    var warnings: [String] = []
    var checkedLinks: Set<Int> = []
  }

  init(
    file: SQLiteFile,
    table: String,
    isView: Bool,
    name: String,
    keys: [String: DeclaredKeys],
    missing: MissingWords
  ) {
    (self.file, self.table, self.isView, self.name) = (file, table, isView, name)
    (self.keys, self.missing) = (keys, missing)
  }

  func prefetch(_ text: String) {
    state.withLock { state in
      guard let names = state.names ?? (try? file.columnNames(of: "select * from \(quoted(table))"))
      else { return }
      state.expected.formUnion(names.filter { mentions(text, $0) })
    }
  }

  func schema() throws(TableFailure) -> Schema {
    let names = try state.withLock { state throws(TableFailure) in
      try read([], &state)
      return state.names ?? []
    }
    let columns = distinctNames(names).enumerated().map { place, name in
      (name, state.withLock { $0.columns[place].map(\.type) })
    }
    var schema = inferredSchema(columns, table: name) { place in
      self.state.withLock { state in
        try? self.read([place], &state)
        guard let found = state.columns[place] else { return .text }
        return found.type
      }
    }
    schema.declare(keys[name] ?? DeclaredKeys()) { keys[$0]?.primary }
    return schema
  }

  func load(_ columns: [Int]) throws(TableFailure) -> Table {
    let (found, rowCount) = try state.withLock { state throws(TableFailure) in
      try read(columns, &state)
      return (columns.compactMap { state.columns[$0]?.column }, state.rowCount ?? 0)
    }
    var schema = try schema()
    schema.fields = columns.map { schema.fields[$0] }
    return Table(schema: schema, columns: found, rowCount: rowCount)
  }

  func checkForeignKeys(
    joining pairs: [(column: String, other: Field.Origin)],
    in catalog: Catalog
  ) throws(TableFailure) {
    let schema = try schema()
    for (column, target) in pairs {
      let link = Field.Link(table: target.table, key: target.column)
      guard let place = schema.index(of: column), schema.fields[place].link == link,
        let other = catalog.table(link.table) as? SQLiteTable, other.file === file,
        !state.withLock({ $0.checkedLinks.contains(place) })
      else { continue }
      let own = try load([place]).columns
      if let row = try firstAbsent(own, from: other, [link.key]) {
        let text = CellText(own[0], schema.fields[place].type)[row] ?? ""
        throw TableFailure(
          "\(file.path): \(column) \"\(shown(text))\" in \(table) is no \(link.key) of "
            + "\(other.table), where its link points; correct it, or add the row"
        )
      }
      state.withLock { _ = $0.checkedLinks.insert(place) }
    }
  }

  func takeWarnings() -> [String] {
    state.withLock { state in
      defer { state.warnings = [] }
      return state.warnings
    }
  }

  /// Reads the columns at these places, and those expected with the first, unless that was done.
  private func read(_ wanted: [Int], _ state: inout State) throws(TableFailure) {
    let everything = "select * from \(quoted(table))"
    if state.names == nil {
      let names = try file.columnNames(of: everything)
      state.names = names
      state.warnings += renamings(names, distinctNames(names), title)
    }
    let names = state.names ?? []
    var lacking = Set(wanted).filter { state.columns[$0] == nil }
    if lacking.isEmpty, state.rowCount != nil { return }
    lacking.formUnion(names.indices.filter { state.expected.contains(names[$0]) })
    lacking = isView ? Set(names.indices) : lacking.filter { state.columns[$0] == nil }
    let places = lacking.sorted()
    var rowCount = 0
    if places.isEmpty {
      rowCount = try file.integer("select count(*) from \(quoted(table))")
    } else {
      // No index, or the rows could come in another order for other columns.
      let list = places.map { quoted(names[$0]) }.joined(separator: ", ")
      let order = keys[name]?.primary.map { "\(quoted($0)) collate binary" } ?? []
      let sorting = order.isEmpty ? "" : " order by " + order.joined(separator: ", ")
      let query =
        isView ? everything : "select \(list) from \(quoted(table)) not indexed" + sorting
      let read = try file.columns(of: query, title, missing, patience: patience)
      rowCount = read.rowCount
      for (place, column) in zip(places, read.columns) {
        let (values, type, warnings) = try column.finish(file.path, file.check)
        state.warnings += warnings
        state.columns[place] = (values.zoned, type)
      }
    }
    let version = try file.integer("pragma data_version")
    if (state.rowCount ?? rowCount, state.version ?? version) != (rowCount, version) {
      throw TableFailure("\(file.path): the file changed while it was open; open it again")
    }
    (state.rowCount, state.version) = (rowCount, version)
  }

  private func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }
}
