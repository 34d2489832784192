import Columns

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

extension RunFailure {
  /// The failure of what is called `words`, which asked for more memory than is left.
  package init(_ shortage: OutOfMemory, of words: String, stage: Int? = nil) {
    self.init(
      "Out of memory: \(words) asked for \(mebibytes(shortage.asked)) more, and "
        + "\(mebibytes(shortage.left)) of the \(mebibytes(shortage.limit)) that queries may hold are "
        + "left. Keep fewer rows or columns before it, or set another bound with --memory.",
      .memory,
      stage: stage
    )
  }

  /// More rows than can be numbered.
  package static func tooManyRows(_ stage: String) -> RunFailure {
    RunFailure(
      "The \(stage) would give more than \(Int32.max) rows: keep fewer rows on one side before it.",
      .join
    )
  }
}

private func mebibytes(_ byteCount: Int) -> String { "\((byteCount + (1 << 20) - 1) >> 20) MiB" }
