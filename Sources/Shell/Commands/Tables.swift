import Catalog
import Columns
import Diagnostics
import IO
import Syntax

extension Command {
  static let tables = Command(
    name: ".tables",
    usage: ".tables",
    summary: "lists the tables: rows, columns, and what each is",
    argument: .table,
    isPage: true
  ) { session, arguments in
    if let name = arguments.first { return session.describe(name) }
    let rows = session.environment.catalog.tables.map { table -> [Value] in
      let name = Value.text(table.name)
      guard let schema = try? table.schema(), let counts = try? table.counts(of: []) else {
        return [name, .missing, .missing, .text("cannot be read: .describe \(table.name)")]
      }
      let columns = Value.integer(Int64(schema.fields.count))
      return [name, .integer(Int64(counts.rows)), columns, .text(table.title)]
    }
    session.list(
      [("table", .text), ("rows", .integer), ("columns", .integer), ("what it is", .text)],
      rows
    )
    return .fine
  }

  static let describe = Command(
    name: ".describe",
    usage: ".describe TABLE",
    summary: "tells what a table's columns are, and what to beware of",
    examples: [".describe deportations"],
    argument: .table,
    isPage: true
  ) { session, arguments in
    guard arguments.count == 1 else {
      let reason = "Which table? Write .describe TABLE; .tables lists them."
      return session.refuse(reason, .usage)
    }
    return session.describe(arguments[0])
  }
}

extension Session {
  /// Writes a small table of texts and numbers; a command's list is plain unless it is for a prompt.
  func list(_ columns: [(String, DataType)], _ rows: [[Value]], as format: String? = nil) {
    let fields = columns.map { Field($0.0, $0.1) }
    let values = columns.indices.map { place in
      Column(rows.map { $0[place] }, as: columns[place].1)
    }
    let table = Table(schema: Schema(fields), columns: values, rowCount: rows.count)
    writing {
      let isListed = options.isInteractive || options.isPlain
      return write(table, as: format ?? (isListed ? options.format : "plain"))
    }
  }

  func describe(_ name: String) -> Exit {
    guard let table = environment.catalog.table(name) else {
      let names = environment.catalog.tables.map(\.name)
      let all = "The tables are \(names.joined(separator: ", "))."
      let offer = offered(for: name, among: names) ?? all
      return refuse("There is no table \(name). \(offer)", .usage)
    }
    do throws(TableFailure) {
      let schema = try table.schema()
      let counts = try table.counts(of: Array(schema.fields.indices))
      for line in wrapped("\(table.name): \(table.title)", to: options.layout.width) {
        console.line(line)
      }
      listColumns(schema, known: counts.known)
      let caveats = schema.notes.caveats.map { "! " + $0.text }
      for text in schema.extent(rows: counts.rows) + caveats {
        for line in wrapped(text, to: options.layout.width) { console.line(line) }
      }
      return .fine
    } catch {
      return refuse(error.text, .file)
    }
  }

  private func listColumns(_ schema: Schema, known: [Int]) {
    let rows = zip(schema.fields, known).map { field, known -> [Value] in
      var kind = field.type.word
      if let unit = field.unit { kind += ", " + unit }
      if let column = field.unitColumn { kind += ", in the unit of " + column }
      if let link = field.link { kind += " → " + link.table }
      return [.text(field.name), .text(kind), .integer(Int64(known)), .text(field.summary)]
    }
    list(
      [("column", .text), ("type", .text), ("known", .integer), ("what it is", .text)],
      rows
    )
  }
}
