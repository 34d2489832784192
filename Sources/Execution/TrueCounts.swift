import Tables

extension Buffer<Bool> {
  /// How many values are true.
  var trueCount: Int {
    let bytes = UnsafeRawPointer(base)
    return Buffer.sum(count) { bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
      + tailCount { base[$0] }
  }

  /// How many values are true where `other` is true, too.
  func trueCount(where other: Buffer<Bool>) -> Int {
    let (bytes, others) = (UnsafeRawPointer(base), UnsafeRawPointer(other.base))
    return Buffer.sum(count) {
      bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
        & others.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
    } + tailCount { base[$0] && other.base[$0] }
  }

  /// The sum of the bytes of whole words, each of which is 0 or 1.
  ///
  /// Eight rows at a time: counting one by one took most of the instructions of a filter.
  @inline(__always)
  private static func sum(_ count: Int, _ word: (_ row: Int) -> UInt64) -> Int {
    let words = count & ~7
    let halves: UInt64 = 0x00ff_00ff_00ff_00ff
    var (row, total) = (0, 0)
    while row < words {
      // A byte overflows after 255 words.
      let end = Swift.min(row &+ 8 &* 255, words)
      var lanes: UInt64 = 0
      while row < end {
        lanes &+= word(row)
        row &+= 8
      }
      let pairs = (lanes & halves) &+ (lanes &>> 8 & halves)
      total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
    }
    return total
  }

  @inline(__always)
  private func tailCount(_ isTrue: (Int) -> Bool) -> Int {
    var (row, total) = (count & ~7, 0)
    while row < count {
      if isTrue(row) { total &+= 1 }
      row &+= 1
    }
    return total
  }
}
