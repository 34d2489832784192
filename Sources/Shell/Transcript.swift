import Catalog
import IO
import Remote
import Syntax

/// A transcript that is being written: statements behind `> `, and below each its output.
struct Transcript {
  private let screen = Console.Recording()
  private let session: Session
  private var isAfterComment = false

  /// A transcript without lines, of a session over `catalog` on a screen of 80 columns.
  init(over catalog: Catalog, _ server: RemoteServer?) {
    var options = SessionOptions(layout: Transcript.layout)
    options.format = Transcript.format
    options.saysCaveatsOnce = true
    let console = Console(into: screen)
    session = Session(catalog: catalog, options: options, console: console, server: server)
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
      if piece.command != nil {
        play(String(decoding: piece.bytes, as: UTF8.self))
      } else {
        record(piece.bytes)
      }
    }
  }

  private mutating func record(_ bytes: [UInt8]) {
    let source = String(decoding: bytes, as: UTF8.self)
    var start = 0
    for statement in parsed(bytes).statements {
      copyComments(bytes[min(start, statement.span.start)..<statement.span.start])
      play(source.text(at: statement.span))
      start = statement.span.end
    }
    copyComments(bytes[min(start, bytes.count)...])
  }

  /// Runs the statements of a transcript again, between its comments.
  mutating func replay(_ transcript: String) {
    var lines = transcript.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      if line.hasPrefix("> ") {
        let rest = lines.prefix { $0.hasPrefix("... ") }
        lines.removeFirst(rest.count)
        let statement = [line.dropFirst(2)] + rest.map { $0.dropFirst(4) }
        play(statement.joined(separator: "\n"))
      } else if line.hasPrefix("#") {
        copyComments(Array(line.utf8)[...])
      }
    }
  }

  private mutating func copyComments(_ bytes: ArraySlice<UInt8>) {
    for line in bytes.split(separator: 10) where line.first == UInt8(ascii: "#") {
      separate()
      screen.text += String(decoding: line, as: UTF8.self) + "\n"
      isAfterComment = true
    }
  }

  /// Leaves a line empty, except below a comment.
  private mutating func separate() {
    if !isAfterComment, !screen.text.isEmpty { screen.text += "\n" }
    isAfterComment = false
  }

  private mutating func play(_ statement: String) {
    separate()
    session.console.startAfresh()
    let before = screen.text
    screen.text = ""
    if let command = Session.command(in: statement) {
      _ = session.run(command: command.name, command.arguments)
    } else {
      _ = session.run(bytes: Array(statement.utf8), from: .prompt)
    }
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
