import Functions

/// DuckDB's command line on pipes, over a file that is only read.
///
/// An interrupt ends that program, so that a statement that is stopped ends it, too; it starts
/// again in a tenth of a second.
final class DuckDBConnection: Connection {
  private let program: Subprocess
  var isOpen: Bool { program.isRunning }

  /// Starts the program over the file at `path`.
  init(_ path: String) throws(EngineFailure) {
    guard let found = findProgram("duckdb") else {
      throw EngineFailure(
        "There is no program duckdb beside scomm or on the PATH. "
          + "Install it (pip install duckdb-cli, or duckdb.org), then ask again.",
        .lost
      )
    }
    if let problem = unreadable(path) { throw EngineFailure(problem, .lost) }
    program = try Subprocess(
      "DuckDB",
      path: found,
      arguments: [
        "-no-init", "-batch", "-readonly", "-noheader", "-quote", "-separator", ",",
        path.hasPrefix("-") ? "./" + path : path,
      ]
    )
    do throws(EngineFailure) {
      // In 1.5 this optimizer ends in an internal error where a condition can be seen to hold for no
      // row.
      let statement = "set disabled_optimizers = 'top_n_window_elimination'"
      try run(statement, into: ResultBuilder([]), until: Cancellation())
    } catch {
      // A program that is older does not know it, and does not fail either.
      if error.kind != .refused { throw error }
    }
  }

  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    _ = program.takeStandardError()
    let mark = String(UnicodeScalar(QuotedRowParser.endMark))
    do throws(EngineFailure) {
      try program.send(Array("\(statement)\n;\n.print \(mark)\n".utf8), until: cancellation)
      var reader = QuotedRowParser()
      while !reader.isAtEnd {
        let bytes = try program.receive(until: cancellation)
        if bytes.isEmpty { throw program.ended() }
        try reader.take(bytes, into: rows)
      }
    } catch {
      program.kill()
      throw error
    }
    let complaint = program.takeStandardError()
    if !complaint.isEmpty {
      throw EngineFailure("DuckDB says: \(firstSentences(complaint))", .refused)
    }
  }
}
