import Columns

/// A bitmap: a set of integers below a bound, a bit each, so that even millions stay in the cache.
struct Bitmap {
  private var words: [UInt64]
  /// The bound.
  let count: Int

  /// The empty set of integers below `count`.
  init(_ count: Int) {
    self.count = count
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  subscript(bit: Int) -> Bool { words[bit &>> 6] &>> UInt64(bit & 63) & 1 == 1 }

  var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  mutating func insert(_ bit: Int) { words[bit &>> 6] |= 1 &<< UInt64(bit & 63) }

  mutating func insert(_ bits: Buffer<UInt32>) {
    words.withUnsafeMutableBufferPointer { buffer in
      guard let words = buffer.baseAddress else { return }
      var row = 0
      while row < bits.count {
        let bit = bits.base[row]
        words[Int(bit &>> 6)] |= 1 &<< UInt64(truncatingIfNeeded: bit & 63)
        row &+= 1
      }
    }
  }

  /// Adds the integers, from zero on, at which `flags` are true.
  mutating func insert(_ flags: [Bool]) {
    flags.withUnsafeBufferPointer { flags in
      for word in 0..<(flags.count + 63) / 64 {
        var bits: UInt64 = 0
        for bit in word * 64..<min(word * 64 + 64, flags.count) where flags[bit] {
          bits |= 1 &<< UInt64(truncatingIfNeeded: bit & 63)
        }
        words[word] |= bits
      }
    }
  }

  /// Adds the integers of a set with the same bound.
  mutating func formUnion(_ other: Bitmap) {
    for word in words.indices { words[word] |= other.words[word] }
  }

  /// Calls `body` with each integer of the set in a range, in ascending order.
  @inline(__always)
  func forEach(in range: Range<Int>, _ body: (Int) -> Void) {
    if range.isEmpty { return }
    for word in range.lowerBound >> 6...(range.upperBound - 1) >> 6 {
      var bits = words[word]
      if word == range.lowerBound >> 6 { bits &= ~0 &<< UInt64(range.lowerBound & 63) }
      while bits != 0 {
        let bit = word << 6 + bits.trailingZeroBitCount
        if bit >= range.upperBound { return }
        body(bit)
        bits &= bits &- 1
      }
    }
  }
}
