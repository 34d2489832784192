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
    into rows: RowCollector,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    var failure: EngineFailure?
    do throws(TableFailure) {
      let isWhole = try file.rows(of: statement, isStopped: { cancellation.isCancelled }) { row in
        do throws(EngineFailure) {
          for place in rows.fields.indices { try SQLiteConnection.hand(row[place], to: rows) }
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
      let reason =
        error.text.hasPrefix(place) ? String(error.text.dropFirst(place.count)) : error.text
      throw EngineFailure("SQLite says: \(reason).", .refused)
    }
    if let failure { throw failure }
  }

  private static func hand(_ cell: SQLiteCell, to rows: RowCollector) throws(EngineFailure) {
    switch cell {
    case .missing: try rows.add(.missing)
    case .integer(let number): try rows.add(.integer(number))
    case .real(let number): try rows.add(.real(number))
    case .text(let bytes): try rows.add(.text(bytes))
    case .bytes(let bytes): try rows.add(bytes: Array(blobLiteral(bytes).utf8))
    }
  }
}
