import Parallel

@preconcurrency import Glibc

/// Memory that is given back with its last user.
///
/// Fresh memory costs a page fault for each four kibibytes, more than most kernels take to fill
/// them. So large blocks lie on huge pages, and those that are done with are kept for the next
/// ones, up to a sixteenth of the machine's memory: the system may take them back when it is short
/// of memory, and they make room for fresh ones, so that no more is held than was needed at once.
@usableFromInline
final class Block: Sendable {
  @usableFromInline
  nonisolated(unsafe) let start: UnsafeMutableRawPointer
  private let size: Int
  /// The budget that the block was charged to; nil for a small one, and outside of queries.
  private let budget: MemoryBudget?

  /// The least size, in bytes, of blocks that are kept.
  private static let large = 1 << 20
  private static let hugePage = 1 << 21
  /// From this size on, blocks that are only kept are marked free for the system.
  private static let freed = 16 << 20
  /// The most bytes that are kept.
  private static let mostKept = max(
    128 << 20,
    Int(sysconf(Int32(_SC_PHYS_PAGES))) / 16 * Int(sysconf(Int32(_SC_PAGESIZE)))
  )
  /// Addresses of blocks by their size, and the sum of all sizes.
  private static let kept = Lock<(blocks: [Int: [UInt]], total: Int)>(([:], 0))

  /// A block of at least `byteCount` bytes, whose content is arbitrary; it may overdraw the budget.
  @usableFromInline
  init(byteCount: Int) {
    size = Block.rounded(byteCount)
    guard let start = Block.taken(size) ?? Block.fresh(size) else { Block.endProcess(size) }
    self.start = start
    budget = Block.charged(size)
  }

  /// The same; throws if the budget or the system has not as much left.
  @usableFromInline
  init(asking byteCount: Int) throws(OutOfMemory) {
    size = Block.rounded(byteCount)
    if size >= MemoryBudget.smallestCharge { try MemoryBudget.reserve(size) }
    guard let start = Block.taken(size) ?? Block.fresh(size) else {
      let limit = MemoryBudget.current?.limit ?? 0
      throw OutOfMemory(asked: size, left: 0, limit: limit)
    }
    self.start = start
    budget = Block.charged(size)
  }

  deinit {
    budget?.credit(size)
    if !Block.keep(start, size) { free(start) }
  }

  private static func charged(_ size: Int) -> MemoryBudget? {
    if size < MemoryBudget.smallestCharge { return nil }
    let budget = MemoryBudget.current
    budget?.charge(size)
    return budget
  }

  /// Ends the process where its maker cannot throw and the system has no memory at all.
  static func endProcess(_ size: Int) -> Never {
    let line = Array("Out of memory: the system refused \(size) bytes.\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    _exit(4)
  }

  /// Few sizes, so that blocks fit their next users: sixteenths of the next power of two.
  private static func rounded(_ byteCount: Int) -> Int {
    if byteCount < large { return max(byteCount, 16) }
    let step = max(hugePage, 1 << (Int.bitWidth - byteCount.leadingZeroBitCount - 4))
    return (byteCount + step - 1) / step * step
  }

  private static func taken(_ size: Int) -> UnsafeMutableRawPointer? {
    if size < large { return nil }
    let address = kept.withLock { kept in
      let address = kept.blocks[size]?.popLast()
      if address != nil { kept.total -= size }
      return address
    }
    return address.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
  }

  /// Memory of the system; nil if it has none left, not even when all that is kept has been given
  /// back.
  private static func fresh(_ size: Int) -> UnsafeMutableRawPointer? {
    if size >= large { giveBack(size) }
    if let memory = allocated(size) { return memory }
    giveBack(.max)
    MemoryBudget.giveBackHeap()
    return allocated(size)
  }

  private static func allocated(_ size: Int) -> UnsafeMutableRawPointer? {
    if size < large { return malloc(size) }
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, hugePage, size) == 0, let memory else { return nil }
    madvise(memory, size, MADV_HUGEPAGE)
    return memory
  }

  /// How many bytes are kept.
  static var keptBytes: Int { kept.withLock { $0.total } }

  /// Gives back so many bytes of what is kept, or all of it.
  fileprivate static func giveBack(_ size: Int) {
    let addresses = kept.withLock { kept -> [UInt] in
      var (addresses, room): ([UInt], Int) = ([], 0)
      while room < size, let largest = kept.blocks.keys.max() {
        guard let address = kept.blocks[largest]?.popLast() else {
          kept.blocks[largest] = nil
          continue
        }
        addresses.append(address)
        room += largest
      }
      kept.total -= room
      return addresses
    }
    for address in addresses { free(UnsafeMutableRawPointer(bitPattern: address)) }
  }

  private static func keep(_ start: UnsafeMutableRawPointer, _ size: Int) -> Bool {
    if size < large { return false }
    let address = UInt(bitPattern: start)
    // What stands in it is lost if the system needs the memory, and only then.
    if size >= freed { madvise(start, size, MADV_FREE) }
    return kept.withLock { kept in
      if kept.total + size > mostKept { return false }
      kept.blocks[size, default: []].append(address)
      kept.total += size
      return true
    }
  }
}

/// Large memory that is done with and kept for the next queries.
public enum BlockCache {
  /// Gives all of it back to the system.
  public static func giveBack() { Block.giveBack(.max) }
}
