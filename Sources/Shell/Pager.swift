@preconcurrency import Glibc
import IO

/// A program that shows a text of more lines than the screen has, such as less.
struct Pager {
  /// The command, as the shell of the system reads it.
  let command: String

  /// The pager that `PAGER` names; nil where it names none, or none may be started.
  static var ofEnvironment: Pager? {
    guard let name = variable("PAGER"), !name.isEmpty, !SafeMode.isOn else { return nil }
    return Pager(named: name)
  }

  /// The pager of a name; less keeps colors, chops lines, and leaves what it showed.
  init(named name: String) {
    command = name == "less" ? "less -FRSX" : name
  }

  /// Shows a text, until its reader leaves; false if the pager could not be started.
  func show(_ text: String) -> Bool {
    guard let stream = popen(command, "w") else { return false }
    // A reader who leaves early closes the pipe, and the rest is not written.
    let handler = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, handler) }
    let bytes = Array(text.utf8)
    fwrite(bytes, 1, bytes.count, stream)
    let status = pclose(stream)
    return status & 0x7F == 0 && status >> 8 & 0xFF != 127
  }
}
