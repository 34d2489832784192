@preconcurrency import Glibc

/// A bound, in seconds, on the time between rows.
public final class Patience {
  /// How long the wait for a row may take.
  public let seconds: Double
  private var start: Double

  /// A bound of so many seconds from now on; infinity is none.
  public init(_ seconds: Double) {
    self.seconds = seconds
    start = Patience.now()
  }

  /// Whether the wait has taken longer.
  public var isOver: Bool { seconds.isFinite && Patience.now() - start > seconds }

  /// Begins a new wait.
  public func restart() { if seconds.isFinite { start = Patience.now() } }

  /// Seconds since some moment, which no change of the clock moves.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
