/// A hash table that numbers distinct integers from zero on, in the order in which they come.
///
/// Open addressing with linear probing and Fibonacci hashing (Knuth, *The Art of Computer
/// Programming*, volume 3, section 6.4); at most half full.
public final class IntegerTable {
  /// How many integers it holds.
  @exclusivity(unchecked) public private(set) var count = 0
  // Asked for at each look-up, where a check of exclusive access would take as long as the rest.
  @exclusivity(unchecked) @usableFromInline var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) @usableFromInline var mask: Int
  @exclusivity(unchecked) @usableFromInline var shift: UInt64
  /// The memory of the slots, on huge pages where they are many.
  private var memory: Block

  @usableFromInline
  struct Slot: BitwiseCopyable, Sendable {
    @usableFromInline var key: UInt64
    /// The integer's number; below zero in a free slot.
    @usableFromInline var number: Int
  }

  /// An empty table.
  public init() {
    (mask, shift, memory) = (1023, 64 - 10, IntegerTable.memory(1024))
    slots = IntegerTable.free(1024, in: memory)
  }

  /// The integers, in the order of their numbers.
  public var keys: [UInt64] {
    var keys = [UInt64](repeating: 0, count: count)
    for slot in 0...mask where slots[slot].number >= 0 {
      keys[slots[slot].number] = slots[slot].key
    }
    return keys
  }

  /// The number of an integer, which is added if it is new.
  @inlinable
  @inline(__always)
  public func number(of key: UInt64) -> Int32 {
    let slot = place(of: key)
    if slots[slot].number < 0 { return insert(key, at: slot) }
    return Int32(truncatingIfNeeded: slots[slot].number)
  }

  /// The integers as they are now, which several threads may look up; none may be added any more.
  public var lookup: Lookup {
    Lookup(
      count: count,
      slots: Buffer(base: slots, count: mask + 1, owner: self),
      mask: mask,
      shift: shift
    )
  }

  /// An immutable view of a table.
  public struct Lookup: Sendable {
    /// How many integers there are.
    public let count: Int
    @usableFromInline let slots: Buffer<Slot>
    @usableFromInline let mask: Int
    @usableFromInline let shift: UInt64

    /// The number of an integer, or -1 if the table lacks it.
    @inlinable
    @inline(__always)
    public func number(of key: UInt64) -> Int32 {
      let place = IntegerTable.place(of: key, in: slots.base, mask, shift)
      return Int32(truncatingIfNeeded: slots.base[place].number)
    }
  }

  @inlinable
  @inline(__always)
  func place(of key: UInt64) -> Int { IntegerTable.place(of: key, in: slots, mask, shift) }

  /// The slot of an integer, or the free one where it belongs.
  @inlinable
  @inline(__always)
  static func place(
    of key: UInt64,
    in slots: UnsafePointer<Slot>,
    _ mask: Int,
    _ shift: UInt64
  ) -> Int {
    // The product's high bits depend on the low bits of what is multiplied: so high bits are folded
    // in.
    let hash = (key ^ key &>> 32) &* 0x9e37_79b9_7f4a_7c15
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    while slots[slot].number >= 0 && slots[slot].key != key { slot = (slot &+ 1) & mask }
    return slot
  }

  @usableFromInline
  func insert(_ key: UInt64, at slot: Int) -> Int32 {
    slots[slot] = Slot(key: key, number: count)
    count += 1
    if count * 2 > mask { grow() }
    return Int32(truncatingIfNeeded: count - 1)
  }

  private func grow() {
    let (old, oldMask, oldMemory) = (slots, mask, memory)
    // A large table grows less at once, since new memory has to be cleared.
    let bits = oldMask < 1 << 20 ? 2 : 1
    mask = ((oldMask + 1) << bits) - 1
    memory = IntegerTable.memory(mask + 1)
    slots = IntegerTable.free(mask + 1, in: memory)
    shift -= UInt64(bits)
    withExtendedLifetime(oldMemory) {
      for slot in 0...oldMask where old[slot].number >= 0 {
        slots[place(of: old[slot].key)] = old[slot]
      }
    }
  }

  private static func memory(_ count: Int) -> Block {
    Block(byteCount: count * MemoryLayout<Slot>.stride)
  }

  private static func free(_ count: Int, in memory: Block) -> UnsafeMutablePointer<Slot> {
    let slots = memory.start.bindMemory(to: Slot.self, capacity: count)
    slots.initialize(repeating: Slot(key: 0, number: -1), count: count)
    return slots
  }
}
