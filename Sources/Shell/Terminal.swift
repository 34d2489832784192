@preconcurrency import Glibc

/// When to color, as `--color` says it.
public enum ColorChoice: String, CaseIterable, Sendable {
  case automatic = "auto"
  case always
  case never

  /// Whether to color: `NO_COLOR` goes before `--color`, which goes before `CLICOLOR_FORCE`, then
  /// what is there.
  fileprivate func colors(onTerminal isTerminal: Bool) -> Bool {
    if variable("NO_COLOR") != nil { return false }
    switch self {
    case .always: return true
    case .never: return false
    case .automatic:
      // A terminal without a name is taken for the plainest.
      let isPlain = (variable("TERM") ?? "dumb") == "dumb"
      return (variable("CLICOLOR_FORCE") ?? "0") != "0" || (isTerminal && !isPlain)
    }
  }
}

/// The properties of the terminal at the other end of the standard streams.
public struct Terminal: Sendable {
  /// Whether standard output is a terminal.
  public let outputIsTerminal: Bool
  /// Whether a conversation is possible: lines come from a terminal and answers go to one.
  public let isInteractive: Bool
  /// Whether standard output is to be colored.
  public let color: Bool
  /// Whether the locale's characters are UTF-8; otherwise only ASCII can be shown.
  public let usesUTF8: Bool

  /// The terminal of this process.
  public init(color choice: ColorChoice = .automatic) {
    outputIsTerminal = isatty(STDOUT_FILENO) == 1
    isInteractive = outputIsTerminal && isatty(STDIN_FILENO) == 1
    color = choice.colors(onTerminal: outputIsTerminal)
    usesUTF8 = Terminal.hasUTF8Name || Terminal.hasUTF8Locale
  }

  /// Whether the environment asks for answers that a screen reader can read.
  public static var wantsPlain: Bool { (variable("SCOMM_PLAIN") ?? "0") != "0" }

  /// The columns of a line: `COLUMNS`, else what the terminal says, else 80.
  public var width: Int { Terminal.positive("COLUMNS") ?? Terminal.size?.columns ?? 80 }

  /// The rows of the screen: `LINES`, else what the terminal says, else 24.
  public var height: Int { Terminal.positive("LINES") ?? Terminal.size?.rows ?? 24 }

  /// The size in columns and rows that the terminal says, if one of the streams is a terminal.
  private static var size: (columns: Int, rows: Int)? {
    for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
      var size = winsize()
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
        return (Int(size.ws_col), Int(size.ws_row))
      }
    }
    return nil
  }

  private static func positive(_ name: String) -> Int? {
    variable(name).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Sets the locale of this process, which readline needs.
  ///
  /// Only characters follow it: numbers, dates and order are the same everywhere.
  /// A UTF-8 locale that is not installed here still means that the terminal shows UTF-8.
  static func setLocale() {
    if setlocale(LC_CTYPE, "") == nil, hasUTF8Name { setlocale(LC_CTYPE, "C.UTF-8") }
  }

  /// Whether the environment's locale says in its name that it is of UTF-8.
  private static var hasUTF8Name: Bool {
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first?.lowercased() ?? ""
    return name.hasSuffix("utf-8") || name.hasSuffix("utf8")
  }

  /// Whether it is of UTF-8 by what is installed of it.
  private static var hasUTF8Locale: Bool {
    setLocale()
    return nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8"
  }
}

/// The environment variable `name`; nil if it is not set, or empty.
func variable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
