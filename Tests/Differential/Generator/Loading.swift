import Catalog
import Columns

/// How the tables of a world are loaded elsewhere: each with a column that numbers its rows.
struct Loading {
  /// The dialect's name.
  let dialect: String

  /// Statements that make and fill a table.
  func statements(_ name: String, _ table: Table) -> [String] {
    if dialect == "spark" { return [sparkView(name, table)] }
    let columns = table.schema.fields.map { "\(quoted($0.name)) \(word(for: $0.type))" }
    let all = (["\(quoted("_row")) \(word(for: .integer))"] + columns).joined(separator: ", ")
    var statements = [
      "drop table if exists \(quoted(name))", "create table \(quoted(name)) (\(all))",
    ]
    let rows = (0..<table.rowCount).map { row in
      let cells = zip(table.schema.fields, table.columns).map { literal($1[row], $0.type) }
      return "(" + (["\(row + 1)"] + cells).joined(separator: ", ") + ")"
    }
    if !rows.isEmpty {
      statements.append("insert into \(quoted(name)) values " + rows.joined(separator: ", "))
    }
    return statements
  }

  /// A table as a view of its rows, which Spark makes at once.
  private func sparkView(_ name: String, _ table: Table) -> String {
    let fields = [Field("_row", .integer)] + table.schema.fields
    var rows = (0..<table.rowCount).map { row in
      let cells = zip(table.schema.fields, table.columns).map { literal($1[row], $0.type) }
      return "(" + (["\(row + 1)"] + cells).joined(separator: ", ") + ")"
    }
    if rows.isEmpty { rows = ["(" + fields.map { _ in "NULL" }.joined(separator: ", ") + ")"] }
    let columns = fields.enumerated().map {
      "cast(col\($0 + 1) as \(word(for: $1.type))) as \(quoted($1.name))"
    }
    return "create or replace temporary view \(quoted(name)) as select "
      + columns.joined(separator: ", ") + " from values " + rows.joined(separator: ", ")
      + (table.rowCount == 0 ? " where false" : "")
  }

  /// A name in the dialect's quotes.
  func quoted(_ name: String) -> String {
    let mark: Character = dialect == "spark" ? "`" : "\""
    return doubling(mark, in: name)
  }

  /// A text between marks, each mark within it written twice.
  private func doubling(_ mark: Character, in text: String) -> String {
    let bytes = text.utf8.flatMap { $0 == mark.asciiValue ? [$0, $0] : [$0] }
    return "\(mark)\(String(decoding: bytes, as: UTF8.self))\(mark)"
  }

  /// A text as Spark reads it: quotes and back-slashes behind a back-slash, and no line that ends
  /// within.
  private func escaping(_ text: String) -> String {
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case 10: Array("\\n".utf8)
      default: [byte]
      }
    }
    return "'" + String(decoding: bytes, as: UTF8.self) + "'"
  }

  private func word(for type: DataType) -> String {
    let isSQLite = dialect == "sqlite"
    switch type {
    case .boolean: return isSQLite ? "INTEGER" : "BOOLEAN"
    case .integer, .interval, .period(.year), .period(.fiscalYear):
      return isSQLite ? "INTEGER" : "BIGINT"
    case .real, .percent:
      return isSQLite ? "REAL" : dialect == "spark" ? "DOUBLE" : "DOUBLE PRECISION"
    case .text, .category: return dialect == "spark" ? "STRING" : "TEXT"
    case .date, .period: return isSQLite ? "TEXT" : "DATE"
    }
  }

  private func literal(_ value: Value, _ type: DataType) -> String {
    switch Cell(value, type) {
    case .null: return "NULL"
    case .boolean(let truth): return dialect == "sqlite" ? (truth ? "1" : "0") : "\(truth)"
    case .integer(.min): return "(-9223372036854775807 - 1)"
    case .integer(let number): return "\(number)"
    case .real(let number): return "\(number)"
    case .text(let text):
      let quotes = dialect == "spark" ? escaping(text) : doubling("'", in: text)
      return type.isTemporal && dialect != "sqlite" ? "DATE " + quotes : quotes
    }
  }
}
