import Plans
import Synchronization
import Threads

/// The threads that share the work of a query: the only place where anything runs at once.
struct Workers {
  /// How many work at once; with one, everything runs on the caller's thread.
  let count: Int
  /// How many rows are handed to a worker at a time.
  let chunkSize: Int
  /// Tells that nobody waits any more; looked at before each task.
  let cancellation: Cancellation

  /// What `body` gives for each task from zero on, in the order of tasks.
  ///
  /// If tasks fail, the failure of the first one in order is thrown. Tasks over no more than a chunk of
  /// rows in all are not worth a second thread.
  func map<Result>(
    _ taskCount: Int,
    over rowCount: Int = .max,
    _ body: (Int) throws -> Result
  ) throws -> [Result] {
    if count == 1 || taskCount <= 1 || rowCount <= chunkSize {
      return try (0..<taskCount).map { task in
        try cancellation.check()
        return try body(task)
      }
    }
    var outcomes = [Swift.Result<Result, any Error>?](repeating: nil, count: taskCount)
    outcomes.withUnsafeMutableBufferPointer { perform($0, body) }
    return try outcomes.map { outcome in
      guard let outcome else { throw RunFailure("The query was stopped.", .cancelled) }
      return try outcome.get()
    }
  }

  private func perform<Result>(
    _ outcomes: UnsafeMutableBufferPointer<Swift.Result<Result, any Error>?>,
    _ body: (Int) throws -> Result
  ) {
    // Each task is claimed by one worker, which alone writes its outcome.
    let next = Atomic<Int>(0)
    let failed = Atomic<Bool>(false)
    Crew.perform(min(count, outcomes.count)) { _ in
      while !failed.load(ordering: .relaxed) {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if task >= outcomes.count { return }
        do {
          try cancellation.check()
          outcomes[task] = .success(try body(task))
        } catch {
          // Every earlier task has been claimed by now and will be finished, so the first failure in
          // order is among the outcomes.
          outcomes[task] = .failure(error)
          failed.store(true, ordering: .relaxed)
        }
      }
    }
  }

  /// What `take` makes of all rows, chunk after chunk: a state for each run of chunks that one worker
  /// took, in the order of rows.
  ///
  /// The first worker sets out with all rows, and whoever has none takes over the second half of what
  /// another has still before it: so nobody waits, and there are few states to put together.
  func fold<State>(
    _ rowCount: Int,
    from start: () -> State,
    _ take: (inout State, Range<Int>) throws -> Void
  ) throws -> [State] {
    let chunks = chunks(of: 0..<rowCount)
    let runs = Runs<State>(of: chunks.count)
    Crew.perform(min(count, chunks.count)) { _ in
      while let run = runs.begin() {
        var state = start()
        do {
          while let chunk = runs.next(of: run) {
            try cancellation.check()
            try take(&state, chunks[chunk])
          }
          runs.end(run, .success(state))
        } catch {
          runs.end(run, .failure(error))
        }
      }
    }
    return try runs.states()
  }

  /// Stretches of `chunkSize` rows that cover `rows`; one empty stretch for no rows.
  func chunks(of rows: Range<Int>) -> [Range<Int>] {
    if rows.count <= chunkSize { return [rows] }
    return stride(from: rows.lowerBound, to: rows.upperBound, by: chunkSize).map {
      $0..<min($0 + chunkSize, rows.upperBound)
    }
  }

  /// As many stretches of whole chunks as there are workers, at most, that cover `rowCount` rows.
  func runs(of rowCount: Int) -> [Range<Int>] {
    let chunkCount = max(1, (rowCount + chunkSize - 1) / chunkSize)
    let runCount = min(count, chunkCount)
    return (0..<runCount).map { run in
      let start = chunkCount * run / runCount * chunkSize
      let end = chunkCount * (run + 1) / runCount * chunkSize
      return min(start, rowCount)..<min(end, rowCount)
    }
  }
}

/// Runs of chunks that workers take from each other's ends.
private final class Runs<State> {
  private struct Run {
    var next: Int
    var end: Int
    let start: Int
    var outcome: Result<State, any Error>?
  }

  private let lock = Mutex<Void>(())
  /// Touched only within `lock`.
  private var runs: [Run] = []
  private var hasFailed = false
  private let chunkCount: Int

  /// No runs yet, of so many chunks.
  init(of chunkCount: Int) { self.chunkCount = chunkCount }

  /// A run for somebody who has none; nil if what is left is not worth a state of its own.
  func begin() -> Int? {
    lock.withLock { _ in
      if hasFailed { return nil }
      if runs.isEmpty {
        runs.append(Run(next: 0, end: chunkCount, start: 0))
        return 0
      }
      guard let longest = runs.indices.max(by: { left(of: $0) < left(of: $1) }),
        left(of: longest) > 1
      else { return nil }
      let middle = runs[longest].next + (left(of: longest) + 1) / 2
      runs.append(Run(next: middle, end: runs[longest].end, start: middle))
      runs[longest].end = middle
      return runs.count - 1
    }
  }

  private func left(of run: Int) -> Int { runs[run].end - runs[run].next }

  /// The next chunk of a run; nil if it has none any more.
  func next(of run: Int) -> Int? {
    lock.withLock { _ in
      if hasFailed || left(of: run) == 0 { return nil }
      runs[run].next += 1
      return runs[run].next - 1
    }
  }

  /// Hands over what became of a run.
  func end(_ run: Int, _ outcome: Result<State, any Error>) {
    lock.withLock { _ in
      if case .failure = outcome { hasFailed = true }
      runs[run].outcome = outcome
    }
  }

  /// The states of all runs, in the order of rows; throws if one has failed.
  func states() throws -> [State] {
    try runs.sorted { $0.start < $1.start }.map { run in
      guard let outcome = run.outcome else {
        throw RunFailure("The query was stopped.", .cancelled)
      }
      return try outcome.get()
    }
  }
}
