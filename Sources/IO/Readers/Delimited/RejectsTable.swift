import Catalog
import Columns

/// The rows of one's own files that were not taken as they stand, as a table.
public final class RejectsTable: TableSource {
  /// What queries call it.
  public let name = "rejects"
  /// What it is, in a line.
  public let title = "malformed rows of your own files"
  private let tables: [(name: String, table: DelimitedTable)]

  /// The rejects of the files in `catalog`; nil if there are none that could have any, or if a
  /// table has the name already.
  public init?(of catalog: Catalog) {
    tables = catalog.tables.flatMap { table -> [(String, DelimitedTable)] in
      if let table = table as? DelimitedTable { return [(table.name, table)] }
      let parts = (table as? UnitedTable)?.parts.compactMap { $0 as? DelimitedTable } ?? []
      return parts.map { ("\(table.name), \($0.title)", $0) }
    }
    if tables.isEmpty || catalog.table(name) != nil { return nil }
  }

  /// The table each row was meant for, its line there, what is wrong with it, and what it says.
  public func schema() throws(TableFailure) -> Schema {
    func field(_ name: String, _ type: DataType, _ summary: String) -> Field {
      let origin = Field.Origin(table: self.name, column: name)
      return Field(name, type, role: .key, origin: origin, summary: summary)
    }
    return Schema([
      field("table", .text, "the table that the row was meant for"),
      field("line", .integer, "the line of the file in which the row begins"),
      field("problem", .text, "what is wrong with the row"),
      field("row", .text, "what stands there"),
    ])
  }

  /// The columns at these places; reads the files if that was not done.
  public func load(_ columns: [Int]) throws(TableFailure) -> Table {
    var rows: [[Value]] = []
    for (name, table) in tables {
      let (rejects, source) = try table.rejects()
      let lines = try source.lines(of: rejects.map(\.offset))
      for (reject, line) in zip(rejects, lines) {
        rows.append([
          .text(name), .integer(Int64(line)), .text(reject.problem), .text(reject.text),
        ])
      }
    }
    var schema = try schema()
    schema.fields = columns.map { schema.fields[$0] }
    let stored = zip(columns, schema.fields).map { place, field in
      Column(rows.map { $0[place] }, as: field.type)
    }
    return Table(schema: schema, columns: stored, rowCount: rows.count)
  }
}

extension ByteSource {
  /// The lines in which `offsets` lie, which ascend; the first line is 1.
  func lines(of offsets: [Int]) throws(TableFailure) -> [Int] {
    let window = UninitializedBuffer<UInt8>(capacity: 1 << 18)
    var lines: [Int] = []
    var (line, place) = (1, 0)
    for offset in offsets {
      while place < offset {
        let next = min(offset, place + window.capacity)
        try read(place..<next, into: window.base)
        for index in 0..<(next - place) where window.base[index] == 0x0A { line += 1 }
        place = next
      }
      lines.append(line)
    }
    return lines
  }
}
