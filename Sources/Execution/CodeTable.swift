/// Gives each new code the next number from zero, and an old one the number it has.
///
/// Open addressing; the table is at most half full.
final class CodeTable {
  /// How many codes there are.
  private(set) var count = 0
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var shift: UInt64

  private struct Slot {
    var code: UInt64
    /// The code's number; below zero where there is none yet.
    var number: Int
  }

  /// A table that knows no code.
  init() {
    (slots, mask, shift) = (CodeTable.empty(1024), 1023, 64 - 10)
  }

  deinit { slots.deallocate() }

  /// The distinct codes, in the order in which they came.
  var codes: [UInt64] {
    var codes = [UInt64](repeating: 0, count: count)
    for slot in 0...mask where slots[slot].number >= 0 {
      codes[slots[slot].number] = slots[slot].code
    }
    return codes
  }

  /// The number of a code, which is added if it is new.
  @inline(__always)
  func number(of code: UInt64) -> Int32 {
    let slot = place(of: code)
    if slots[slot].number < 0 { return insert(code, at: slot) }
    return Int32(truncatingIfNeeded: slots[slot].number)
  }

  /// The number of a code, or -1 if it was never added.
  @inline(__always)
  func known(_ code: UInt64) -> Int32 {
    Int32(truncatingIfNeeded: slots[place(of: code)].number)
  }

  /// The slot of a code, or the free one where it belongs.
  @inline(__always)
  private func place(of code: UInt64) -> Int {
    // Fibonacci hashing; the shift first lets high bits reach the product's high ones.
    let hash = (code ^ code &>> 32) &* 0x9e37_79b9_7f4a_7c15
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    while slots[slot].number >= 0 && slots[slot].code != code { slot = (slot &+ 1) & mask }
    return slot
  }

  private func insert(_ code: UInt64, at slot: Int) -> Int32 {
    slots[slot] = Slot(code: code, number: count)
    count += 1
    if count * 2 > mask { grow() }
    return Int32(truncatingIfNeeded: count - 1)
  }

  private func grow() {
    let (old, oldMask) = (slots, mask)
    mask = (oldMask + 1) * 4 - 1
    slots = CodeTable.empty(mask + 1)
    shift -= 2
    for slot in 0...oldMask where old[slot].number >= 0 {
      slots[place(of: old[slot].code)] = old[slot]
    }
    old.deallocate()
  }

  private static func empty(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    slots.initialize(repeating: Slot(code: 0, number: -1), count: count)
    return slots
  }
}
