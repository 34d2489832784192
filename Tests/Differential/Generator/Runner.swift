/// What another engine is asked: tables to load, then one query over them.
public struct Errand: Sendable {
  /// Statements that make and fill the tables.
  public var setup: [String]
  /// The query.
  public var query: String

  /// An errand of these statements.
  public init(setup: [String], query: String) { (self.setup, self.query) = (setup, query) }
}

/// Why another engine gave no rows, in its own words.
public struct RunnerFailure: Error, Sendable {
  /// The message.
  public var text: String

  /// A failure with this message.
  public init(_ text: String) { self.text = text }
}

/// Another engine: it runs errands, many at once, as that is what pipes are quick at.
public protocol Runner {
  /// The name of the dialect that it speaks.
  var dialect: String { get }
  /// How many errands a mismatch may cost, to find the smallest query that shows it.
  var patience: Int { get }
  /// How many errands are best run at once where one answer tells what to ask next.
  var batch: Int { get }
  /// The rows of each errand, or why there are none.
  func run(_ errands: [Errand]) -> [Result<[[Cell]], RunnerFailure>]
}
