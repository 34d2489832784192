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
    let (begin, end) = dialect.hasConstraints ? ("begin;\n", "commit;\n") : ("", "")
    return (dialect.settings + begin, end)
  }

  /// The statement that makes an empty table; links to the tables of `existing` become foreign
  /// keys.
  ///
  /// Throws where a name or a label cannot be said in the dialect.
  public func create(
    _ name: String,
    _ schema: Schema,
    existing: Set<String>
  ) throws(Unsupported) -> String {
    let names = [name] + schema.fields.map(\.name)
    if let obstacle = names.lazy.compactMap(dialect.obstacle(inName:)).first { throw obstacle }
    var lines: [String] = []
    if schema.key.isEmpty {
      let key = dialect.hasConstraints ? " primary key" : ""
      lines.append("\(dialect.quoted(Relation.rowColumn)) \(dialect.typeName(.integer))\(key)")
    }
    for field in schema.fields {
      lines.append(try column(field, isKey: schema.key.contains(field.name)))
    }
    if dialect.hasConstraints {
      if !schema.key.isEmpty { lines.append("primary key (\(list(schema.key)))") }
      for field in schema.fields {
        guard let link = field.link, link.isChecked, existing.contains(link.table) else { continue }
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

  private func column(_ field: Field, isKey: Bool) throws(Unsupported) -> String {
    var text = "\(dialect.quoted(field.name)) \(dialect.typeName(field.type))"
    if isKey { text += " not null" }
    if dialect.hasConstraints, case .category(let category) = field.type {
      var words: [String] = []
      for label in category.labels.strings {
        words.append(try dialect.literal(.text(label), .text))
      }
      text += " check (\(dialect.quoted(field.name)) in (\(words.joined(separator: ", "))))"
    }
    return text
  }

  /// The cells of a row as literals.
  private func cells(of table: Table, row: Int) throws(Unsupported) -> [String] {
    var cells: [String] = []
    for (field, column) in zip(table.schema.fields, table.columns) {
      do throws(Unsupported) {
        cells.append(try dialect.literal(column[row], field.type))
      } catch {
        let place = "Row \(row + 1) of \(field.name)"
        throw Unsupported("\(place): \(error.text)", remedy: error.remedy)
      }
    }
    return cells
  }

  /// The statements that put the rows of a table in, one after the other.
  ///
  /// Throws where a cell cannot be said in the dialect.
  public func load(
    _ name: String,
    _ table: Table,
    isKeyed: Bool,
    into write: (String) -> Void
  ) throws(Unsupported) {
    var row = 0
    while row < table.rowCount {
      let end = min(row + Self.batch, table.rowCount)
      write("insert into \(dialect.quoted(name)) values\n")
      for place in row..<end {
        let cells = (isKeyed ? [] : [String(place)]) + (try self.cells(of: table, row: place))
        write("  (" + cells.joined(separator: ", ") + (place == end - 1 ? ");\n" : "),\n"))
      }
      row = end
    }
  }
}
