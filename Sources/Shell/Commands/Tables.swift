import Catalog
import Columns
import IO
import Syntax

extension Command {
  static let tables = Command(
    ".tables",
    ".tables",
    "lists the tables: rows, columns, and what each is",
    argument: .table
  ) { session, arguments in
    if let name = arguments.first { return session.describe(name) }
    let tables = session.environment.catalog.tables
    var rows: [[Value]] = []
    for table in tables {
      guard let schema = try? table.schema(), let counts = try? table.counts(of: []) else {
        rows.append([
          .text(table.name), .missing, .missing, .text("cannot be read: .describe \(table.name)"),
        ])
        continue
      }
      rows.append([
        .text(table.name), .integer(Int64(counts.rows)), .integer(Int64(schema.fields.count)),
        .text(table.title),
      ])
    }
    session.write(
      listing(
        [("table", .text), ("rows", .integer), ("columns", .integer), ("what it is", .text)],
        rows
      ),
      as: session.listingFormat
    )
    return .done
  }

  static let describe = Command(
    ".describe",
    ".describe TABLE",
    "tells what a table's columns are, and what to beware of",
    examples: [".describe deportations"],
    argument: .table
  ) { session, arguments in
    guard arguments.count == 1 else {
      let reason = "Which table? Write .describe TABLE; .tables lists them."
      return session.refuse(reason, .usage)
    }
    return session.describe(arguments[0])
  }

  /// A small table of texts and numbers, for lists.
  static func listing(_ columns: [(String, DataType)], _ rows: [[Value]]) -> Table {
    let fields = columns.map { Field($0.0, $0.1) }
    let values = columns.indices.map { place in
      Column(rows.map { $0[place] }, as: columns[place].1)
    }
    return Table(schema: Schema(fields), columns: values, rowCount: rows.count)
  }
}

extension Session {
  /// The format of lists that commands show.
  var listingFormat: String { options.isInteractive ? options.format : "plain" }

  func describe(_ name: String) -> CommandOutcome {
    guard let table = environment.catalog.table(name) else {
      let names = environment.catalog.tables.map(\.name)
      let all = "The tables are \(names.joined(separator: ", "))."
      let offer = offered(for: name, among: names) ?? all
      return refuse("There is no table \(name). \(offer)", .usage)
    }
    do throws(TableFailure) {
      let schema = try table.schema()
      let counts = try table.counts(of: Array(schema.fields.indices))
      console.data("\(table.name): \(table.title)\n")
      write(columnList(schema, known: counts.known), as: listingFormat)
      let caveats = schema.notes.caveats.map { "! " + $0 }
      for line in schema.extent(rows: counts.rows) + caveats { console.data(line + "\n") }
      return .done
    } catch {
      return refuse(error.text, .file)
    }
  }

  private func columnList(_ schema: Schema, known: [Int]) -> Table {
    let rows = zip(schema.fields, known).map { field, known -> [Value] in
      var kind = field.type.word
      if let unit = field.unit { kind += ", " + unit }
      if let column = field.unitColumn { kind += ", in the unit of " + column }
      if let link = field.link { kind += " → " + link.table }
      return [
        .text(field.name), .text(kind), .integer(Int64(known)), .text(field.summary),
      ]
    }
    return Command.listing(
      [("column", .text), ("type", .text), ("known", .integer), ("what it is", .text)],
      rows
    )
  }
}
