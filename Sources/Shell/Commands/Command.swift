import Diagnostics
import Formats
import Language
import Plans
import Tables

/// A command of the shell: what begins with a dot.
public struct Command: Entry {
  /// What is typed, with the dot.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// How it is written.
  public let usage: String
  /// Lines that show it.
  public let examples: [String]
  /// Other spellings.
  let aliases: [String]
  let run: @Sendable (Session, [String]) -> CommandOutcome

  init(
    _ name: String,
    _ usage: String,
    _ summary: String,
    examples: [String] = [],
    aliases: [String] = [],
    run: @escaping @Sendable (Session, [String]) -> CommandOutcome
  ) {
    (self.name, self.usage, self.summary) = (name, usage, summary)
    (self.examples, self.aliases, self.run) = (examples, aliases, run)
  }

  /// All commands, as help lists them.
  public static let all: Registry<Command> = Registry([
    help, tables, describe, last, results, explain, sql, quit,
  ])
}

/// What became of a command.
public enum CommandOutcome: Sendable {
  case done
  case failed(Exit)
  case quit
}

extension Session {
  /// The command that a line asks for; nil when the line is a query.
  public static func command(in line: String) -> (name: String, arguments: [String])? {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" })
      .map(String.init)
    guard let first = words.first else { return nil }
    if first.hasPrefix("."), !first.hasPrefix("..") { return (first, Array(words.dropFirst())) }
    if words.count == 1, ["help", "quit", "exit", "?"].contains(first) {
      return (first == "?" ? ".help" : "." + first, [])
    }
    if first == "help", words.count == 2 { return (".help", [words[1]]) }
    return nil
  }

  /// Runs a command.
  public func run(command name: String, _ arguments: [String]) -> CommandOutcome {
    if let command = Command.all.entries.first(where: {
      $0.name == name || $0.aliases.contains(name)
    }) {
      return command.run(self, arguments)
    }
    let near = nearest(name, in: Command.all.names)
    let offer =
      near.isEmpty
      ? "The commands are " + Command.all.names.joined(separator: " ") + "."
      : "Did you mean \(near.joined(separator: " or "))?"
    console.error("There is no command \(name). \(offer)\n")
    return .failed(.usage)
  }
}
