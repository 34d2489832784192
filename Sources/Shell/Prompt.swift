@preconcurrency import Glibc
import Habits
import Planner
import Syntax

/// The read-eval-print loop at a terminal.
public final class Prompt: LineEditorDelegate {
  private let session: Session
  private let terminal: Terminal

  /// A prompt for `session`.
  public init(session: Session, terminal: Terminal) {
    self.session = session
    self.terminal = terminal
  }

  /// Reads and answers lines until the end; gives the exit code of the shell, which is fine.
  public func run() -> Exit {
    Interrupts.install()
    let editor = LineEditor(
      historyFile: Prompt.historyFile,
      color: terminal.color,
      delegate: self
    )
    session.console.data(".help for help, .tables for the tables, Ctrl-D to leave\n")
    while true {
      session.console.flush()
      switch editor.read(prompt: "scomm> ", suggestion: session.suggestion) {
      case .end: return .fine
      case .interrupted: session.suggestion = nil
      case .text(let text):
        let isBlank = text.allSatisfy(\.isWhitespace)
        if isBlank { continue }
        editor.remember(text)
        if answer(text) == false { return .fine }
      }
    }
  }

  /// Answers a line; false when it ends the shell.
  private func answer(_ text: String) -> Bool {
    session.options.layout.width = terminal.width
    session.options.layout.maximumRows = max(10, terminal.height - 12)
    session.console.startAfresh()
    if let command = Session.command(in: text) {
      session.suggestion = nil
      if case .quit = session.run(command: command.name, command.arguments) { return false }
    } else {
      _ = session.run(bytes: Array(text.utf8), from: .prompt)
    }
    return true
  }

  /// `$XDG_STATE_HOME/scomm/history`, or its like in the home folder.
  private static var historyFile: String? {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let state = variable("XDG_STATE_HOME") { return state + "/scomm/history" }
    return variable("HOME").map { $0 + "/.local/state/scomm/history" }
  }

  /// Whether Enter ends the statement.
  public func isComplete(_ buffer: String) -> Bool {
    if Session.command(in: buffer) != nil { return true }
    return !parse(buffer, verbs: Verb.shapes, mode: .prompt, habits: ForeignLanguages())
      .isIncomplete
  }

  /// What may stand at the cursor.
  public func complete(_ buffer: String, cursor: Int) -> CompletionAnswer {
    Completer(session: session).complete(buffer, cursor: cursor)
  }

  /// The styles of what is typed.
  public func highlight(_ buffer: String) -> [StyledRange] {
    Highlighter(session: session).styles(of: buffer)
  }

  /// The usage of the verb that is being written.
  public func hint(_ buffer: String, cursor: Int) -> String? {
    Highlighter(session: session).hint(buffer, cursor: cursor)
  }
}
