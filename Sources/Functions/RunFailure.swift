/// Why a plan could not be run to its end, in words for people.
public struct RunFailure: Error, Sendable {
  /// What happened, with the row where there is one.
  public var text: String
  /// The written stage in which it happened; its place in `BoundQuery.stages`.
  public var stage: Int?
  package var kind: Kind

  /// The kinds of failure while running.
  public enum Kind: Sendable {
    case arithmetic, join, assertion, table
    /// The query was to stop: by Ctrl-C, or since its time was over.
    case cancelled, timeout
    /// More memory was asked for than is left.
    case memory
    /// Another engine cannot be asked this.
    case refused
  }

  /// Whether the query was to stop, so that running it anew would say no more.
  package var isStop: Bool { kind == .cancelled || kind == .timeout }

  package init(_ text: String, _ kind: Kind, stage: Int? = nil) {
    (self.text, self.kind, self.stage) = (text, kind, stage)
  }
}
