import Columns
import Glibc
import Parallel
import Synchronization

/// The cancellation of a running query, as a flag that its stages look at.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let probe: (@Sendable () -> Bool)?
  private let timeout: Timeout?
  private let start = Cancellation.now()

  /// A bound on the time that a query may take.
  public struct Timeout: Sendable {
    package let seconds: Double
    /// The bound as it was written.
    let text: String

    package init(seconds: Double, text: String) { (self.seconds, self.text) = (seconds, text) }

    /// The failure of a query that took longer.
    package var failure: RunFailure {
      RunFailure(
        "The query was stopped after \(text). Keep fewer rows before what takes so long, or set "
          + "another bound with --timeout.",
        .timeout
      )
    }
  }

  /// A cancellation that has not happened; it also happens when `probe` says so, and when `timeout`
  /// has passed from now on.
  public init(timeout: Timeout? = nil, probe: (@Sendable () -> Bool)? = nil) {
    (self.timeout, self.probe) = (timeout, probe)
  }

  package var isCancelled: Bool { failure != nil }

  /// Asks the query to stop; may be called from any thread.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Why the query should stop; nil while it may go on.
  package var failure: RunFailure? {
    if flag.load(ordering: .relaxed) || (probe?() ?? false) {
      return RunFailure("The query was stopped.", .cancelled)
    }
    guard let timeout, Cancellation.now() - start > timeout.seconds else { return nil }
    return timeout.failure
  }

  /// Throws when the query should stop, also because it holds more memory than it may.
  public func check() throws {
    try MemoryBudget.check()
    if let failure { throw failure }
  }

  /// Seconds since some moment, which no change of the clock moves.
  package static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Cancellation {
  private static let ofThread = ThreadLocal<Cancellation>()

  /// The cancellation of the query that this thread works for, if it does.
  public static var current: Cancellation? { ofThread.current }

  /// Runs `body` with `cancellation` as that of this thread.
  public static func with<Result>(
    _ cancellation: Cancellation?,
    _ body: () throws -> Result
  ) rethrows -> Result {
    try ofThread.with(cancellation, body)
  }

  /// Throws when the query of this thread should stop, or holds more memory than it may.
  public static func check() throws {
    if let current { try current.check() } else { try MemoryBudget.check() }
  }

  /// The same, of every 256th row: loops look at it row by row.
  @inline(__always)
  package static func check(at row: Int) throws { if row & 255 == 0 { try check() } }

  /// Hands `bytes` to `body` piece by piece, and looks at it before each.
  @inline(__always)
  package static func checkingPieces(
    of bytes: UnsafeBufferPointer<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    var start = 0
    while start < bytes.count {
      if start > 0 { try check() }
      let end = min(start + pieceSize, bytes.count)
      try body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
      start = end
    }
  }

  /// The bytes of a text that are worked off between two looks: a millisecond's.
  package static let pieceSize = 1 << 17
}
