import Functions

/// PostgreSQL through `scomm-postgres`, which speaks libpq and is spoken with over pipes.
final class PostgresConnection: Connection {
  private let program: Subprocess
  private let address: EngineAddress
  private var isConnected = false
  var isOpen: Bool { program.isRunning }

  /// Starts the program and connects it; the address goes over the pipe, where no other user reads
  /// it.
  init(_ address: EngineAddress, until cancellation: Cancellation) throws(EngineFailure) {
    guard let found = findProgram("scomm-postgres") else {
      throw EngineFailure(
        "There is no program scomm-postgres beside scomm or on the PATH. "
          + "Build it with make engines, then ask again.",
        .lost
      )
    }
    self.address = address
    program = try Subprocess("scomm-postgres", path: found, arguments: [])
    try ask(address.text, into: ResultBuilder(texts: 0), until: cancellation)
    isConnected = true
  }

  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    do throws(EngineFailure) {
      try ask(statement, into: rows, until: cancellation)
    } catch {
      if error.kind == .stopped { stop() }
      throw error
    }
  }

  /// Sends a text, which ends with a NUL, and takes in its answers.
  private func ask(
    _ text: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    if text.utf8.contains(0) {
      throw EngineFailure("What is sent to PostgreSQL holds a NUL, which ends its texts.", .refused)
    }
    try program.send(Array(text.utf8) + [0], until: cancellation)
    while true {
      let answer = try program.line(endedBy: 0, until: cancellation)
      let words = answer.dropFirst()
      switch answer.first {
      case let kind? where isOfRow(kind): try take(kind, words, into: rows)
      case UInt8(ascii: "k"): return
      case UInt8(ascii: "e"): throw EngineFailure("PostgreSQL says: \(said(words))", .refused)
      default:
        program.kill()
        throw EngineFailure(
          isConnected
            ? "PostgreSQL broke off: \(said(words)) The next query connects again."
            : "PostgreSQL cannot be reached: \(said(words))",
          .lost
        )
      }
    }
  }

  private func said(_ words: ArraySlice<UInt8>) -> String {
    var text = String(decoding: words.prefix { $0 != 9 && $0 != 10 }, as: UTF8.self)
    if text.hasPrefix("ERROR:") { text.removeFirst(6) }
    return address.masked(text.split(separator: " ").joined(separator: " ")).ended
  }

  /// Stops the statement that runs, and waits a moment until PostgreSQL has done so.
  private func stop() {
    program.interrupt()
    let deadline = Cancellation(deadline: 2)
    do throws(EngineFailure) {
      while let kind = try program.line(endedBy: 0, until: deadline).first, isOfRow(kind) {}
    } catch {
      program.kill()
    }
  }

  private func isOfRow(_ kind: UInt8) -> Bool {
    kind == UInt8(ascii: "v") || kind == UInt8(ascii: "n") || kind == UInt8(ascii: "r")
  }

  /// Hands over a cell or the end of a row; a cell that does not fit its column ends the statement.
  private func take(
    _ kind: UInt8,
    _ cell: ArraySlice<UInt8>,
    into rows: ResultBuilder
  ) throws(EngineFailure) {
    do throws(EngineFailure) {
      switch kind {
      case UInt8(ascii: "v"): try rows.add(bytes: cell)
      case UInt8(ascii: "n"): try rows.add(.missing)
      default: try rows.endRow()
      }
    } catch {
      stop()
      throw error
    }
  }
}
