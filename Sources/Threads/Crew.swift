import CThreads
import Glibc
import Synchronization

/// The threads that lend a hand wherever work is shared out.
///
/// They are hired when they are first needed and stay. After each piece of work they look out for the
/// next one for a quarter of a millisecond before they sleep: to wake a sleeping processor takes a tenth,
/// as long as many a query.
public enum Crew {
  /// Runs `body(0)` here and, as far as others are free, `body(1)` up to `body(count - 1)` elsewhere at
  /// the same time; returns when all that began have ended.
  ///
  /// Nobody else need come, and there are not more than the system has processors: so what must be done
  /// is claimed piece by piece, by whoever is there. Work that is shared out while other work is gets no
  /// help.
  public static func perform(_ count: Int, _ body: (Int) -> Void) {
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

  /// Wakes those who have been hired: work is about to come.
  public static func stir() {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return }
    wake(helpers.count)
    isTaken.store(false, ordering: .releasing)
  }

  /// Whether somebody shares out work; who has it set owns everything below that is not atomic.
  private static let isTaken = Atomic(false)
  private nonisolated(unsafe) static var helpers: [Helper] = []
  private static let mostHelpers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1)
  fileprivate nonisolated(unsafe) static var work: ((Int) -> Void)?
  /// How many helpers the work has room for.
  fileprivate static let places = Atomic(0)
  /// The number of the work from bit 17 on, whether it is open in bit 16, and how many helpers are inside.
  fileprivate static let gate = Atomic<UInt64>(0)
  fileprivate static let openBit: UInt64 = 1 << 16
  fileprivate static let insideBits: UInt64 = openBit - 1
  /// Whether the one who shared out the work sleeps until the last helper has left.
  fileprivate static let isAwaited = Atomic(false)
  fileprivate static let farewell = Semaphore()

  private static func open(_ count: Int, _ body: @escaping (Int) -> Void) {
    let wanted = min(count - 1, mostHelpers)
    while helpers.count < wanted, let helper = Helper(number: helpers.count + 1) {
      helpers.append(helper)
    }
    work = body
    places.store(count - 1, ordering: .relaxed)
    let round = gate.load(ordering: .relaxed) >> 17 &+ 1
    gate.store(round << 17 | openBit, ordering: .sequentiallyConsistent)
    wake(count - 1)
  }

  private static func wake(_ count: Int) {
    guard helpers.contains(where: \.isAsleep) else { return }
    var allowed = scomm_allowed()
    let others = scomm_elsewhere(&allowed)
    // With no other processor to run on, helpers would only be in the way.
    if allowed.size > 0 && others.size <= 0 { return }
    for helper in helpers.prefix(count) { helper.wake(among: others, then: allowed) }
  }

  /// Waits until no helper is inside any more.
  private static func close() {
    gate.bitwiseAnd(~openBit, ordering: .sequentiallyConsistent)
    var turns = 0
    while isSomebodyInside {
      if turns < Helper.patience {
        scomm_pause()
        turns += 1
        continue
      }
      isAwaited.store(true, ordering: .sequentiallyConsistent)
      // Whoever finds that somebody waits rings; if nobody is inside any more, perhaps nobody has. It may
      // also be somebody late from the work before, so that one look does not do.
      if isSomebodyInside || !isAwaited.exchange(false, ordering: .sequentiallyConsistent) {
        farewell.wait()
      }
    }
    work = nil
  }

  private static var isSomebodyInside: Bool {
    gate.load(ordering: .sequentiallyConsistent) & insideBits > 0
  }
}

/// One thread of the crew.
private final class Helper: Sendable {
  private let number: Int
  private let sleeps = Atomic(false)
  private let bell = Semaphore()
  private let thread = Atomic<Int32>(0)
  /// Where it may run once it is awake; written before the bell rings.
  private nonisolated(unsafe) var allowed = scomm_processors()

  /// How often somebody looks before they sleep: for about a quarter of a millisecond.
  static let patience = 10_000

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
  /// The system likes to wake a thread on the processor of whoever wakes it, who then has to wait while
  /// the other processors stay idle: on virtual machines nearly always.
  func wake(among others: scomm_processors, then allowed: scomm_processors) {
    guard sleeps.exchange(false, ordering: .sequentiallyConsistent) else { return }
    self.allowed = allowed
    var others = others
    scomm_allow(thread.load(ordering: .acquiring), &others)
    bell.ring()
  }

  private func serve() -> Never {
    var served: UInt64 = 0
    var turns = 0
    while true {
      if let round = enter(after: served) {
        Crew.work?(number)
        leave()
        (served, turns) = (round, 0)
      } else if turns < Helper.patience {
        scomm_pause()
        turns += 1
      } else {
        sleep(after: served)
        turns = 0
      }
    }
  }

  /// Joins the work that is open, if it is newer than `served`; gives its number.
  private func enter(after served: UInt64) -> UInt64? {
    let value = Crew.gate.load(ordering: .acquiring)
    let round = value >> 17
    guard value & Crew.openBit != 0, round != served,
      number <= Crew.places.load(ordering: .relaxed),
      Crew.gate.compareExchange(expected: value, desired: value + 1, ordering: .acquiring).exchanged
    else { return nil }
    return round
  }

  private func leave() {
    let value = Crew.gate.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
    if value & (Crew.openBit | Crew.insideBits) == 0,
      Crew.isAwaited.exchange(false, ordering: .sequentiallyConsistent)
    {
      Crew.farewell.ring()
    }
  }

  private func sleep(after served: UInt64) {
    sleeps.store(true, ordering: .sequentiallyConsistent)
    let value = Crew.gate.load(ordering: .sequentiallyConsistent)
    let isCalled = value & Crew.openBit != 0 && value >> 17 != served
    if isCalled && number <= Crew.places.load(ordering: .relaxed)
      && sleeps.exchange(false, ordering: .sequentiallyConsistent)
    {
      return
    }
    bell.wait()
    scomm_allow(0, &allowed)
  }
}
