@preconcurrency import Glibc

/// A growing array of fixed-size values in uninitialized memory, which becomes a `Buffer` without a
/// copy.
public struct UninitializedBuffer<Element: BitwiseCopyable & Sendable>: ~Copyable {
  private let block = FreedBlock()
  /// The number of values that there is room for.
  public private(set) var capacity: Int
  /// The first value.
  public private(set) var base: UnsafeMutablePointer<Element>

  /// Room for `capacity` values, at least one, whose content is arbitrary.
  public init(capacity: Int = 16) {
    self.capacity = max(capacity, 1)
    let start = malloc(self.capacity * MemoryLayout<Element>.stride)
    guard let start else { Block.endProcess(self.capacity * MemoryLayout<Element>.stride) }
    block.start = start
    base = start.bindMemory(to: Element.self, capacity: self.capacity)
  }

  /// Makes room for `count` values in all; the values that there are stay.
  @inlinable
  @inline(__always)
  public mutating func reserve(_ count: Int) {
    if count > capacity { grow(count) }
  }

  @usableFromInline
  @inline(never)
  mutating func grow(_ count: Int) {
    let wanted = max(count, capacity * 2)
    // The system moves large blocks without copying them.
    guard let moved = realloc(block.start, wanted * MemoryLayout<Element>.stride) else {
      Block.endProcess(wanted * MemoryLayout<Element>.stride)
    }
    take(moved, wanted)
  }

  /// Makes room for the expected number of values, so that they are not moved while they grow.
  ///
  /// Room that is never reached costs nothing. No huge pages are asked for: memory that is filled
  /// once is cheaper in small pages, as `Benchmarks/README.md` says.
  public mutating func expect(_ count: Int) {
    let size = count * MemoryLayout<Element>.stride
    guard count > capacity, let moved = realloc(block.start, size) else { return }
    take(moved, count)
  }

  /// Makes the values `count` zeros; the values before are lost.
  public mutating func clear(_ count: Int) {
    guard let zeros = calloc(count, MemoryLayout<Element>.stride) else {
      Block.endProcess(count * MemoryLayout<Element>.stride)
    }
    free(block.start)
    take(zeros, count)
  }

  private mutating func take(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    block.take(memory, byteCount: count * MemoryLayout<Element>.stride)
    capacity = count
    base = memory.bindMemory(to: Element.self, capacity: count)
  }

  /// The first `count` values, which must not be written any more.
  public func buffer(count: Int) -> Buffer<Element> {
    buffer(of: Element.self, count: count)
  }

  /// The first `count` values of another type that the memory holds.
  public func buffer<Other>(of type: Other.Type, count: Int) -> Buffer<Other> {
    let start = UnsafeRawPointer(base).assumingMemoryBound(to: Other.self)
    return Buffer(base: start, count: count, owner: block)
  }
}

/// A block of the C library's, freed with its last user, and charged to the query that grows it.
private final class FreedBlock {
  var start: UnsafeMutableRawPointer?
  private var charge = MemoryCharge()

  deinit { free(start) }

  /// Replaces the memory, which may have moved, by `memory`.
  func take(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
    start = memory
    if byteCount >= MemoryBudget.smallestCharge { charge.grow(to: byteCount) }
  }
}
