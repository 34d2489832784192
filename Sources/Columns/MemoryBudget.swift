import CMemory
import Glibc
import Parallel
import Synchronization

/// A bound, in bytes, on the memory that queries hold.
///
/// Buffers of 64 KiB and more are charged to the budget of the thread that makes them, and credited
/// when they are freed. A buffer whose maker may throw asks first, and is refused with
/// `OutOfMemory`. One whose maker may not throw overdraws, which `check`, called before each chunk,
/// finds and throws. What the runtime allocates besides has a reserve. Freed memory that is only
/// kept counts nowhere.
public final class MemoryBudget: Sendable {
  /// How many bytes queries may hold, the reserve included.
  public let limit: Int
  private let charged = Atomic(0)
  /// Whether what the process holds besides counts, too: collections of the runtime, loaded tables.
  private let measuresProcess: Bool

  /// From this size on, in bytes, buffers are charged.
  static let smallestCharge = 1 << 16
  /// Gives what the heap holds of freed memory back to the system.
  static func giveBackHeap() { scomm_give_back() }

  /// Whether the heap keeps the memory of a chunk's buffers for the next chunk's; asked once.
  private static let keepsFreed = scomm_keep_freed(2 << 20, 64 << 20) != 0
  /// The largest reserve for small allocations.
  private static let mostReserved = 32 << 20

  /// A budget of `limit` bytes; with `measuringProcess` the whole process must keep within it.
  public init(limit: Int, measuringProcess: Bool = false) {
    (self.limit, measuresProcess) = (limit, measuringProcess)
  }

  /// A budget of three quarters of what the process may use, which counts all that it holds; or one
  /// of `limit` bytes, where that is given.
  public static func ofProcess(limit: Int? = nil) -> MemoryBudget {
    _ = keepsFreed
    return MemoryBudget(limit: limit ?? ProcessLimits.memory / 4 * 3, measuringProcess: true)
  }

  /// How many bytes the buffers hold that were charged.
  public var held: Int { charged.load(ordering: .relaxed) }

  /// How many bytes are left; below zero where buffers overdrew.
  public var available: Int {
    let usable = limit - min(MemoryBudget.mostReserved, limit / 4)
    if !measuresProcess { return usable - held }
    let process = ProcessMemory.sampled
    return min(usable - max(held, process.held), process.room - MemoryBudget.mostReserved)
  }

  /// How many bytes are left; measured anew where they seem to be fewer than `byteCount`, as they
  /// do for some milliseconds after a query has freed its memory.
  private func available(atLeast byteCount: Int) -> Int {
    if available < byteCount { ProcessMemory.forget() }
    return available
  }

  /// Throws if `byteCount` more bytes are not left.
  public func reserve(_ byteCount: Int) throws(OutOfMemory) {
    let left = available(atLeast: byteCount)
    if byteCount > left { throw OutOfMemory(asked: byteCount, left: max(left, 0), limit: limit) }
  }

  /// Throws if more is held than may be.
  public func check() throws(OutOfMemory) {
    let left = available(atLeast: 0)
    if left < 0 { throw OutOfMemory(asked: -left, left: 0, limit: limit) }
  }

  func charge(_ byteCount: Int) { charged.wrappingAdd(byteCount, ordering: .relaxed) }

  func credit(_ byteCount: Int) { charged.wrappingSubtract(byteCount, ordering: .relaxed) }
}

extension MemoryBudget {
  private static let ofThread = ThreadLocal<MemoryBudget>()

  /// The budget of this thread, if it works for a query.
  public static var current: MemoryBudget? { ofThread.current }

  /// Runs `body` with `budget` as that of this thread.
  public static func with<Result>(
    _ budget: MemoryBudget?,
    _ body: () throws -> Result
  ) rethrows -> Result {
    try ofThread.with(budget, body)
  }

  /// Throws if `byteCount` more bytes are not left to the query of this thread.
  public static func reserve(_ byteCount: Int) throws(OutOfMemory) {
    try current?.reserve(byteCount)
  }

  /// Throws if the query of this thread holds more than it may.
  public static func check() throws(OutOfMemory) { try current?.check() }
}

/// Memory that a query asked for and did not get.
public struct OutOfMemory: Error {
  /// How many bytes were asked for.
  public var asked: Int
  /// How many were left.
  public var left: Int
  /// How many queries may hold.
  public var limit: Int
  /// The written stage that asked; its place in `BoundQuery.stages`.
  public var stage: Int?
}

/// The charge for a collection of the runtime that grows: credited when its owner ends.
struct MemoryCharge: ~Copyable {
  private let budget = MemoryBudget.current
  private var byteCount = 0

  deinit { budget?.credit(byteCount) }

  /// Charges as many bytes as the collection now takes.
  mutating func grow(to newCount: Int) {
    budget?.charge(newCount - byteCount)
    byteCount = newCount
  }
}

/// The memory of this process, as the system measures it.
private enum ProcessMemory {
  /// Bytes held that are not mapped files, and bytes of addresses that may still be taken.
  typealias Sample = (held: Int, room: Int)

  private static let last = Lock((tick: -1, sample: (held: 0, room: Int.max)))
  private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// A sample at most one tick of the coarse clock old: some milliseconds.
  static var sampled: Sample {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    let tick = time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    return last.withLock { last in
      if last.tick != tick { last = (tick, fresh()) }
      return last.sample
    }
  }

  /// Drops the last sample.
  static func forget() { last.withLock { $0.tick = -1 } }

  private static func fresh() -> Sample {
    var sample: Sample = (0, .max)
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    if file < 0 { return sample }
    defer { close(file) }
    let text = withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { bytes in
      let count = max(0, read(file, bytes.baseAddress, bytes.count))
      return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
    let pages = text.split(separator: " ").prefix(3).compactMap { Int($0) }
    guard pages.count == 3 else { return sample }
    // What was freed and is kept for the next use, here and in the C library, is held by no query.
    let kept = Block.keptBytes
    let free = Int(scomm_free_bytes())
    sample.held = max(0, (pages[1] - pages[2]) * pageSize - kept - free)
    var addresses = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &addresses) == 0,
      addresses.rlim_cur < UInt(Int.max)
    {
      sample.room = Int(addresses.rlim_cur) - pages[0] * pageSize + kept + free
    }
    return sample
  }
}
