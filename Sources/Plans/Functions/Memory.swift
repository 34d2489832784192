import Tables

/// Memory for the values of a buffer, freed with its last user.
///
/// Kernels have it from this module, so that what fills it is inlined into their loops.
private final class Memory<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>

  init(count: Int) {
    start = UnsafeMutablePointer<Element>.allocate(capacity: Swift.max(count, 1))
  }

  deinit { start.deallocate() }
}

extension Buffer {
  /// A buffer of `count` values that `fill` writes, each of them once.
  @inline(__always)
  init(
    filling count: Int,
    _ fill: (UnsafeMutablePointer<Element>) throws -> Void
  ) rethrows {
    let memory = Memory<Element>(count: count)
    try fill(memory.start)
    self.init(base: UnsafePointer(memory.start), count: count, owner: memory)
  }
}
