import Glibc
import Synchronization

/// Memory that is given back with its last user.
///
/// Fresh memory costs a page fault for each four kibibytes, more than most kernels take to fill them.
/// So large blocks lie on huge pages, and some that are done with are kept for the next ones.
@usableFromInline
final class Block: Sendable {
  @usableFromInline
  nonisolated(unsafe) let start: UnsafeMutableRawPointer
  private let size: Int

  /// From this size on, in bytes, blocks are kept.
  private static let large = 1 << 20
  private static let hugePage = 1 << 21
  /// As many bytes are kept at most.
  private static let mostKept = 128 << 20
  private static let kept = Mutex<Kept>(Kept())

  private struct Kept {
    /// Addresses of blocks by their size.
    var blocks: [Int: [UInt]] = [:]
    var total = 0
  }

  /// A block of at least `byteCount` bytes, whose content is arbitrary.
  @usableFromInline
  init(byteCount: Int) {
    size = Block.rounded(byteCount)
    start = Block.taken(size) ?? Block.fresh(size)
  }

  deinit {
    if !Block.keep(start, size) { free(start) }
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

  private static func fresh(_ size: Int) -> UnsafeMutableRawPointer {
    var memory: UnsafeMutableRawPointer?
    if size < large {
      memory = malloc(size)
    } else if posix_memalign(&memory, hugePage, size) == 0, let memory {
      madvise(memory, size, MADV_HUGEPAGE)
    }
    guard let memory else { preconditionFailure("the machine has no memory left") }
    return memory
  }

  private static func keep(_ start: UnsafeMutableRawPointer, _ size: Int) -> Bool {
    if size < large { return false }
    let address = UInt(bitPattern: start)
    return kept.withLock { kept in
      if kept.total + size > mostKept { return false }
      kept.blocks[size, default: []].append(address)
      kept.total += size
      return true
    }
  }
}
