import Catalog
import IO
import TestSupport

@testable import Execution
@testable import Functions
@testable import Planner
@testable import Shell

/// The repository and its data, for tests that ask the real record.
enum Record {
  /// The folder that holds Package.swift.
  static let root = Repository.root

  static func catalog() throws -> Catalog { try openDataPackage(folder: root + "/datasets") }

  static func text(_ path: String) throws -> String { try Repository.text(path) }

  /// What a source says on both streams, run with these many workers and rows a chunk.
  static func answer(
    _ source: String,
    format: String = "csv",
    workers: Int = 1,
    chunkSize: Int = 65_536,
    catalog: Catalog? = nil
  ) throws -> (data: String, notes: String, exit: Exit, session: Session) {
    let screen = Screen()
    var options = SessionOptions(layout: FormatOptions())
    options.format = format
    options.exportsTotals = true
    let catalog = try catalog ?? Record.catalog()
    let session = Session(
      catalog: catalog,
      options: options,
      console: Console(output: { screen.data += $0 }, errors: { screen.notes += $0 }),
      backend: Engine(catalog: catalog, workers: workers, chunkSize: chunkSize)
    )
    let exit = session.run(bytes: Array(source.utf8), from: Origin(file: nil))
    return (screen.data, screen.notes, exit, session)
  }

  final class Screen {
    var data = ""
    var notes = ""
  }
}
