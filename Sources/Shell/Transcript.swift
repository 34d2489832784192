import Catalog
import IO
import Remote
import Syntax

/// A transcript that is being written: statements behind `> `, and below each its output.
struct Transcript {
  private let screen = Console.Recording()
  private let session: Session
  private var isAfterComment = false
  /// Whether a comment since the last statement says that the next one fails.
  private var announcesError = false
  /// The statements that failed although no comment announces it, or the other way round.
  private(set) var surprises: [Surprise] = []

  /// A statement that ended otherwise than the comments above it say.
  struct Surprise {
    /// Its line in the file that was recorded or replayed.
    let line: Int
    /// How it ended.
    let exit: Exit
  }

  /// How a comment begins that says that the statement below fails.
  static let announcement = "# error:"

  /// A transcript without lines, of a session over `catalog` on a screen of 80 columns.
  ///
  /// What it runs has the bounds of `limits`, and writes files unless they say that it does not.
  init(
    over catalog: Catalog,
    _ server: RemoteServer?,
    limits: SessionOptions
  ) {
    let console = Console(into: screen)
    session = Session(catalog: catalog, options: limits.ofReplay, console: console, server: server)
  }

  /// How results are drawn: for a screen of 80 columns.
  static var layout: FormatOptions {
    var layout = FormatOptions(width: 80)
    layout.maximumRows = 40
    return layout
  }
  /// The format of results that do not name one.
  static let format = "box"

  /// The lines so far.
  var text: String { screen.text }

  /// Runs `source` and writes down what it says; comments before a statement stay with it.
  mutating func record(_ source: String) {
    for piece in ScriptPiece.all(in: Array(source.utf8)) {
      if piece.command == nil {
        record(piece.bytes, firstLine: piece.firstLine)
      } else if ![Command.transcript.name, Command.notebook.name].contains(piece.command?.name) {
        // Another record would be begun again whenever this one is played.
        play(String(decoding: piece.bytes, as: UTF8.self), line: piece.firstLine)
      }
    }
  }

  /// Runs a text without commands; what is no statement stands there with its error.
  private mutating func record(_ bytes: [UInt8], firstLine: Int) {
    let source = String(decoding: bytes, as: UTF8.self)
    var start = 0
    func line(_ place: Int) -> Int { firstLine + bytes[..<place].count { $0 == 10 } }
    let submissions = Submission.all(in: parsed(bytes), source, .prompt)
    for (place, submission) in submissions.enumerated() {
      if let span = submission.statement?.span {
        copyComments(bytes[min(start, span.start)..<span.start])
        play(source.text(at: span), line: line(span.start))
        start = span.end
      } else if let problem = submission.diagnostics.first {
        let next = submissions[place...].lazy.compactMap { $0.statement?.span.start }.first
        let rest = bytes[start..<max(start, min(next ?? bytes.count, bytes.count))]
        let lines = rest.split(separator: 10).filter { $0.first != UInt8(ascii: "#") }
        copyComments(rest)
        play(
          String(decoding: Array(lines.joined(separator: [10])), as: UTF8.self),
          line: line(min(max(problem.span.start, start), bytes.count))
        )
        start += rest.count
      }
    }
    copyComments(bytes[min(start, bytes.count)...])
  }

  /// Runs the statements of a transcript again, between its comments.
  mutating func replay(_ transcript: String) {
    let all = transcript.split(separator: "\n", omittingEmptySubsequences: false)
    var lines = all[...]
    while let line = lines.popFirst() {
      if line.hasPrefix("> ") {
        let number = lines.startIndex
        let rest = lines.prefix { $0.hasPrefix("... ") }
        lines.removeFirst(rest.count)
        let statement = [line.dropFirst(2)] + rest.map { $0.dropFirst(4) }
        play(statement.joined(separator: "\n"), line: number)
      } else if line.hasPrefix("#") {
        copyComments(Array(line.utf8)[...])
      }
    }
  }

  private mutating func copyComments(_ bytes: ArraySlice<UInt8>) {
    for line in bytes.split(separator: 10) where line.first == UInt8(ascii: "#") {
      separate()
      let comment = String(decoding: line, as: UTF8.self)
      screen.text += comment + "\n"
      isAfterComment = true
      if comment.hasPrefix(Transcript.announcement) { announcesError = true }
    }
  }

  /// Leaves a line empty, except below a comment.
  private mutating func separate() {
    if !isAfterComment, !screen.text.isEmpty { screen.text += "\n" }
    isAfterComment = false
  }

  /// Runs a statement or command, which stands in this line, and writes down what it says.
  private mutating func play(_ statement: String, line: Int) {
    if statement.isEmpty { return }
    separate()
    session.console.startAfresh()
    let before = screen.text
    screen.text = ""
    let exit = session.run(line: statement)
    if (exit == .fine) == announcesError { surprises.append(Surprise(line: line, exit: exit)) }
    announcesError = false
    screen.text = before + Transcript.entry(statement, screen.text)
  }

  /// A statement behind `> ` and `... `, and its output below.
  static func entry(_ statement: String, _ output: String) -> String {
    let lines = statement.split(separator: "\n", omittingEmptySubsequences: false)
    return "> " + lines.joined(separator: "\n... ") + "\n" + apart(output)
  }

  /// An output without lines that a replay would take for statements or comments: those stand
  /// behind a space.
  private static func apart(_ output: String) -> String {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in
      let isTaken = ["> ", "... ", "#"].contains { line.hasPrefix($0) }
      return isTaken ? " " + line : String(line)
    }.joined(separator: "\n")
  }
}
