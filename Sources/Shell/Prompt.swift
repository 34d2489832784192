import IO
import Syntax

/// The read-eval-print loop at a terminal.
public struct Prompt {
  private let session: Session
  private let terminal: Terminal

  /// A prompt for `session`.
  public init(session: Session, terminal: Terminal) {
    (self.session, self.terminal) = (session, terminal)
  }

  /// Reads and answers lines until the end, beginning with a course if one is named; gives the exit
  /// code of the shell, which is fine.
  ///
  /// The file `rc` of the user's configuration is run before, unless that is not wanted.
  public func run(readsStartFile: Bool = true, course: String? = nil) -> Exit {
    Interrupts.install()
    let editor = LineEditor(
      session: session,
      historyFile: Prompt.historyFile,
      color: terminal.color
    )
    session.console.page(session.welcome)
    session.pager = Pager.ofEnvironment
    fitScreen()
    if readsStartFile, !SafeMode.isOn, let file = Prompt.startFile, fileExists(file) {
      _ = session.run([.file(file)])
    }
    if let course {
      let exit = session.play(course: course)
      if exit != .fine { return exit }
    }
    while true {
      session.console.flush()
      editor.keepHistory(in: session.play == nil ? Prompt.historyFile : Prompt.lessonHistoryFile)
      let prompt = session.play == nil ? "scomm> " : "lesson> "
      let draft = session.draft
      session.draft = nil
      switch editor.read(prompt: prompt, suggestion: session.suggestion, draft: draft) {
      case .end: return .fine
      case .interrupted: session.suggestion = nil
      case .text(let text):
        if text.allSatisfy(\.isWhitespace) {
          fitScreen()
          if !session.showRestOfPage(of: terminal.height) { session.enterPressed() }
          continue
        }
        session.restOfPage = []
        editor.remember(text)
        if !answer(text) { return .fine }
      }
    }
  }

  /// Lays results out for the screen as it is now, of which a lesson needs some lines.
  private func fitScreen() {
    session.options.layout.width = terminal.width
    session.options.layout.height = terminal.height - (session.play == nil ? 0 : 5)
  }

  /// A command on the last line of lines that are not finished without it, which it leaves; else the
  /// text itself.
  private func leavingUnfinished(_ text: String) -> String {
    guard let end = text.lastIndex(of: "\n"), case let last = String(text[end...].dropFirst()),
      Session.command(in: last) != nil, parsed(text[..<end].utf8, mode: .prompt).isIncomplete
    else { return text }
    return last
  }

  /// Answers a line; false when it ends the shell.
  private func answer(_ typed: String) -> Bool {
    let text = leavingUnfinished(typed)
    fitScreen()
    session.console.startAfresh()
    if session.goesOn(with: text) { return true }
    let (before, wasPlayed) = (session.console.lineCount, session.play?.current?.id)
    defer {
      let lines = session.console.lineCount - before
      if wasPlayed != nil, wasPlayed == session.play?.current?.id {
        session.keepInView(lines: lines, of: terminal.height)
      }
    }
    let command = Session.command(in: text) ?? session.lessonCommand(in: text)
    if command?.name == ".lesson", session.play == nil, !session.isRecorded {
      session.options.layout.height = terminal.height - 5
    }
    if command != nil { session.suggestion = nil }
    var goesOn = true
    let isPage = isPage(command?.name, text)
    paging(unless: [".edit", ".pager"].contains(command?.name), isPage: isPage) {
      if let command {
        goesOn = session.run(command: command.name, command.arguments) != nil
      } else {
        _ = session.run(bytes: Array(text.utf8), from: .prompt)
      }
    }
    return goesOn
  }

  /// Whether what a command or statement writes is a page to be read from its beginning.
  private func isPage(_ command: String?, _ text: String) -> Bool {
    if let command { return Command.called(command)?.isPage ?? false }
    return text.split(whereSeparator: \.isWhitespace).first == "explain"
  }

  /// Shows what `body` writes, in the pager if there is one and the screen cannot hold it; else of a
  /// page first what the screen holds.
  private func paging(unless isDirect: Bool, isPage: Bool, _ body: () -> Void) {
    guard !isDirect, !session.isRecorded else { return body() }
    guard let pager = session.pager else {
      if !isPage { return body() }
      session.options.layout.height = nil
      session.show(page: session.console.held(body), of: terminal.height)
      return
    }
    session.options.layout.height = nil
    session.options.layout.maximumRows = 10_000
    defer { session.options.layout.maximumRows = nil }
    let text = session.console.held(body)
    let isLong = text.utf8.count { $0 == 10 } >= terminal.height
    if !isLong || !pager.show(text, rows: terminal.height) { session.console.release(text) }
  }

  /// `$XDG_CONFIG_HOME/scomm/rc`, or its like in the home folder: commands and queries that every
  /// shell begins with.
  private static var startFile: String? {
    ownFolder("XDG_CONFIG_HOME", inHome: ".config").map { $0 + "/rc" }
  }

  /// `$XDG_STATE_HOME/scomm/history`, or its like in the home folder; none in a shell that several
  /// may share, of whom each would see what the others asked.
  private static var historyFile: String? {
    if SafeMode.isOn { return nil }
    return ownFolder("XDG_STATE_HOME", inHome: ".local/state").map { $0 + "/history" }
  }

  /// The history of lessons, beside it.
  private static var lessonHistoryFile: String? { historyFile.map { $0 + "-lessons" } }
}

extension Session {
  /// The first screen: what the data are, a query to try, and how to get help.
  fileprivate var welcome: String {
    let catalog = environment.catalog
    let name = catalog.package.map { package in
      package.words + (package.version.map { " " + $0 } ?? "") + ": "
    }
    let count = catalog.tables.count
    let tables = "\(count) \(count == 1 ? "table" : "tables") · .tables"
    let first = Command.firstQuery
    let isHere = catalog.table(String(first.prefix { $0 != " " })) != nil
    return (name ?? "") + tables + "\n" + (isHere ? "Try \(first) · " : "") + ".help\n"
  }

  /// Whether Enter ends the statement: it is a command, or nothing of it is missing.
  static func isComplete(_ text: [UInt8]) -> Bool {
    command(in: String(decoding: text, as: UTF8.self)) != nil
      || !parsed(text, mode: .prompt).isIncomplete
  }
}
