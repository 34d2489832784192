import Columns
import Functions
import Parallel
import Synchronization

/// The parallelism of queries: tasks, and rows that are folded, shared out to the thread pool.
struct Workers {
  /// How many work at once; with one, everything runs on the caller's thread.
  let count: Int
  /// How many rows are handed to a worker at a time.
  let chunkSize: Int
  /// Tells that nobody waits any more; looked at before each task.
  let cancellation: Cancellation

  /// What `body` gives for each task from zero on, in the order of tasks.
  ///
  /// If tasks fail, the failure of the first one in order is thrown. Tasks over no more than a
  /// chunk of rows in all are not worth a second thread.
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
    outcomes.withUnsafeMutableBufferPointer { perform(DisjointSlots($0), body) }
    return try outcomes.map { outcome in
      guard let outcome else { throw RunFailure("The query was stopped.", .cancelled) }
      return try outcome.get()
    }
  }

  private func perform<Result>(
    _ outcomes: DisjointSlots<Swift.Result<Result, any Error>?>,
    _ body: (Int) throws -> Result
  ) {
    // Each task is claimed by one worker, which alone writes its outcome.
    let next = Atomic<Int>(0)
    let failed = Atomic<Bool>(false)
    shared(min(count, outcomes.count)) {
      while !failed.load(ordering: .relaxed) {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if task >= outcomes.count { return }
        do {
          try cancellation.check()
          outcomes[task] = .success(try body(task))
        } catch {
          // Every earlier task has been claimed by now and will be finished, so the first failure
          // in order is among the outcomes.
          outcomes[task] = .failure(error)
          failed.store(true, ordering: .relaxed)
        }
      }
    }
  }

  /// What `take` makes of all rows, chunk after chunk: a state for each run of chunks that one
  /// worker took, in the order of rows.
  ///
  /// The chunks are morsels of a queue with work stealing: the first worker begins with all of
  /// them, and one that has none takes over the second half of what another has still before it. So
  /// no worker waits, and there are few states to combine.
  func fold<State>(
    _ rowCount: Int,
    from start: () -> State,
    _ take: (inout State, Range<Int>) throws -> Void
  ) throws -> [State] {
    let chunks = chunks(of: 0..<rowCount)
    let queue = MorselQueue<State>(of: chunks.count)
    shared(min(count, chunks.count)) {
      while let run = queue.begin() {
        var state = start()
        do {
          while let chunk = queue.next(of: run) {
            try cancellation.check()
            try take(&state, chunks[chunk])
          }
          queue.end(run, .success(state))
        } catch {
          queue.end(run, .failure(error))
        }
      }
    }
    return try queue.states()
  }

  /// Runs `body` on up to `count` threads at the same time, each charged to the memory of the
  /// caller's query.
  private func shared(_ count: Int, _ body: () -> Void) {
    let memory = MemoryBudget.current
    withoutActuallyEscaping(body) { body in
      let body = SharedBody(call: body)
      ThreadPool.perform(count) { _ in MemoryBudget.with(memory, body.call) }
    }
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

/// A body that several threads run at the same time.
///
/// Bodies read columns, which never change, and write each its own places or state: the compiler
/// cannot see that, and the tests under the thread sanitizer check it.
private struct SharedBody: @unchecked Sendable {
  let call: () -> Void
}

/// A queue of chunks in runs, which workers take from each other's ends (work stealing).
private final class MorselQueue<State>: Sendable {
  private struct Run {
    var next: Int
    var end: Int
    let start: Int
    var outcome: Outcome?

    var left: Int { end - next }
  }

  /// What became of a run; its worker does not touch it any more.
  private struct Outcome: @unchecked Sendable {
    let result: Result<State, any Error>
  }

  private let shared = Mutex<(runs: [Run], hasFailed: Bool)>(([], false))
  private let chunkCount: Int

  /// No runs yet, of so many chunks.
  init(of chunkCount: Int) { self.chunkCount = chunkCount }

  /// A run for a worker that has none; nil if what is left is not worth a state of its own.
  func begin() -> Int? {
    shared.withLock { shared in
      if shared.hasFailed { return nil }
      if shared.runs.isEmpty {
        shared.runs.append(Run(next: 0, end: chunkCount, start: 0))
        return 0
      }
      let runs = shared.runs
      guard let longest = runs.indices.max(by: { runs[$0].left < runs[$1].left }),
        runs[longest].left > 1
      else { return nil }
      let middle = runs[longest].next + (runs[longest].left + 1) / 2
      shared.runs.append(Run(next: middle, end: runs[longest].end, start: middle))
      shared.runs[longest].end = middle
      return runs.count
    }
  }

  /// The next chunk of a run; nil if it has none any more.
  func next(of run: Int) -> Int? {
    shared.withLock { shared in
      if shared.hasFailed || shared.runs[run].left == 0 { return nil }
      shared.runs[run].next += 1
      return shared.runs[run].next - 1
    }
  }

  /// Hands over what became of a run.
  func end(_ run: Int, _ result: Result<State, any Error>) {
    let outcome = Outcome(result: result)
    shared.withLock { shared in
      if case .failure = outcome.result { shared.hasFailed = true }
      shared.runs[run].outcome = outcome
    }
  }

  /// The states of all runs, in the order of rows; throws if one has failed.
  func states() throws -> [State] {
    let runs = shared.withLock { $0.runs.sorted { $0.start < $1.start }.map(\.outcome) }
    return try runs.map { outcome in
      guard let outcome else { throw RunFailure("The query was stopped.", .cancelled) }
      return try outcome.result.get()
    }
  }
}
