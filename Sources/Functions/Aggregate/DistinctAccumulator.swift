import Columns

/// The number of distinct known values.
final class DistinctAccumulator: Accumulator {
  private var flags: ValueFlags?
  private var counts = ValueCounts()
  private var isHashed = false

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    if !isHashed {
      let column = operands[0].column(rows: groups.count)
      if flags == nil { flags = ValueFlags(column) }
      if flags?.add(column, groups, groupCount) == true { return }
      hash()
    }
    counts.add(operands[0], groups)
  }

  /// Goes on with a hash table: there are too many different values for flags.
  private func hash() {
    isHashed = true
    flags?.spread { groups, column in counts.add(.column(column), groups) }
    flags = nil
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? DistinctAccumulator else { return }
    if !later.isHashed && !isHashed {
      guard let others = later.flags else { return }
      if flags == nil { flags = others.emptied }
      if flags?.combine(others, groups, groupCount) == true { return }
    }
    if !isHashed { hash() }
    if !later.isHashed { later.hash() }
    counts.combine(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    var distinct = flags?.counts(groupCount) ?? [Int64](repeating: 0, count: groupCount)
    for pair in counts.all { distinct[pair.group] += 1 }
    return Column(.integer(.int64(Buffer(distinct))))
  }
}
