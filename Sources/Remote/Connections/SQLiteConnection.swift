import Catalog
import Functions
import IO

/// SQLite in this process, over a file that is only read.
final class SQLiteConnection: Connection {
  private let file: SQLiteFile
  let isOpen = true

  /// Opens the file at `path`.
  init(_ path: String) throws(EngineFailure) {
    do throws(TableFailure) {
      file = try SQLiteFile(path)
      // SQLite looks into the file only now.
      try file.rows(of: "select count(*) from sqlite_master") { _ in true }
    } catch {
      throw EngineFailure(error.text + ".", .lost)
    }
  }

  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    var failure: EngineFailure?
    do throws(TableFailure) {
      let isWhole = try file.rows(of: statement, isStopped: { cancellation.isCancelled }) { row in
        do throws(EngineFailure) {
          for place in rows.fields.indices { try rows.add(row[place]) }
          try rows.endRow()
          return true
        } catch {
          failure = error
          return false
        }
      }
      if !isWhole, failure == nil { failure = .stopped }
    } catch {
      let place = "\(file.path): cannot be read as SQLite: "
      let reason = error.text.hasPrefix(place) ? error.text.dropFirst(place.count) : error.text[...]
      throw EngineFailure("SQLite says: \(reason).", .refused)
    }
    if let failure { throw failure }
  }
}
