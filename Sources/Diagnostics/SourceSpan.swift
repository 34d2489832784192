/// A stretch of a source text, in UTF-8 bytes from its start.
public struct SourceSpan: Hashable, Sendable {
  /// The first byte.
  public var start: Int
  /// The byte after the last; equal to `start` for a place between two bytes.
  public var end: Int

  /// The bytes from `start` up to, not including, `end`.
  public init(_ start: Int, _ end: Int) { (self.start, self.end) = (start, end) }

  /// The smallest span that holds this one and `other`.
  public func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(min(start, other.start), max(end, other.end))
  }
}
