/// A work-stealing queue of morsels, numbered from zero, in runs.
///
/// The first worker begins with a run of all morsels; one that has none takes over the second half
/// of what the longest run has left.
final class MorselQueue: Sendable {
  private struct Run {
    var next: Int
    var end: Int

    var left: Int { end - next }
  }

  private let shared = Lock<(runs: [Run], isStopped: Bool)>(([], false))
  private let count: Int

  /// A queue of `count` morsels, none taken yet.
  init(of count: Int) { self.count = count }

  /// A run for a worker that has none, and its first morsel; nil if what is left is not worth a
  /// state of its own.
  func begin() -> (number: Int, start: Int)? {
    shared.withLock { shared in
      if shared.isStopped { return nil }
      if shared.runs.isEmpty {
        shared.runs.append(Run(next: 0, end: count))
        return (0, 0)
      }
      let runs = shared.runs
      guard let longest = runs.indices.max(by: { runs[$0].left < runs[$1].left }),
        runs[longest].left > 1
      else { return nil }
      let middle = runs[longest].next + (runs[longest].left + 1) / 2
      shared.runs.append(Run(next: middle, end: runs[longest].end))
      shared.runs[longest].end = middle
      return (runs.count, middle)
    }
  }

  /// The next morsel of a run; nil at its end.
  func next(of run: Int) -> Int? {
    shared.withLock { shared in
      if shared.isStopped || shared.runs[run].left == 0 { return nil }
      shared.runs[run].next += 1
      return shared.runs[run].next - 1
    }
  }

  /// Ends all runs: one has failed.
  func stop() { shared.withLock { $0.isStopped = true } }
}
