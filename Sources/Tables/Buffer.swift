/// An immutable run of fixed-size values that columns share: copying or slicing it copies no value.
///
/// The memory belongs to an owner that is released with the last buffer over it.
public struct Buffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// The first value; valid as long as the buffer lives.
  public let base: UnsafePointer<Element>
  /// How many values there are.
  public let count: Int
  private let owner: AnyObject

  /// A buffer over memory that somebody else owns, such as a mapped file.
  public init(base: UnsafePointer<Element>, count: Int, owner: AnyObject) {
    (self.base, self.count, self.owner) = (base, count, owner)
  }

  /// A buffer of `count` values that `fill` writes, each of them once.
  public init(
    count: Int,
    _ fill: (UnsafeMutablePointer<Element>) throws -> Void
  ) rethrows {
    let block = Block<Element>(count: count)
    try fill(block.start)
    self.init(base: UnsafePointer(block.start), count: count, owner: block)
  }

  /// A buffer that holds a copy of `values`.
  public init(_ values: some Collection<Element>) {
    self.init(count: values.count) { start in
      var next = start
      for value in values {
        next.initialize(to: value)
        next += 1
      }
    }
  }

  /// A buffer that holds `value` `count` times.
  public init(repeating value: Element, count: Int) {
    self.init(count: count) { $0.initialize(repeating: value, count: count) }
  }

  /// The value at `index`, which must lie within the buffer.
  @inlinable
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "a buffer is read within its bounds")
    return base[index]
  }

  /// The values of `rows`, without copying them.
  public subscript(rows: Range<Int>) -> Buffer {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    return Buffer(base: base + rows.lowerBound, count: rows.count, owner: owner)
  }

  /// The values at `indices`, in their order; an index below zero gives `absent`.
  public func gathered(_ indices: Buffer<Int32>, absent: Element) -> Buffer {
    Buffer(count: indices.count) { target in
      var row = 0
      while row < indices.count {
        let index = Int(indices.base[row])
        target[row] = index < 0 ? absent : base[index]
        row &+= 1
      }
    }
  }

  /// The values of `parts`, one part after the other.
  public static func joined(_ parts: [Buffer]) -> Buffer {
    if parts.count == 1 { return parts[0] }
    return Buffer(count: parts.reduce(0) { $0 + $1.count }) { start in
      var next = start
      for part in parts {
        next.update(from: part.base, count: part.count)
        next += part.count
      }
    }
  }
}

extension Buffer: RandomAccessCollection {
  /// Where the values begin: zero.
  public var startIndex: Int { 0 }
  /// Where the values end: their count.
  public var endIndex: Int { count }
}

/// Memory that is freed with its last user.
private final class Block<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>

  init(count: Int) {
    start = UnsafeMutablePointer<Element>.allocate(capacity: Swift.max(count, 1))
  }

  deinit { start.deallocate() }
}
