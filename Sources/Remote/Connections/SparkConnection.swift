import Functions
@preconcurrency import Glibc
import IO
import SQL

/// A long-lived `spark-sql` on pipes.
///
/// It echoes what it reads and edits it as a terminal would, so that statements go through a file
/// which a command has it read. Marks that are drawn by lot, so that no value or name can be the same,
/// tell what belongs to the answer from everything else that it prints; the mark after the rows
/// stands in the same file, which is left at the first statement that fails. A row is one JSON list,
/// in which a control character is always escaped: no value is more than a part of a line.
final class SparkConnection: Connection {
  private let program: Subprocess
  private var mark = ""
  private var isBusy = false
  var isOpen: Bool { program.isRunning }

  /// The control character before each row.
  private static let rowMark: UInt8 = 1

  /// Starts `spark-sql` for a master, or for the one of Spark's own settings if that is empty.
  init(master: String) throws(EngineFailure) {
    guard let found = findProgram("spark-sql") else {
      throw EngineFailure(
        "There is no program spark-sql on the PATH. Install Spark (pip install pyspark) and Java, "
          + "then ask again.",
        .lost
      )
    }
    var arguments = ["-S"] + (master.isEmpty ? [] : ["--master", master])
    let settings = [
      "spark.sql.variable.substitute=false", "spark.sql.cli.print.header=false",
      "spark.ui.showConsoleProgress=false", "spark.sql.session.timeZone=UTC",
    ]
    for setting in settings { arguments += ["--conf", setting] }
    program = try Subprocess("Spark", path: found, arguments: arguments)
  }

  /// Runs a query; each of its rows comes as one JSON list of texts.
  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure) {
    let cells = rows.fields.map { "cast(\(Dialect.spark.quoted($0.name)) as string)" }
    let packed =
      "select concat(char(\(SparkConnection.rowMark)), to_json(array(\(cells.joined(separator: ", "))))) from (\n"
      + statement + "\n)"
    try ask(packed, until: cancellation) { line throws(EngineFailure) in
      guard line.first == SparkConnection.rowMark else { return }
      for text in jsonTexts(line.dropFirst()) {
        if let text { try rows.add(bytes: Array(text.utf8)[...]) } else { try rows.add(.missing) }
      }
      try rows.endRow()
    }
  }

  /// The lines that a statement prints, such as `show tables`, cut at their tabs.
  func lines(
    of statement: String,
    until cancellation: Cancellation
  ) throws(EngineFailure) -> [[String]] {
    var found: [[String]] = []
    try ask(statement, until: cancellation) { line in
      let cells = line.split(separator: 9, omittingEmptySubsequences: false)
      found.append(cells.map { String(decoding: $0, as: UTF8.self).trimmed })
    }
    return found
  }

  /// Runs a statement and hands over the lines that it prints.
  private func ask(
    _ statement: String,
    until cancellation: Cancellation,
    each: (ArraySlice<UInt8>) throws(EngineFailure) -> Void
  ) throws(EngineFailure) {
    if isBusy { try finishEarlier(until: cancellation) }
    _ = program.takeStandardError()
    mark = "\(UInt64.random(in: .min ... .max))"
    let file = try statementFile(
      "select 'begin \(mark)';\n\(statement);\nselect 'whole \(mark)';\n"
    )
    defer { withExtendedLifetime(file) {} }
    isBusy = true
    // What is typed is echoed, and is not the mark.
    let command = "source \(file.path);\nselect concat('end ', '\(mark)');\n"
    var (isBegun, isWhole) = (false, false)
    do throws(EngineFailure) {
      try program.send(Array(command.utf8), until: cancellation)
      while let line = try nextLine(until: cancellation) {
        if line.elementsEqual("begin \(mark)".utf8) {
          isBegun = true
        } else if line.elementsEqual("whole \(mark)".utf8) {
          isWhole = true
        } else if isBegun, !isWhole {
          try each(line)
        }
      }
    } catch {
      if error.kind != .lost { program.interrupt() }
      throw error
    }
    if !isWhole {
      throw EngineFailure("Spark says: \(sparkReason(in: program.takeStandardError()))", .refused)
    }
  }

  /// The next line that is printed; nil at the mark that ends this answer.
  private func nextLine(
    until cancellation: Cancellation
  ) throws(EngineFailure) -> ArraySlice<UInt8>? {
    let line = try program.line(until: cancellation)
    if line.elementsEqual("end \(mark)".utf8) {
      isBusy = false
      return nil
    }
    return line
  }

  /// Waits until a statement that was stopped has ended.
  private func finishEarlier(until cancellation: Cancellation) throws(EngineFailure) {
    do throws(EngineFailure) {
      let deadline = Cancellation(deadline: 20, or: cancellation)
      while try nextLine(until: deadline) != nil {}
    } catch {
      if error.kind != .stopped || cancellation.isCancelled { throw error }
      program.kill()
      throw EngineFailure(
        "Spark did not stop the query before this one; the next query starts it again.",
        .lost
      )
    }
  }
}

/// A file with a statement that only this user reads; gone with its last user.
private func statementFile(_ text: String) throws(EngineFailure) -> DraftFile {
  let folder = environmentVariable("TMPDIR") ?? "/tmp"
  if let draft = DraftFile(in: folder),
    Array(text.utf8).withUnsafeBytes({ draft.write($0, at: 0) })
  {
    return draft
  }
  throw EngineFailure("\(folder): cannot be written to: \(systemMessage()).", .lost)
}

/// The line of Spark's complaint that names the error, among those of its log.
private func sparkReason(in complaint: String) -> String {
  let lines = complaint.split(separator: "\n").map(String.init)
  let named = lines.first { $0.hasPrefix("[") && $0.contains("]") }
  let error = named ?? lines.first { $0.hasPrefix("Error") || $0.contains("Exception") }
  return firstSentences(error ?? lines.last ?? "it gave no reason.")
}

extension String {
  /// The text without blanks around it.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    let end = start.lastIndex { $0 != " " }
    return end.map { String(start[...$0]) } ?? ""
  }
}
