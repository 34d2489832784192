/// A generator of numbers that are the same for the same seed: splitmix64.
struct Dice {
  private var state: UInt64

  /// A generator for this seed.
  init(_ seed: UInt64) { state = seed }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number from zero to below `limit`.
  @inline(__always)
  mutating func below(_ limit: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high)
  }

  /// A number below `limit` of which small ones are the more frequent.
  @inline(__always)
  mutating func skewed(below limit: Int) -> Int {
    let first = below(limit)
    return next() & 1 == 0 ? first : below(first + 1)
  }

  /// The numbers from one to `count`, in an order that chance gives.
  mutating func shuffled(_ count: Int) -> [Int] {
    var numbers = Array(1...max(1, count))
    for place in numbers.indices.reversed() { numbers.swapAt(place, below(place + 1)) }
    return numbers
  }
}
