import Catalog
import Columns
import Functions
import Planner
import Syntax

/// A table that lies in another engine.
final class RemoteTable: TableSource {
  let name: String
  let title: String
  var isElsewhere: Bool { true }
  private let declared: Schema
  private let problem: String?
  private let server: RemoteServer
  private unowned let catalog: Catalog
  private var known: [Int: Column?] = [:]
  private var common: [Int: [(value: Value, rows: Int)]] = [:]

  /// A table of a server; `problem` says why it cannot be read.
  init(
    name: String,
    title: String,
    schema: Schema,
    problem: String? = nil,
    server: RemoteServer,
    catalog: Catalog
  ) {
    (self.name, self.title, declared) = (name, title, schema)
    self.problem = problem
    (self.server, self.catalog) = (server, catalog)
  }

  func schema() throws(TableFailure) -> Schema {
    if let problem { throw TableFailure("\(name) cannot be read: \(problem)") }
    return declared
  }

  /// All rows, which a query never asks for: they stay where they are.
  func load(_ columns: [Int]) throws(TableFailure) -> Table {
    do throws(RunFailure) {
      let query = BoundQuery(reading: name, declared, places: columns)
      return try server.rows(of: query, until: server.cancellation())
    } catch {
      throw TableFailure(error.text)
    }
  }

  func counts(of columns: [Int]) throws(TableFailure) -> (rows: Int, known: [Int]) {
    let calls = columns.enumerated().map { number, place in
      ", k\(number) = count(\(quoted(declared.fields[place].name)))"
    }
    do throws(RunFailure) {
      // A view may have no end, and a list of tables does not ask for its rows.
      let table = try answer(
        "summarize rows = count" + calls.joined(),
        until: Cancellation(deadline: 15, or: server.cancellation())
      )
      let numbers = table.columns.map { column -> Int in
        if table.rowCount == 1, case .integer(let number) = column[0] { return Int(number) }
        return 0
      }
      return (numbers.first ?? 0, Array(numbers.dropFirst()))
    } catch {
      throw TableFailure(error.text)
    }
  }

  /// The values of a column of a table with a key, if the table is small; asked once.
  func values(of place: Int, mayWait: Bool) -> Column? {
    if let asked = known[place] { return asked }
    guard mayWait, declared.key.count == 1 else { return nil }
    if case .category = declared.fields[place].type { return nil }
    let most = 10_000
    let query = "keep \(quoted(declared.fields[place].name)) | first \(most + 1)"
    do throws(RunFailure) {
      let limit = Cancellation(deadline: 5, or: server.cancellation())
      let table = try answer(query, until: limit)
      known[place] = .some(table.rowCount > most ? nil : table.columns.first)
    } catch {
      // What takes so long is not asked again.
      if error.kind == .cancelled { known[place] = .some(nil) }
    }
    return known[place] ?? nil
  }

  /// The most frequent values of a column, if the engine tells them within half a second.
  func commonValues(of place: Int, beginning start: String) -> [(value: Value, rows: Int)]? {
    if let asked = common[place] { return asked }
    guard server.engine.answersAtOnce else { return nil }
    let name = quoted(declared.fields[place].name)
    let query =
      "where \(name) is not missing | summarize rows = count by value = \(name) | top 200 by rows"
    guard let table = try? answer(query, until: Cancellation(deadline: 0.5)),
      table.columns.count == 2
    else { return nil }
    let values = (0..<table.rowCount).map { row -> (value: Value, rows: Int) in
      guard case .integer(let rows) = table.columns[1][row] else { return (.missing, 0) }
      return (table.columns[0][row], Int(rows))
    }
    common[place] = values
    return values
  }

  /// The rows that this table gives after the stages of `text`.
  private func answer(
    _ text: String,
    until cancellation: Cancellation
  ) throws(RunFailure) -> Table {
    let source = "\(quoted(name)) | \(text)"
    let program = parse(source, verbs: Verb.shapes)
    guard program.diagnostics.isEmpty,
      case .pipeline(let pipeline)? = program.statements.first?.kind,
      let query = bind(pipeline, in: Environment(catalog: catalog), source: source).query
    else {
      throw RunFailure("\(name) has a column whose name cannot be asked for.", .table)
    }
    return try server.rows(of: query, until: cancellation)
  }

  private func quoted(_ name: String) -> String { Spelling.quoted(name) }
}
