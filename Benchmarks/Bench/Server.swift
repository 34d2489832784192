import Catalog
import Execution
import Functions
import Planner
import Syntax

/// Keeps tables in memory and runs queries over them as the shell does: parse, bind, optimize, run.
final class Server {
  private let catalog = Catalog()
  private let engine: Engine

  /// A server with `workers` threads.
  init(workers: Int) { engine = Engine(catalog: catalog, workers: workers) }

  /// Makes queries find these tables.
  func add(_ tables: [InMemoryTable]) {
    for table in tables { catalog.add(table) }
  }

  /// Writes every table to the folder as CSV.
  func write(to folder: String) throws {
    for case let table as InMemoryTable in catalog.tables {
      try write(table.table, to: "\(folder)/\(table.name).csv")
    }
  }

  /// Writes a table as CSV.
  func write(_ table: Table, to path: String) throws {
    guard var file = CSVFile(path: path) else { throw Problem("\(path) cannot be written.") }
    file.write(table)
  }

  /// The result of a query.
  func run(_ query: String, until cancellation: Cancellation = Cancellation()) throws -> Table {
    engine.prepareForQuery()
    let program = parse(query, verbs: Verb.shapes)
    if let diagnostic = program.diagnostics.first { throw Problem("\(diagnostic.message)") }
    guard case .pipeline(let pipeline)? = program.statements.first?.kind else {
      throw Problem("This is no query: \(query)")
    }
    let binding = bind(pipeline, in: Environment(catalog: catalog), source: query)
    guard let bound = binding.query else {
      throw Problem(binding.diagnostics.map { "\($0.message)" }.joined(separator: " "))
    }
    return try engine.run(bound, until: cancellation).0
  }

  /// The nanoseconds from the cancellation, some way through the query, to the
  /// query's end: the most of several moments.
  func delay(of query: String) throws -> UInt64 {
    let start = Machine.now()
    _ = try run(query)
    let whole = Machine.now() - start
    var most: UInt64 = 0
    for moment in 1...20 {
      let deadline = Machine.now() + whole * UInt64(moment) / 21
      do {
        _ = try run(query, until: Cancellation { Machine.now() >= deadline })
      } catch let failure as RunFailure where failure.kind == .cancelled {
        most = max(most, Machine.now() - deadline)
      }
    }
    return most
  }
}

/// What went wrong, in words.
struct Problem: Error, CustomStringConvertible {
  let description: String

  /// A problem of this description.
  init(_ description: String) { self.description = description }
}
