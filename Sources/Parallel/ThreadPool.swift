import CThreads
import Glibc
import Synchronization

/// The thread pool of the process: one caller at a time shares work out to its worker threads.
///
/// Workers start when they are first needed and stay. After each piece of work they spin for a
/// quarter of a millisecond before they sleep: waking a sleeping processor takes a tenth of one, as
/// long as many a query.
///
/// The gate is an atomic integer `(round, open, inside)`. Its states, and the step that each thread
/// may take:
///
///     caller  Open    (r, closed, 0)  → (r+1, open, 0)   `work` was set before
///     worker  Enter   (r, open, i)    → (r, open, i+1)   if it has not served r; it then runs `work`
///     caller  Close   (r, open, i)    → (r, closed, i)   no worker enters any more
///     worker  Leave   (r, o, i)       → (r, o, i-1)      the last one out of a closed gate, if the
///                                                        caller waits, signals it afterwards
///     caller  Return  (r, closed, 0)  → the same         `work` is cleared
///
/// Invariants: only the caller that took `isTaken` opens and closes; `work` is set while the gate
/// is open or a worker inside; the caller returns only at (r, closed, 0). The signal of Leave is a
/// second step, which may come as late as the next round: so the caller looks at the gate again
/// after each wait.
public enum ThreadPool {
  /// Runs `body(0)` here and, as far as workers are free, `body(1)` up to `body(count - 1)` on them
  /// at the same time; returns when all that began have ended.
  ///
  /// Perhaps no worker takes part, so the bodies that run must claim the work piece by piece. While
  /// the pool is taken, the work of other callers runs on their own threads alone.
  public static func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
    guard count > 1,
      isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return body(0) }
    defer { isTaken.store(false, ordering: .releasing) }
    withoutActuallyEscaping(body) { body in
      open(count, body)
      body(0)
      close()
    }
  }

  /// Wakes the workers that have been started: work is about to come.
  public static func wake() {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return }
    let workers = workers.withLock { $0 }
    wake(workers[...])
    isTaken.store(false, ordering: .releasing)
  }

  /// How many processors the caller's thread may run on; nil where the system does not say.
  static var allowedProcessors: Int? {
    let allowed = scomm_get_affinity()
    return allowed.size > 0 ? Int(scomm_count(allowed)) : nil
  }

  /// How many times a thread polls before it sleeps: for about a quarter of a millisecond.
  fileprivate static let spinLimit = 10_000
  /// The most workers: as many as `insideBits` and common numbers of processors allow.
  private static let mostWorkers = 1023
  /// Whether a caller shares out work; the caller that set it opens and closes the gate.
  private static let isTaken = Atomic(false)
  private static let workers = Lock<[PoolWorker]>([])
  /// The work of the workers inside the gate.
  fileprivate static let work = Lock<(@Sendable (Int) -> Void)?>(nil)
  /// How many workers the work has room for.
  fileprivate static let places = Atomic(0)
  /// The number of the round from bit 17 on, whether it is open in bit 16, and how many workers are
  /// inside.
  fileprivate static let gate = Atomic<UInt64>(0)
  fileprivate static let openBit: UInt64 = 1 << 16
  fileprivate static let insideBits: UInt64 = openBit - 1
  /// Whether the caller sleeps until the last worker has left.
  fileprivate static let isAwaited = Atomic(false)
  fileprivate static let allLeft = Semaphore()

  private static func open(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let workers = started(min(count - 1, mostWorkers))
    work.withLock { $0 = body }
    places.store(count - 1, ordering: .relaxed)
    let round = gate.load(ordering: .relaxed) >> 17 &+ 1
    gate.store(round << 17 | openBit, ordering: .sequentiallyConsistent)
    wake(workers.prefix(count - 1))
  }

  /// The workers, at least `count` of them unless the system gives no more threads.
  private static func started(_ count: Int) -> [PoolWorker] {
    workers.withLock { workers in
      while workers.count < count, let worker = PoolWorker(number: workers.count + 1) {
        workers.append(worker)
      }
      return workers
    }
  }

  private static func wake(_ workers: ArraySlice<PoolWorker>) {
    guard workers.contains(where: \.isAsleep) else { return }
    var allowed = scomm_get_affinity()
    let others = scomm_affinity_except_current(&allowed)
    // With no other processor to run on, workers would only be in the way.
    if allowed.size > 0 && others.size <= 0 { return }
    for worker in workers { worker.wake(among: others, then: allowed) }
  }

  /// Waits until no worker is inside any more.
  private static func close() {
    gate.bitwiseAnd(~openBit, ordering: .sequentiallyConsistent)
    var turns = 0
    while isWorkerInside {
      if turns < spinLimit {
        scomm_pause()
        turns += 1
        continue
      }
      isAwaited.store(true, ordering: .sequentiallyConsistent)
      // A worker that finds the caller waiting signals; if none is inside any more, perhaps none
      // has. It may also be one late from the round before, so that one look does not do.
      if isWorkerInside || !isAwaited.exchange(false, ordering: .sequentiallyConsistent) {
        allLeft.wait()
      }
    }
    work.withLock { $0 = nil }
  }

  private static var isWorkerInside: Bool {
    gate.load(ordering: .sequentiallyConsistent) & insideBits > 0
  }
}

