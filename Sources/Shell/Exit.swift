import Diagnostics

/// The exit codes of the program.
public enum Exit: Int32, Sendable {
  case fine = 0
  /// A query was wrong, or failed while it ran.
  case query = 1
  /// The command line or a parameter was wrong.
  case usage = 2
  /// An `assert` did not hold.
  case assertion = 3
  /// A file could not be read or written, another engine not be asked, or memory ran out.
  case file = 4
  /// Ctrl-C.
  case interrupted = 130
}

extension Failure.Kind {
  /// The exit code that says so.
  var exit: Exit {
    switch self {
    case .query: .query
    case .usage: .usage
    case .assertion: .assertion
    case .file: .file
    case .interruption: .interrupted
    }
  }
}
