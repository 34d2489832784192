/// Gives each new code the next number from zero, and an old one the number it has.
///
/// Open addressing; the table is at most half full.
struct CodeTable {
  /// The distinct codes, in the order in which they came.
  private(set) var codes: [UInt64] = []
  private var slots: [Int32]
  private var shift: UInt64

  /// A table that knows no code.
  init() {
    slots = [Int32](repeating: -1, count: 1024)
    shift = 64 - 10
  }

  /// The number of a code, which is added if it is new.
  mutating func number(of code: UInt64) -> Int32 {
    var slot = place(of: code)
    while slots[slot] >= 0 {
      if codes[Int(slots[slot])] == code { return slots[slot] }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    let number = Int32(codes.count)
    codes.append(code)
    slots[slot] = number
    if codes.count * 2 > slots.count { grow() }
    return number
  }

  /// The number of a code, or -1 if it was never added.
  func known(_ code: UInt64) -> Int32 {
    var slot = place(of: code)
    while slots[slot] >= 0 {
      if codes[Int(slots[slot])] == code { return slots[slot] }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return -1
  }

  @inline(__always)
  private func place(of code: UInt64) -> Int {
    // Fibonacci hashing; the shift first lets high bits reach the product's high ones.
    Int(truncatingIfNeeded: ((code ^ code >> 32) &* 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 4)
    shift -= 2
    for (number, code) in codes.enumerated() {
      var slot = place(of: code)
      while slots[slot] >= 0 { slot = (slot &+ 1) & (slots.count &- 1) }
      slots[slot] = Int32(number)
    }
  }
}
