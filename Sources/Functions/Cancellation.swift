import Synchronization
import Columns

/// The cancellation of a running query, as a flag that its stages look at.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let probe: (@Sendable () -> Bool)?

  /// A cancellation that has not happened; it also happens when `probe` says so.
  public init(probe: (@Sendable () -> Bool)? = nil) { self.probe = probe }

  package var isCancelled: Bool { flag.load(ordering: .relaxed) || (probe?() ?? false) }

  /// Asks the query to stop; may be called from any thread.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Throws when the query should stop, also because it holds more memory than it may.
  public func check() throws {
    try MemoryBudget.check()
    if isCancelled { throw RunFailure("The query was stopped.", .cancelled) }
  }
}
