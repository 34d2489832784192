import Columns
import Functions
import SQL

/// A table as its engine describes it.
struct DescribedTable {
  /// Where it stands, as SQL names it: schema and table, or the table alone.
  var path: [String]
  /// What queries call it.
  var name: String
  /// Its columns, in order.
  var columns: [DescribedColumn] = []
  /// The columns of its primary key, in order.
  var key: [String] = []
  /// Its foreign keys of one column.
  var links: [Link] = []
  /// Why it cannot be read; nil where it can.
  var problem: String?

  /// A foreign key of one column.
  struct Link {
    /// The column that points.
    var column: String
    /// The table pointed into, by its path.
    var target: [String]
    /// The column pointed at; nil for the primary key.
    var key: String?
  }
}

/// A column as its engine describes it.
struct DescribedColumn {
  /// Its name.
  var name: String
  /// Its type, in the engine's words.
  var type: String
  /// The texts that it may hold, where the engine knows them: an enum's, or those of a check.
  var labels: [String] = []
  /// Whether those have an order there.
  var labelsAreOrdered = false
}

/// The questions whose answers describe all tables of a database, each giving rows of texts.
struct SchemaQueries {
  /// The names of the tables, where one that cannot be read would spoil the answer for all:
  /// `columns` then tells of one table, whose name as a literal replaces `$1`.
  var names: String?
  /// Schema, table, what queries call it, column, type; in order.
  var columns: String
  /// Schema, table, column of a primary key; in order.
  var keys: String
  /// Schema, table, column, and schema, table, column pointed at.
  var links: String
  /// Schema, table, column, label of an enum; in order.
  var labels: String?
  /// Schema, table, and the text of its checks.
  var checks: String

  /// The tables that the answers describe.
  func tables(
    of connection: any Connection,
    until cancellation: Cancellation
  ) throws(EngineFailure) -> [DescribedTable] {
    let description = Description(connection, cancellation)
    for (query, name) in try columnQueries(for: connection, until: cancellation) {
      do throws(EngineFailure) {
        try description.each(query, 5, makesTables: true) {
          $2.columns.append(DescribedColumn(name: $1[3], type: $1[4]))
        }
      } catch {
        guard let name, error.kind == .refused else { throw error }
        let table = DescribedTable(path: [name], name: name, problem: error.text)
        description.tables.append(table)
      }
    }
    try description.each(keys, 3) { $2.key.append($1[2]) }
    try description.each(links, 6) { row, texts, table in
      let target = Description.path(texts[3...])
      table.links.append(.init(column: texts[2], target: target, key: row[5]))
    }
    if let labels { try description.each(labels, 4) { $2.add(label: $1[3], to: $1[2]) } }
    try description.each(checks, 3) { _, texts, table in
      for check in checkClauses(in: texts[2]) { table.apply(check) }
    }
    return description.tables
  }

  /// The questions for columns: one for all tables, or one for each with its name.
  private func columnQueries(
    for connection: any Connection,
    until cancellation: Cancellation
  ) throws(EngineFailure) -> [(query: String, name: String?)] {
    guard let names else { return [(columns, nil)] }
    let rows = ResultBuilder(texts: 1)
    try connection.run(names, into: rows, until: cancellation)
    return rows.texts().compactMap { row in
      guard let name = row[0],
        let literal = try? Dialect.sqlite.literal(.text(name), .text)
      else { return nil }
      return (columns.replacing("$1", with: literal), name)
    }
  }
}

/// The tables of a connection, as far as its answers have described them.
private final class Description {
  var tables: [DescribedTable] = []
  private var places: [[String]: Int] = [:]
  private let connection: any Connection
  private let cancellation: Cancellation

  init(_ connection: any Connection, _ cancellation: Cancellation) {
    (self.connection, self.cancellation) = (connection, cancellation)
  }

  /// Calls `body` with each row of an answer, and the table that it is of.
  func each(
    _ query: String,
    _ width: Int,
    makesTables: Bool = false,
    _ body: (_ row: [String?], _ texts: [String], inout DescribedTable) -> Void
  ) throws(EngineFailure) {
    let rows = ResultBuilder(texts: width)
    try connection.run(query, into: rows, until: cancellation)
    for row in rows.texts() {
      let texts = row.map { $0 ?? "" }
      let path = Description.path(texts[...])
      if makesTables, places[path] == nil {
        places[path] = tables.count
        tables.append(DescribedTable(path: path, name: texts[2]))
      }
      if let place = places[path] { body(row, texts, &tables[place]) }
    }
  }

  /// Where a table stands, from its schema, which may be empty, and its name.
  static func path(_ row: ArraySlice<String>) -> [String] {
    row.prefix(2).filter { !$0.isEmpty }
  }
}

extension DescribedTable {
  /// Adds a word to an ordered list of words of a column.
  fileprivate mutating func add(label: String, to column: String) {
    guard let place = columns.firstIndex(where: { $0.name == column }) else { return }
    columns[place].labels.append(label)
    columns[place].labelsAreOrdered = true
  }

  /// Takes the words of a column from a check that lists them.
  fileprivate mutating func apply(_ check: [SQLToken]) {
    guard let (column, labels) = listedLabels(in: check),
      let place = columns.firstIndex(where: { $0.name.lowercased() == column.lowercased() }),
      columns[place].labels.isEmpty
    else { return }
    columns[place].labels = labels
  }
}
