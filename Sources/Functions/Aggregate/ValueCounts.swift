import Columns

/// A hash table of pairs of a group and a known value, each with how often it occurs.
///
/// Open addressing with linear probing; at most half full.
final class ValueCounts {
  private(set) var keys = RowKeys()
  private var slots = UninitializedBuffer<Slot>()
  private var mask = 0
  /// How many pairs still fit.
  private var room = 0

  /// A pair, or a free slot, which no row has had.
  struct Slot: BitwiseCopyable, Sendable {
    /// The key of the value among `keys`.
    var key: UInt64
    var group: UInt32
    /// How many rows had the pair.
    var times: UInt32
  }

  init() { clear(64) }

  /// Adds the known values of an operand.
  func add(_ operand: Operand, _ groups: Buffer<UInt32>) {
    let column = operand.column(rows: groups.count)
    let bits = keys.keys(of: column)
    var table = (base: slots.base, mask: mask)
    GroupedRows(groups: groups).forEach(column.known) { row, group in
      let (key, group) = (bits.base[row], UInt32(truncatingIfNeeded: group))
      let slot = ValueCounts.slot(of: key, group, in: table.base, table.mask)
      if table.base[slot].times > 0 {
        table.base[slot].times &+= 1
      } else {
        insert(Slot(key: key, group: group, times: 1), at: slot)
        table = (slots.base, mask)
      }
    }
  }

  /// Adds the pairs of later rows, whose group `i` is the group `groups[i]` here.
  func combine(_ later: ValueCounts, _ groups: Buffer<UInt32>) {
    let translate = keys.translation(of: later.keys)
    later.forEach { pair in
      let own = Slot(
        key: translate?(pair.key) ?? pair.key,
        group: groups[Int(pair.group)],
        times: pair.times
      )
      let slot = ValueCounts.slot(of: own.key, own.group, in: slots.base, mask)
      if slots.base[slot].times > 0 {
        slots.base[slot].times &+= own.times
      } else {
        insert(own, at: slot)
      }
    }
  }

  /// Calls `body` with each pair, in no order.
  func forEach(_ body: (Slot) -> Void) {
    let base = slots.base
    for slot in 0...mask where base[slot].times > 0 { body(base[slot]) }
  }

  /// The slot of a pair, or the free one where it belongs.
  @inline(__always)
  private static func slot(
    of key: UInt64,
    _ group: UInt32,
    in slots: UnsafeMutablePointer<Slot>,
    _ mask: Int
  ) -> Int {
    let word = key ^ UInt64(group) &* 0xD6E8_FEB8_6659_FD93
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    var slot = Int(truncatingIfNeeded: product.high ^ product.low) & mask
    while slots[slot].times > 0 && (slots[slot].key != key || slots[slot].group != group) {
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  private func insert(_ pair: Slot, at slot: Int) {
    slots.base[slot] = pair
    room -= 1
    if room == 0 { grow() }
  }

  private func grow() {
    var old = UninitializedBuffer<Slot>()
    swap(&old, &slots)
    let oldMask = mask
    // A large table grows less at once, since new memory has to be cleared.
    clear((oldMask + 1) * (oldMask < 1 << 18 ? 4 : 2))
    for place in 0...oldMask where old.base[place].times > 0 {
      let pair = old.base[place]
      slots.base[ValueCounts.slot(of: pair.key, pair.group, in: slots.base, mask)] = pair
      room -= 1
    }
  }

  private func clear(_ count: Int) {
    slots.clear(count)
    (mask, room) = (count - 1, count / 2)
  }
}
