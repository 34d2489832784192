import Functions

/// A bound, in seconds, on the time between rows.
public final class Patience {
  /// How long the wait for a row may take.
  public let seconds: Double
  private var start: Double

  /// A bound of so many seconds from now on; infinity is none.
  public init(_ seconds: Double) {
    self.seconds = seconds
    start = Cancellation.now()
  }

  /// Whether the wait has taken longer.
  public var isOver: Bool { seconds.isFinite && Cancellation.now() - start > seconds }

  /// Begins a new wait.
  public func restart() { if seconds.isFinite { start = Cancellation.now() } }
}
