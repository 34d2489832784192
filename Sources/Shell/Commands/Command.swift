import Diagnostics
import Habits
import IO
import Syntax

/// A dot command of the shell, such as `.tables`.
struct Command: Entry {
  /// What is typed, with the dot.
  let name: String
  /// How it is written.
  let usage: String
  /// What it does, in a line.
  let summary: String
  /// Lines that show it.
  var examples: [String] = []
  /// Other spellings.
  var aliases: [String] = []
  /// What Tab completes after the name; nil for a command without an argument.
  var argument: Argument?
  /// Whether a transcript holds it with what it says.
  var isTranscribed = true
  /// Whether what it says is a page to be read from its beginning.
  var isPage = false
  /// Runs it; gives the exit code, or nil to end the shell.
  let run: @Sendable (Session, [String]) -> Exit?

  /// What stands after the name of a command, for completion.
  enum Argument: Sendable {
    /// One of the names that a session knows.
    case word(@Sendable (Session) -> [String])
    /// A query.
    case query
    /// The path of a file.
    case file
    /// The path of a file, or a word in its place.
    case fileOr(String)
    /// A word, and behind it the path of a file.
    case fileBehind(String)

    /// The name of a table.
    static let table = Argument.word { $0.environment.catalog.tables.map(\.name) }
  }

  /// Whether what stands behind it is at most a word or two, so that a `|` belongs to no text or query.
  var takesNoStages: Bool {
    switch argument {
    case .word, nil: name != ".find" && name != ".help"
    case .query, .file, .fileOr, .fileBehind: false
    }
  }

  /// The command of this name or other spelling.
  static func called(_ name: String) -> Command? {
    all.entries.first { $0.name == name || $0.aliases.contains(name) }
  }

  /// All commands, as help lists them.
  static let all: Registry<Command> = Registry([
    help, tables, describe, about, find, last, back, results, rows, sources, cite, explain, sql,
    open, read, save, format, timer, pager, preview, history, edit, transcript, notebook, package,
    lesson, hint, check, answer, skip, again, quit,
  ])
}

/// The question whether one of `names` was meant that are like an unknown one; nil if none is.
func offered(for unknown: String, among names: [String]) -> String? {
  let near = nearest(unknown, in: names)
  return near.isEmpty ? nil : "Did you mean \(near.joined(separator: " or "))?"
}

extension Session {
  /// The command that a line asks for; nil when the line is a query.
  static func command(in line: String) -> (name: String, arguments: [String])? {
    if let words = sentence(in: line) { return (sentenceMark, [words]) }
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" })
      .map(String.init)
    guard let first = words.first else { return nil }
    if first.hasPrefix("."), !first.hasPrefix("..") { return (first, Array(words.dropFirst())) }
    if words.count == 1, ["help", "quit", "exit", "?"].contains(first) {
      return (first == "?" ? ".help" : "." + first, [])
    }
    if first == "help", words.count == 2, words[1] != "me" { return (".help", [words[1]]) }
    return nil
  }

  /// What a line begins with that is a sentence for a notebook: no statement does.
  static let sentenceMark = "\""

  /// A line that is a sentence for a notebook; nil of others, such as quotation marks without words.
  private static func sentence(in line: String) -> String? {
    guard line.hasPrefix(sentenceMark), !line.utf8.contains(10),
      line.contains(where: { $0.isLetter || $0.isNumber })
    else { return nil }
    return line
  }

  /// Runs a command; gives the exit code, or nil to end the shell.
  func run(command name: String, _ arguments: [String]) -> Exit? {
    if name == Session.sentenceMark { return keep(sentence: arguments.joined(separator: " ")) }
    guard let command = Command.called(name) else { return check(command: name) }
    if arguments.contains("|"), command.takesNoStages {
      let reason = "\(name) is a command: no | stands behind it. A query begins with a table: "
      return refuse(reason + "TABLE | count.", .usage)
    }
    if command.argument == nil, let first = arguments.first {
      return refuse("\(command.name) stands alone: leave out \(first).", .usage)
    }
    if !command.isTranscribed { return command.run(self, arguments) }
    let line = ([name] + arguments).joined(separator: " ")
    return recording(line, in: commandPlace?.file) {
      withRecordedLayout { command.run(self, arguments) }
    }
  }

  /// Reports a command that there is not.
  func check(command name: String) -> Exit {
    if name == Session.sentenceMark || Command.called(name) != nil { return .fine }
    let all = "The commands are " + Command.all.names.joined(separator: " ") + "."
    let answer = PlainEnglish.answer(to: String(name.dropFirst()))?.text
    let offer = offered(for: name, among: Command.all.names) ?? answer ?? all
    return refuse("There is no command \(name). \(offer)", .usage)
  }

  /// Reports why a command fails.
  func refuse(_ reason: String, _ exit: Exit) -> Exit {
    writing {
      // A file of data has its own place.
      let place = FilePlace.leading(reason) == nil ? commandPlace.flatMap(self.place) : nil
      let width = options.isInteractive ? options.layout.width : nil
      let text = (place?.words ?? "") + reason
      console.error(wrapped(text, to: width).joined(separator: "\n") + "\n")
      return .fine
    }
    return exit
  }

  /// The failure of a command that needs a result.
  func refuseWithoutResult() -> Exit {
    let reason = hasFailed ? ": no query has run without an error." : "."
    return refuse("There is no result yet" + reason, .query)
  }
}
