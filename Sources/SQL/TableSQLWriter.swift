import Catalog

/// Writer of the `create table` and `insert` statements that copy tables into another database.
///
/// Texts, numbers and dates are stored in their `Representation`; a table without a key gets a
/// column `_row` with the number of each row, so that the order of the file is known there, too.
public struct TableSQLWriter: Sendable {
  private let dialect: Dialect

  /// Statements in this dialect.
  public init(_ dialect: Dialect) { self.dialect = dialect }

  /// How many rows one statement puts in.
  private static let batch = 200

  /// A table's name with its columns.
  public typealias Named = (name: String, schema: Schema)

  /// The tables in an order in which each comes behind those that it links to, as far as links run
  /// in no circle.
  public static func order(_ tables: [Named]) -> [Named] {
    var left = tables
    var done: [Named] = []
    while !left.isEmpty {
      let names = Set(left.map(\.name))
      let place = left.firstIndex { table in
        table.schema.fields.allSatisfy { field in
          field.link.map { $0.table == table.name || !names.contains($0.table) } ?? true
        }
      }
      done.append(left.remove(at: place ?? 0))
    }
    return done
  }

  /// What opens and closes the statements, so that all of them hold or none.
  public var frame: (begin: String, end: String) {
    dialect.hasConstraints ? ("begin;\n", "commit;\n") : ("", "")
  }

  /// The statement that makes an empty table; links to the tables of `existing` become foreign
  /// keys.
  public func create(_ name: String, _ schema: Schema, existing: Set<String>) -> String {
    var lines: [String] = []
    if schema.key.isEmpty {
      let key = dialect.hasConstraints ? " primary key" : ""
      lines.append("\(dialect.quoted(Relation.rowColumn)) \(dialect.typeName(.integer))\(key)")
    }
    for field in schema.fields {
      lines.append(column(field, isKey: schema.key.contains(field.name)))
    }
    if dialect.hasConstraints {
      if !schema.key.isEmpty { lines.append("primary key (\(list(schema.key)))") }
      for field in schema.fields {
        guard let link = field.link, existing.contains(link.table) else { continue }
        lines.append(
          "foreign key (\(dialect.quoted(field.name))) references "
            + "\(dialect.quoted(link.table)) (\(dialect.quoted(link.key)))"
        )
      }
    }
    let body = lines.map { "  " + $0 }.joined(separator: ",\n")
    return "create table \(dialect.quoted(name)) (\n\(body)\n)\(dialect.tableSuffix);\n"
  }

  private func list(_ names: [String]) -> String {
    names.map(dialect.quoted).joined(separator: ", ")
  }

  private func column(_ field: Field, isKey: Bool) -> String {
    var text = "\(dialect.quoted(field.name)) \(dialect.typeName(field.type))"
    if isKey { text += " not null" }
    if dialect.hasConstraints, case .category(let category) = field.type {
      let words = category.labels.strings.map(dialect.text).joined(separator: ", ")
      text += " check (\(dialect.quoted(field.name)) in (\(words)))"
    }
    return text
  }

  /// The statements that put the rows of a table in, one after the other.
  public func load(_ name: String, _ table: Table, isKeyed: Bool, into write: (String) -> Void) {
    var row = 0
    while row < table.rowCount {
      let end = min(row + Self.batch, table.rowCount)
      write("insert into \(dialect.quoted(name)) values\n")
      for place in row..<end {
        var cells = isKeyed ? [] : [String(place)]
        for (field, column) in zip(table.schema.fields, table.columns) {
          cells.append(dialect.literal(column[place], field.type))
        }
        write("  (" + cells.joined(separator: ", ") + (place == end - 1 ? ");\n" : "),\n"))
      }
      row = end
    }
  }
}
