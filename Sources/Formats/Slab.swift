import Tables

/// Memory that is filled step by step and then becomes a buffer.
final class Slab<Element: BitwiseCopyable & Sendable> {
  /// The first value.
  let start: UnsafeMutablePointer<Element>
  /// How many values there is room for.
  let capacity: Int

  /// Room for `capacity` values, whose content is arbitrary.
  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    start = UnsafeMutablePointer<Element>.allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  /// Twice the room, with the first `count` values in it.
  func grown(keeping count: Int) -> Slab {
    let larger = Slab(capacity: max(capacity * 2, 1 << 16))
    larger.start.update(from: start, count: count)
    return larger
  }

  /// The first `count` values, which must not be written any more.
  func buffer(count: Int) -> Buffer<Element> {
    Buffer(base: UnsafePointer(start), count: count, owner: self)
  }
}
