import Columns

extension Buffer<Bool> {
  /// How many values are true.
  var trueCount: Int { byteSum(UnsafeRawPointer(base).assumingMemoryBound(to: UInt8.self), count) }

  /// How many values are true where `other` is true, too.
  func trueCount(where other: Buffer<Bool>) -> Int {
    bothSum(
      UnsafeRawPointer(base).assumingMemoryBound(to: UInt8.self),
      UnsafeRawPointer(other.base).assumingMemoryBound(to: UInt8.self),
      count
    )
  }
}

/// How many of two rows of bytes, each of which is 0 or 1, are 1 in both.
func bothSum(_ bytes: UnsafePointer<UInt8>, _ others: UnsafePointer<UInt8>, _ count: Int) -> Int {
  let (raw, rawOthers) = (UnsafeRawPointer(bytes), UnsafeRawPointer(others))
  let inWords = wordSum(count) {
    raw.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
      & rawOthers.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
  }
  return (count & ~7..<count).reduce(inWords) { $0 + Int(bytes[$1] & others[$1]) }
}

/// The sum of bytes, each of which is 0 or 1.
func byteSum(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
  let raw = UnsafeRawPointer(bytes)
  var total = wordSum(count) { raw.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
  var place = count & ~7
  while place < count {
    total &+= Int(bytes[place])
    place &+= 1
  }
  return total
}

/// The sum of the bytes of all whole words of `count` bytes, each of which is 0 or 1.
///
/// Eight rows at a time: counting one by one took most of the instructions of a filter.
@inline(__always)
private func wordSum(_ count: Int, _ word: (_ row: Int) -> UInt64) -> Int {
  let words = count & ~7
  let halves: UInt64 = 0x00ff_00ff_00ff_00ff
  var (row, total) = (0, 0)
  while row < words {
    // A byte overflows after 255 words.
    let end = min(row &+ 8 &* 255, words)
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