/// One thread of the pool.
private final class PoolWorker: Sendable {
  private let number: Int
  private let sleeps = Atomic(false)
  private let bell = Semaphore()
  private let thread = Atomic<Int32>(0)
  /// The processors it may run on once it is awake; written before the semaphore is signaled.
  private let allowed = Lock(scomm_processors())

  /// A thread that has begun; nil if the system gives none.
  init?(number: Int) {
    self.number = number
    let isStarted = Background.start { [self] in
      thread.store(scomm_thread(), ordering: .releasing)
      serve()
    }
    if !isStarted { return nil }
  }

  var isAsleep: Bool { sleeps.load(ordering: .relaxed) }

  /// Wakes it, if it sleeps, on one of some processors.
  ///
  /// Linux likes to wake a thread on the processor of the thread that wakes it, which keeps it busy
  /// while the other processors stay idle: on virtual machines nearly always.
  func wake(among others: scomm_processors, then allowed: scomm_processors) {
    guard sleeps.exchange(false, ordering: .sequentiallyConsistent) else { return }
    self.allowed.withLock { $0 = allowed }
    var others = others
    scomm_set_affinity(thread.load(ordering: .acquiring), &others)
    bell.signal()
  }

  private func serve() -> Never {
    var served: UInt64 = 0
    var turns = 0
    while true {
      if let round = enter(after: served) {
        work()
        leave()
        (served, turns) = (round, 0)
      } else if turns < ThreadPool.spinLimit {
        scomm_pause()
        turns += 1
      } else {
        sleep(after: served)
        turns = 0
      }
    }
  }

  /// Runs the work; lets go of it before it returns, since the caller may be gone after `leave`.
  @inline(never)
  private func work() {
    let work = ThreadPool.work.withLock { $0 }
    work?(number)
  }

  /// Joins the work that is open, if it is newer than `served`; gives its number.
  private func enter(after served: UInt64) -> UInt64? {
    let value = ThreadPool.gate.load(ordering: .acquiring)
    let round = value >> 17
    guard value & ThreadPool.openBit != 0, round != served,
      number <= ThreadPool.places.load(ordering: .relaxed),
      ThreadPool.gate.compareExchange(expected: value, desired: value + 1, ordering: .acquiring)
        .exchanged
    else { return nil }
    return round
  }

  private func leave() {
    let value = ThreadPool.gate.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
    if value & (ThreadPool.openBit | ThreadPool.insideBits) == 0,
      ThreadPool.isAwaited.exchange(false, ordering: .sequentiallyConsistent)
    {
      ThreadPool.allLeft.signal()
    }
  }

  private func sleep(after served: UInt64) {
    sleeps.store(true, ordering: .sequentiallyConsistent)
    let value = ThreadPool.gate.load(ordering: .sequentiallyConsistent)
    let isCalled = value & ThreadPool.openBit != 0 && value >> 17 != served
    if isCalled && number <= ThreadPool.places.load(ordering: .relaxed)
      && sleeps.exchange(false, ordering: .sequentiallyConsistent)
    {
      return
    }
    bell.wait()
    var allowed = allowed.withLock { $0 }
    scomm_set_affinity(0, &allowed)
  }
}
