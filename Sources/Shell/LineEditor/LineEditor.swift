@preconcurrency import CReadline
@preconcurrency import Glibc

/// A line editor over GNU readline, with all its keys, colors while a statement is typed, and
/// hints.
///
/// Colors and hints are laid over what readline drew. There is one line editor in a process, and
/// it is used on the main thread, when standard input and output are terminals.
final class LineEditor {
  /// The editor that reads a statement now, for the functions that readline calls.
  nonisolated(unsafe) static var active: LineEditor?

  /// The session whose tables completions, colors and hints know.
  let session: Session
  let color: Bool
  private(set) var historyFile: HistoryFile?
  private var historyPath: String?
  private(set) var promptWidth = 0
  /// What is drawn over readline's text.
  var overlay = LineOverlay()
  var candidates: [Candidate] = []
  var wasInterrupted = false
  /// What stands at the prompt before anything is typed.
  var draft: String?
  /// What ↑ or ↓ brought last.
  var recalled: (text: [UInt8], cursor: Int32)?

  /// An editor that keeps its history in the file at this path, or in memory only.
  init(session: Session, historyFile path: String?, color: Bool) {
    (self.session, self.color) = (session, color)
    configureReadline()
    loadHistory(path)
  }

  /// Keeps the history in the file at this path, whose statements take the place of those before.
  func keepHistory(in path: String?) {
    if path == historyPath { return }
    clear_history()
    loadHistory(path)
  }

  private func loadHistory(_ path: String?) {
    historyPath = path
    let file = path.map(HistoryFile.init)
    do throws(FileProblem) {
      for entry in try file?.load() ?? [] {
        add_history(entry.text)
        if let time = entry.time { add_history_time(time) }
      }
      historyFile = file
    } catch {
      historyFile = nil
      session.console.note("\(error.text) What you ask is not kept after this session.")
    }
  }

  /// Asks for a statement; flush the outputs before.
  ///
  /// `suggestion` is what ↑ brings first, such as the repaired statement after an error; it is
  /// forgotten unless it is entered. `draft` stands there already, to be changed.
  func read(prompt: String, suggestion: String? = nil, draft: String? = nil) -> Line {
    LineEditor.active = self
    defer { LineEditor.active = nil }
    (wasInterrupted, overlay, recalled) = (false, LineOverlay(), nil)
    self.draft = draft
    promptWidth = prompt.unicodeScalars.reduce(0) { $0 + max(0, LineEditor.columnWidth($1)) }
    measureScreen()
    if let suggestion { add_history(suggestion) }
    defer { if suggestion != nil { free_history_entry(remove_history(history_length - 1)) } }
    guard let typed = readline(color ? LineText.styledPrompt(prompt) : prompt) else {
      send((color && canMove ? "\u{1B}[K" : "") + "\n")
      return .end
    }
    defer { free(typed) }
    return wasInterrupted ? .interrupted : .text(String(cString: typed))
  }

  /// The statements of the history, the oldest first.
  var history: [String] {
    guard let list = history_list() else { return [] }
    return (0..<Int(history_length)).compactMap { index in
      list[index]?.pointee.line.map { String(cString: $0) }
    }
  }
}

/// The outcome of reading a statement.
enum Line {
  /// A statement, of one or more lines.
  case text(String)
  /// Ctrl-C: what was typed is gone.
  case interrupted
  /// Ctrl-D on an empty line, or the terminal is gone.
  case end
}
