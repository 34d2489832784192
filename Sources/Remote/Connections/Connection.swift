import Diagnostics
import Functions

/// A connection to another engine: statements in, rows out, one statement at a time.
///
/// An engine is one file that implements this. A connection is opened by the first statement that
/// needs it, and again by the first one after it was lost.
protocol Connection: AnyObject {
  /// Runs a statement and hands the values of its rows to `rows` as they come.
  ///
  /// Throws an `EngineFailure`; after one of the kind `refused` the connection goes on, and so does
  /// it after `stopped` unless `isOpen` says otherwise.
  func run(
    _ statement: String,
    into rows: ResultBuilder,
    until cancellation: Cancellation
  ) throws(EngineFailure)

  /// Whether the next statement can be run.
  var isOpen: Bool { get }
}

/// A failure of another engine to answer.
struct EngineFailure: Error {
  /// The message, with the remedy where there is one.
  let text: String
  /// The state in which the connection is left.
  let kind: Kind

  /// The kinds of failure.
  enum Kind {
    /// The engine did not take the statement; it takes others.
    case refused
    /// The connection could not be made, or broke.
    case lost
    /// The query was cancelled.
    case stopped
  }

  /// A failure; what an engine says in it commands no terminal.
  init(_ text: String, _ kind: Kind) { (self.text, self.kind) = (visibleText(text), kind) }

  /// The failure of a statement that was stopped.
  static let stopped = EngineFailure("The query was stopped.", .stopped)
}
