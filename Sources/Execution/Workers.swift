import Dispatch
import Plans
import Synchronization

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
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      withoutActuallyEscaping(body) { perform(outcomes, $0) }
    }
    return try outcomes.map { outcome in
      guard let outcome else { throw RunFailure("The query was stopped.", .cancelled) }
      return try outcome.get()
    }
  }

  private func perform<Result>(
    _ outcomes: UnsafeMutableBufferPointer<Swift.Result<Result, any Error>?>,
    _ body: @escaping (Int) throws -> Result
  ) {
    // Each task is claimed by one worker, which alone writes its outcome.
    nonisolated(unsafe) let outcomes = outcomes
    nonisolated(unsafe) let body = body
    let next = Atomic<Int>(0)
    let failed = Atomic<Bool>(false)
    DispatchQueue.concurrentPerform(iterations: min(count, outcomes.count)) { _ in
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

  /// Stretches of `chunkSize` rows that cover `rows`; one empty stretch for no rows.
  func chunks(of rows: Range<Int>) -> [Range<Int>] {
    if rows.count <= chunkSize { return [rows] }
    return stride(from: rows.lowerBound, to: rows.upperBound, by: chunkSize).map {
      $0..<min($0 + chunkSize, rows.upperBound)
    }
  }

  /// As many stretches of whole chunks as there are workers, or some times as many, at most, that cover
  /// `rowCount` rows.
  func runs(of rowCount: Int, times: Int = 1) -> [Range<Int>] {
    let chunkCount = max(1, (rowCount + chunkSize - 1) / chunkSize)
    let runCount = min(count == 1 ? 1 : count * times, chunkCount)
    return (0..<runCount).map { run in
      let start = chunkCount * run / runCount * chunkSize
      let end = chunkCount * (run + 1) / runCount * chunkSize
      return min(start, rowCount)..<min(end, rowCount)
    }
  }
}
