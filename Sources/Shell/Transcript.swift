import Remote
import IO
import Habits
import Syntax
import Planner
import Catalog

/// A transcript: statements behind `> `, and below each its output.
public enum Transcript {
  /// Runs `source` and writes down what it says; comments before a statement stay with it.
  public static func record(
    _ source: String,
    catalog: Catalog,
    server: RemoteServer? = nil
  ) -> String {
    let program = parse(source, verbs: Verb.shapes, habits: ForeignLanguages())
    let bytes = Array(source.utf8)
    var stage = Stage(catalog: catalog, server: server)
    var start = 0
    for statement in program.statements {
      stage.copyComments(bytes[min(start, statement.span.start)..<statement.span.start])
      stage.play(String(decoding: bytes[statement.span.start..<statement.span.end], as: UTF8.self))
      start = statement.span.end
    }
    stage.copyComments(bytes[min(start, bytes.count)...])
    return stage.text
  }

  /// Runs the statements of a transcript again; gives the transcript as it is now.
  public static func replay(
    _ transcript: String,
    catalog: Catalog,
    server: RemoteServer? = nil
  ) -> String {
    var stage = Stage(catalog: catalog, server: server)
    var statement: [Substring] = []
    func isContinued(_ line: Substring) -> Bool { !statement.isEmpty && line.hasPrefix("... ") }
    var lines = transcript.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      if line.hasPrefix("> ") {
        statement = [line.dropFirst(2)]
        while let next = lines.first, isContinued(next) {
          statement.append(next.dropFirst(4))
          lines.removeFirst()
        }
        stage.play(statement.joined(separator: "\n"))
        statement = []
      } else if line.hasPrefix("#") {
        stage.copyComments(Array(line.utf8)[...])
      }
    }
    return stage.text
  }

  /// A session whose screen is the transcript.
  private struct Stage {
    private let screen = Console.Recording()
    private let session: Session
    private var isAfterComment = false

    init(catalog: Catalog, server: RemoteServer?) {
      var options = SessionOptions(layout: FormatOptions(width: 80, maximumRows: 40))
      options.format = "box"
      options.saysCaveatsOnce = true
      let console = Console(into: screen)
      session = Session(catalog: catalog, options: options, console: console, server: server)
    }

    var text: String { screen.text }

    mutating func copyComments(_ bytes: ArraySlice<UInt8>) {
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

    mutating func play(_ statement: String) {
      separate()
      let lines = statement.split(separator: "\n", omittingEmptySubsequences: false)
      screen.text += "> " + lines.joined(separator: "\n... ") + "\n"
      session.console.startAfresh()
      _ = session.run(bytes: Array(statement.utf8), from: .prompt)
    }
  }
}
