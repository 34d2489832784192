@preconcurrency import Glibc
import Tables

/// Memory that grows, and becomes a buffer without being copied.
struct GrowingMemory<Element: BitwiseCopyable & Sendable>: ~Copyable {
  private let block = FreedBlock()
  /// How many values there is room for.
  private(set) var capacity = 0
  /// The first value.
  private(set) var base: UnsafeMutablePointer<Element>

  /// Memory with room for a few values, whose content is arbitrary.
  init() {
    let start = malloc(16 * MemoryLayout<Element>.stride)
    guard let start else { preconditionFailure("out of memory") }
    block.start = start
    capacity = 16
    base = start.bindMemory(to: Element.self, capacity: 16)
  }

  /// Makes room for `count` values in all; those that are there stay.
  @inline(__always)
  mutating func reserve(_ count: Int) {
    if count > capacity { grow(count) }
  }

  @inline(never)
  private mutating func grow(_ count: Int) {
    let wanted = max(count, capacity * 2)
    // Large blocks are moved by the system without copying them.
    guard let moved = realloc(block.start, wanted * MemoryLayout<Element>.stride) else {
      preconditionFailure("out of memory: \(wanted) values of a column")
    }
    take(moved, wanted)
  }

  /// Makes room for as many values as there may come to be, so that they are not moved while they grow.
  ///
  /// What is never reached costs nothing. No huge pages are asked for: memory that is filled once is had
  /// cheaper in small ones, as `Benchmarks/README.md` says.
  mutating func expect(_ count: Int) {
    let size = count * MemoryLayout<Element>.stride
    guard count > capacity, let moved = realloc(block.start, size) else { return }
    take(moved, count)
  }

  /// Makes the values `count` zeros; what was there is lost.
  mutating func clear(_ count: Int) {
    guard let zeros = calloc(count, MemoryLayout<Element>.stride) else {
      preconditionFailure("out of memory: \(count) values of a column")
    }
    free(block.start)
    take(zeros, count)
  }

  private mutating func take(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    block.start = memory
    capacity = count
    base = memory.bindMemory(to: Element.self, capacity: count)
  }

  /// The first `count` values, which must not be written any more.
  func buffer(count: Int) -> Buffer<Element> {
    buffer(of: Element.self, count: count)
  }

  /// The first `count` values of another type that the memory holds.
  func buffer<Other>(of type: Other.Type, count: Int) -> Buffer<Other> {
    let start = UnsafeRawPointer(base).assumingMemoryBound(to: Other.self)
    return Buffer(base: start, count: count, owner: block)
  }
}

/// A block of the C library's, freed with its last user.
private final class FreedBlock {
  var start: UnsafeMutableRawPointer?
  deinit { free(start) }
}
