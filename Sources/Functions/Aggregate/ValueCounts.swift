import Columns

/// Pairs of a group and a known value, each with how often it occurs.
struct ValueCounts {
  private(set) var keys = RowKeys()
  private let values = IntegerTable()
  /// A pair is a group and the number of its value, which fit one integer.
  private let pairs = IntegerTable()
  private var counts: [Int] = []

  /// Adds the known values of an operand.
  mutating func add(_ operand: Operand, _ groups: Buffer<UInt32>) {
    let column = operand.column(rows: groups.count)
    let bits = keys.keys(of: column)
    GroupedRows(groups: groups).forEach(column.known) { row, group in
      insert(UInt32(truncatingIfNeeded: group), bits.base[row], times: 1)
    }
  }

  private mutating func insert(_ group: UInt32, _ key: UInt64, times: Int) {
    // The keys of texts are numbers already.
    let value = keys.isTextual ? key : UInt64(UInt32(bitPattern: values.number(of: key)))
    let pair = Int(pairs.number(of: UInt64(group) << 32 | value))
    if pair == counts.count { counts.append(times) } else { counts[pair] &+= times }
  }

  mutating func combine(_ later: ValueCounts, _ groups: Buffer<UInt32>) {
    let translate = keys.translation(of: later.keys)
    for pair in later.all {
      insert(groups[pair.group], translate?(pair.key) ?? pair.key, times: pair.count)
    }
  }

  /// All pairs, in the order in which they first came.
  var all: [(group: Int, key: UInt64, count: Int)] {
    let numbered = values.keys
    return zip(pairs.keys, counts).map { pair, count in
      let value = pair & 0xffff_ffff
      return (Int(pair >> 32), keys.isTextual ? value : numbered[Int(value)], count)
    }
  }
}
