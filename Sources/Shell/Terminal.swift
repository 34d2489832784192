@preconcurrency import Glibc

/// When to color, as `--color` says it.
public enum ColorChoice: String, CaseIterable, Sendable {
  case automatic = "auto"
  case always
  case never
}

/// The properties of the terminal at the other end of the standard streams.
public struct Terminal: Sendable {
  /// Whether standard input is a terminal.
  public let inputIsTerminal: Bool
  /// Whether standard output is a terminal.
  public let outputIsTerminal: Bool
  /// Whether standard error is a terminal.
  public let errorIsTerminal: Bool
  /// Whether standard output is to be colored.
  public let color: Bool
  /// Whether standard error is to be colored.
  public let errorColor: Bool
  /// Whether the terminal can only print, as `TERM=dumb` says.
  public let isDumb: Bool
  /// Whether the locale's characters are UTF-8; otherwise only ASCII can be shown.
  public let usesUTF8: Bool

  /// The terminal of this process; also sets the locale of its characters.
  public init(color choice: ColorChoice = .automatic) {
    inputIsTerminal = isatty(STDIN_FILENO) == 1
    outputIsTerminal = isatty(STDOUT_FILENO) == 1
    errorIsTerminal = isatty(STDERR_FILENO) == 1
    isDumb = Terminal.isDumb(variable)
    color = Terminal.colors(choice, onTerminal: outputIsTerminal, variable: variable)
    errorColor = Terminal.colors(choice, onTerminal: errorIsTerminal, variable: variable)
    usesUTF8 = Terminal.setsLocale()
  }

  /// Whether a conversation is possible: lines come from a terminal and answers go to one.
  public var isInteractive: Bool { inputIsTerminal && outputIsTerminal }

  /// The columns of a line: `COLUMNS`, else what the terminal says, else 80.
  public var width: Int {
    Terminal.positive(variable("COLUMNS")) ?? Terminal.size().map { $0.columns } ?? 80
  }

  /// The rows of the screen: `LINES`, else what the terminal says, else 24.
  public var height: Int {
    Terminal.positive(variable("LINES")) ?? Terminal.size().map { $0.rows } ?? 24
  }

  /// `NO_COLOR` goes before `--color`, which goes before `CLICOLOR_FORCE`, then what is there.
  static func colors(
    _ choice: ColorChoice,
    onTerminal isTerminal: Bool,
    variable: (String) -> String?
  ) -> Bool {
    if let forbids = variable("NO_COLOR"), !forbids.isEmpty { return false }
    switch choice {
    case .always: return true
    case .never: return false
    case .automatic:
      if let forces = variable("CLICOLOR_FORCE"), !forces.isEmpty, forces != "0" { return true }
      return isTerminal && !isDumb(variable)
    }
  }

  /// A terminal without a name is taken for the plainest.
  private static func isDumb(_ variable: (String) -> String?) -> Bool {
    let name = variable("TERM") ?? ""
    return name.isEmpty || name == "dumb"
  }

  /// The size in columns and rows that the terminal says, if one of the streams is a terminal.
  static func size() -> (columns: Int, rows: Int)? {
    for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
      var size = winsize()
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
        return (Int(size.ws_col), Int(size.ws_row))
      }
    }
    return nil
  }

  private static func positive(_ text: String?) -> Int? {
    guard let text, let number = Int(text), number > 0 else { return nil }
    return number
  }

  /// Only characters follow the locale: numbers, dates and order are the same everywhere.
  ///
  /// A UTF-8 locale that is not installed here still means that the terminal shows UTF-8.
  private static func setsLocale() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty }
      let name = (wanted ?? "").lowercased()
      if name.hasSuffix("utf-8") || name.hasSuffix("utf8") { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8"
  }
}

/// The environment variable `name`, if it is set.
private func variable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
