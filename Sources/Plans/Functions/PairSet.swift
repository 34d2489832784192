/// Pairs of a group and a key, each once, in the order in which they came; and a count for each.
struct PairSet {
  private(set) var groups: [UInt32] = []
  private(set) var keys: [UInt64] = []
  private(set) var counts: [Int] = []
  private var slots = [UInt32](repeating: .max, count: 64)

  /// How many pairs there are.
  var count: Int { keys.count }

  subscript(index: Int) -> (group: UInt32, key: UInt64) { (groups[index], keys[index]) }

  /// Adds a pair, or to its count.
  mutating func insert(_ group: UInt32, _ key: UInt64, times: Int = 1) {
    let mask = slots.count &- 1
    var slot = PairSet.hash(group, key) & mask
    while slots[slot] != .max {
      let index = Int(slots[slot])
      if keys[index] == key && groups[index] == group {
        counts[index] &+= times
        return
      }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = UInt32(truncatingIfNeeded: keys.count)
    groups.append(group)
    keys.append(key)
    counts.append(times)
    if keys.count * 2 > slots.count { grow() }
  }

  private static func hash(_ group: UInt32, _ key: UInt64) -> Int {
    var mixed = (key ^ UInt64(group) &* 0x9e37_79b9_7f4a_7c15) &* 0xff51_afd7_ed55_8ccd
    mixed ^= mixed >> 32
    return Int(truncatingIfNeeded: mixed &* 0xc4ce_b9fe_1a85_ec53 >> 16)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: .max, count: slots.count * 4)
    let mask = slots.count - 1
    for index in keys.indices {
      var slot = PairSet.hash(groups[index], keys[index]) & mask
      while slots[slot] != .max { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index)
    }
  }
}
