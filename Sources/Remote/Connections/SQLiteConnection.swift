import Catalog
import Columns
import Functions
import IO

/// SQLite in this process, over a file that is only read.
final class SQLiteConnection: Connection {
  private let file: SQLiteFile
  let isOpen = true

  /// Opens the file at `path`.
  init(_ path: String, memory: MemoryBudget) throws(EngineFailure) {
    do throws(TableFailure) {
      file = try SQLiteFile(path, memory: memory)
      // SQLite looks into the file only now.
      try file.rows(of: "select count(*) from sqlite_master") { _ in true }
    } catch {
      throw EngineFailure(error.text + ".", .lost)
    }
  }

  /// How many seconds a row may take: a view without end gives none.
  private static let patience = 600.0

  private var endless: EngineFailure {
    EngineFailure(
      "SQLite gave no further row within \(Int(SQLiteConnection.patience)) seconds; a view may have "
        + "no end. Limit it where it is defined, or ask for less.",
      .refused
    )
  }

  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    var failure: EngineFailure?
    let patience = Patience(SQLiteConnection.patience)
    let isStopped = { cancellation.isCancelled || patience.isOver }
    do throws(TableFailure) {
      let isWhole = try file.rows(of: statement, isStopped: isStopped) { row in
        patience.restart()
        do throws(EngineFailure) {
          for place in rows.fields.indices { try rows.add(row[place]) }
          try rows.endRow()
          return true
        } catch {
          failure = error
          return false
        }
      }
      if !isWhole, failure == nil { failure = cancellation.isCancelled ? .stopped : endless }
    } catch {
      let place = "\(file.path): cannot be read as SQLite: "
      let reason = error.text.hasPrefix(place) ? error.text.dropFirst(place.count) : error.text[...]
      throw EngineFailure("SQLite says: \(reason).", .refused)
    }
    if let failure { throw failure }
  }
}
