import Tables

/// The number of distinct known values.
final class DistinctAccumulator: Accumulator {
  private var pairs = PairSet()
  private var keys = RowKeys()

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let column = operands[0].column(rows: groups.count)
    let bits = keys.keys(of: column)
    GroupedRows(groups: groups).forEach(column.known) { row, group in
      pairs.insert(UInt32(truncatingIfNeeded: group), bits.base[row])
    }
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? DistinctAccumulator else { return }
    let translate = keys.translation(of: later.keys)
    for index in 0..<later.pairs.count {
      let (group, key) = later.pairs[index]
      pairs.insert(groups[Int(group)], translate?(key) ?? key)
    }
  }

  func finish(groupCount: Int) -> Column {
    var counts = [Int64](repeating: 0, count: groupCount)
    for index in 0..<pairs.count { counts[Int(pairs[index].group)] += 1 }
    return Column(.integer(Buffer(counts)))
  }
}

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
