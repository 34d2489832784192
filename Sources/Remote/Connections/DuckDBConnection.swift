import Functions

/// DuckDB's command line on pipes, over a file that is only read.
///
/// An interrupt ends that program, so that a statement that is stopped ends it, too; it starts
/// again in a tenth of a second.
final class DuckDBConnection: Connection {
  private let program: Subprocess
  var isOpen: Bool { program.isRunning }

  /// Starts the program over the file at `path`, in its safe mode.
  init(_ path: String, until cancellation: Cancellation) throws(EngineFailure) {
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
      path: launchedProgram(found, package: "duckdb_cli") ?? found,
      arguments: [
        "-init", "/dev/null", "-batch", "-readonly", "-noheader", "-quote", "-separator", ",",
        // Other beginnings could be options, or name another kind of database.
        path.hasPrefix("/") ? path : "./" + path,
      ]
    )
    // In 1.5 this optimizer ends in an internal error where a condition can be seen to hold for no
    // row.
    try set("disabled_optimizers = 'top_n_window_elimination'", until: cancellation)
    try shutOff(found, until: cancellation)
  }

  /// Makes a setting, unless the program refuses it.
  private func set(_ setting: String, until cancellation: Cancellation) throws(EngineFailure) {
    do throws(EngineFailure) {
      try run("set " + setting, into: ResultBuilder([]), until: cancellation)
    } catch {
      if error.kind != .refused { throw error }
    }
  }

  /// Shuts the program off from files, commands and other settings for good; throws where it cannot
  /// be, since views of the file could read any other, and where it cuts texts short.
  ///
  /// A command within does what the option `-safe` does, but after the setting above.
  private func shutOff(
    _ path: String,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    try program.send(Array(".safe_mode\n".utf8), until: cancellation)
    // Newer programs have it locked already.
    try set("lock_configuration = true", until: cancellation)
    let question = """
      select chr(0) || 'whole' where current_setting('lock_configuration')
        and not current_setting('enable_external_access')
      """
    let answer = ResultBuilder(texts: 1)
    do throws(EngineFailure) {
      try run(question, into: answer, until: cancellation)
    } catch {
      if error.kind != .refused { throw error }
    }
    if answer.texts() == [["\0whole"]] { return }
    program.kill()
    throw EngineFailure(
      "\(path) is too old: it cuts texts at a NUL, or has no safe mode, in which views read no other "
        + "files. Install DuckDB 1.5 or later, then ask again.",
      .lost
    )
  }

  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    // The shell reads lines for commands, and drops what stands behind a NUL in one.
    if statement.utf8.contains(0) {
      throw EngineFailure("A statement for DuckDB holds a NUL, which its program drops.", .refused)
    }
    do throws(EngineFailure) {
      var reader = QuotedRowParser()
      let question = "\(statement)\n;\n.print \(reader.endMark)\n"
      try program.send(Array(question.utf8), until: cancellation)
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
