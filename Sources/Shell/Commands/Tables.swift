import Diagnostics
import Formats
import Language
import Plans
import Tables

extension Command {
  static let tables = Command(
    ".tables",
    ".tables",
    "lists the tables: rows, columns, and what each is"
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
    examples: [".describe deportations"]
  ) { session, arguments in
    guard arguments.count == 1 else {
      session.console.error("Which table? Write .describe TABLE; .tables lists them.\n")
      return .failed(.usage)
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
      let near = nearest(name, in: names)
      let offer =
        near.isEmpty
        ? "The tables are \(names.joined(separator: ", "))."
        : "Did you mean \(near.joined(separator: " or "))?"
      console.error("There is no table \(name). \(offer)\n")
      return .failed(.usage)
    }
    do throws(TableFailure) {
      let schema = try table.schema()
      let counts = try table.counts(of: Array(schema.fields.indices))
      console.data("\(table.name): \(table.title)\n")
      write(columnList(schema, known: counts.known), as: listingFormat)
      for line in description(of: schema, rows: counts.rows) { console.data(line + "\n") }
      return .done
    } catch {
      console.error(error.text + "\n")
      return .failed(.file)
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

  private func description(of schema: Schema, rows: Int) -> [String] {
    var lines = ["\(rows) rows"]
    if !schema.key.isEmpty {
      lines[0] += ", each named by " + schema.key.joined(separator: " and ")
    }
    if let coverage = schema.notes.coverage {
      lines.append(
        "covers \(CivilDate(ordinal: coverage.lowerBound).description) to "
          + CivilDate(ordinal: coverage.upperBound).description
      )
    }
    return lines + schema.notes.caveats.map { "! " + $0 }
  }
}
