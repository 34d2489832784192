@preconcurrency import Glibc
import IO

/// A program that shows a text of more lines than the screen has, such as less.
struct Pager {
  /// The command, as the shell of the system reads it.
  let command: String

  /// The program's name, for people.
  var name: String { command.split(separator: " ").first.map(String.init) ?? command }

  /// The pager that `PAGER` names; nil where it names none, or none may be started.
  static var ofEnvironment: Pager? {
    guard let name = variable("PAGER"), !name.isEmpty, !SafeMode.isOn else { return nil }
    return Pager(named: name)
  }

  /// The pager of a name; less keeps colors, chops lines, and leaves what it showed.
  init(named name: String) {
    command = name == "less" ? "less -FRSX" : name
  }

  /// Shows a text on a screen of so many rows, until its reader leaves; false if the pager could not
  /// be started.
  ///
  /// Each screenful of a table begins with its heading, since few pagers keep one in sight.
  func show(_ text: String, rows: Int) -> Bool {
    guard let stream = popen(command, "w") else { return false }
    // A reader who leaves early closes the pipe, and the rest is not written.
    let handler = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, handler) }
    let bytes = Array(Pager.repeatingHeadings(text, rows: rows).utf8)
    fwrite(bytes, 1, bytes.count, stream)
    let status = pclose(stream)
    return status & 0x7F == 0 && status >> 8 & 0xFF != 127
  }

  /// A text whose tables, as boxes, begin each screenful with their heading; the last row of a screen
  /// is the pager's own.
  static func repeatingHeadings(_ text: String, rows: Int) -> String {
    var (output, heading): ([Substring], [Substring]) = ([], [])
    var (rules, used) = (0, 0)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isRule = ["┌─", "├─", "└─", "+-"].contains { line.hasPrefix($0) }
      if isRule { rules = (rules + 1) % 3 }
      if isRule, rules == 1 { heading = [] }
      if rules == 1 || (isRule && rules == 2) { heading.append(line) }
      let isRow = rules == 2 && !isRule
      if used >= rows - 1 {
        used = 0
        if isRow, heading.count < rows - 2 {
          output += heading
          used = heading.count
        }
      }
      output.append(line)
      used += 1
    }
    return output.joined(separator: "\n")
  }
}
