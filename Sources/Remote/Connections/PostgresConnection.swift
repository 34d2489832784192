import Functions

/// PostgreSQL through `scomm-postgres`, which speaks libpq and is spoken with over pipes.
final class PostgresConnection: Connection {
  private let program: Subprocess
  private let address: EngineAddress
  private var lines: LineReader
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
    lines = LineReader(program)
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

  /// Sends a line and takes in its answer.
  private func ask(
    _ text: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    try program.send(escaped(text) + [10], until: cancellation)
    while true {
      let line = try lines.next(until: cancellation)
      let words = line.dropFirst()
      switch line.first {
      case UInt8(ascii: "r"): try take(words, into: rows)
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
    var text = String(decoding: words.prefix { $0 != 9 }, as: UTF8.self)
    if text.hasPrefix("ERROR:") { text.removeFirst(6) }
    return address.masked(text.split(separator: " ").joined(separator: " ")).ended
  }

  /// Stops the statement that runs, and waits a moment until PostgreSQL has done so.
  private func stop() {
    program.interrupt()
    let deadline = Cancellation(deadline: 2)
    do throws(EngineFailure) {
      while true {
        let line = try lines.next(until: deadline)
        if line.first != UInt8(ascii: "r") { return }
      }
    } catch {
      program.kill()
    }
  }

  /// Hands the cells of a row over; one that does not fit its column ends the statement.
  private func take(_ row: ArraySlice<UInt8>, into rows: ResultBuilder) throws(EngineFailure) {
    do throws(EngineFailure) {
      if !row.isEmpty || rows.fields.count == 1 {
        try row.withUnsafeBufferPointer { (row) throws(EngineFailure) in
          try rows.add(cellsOf: row)
        }
      }
      try rows.endRow()
    } catch {
      stop()
      throw error
    }
  }
}

extension ResultBuilder {
  /// Takes the cells of a row, which have tabs between them.
  fileprivate func add(cellsOf row: UnsafeBufferPointer<UInt8>) throws(EngineFailure) {
    var start = 0
    while true {
      var end = start
      var isPlain = true
      while end < row.count, row[end] != 9 {
        if row[end] == UInt8(ascii: "\\") { isPlain = false }
        end += 1
      }
      let cell = UnsafeBufferPointer(rebasing: row[start..<end])
      if isPlain { try add(.text(cell)) } else { try add(unescaping: Array(cell)[...]) }
      if end >= row.count { return }
      start = end + 1
    }
  }

  /// Takes a cell in which `\n`, `\t`, `\r` and `\\` stand for what a line cannot hold, and `\N`
  /// for no value.
  fileprivate func add(unescaping cell: ArraySlice<UInt8>) throws(EngineFailure) {
    if cell.elementsEqual("\\N".utf8) { return try add(.missing) }
    try add(bytes: unescaped(cell))
  }
}

/// A text as one line.
private func escaped(_ text: String) -> [UInt8] {
  var line: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 10: line += Array("\\n".utf8)
    case 13: line += Array("\\r".utf8)
    case 9: line += Array("\\t".utf8)
    case UInt8(ascii: "\\"): line += [byte, byte]
    default: line.append(byte)
    }
  }
  return line
}

private func unescaped(_ cell: ArraySlice<UInt8>) -> [UInt8] {
  var text: [UInt8] = []
  var isEscaped = false
  for byte in cell {
    if isEscaped {
      switch byte {
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "r"): text.append(13)
      case UInt8(ascii: "t"): text.append(9)
      default: text.append(byte)
      }
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else {
      text.append(byte)
    }
  }
  return text
}
