import Synchronization

/// The workers of one query: tasks, and rows in morsels, shared out to the threads of `ThreadPool`.
package struct WorkerPool: Sendable {
  /// How many work at once; with one, everything runs on the caller's thread.
  package let count: Int
  /// The rows of a morsel.
  package let chunkSize: Int
  /// Throws when the work is to stop; called before each task and each morsel.
  package let check: @Sendable () throws -> Void
  /// Runs a worker's share on its thread, after it has set what belongs to the query there.
  private let onThread: @Sendable (_ share: () -> Void) -> Void

  /// A pool of up to `count` workers.
  package init(
    count: Int,
    chunkSize: Int,
    check: @escaping @Sendable () throws -> Void,
    onThread: @escaping @Sendable (_ share: () -> Void) -> Void
  ) {
    (self.count, self.chunkSize, self.check, self.onThread) = (count, chunkSize, check, onThread)
  }

  /// A parallel map: the results of `body` for tasks from zero on, in the order of tasks.
  ///
  /// If tasks fail, the failure of the first one in order is thrown. Tasks over no more than a
  /// chunk of rows in all are not worth a second thread.
  package func map<Value>(
    _ taskCount: Int,
    over rowCount: Int = .max,
    _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    if count == 1 || taskCount <= 1 || rowCount <= chunkSize {
      return try (0..<taskCount).map { task in
        try check()
        return try body(task)
      }
    }
    return try outcomes(taskCount) { outcomes in
      // Each task is claimed by one worker, which alone writes its outcome.
      let next = Atomic<Int>(0)
      let hasFailed = Atomic<Bool>(false)
      share(taskCount) {
        while !hasFailed.load(ordering: .relaxed) {
          let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if task >= taskCount { return }
          do {
            try check()
            outcomes[task] = .success(try body(task))
          } catch {
            // Every earlier task has been claimed by now and will be finished, so the first failure
            // in order is among the outcomes.
            outcomes[task] = .failure(error)
            hasFailed.store(true, ordering: .relaxed)
          }
        }
      }
    }
  }

  /// A parallel fold: a state for each run of morsels that one worker took, in the order of rows.
  ///
  /// The morsels are in a queue with work stealing, so no worker waits, and there are few states to
  /// combine.
  package func fold<State>(
    _ rowCount: Int,
    from start: @Sendable () -> State,
    _ take: @Sendable (inout State, Range<Int>) throws -> Void
  ) throws -> [State] {
    let morsels = chunks(of: 0..<rowCount)
    let queue = MorselQueue(of: morsels.count)
    return try outcomes(morsels.count) { outcomes in
      share(morsels.count) {
        // The outcome of a run is at the place of its first morsel.
        while let run = queue.begin() {
          var state = start()
          do {
            while let morsel = queue.next(of: run.number) {
              try check()
              try take(&state, morsels[morsel])
            }
            outcomes[run.start] = .success(state)
          } catch {
            outcomes[run.start] = .failure(error)
            queue.stop()
          }
        }
      }
    }
  }

  /// The outcomes that `work` writes, in the order of places, without those that lack; throws the
  /// first failure.
  private func outcomes<Value>(
    _ count: Int,
    _ work: (DisjointSlots<Result<Value, any Error>?>) -> Void
  ) throws -> [Value] {
    var outcomes = [Result<Value, any Error>?](repeating: nil, count: count)
    outcomes.withUnsafeMutableBufferPointer { work(DisjointSlots($0)) }
    return try outcomes.compactMap { try $0?.get() }
  }

  /// Runs `body` on as many threads as there are workers, for `taskCount` tasks at most so many.
  private func share(_ taskCount: Int, _ body: @Sendable () -> Void) {
    ThreadPool.perform(min(count, taskCount)) { _ in onThread(body) }
  }

  /// Stretches of `chunkSize` rows that cover `rows`; one empty stretch for no rows.
  package func chunks(of rows: Range<Int>) -> [Range<Int>] {
    if rows.count <= chunkSize { return [rows] }
    return stride(from: rows.lowerBound, to: rows.upperBound, by: chunkSize).map {
      $0..<min($0 + chunkSize, rows.upperBound)
    }
  }

  /// As many stretches of whole chunks as there are workers, at most, that cover `rowCount` rows.
  package func runs(of rowCount: Int) -> [Range<Int>] {
    let chunkCount = max(1, (rowCount + chunkSize - 1) / chunkSize)
    let runCount = min(count, chunkCount)
    return (0..<runCount).map { run in
      let start = chunkCount * run / runCount * chunkSize
      let end = chunkCount * (run + 1) / runCount * chunkSize
      return min(start, rowCount)..<min(end, rowCount)
    }
  }
}
