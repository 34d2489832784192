/// An immutable run of fixed-size values that columns share: copying or slicing it copies no value.
///
/// The memory belongs to an owner that is released with the last buffer over it.
public struct Buffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// The first value; valid as long as the buffer lives.
  public let base: UnsafePointer<Element>
  /// How many values there are.
  public let count: Int
  @usableFromInline
  let owner: AnyObject

  /// A buffer over memory of another owner, such as a mapped file.
  @inlinable
  public init(base: UnsafePointer<Element>, count: Int, owner: AnyObject) {
    (self.base, self.count, self.owner) = (base, count, owner)
  }

  /// A buffer of `count` values that `fill` writes, each of them once; it may overdraw the memory
  /// budget.
  @inlinable
  public init(count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void) {
    self.init(overdrawing: count, fill)
  }

  /// The same by a `fill` that may throw; it alone decides whether this does.
  @inlinable
  public init(
    overdrawing count: Int,
    _ fill: (UnsafeMutablePointer<Element>) throws -> Void
  ) rethrows {
    let block = Block(byteCount: count * MemoryLayout<Element>.stride)
    let start = block.start.bindMemory(to: Element.self, capacity: count)
    try fill(start)
    self.init(base: UnsafePointer(start), count: count, owner: block)
  }

  /// The same by a `fill` that may throw; throws `OutOfMemory` if the memory budget has not as much
  /// left.
  @inlinable
  public init(
    count: Int,
    _ fill: (UnsafeMutablePointer<Element>) throws -> Void
  ) throws {
    let block = try Block(asking: count * MemoryLayout<Element>.stride)
    let start = block.start.bindMemory(to: Element.self, capacity: count)
    try fill(start)
    self.init(base: UnsafePointer(start), count: count, owner: block)
  }

  /// A buffer of `count` values, each computed from its place.
  @inlinable
  @inline(__always)
  public static func tabulate(_ count: Int, _ value: (_ place: Int) -> Element) -> Buffer {
    Buffer(count: count) { target in
      var place = 0
      while place < count {
        target[place] = value(place)
        place &+= 1
      }
    }
  }

  /// A buffer that holds a copy of `values`.
  @inlinable
  public init(_ values: some Collection<Element>) {
    self.init(count: values.count) { start in
      // An array is copied in one piece.
      _ = UnsafeMutableBufferPointer(start: start, count: values.count).initialize(from: values)
    }
  }

  /// A buffer that holds `value` `count` times.
  @inlinable
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
  @inlinable
  public subscript(rows: Range<Int>) -> Buffer {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    return Buffer(base: base + rows.lowerBound, count: rows.count, owner: owner)
  }

  /// The values at `indices`, in their order; an index below zero gives `absent`.
  @inlinable
  public func gathered(_ indices: Buffer<Int32>, absent: Element) -> Buffer {
    let (places, count) = (indices.base, indices.count)
    let hasAbsent = indices.hasNegative
    return Buffer(count: count) { target in
      var row = 0
      if !hasAbsent {
        while row < count {
          target[row] = base[Int(places[row])]
          row &+= 1
        }
        return
      }
      while row < count {
        let index = Int(places[row])
        target[row] = index < 0 ? absent : base[index]
        row &+= 1
      }
    }
  }

  /// The values of `parts`, one part after the other.
  @inlinable
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
  @inlinable
  public var startIndex: Int { 0 }
  /// Where the values end: their count.
  @inlinable
  public var endIndex: Int { count }
}

extension Buffer<Int32> {
  /// Whether one of the values is below zero.
  @inlinable
  public var hasNegative: Bool {
    var (row, signs) = (0, Int32(0))
    while row < count {
      signs |= base[row]
      row &+= 1
    }
    return signs < 0
  }
}

extension Buffer where Element: FixedWidthInteger {
  /// The least and the most of the values, of those in `known` if that is given; nil if there are
  /// none.
  @inlinable
  public func bounds(_ known: Buffer<Bool>? = nil) -> (min: Element, max: Element)? {
    var (least, most) = (Element.max, Element.min)
    var row = 0
    // A loop of its own for each, so that many values are compared at once.
    if let mask = known?.base {
      while row < count {
        let value = base[row]
        least = mask[row] && value < least ? value : least
        most = mask[row] && value > most ? value : most
        row &+= 1
      }
    } else {
      while row < count {
        least = base[row] < least ? base[row] : least
        most = base[row] > most ? base[row] : most
        row &+= 1
      }
    }
    return least <= most ? (least, most) : nil
  }
}
