import Columns

/// The number of distinct known values: a bit for each that a group may have, or a hash table.
final class DistinctAccumulator: Accumulator {
  private var flags: ValueFlags?
  private let counts = ValueCounts()
  private var isHashed = false
  private var rowCount = 0
  /// Rows that wait until they are many enough to tell which takes less.
  private var waiting: [(column: Column, groups: Buffer<UInt32>)] = []
  private static let mostWaiting = 1 << 16

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    rowCount += groups.count
    take(operands[0].column(rows: groups.count), groups, groupCount)
  }

  private func take(_ column: Column, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    if isHashed { return counts.add(.column(column), groups) }
    if flags == nil { flags = ValueFlags(column) }
    waiting.append((column, groups))
    markWaiting(groupCount)
    if !waiting.isEmpty && (flags == nil || rowCount >= Self.mostWaiting) { hash() }
  }

  /// Marks the values of rows that wait, as far as the rows so far allow it.
  private func markWaiting(_ groupCount: Int) {
    while let rows = waiting.last,
      flags?.add(rows.column, rows.groups, groupCount, rowCount: rowCount) == true
    {
      waiting.removeLast()
    }
  }

  /// Goes on with a hash table: there are too many different values for flags.
  private func hash() {
    isHashed = true
    flags?.spread { groups, column in counts.add(.column(column), groups) }
    for rows in waiting { counts.add(.column(rows.column), rows.groups) }
    (flags, waiting) = (nil, [])
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? DistinctAccumulator else { return }
    rowCount += later.rowCount
    if !isHashed && !later.isHashed && combine(later.flags, groups, groupCount) {
      markWaiting(groupCount)
      for rows in later.waiting {
        let own = Buffer<UInt32>.tabulate(rows.groups.count) { groups[Int(rows.groups.base[$0])] }
        take(rows.column, own, groupCount)
      }
      return
    }
    if !isHashed { hash() }
    if !later.isHashed { later.hash() }
    counts.combine(later.counts, groups)
  }

  /// Takes over the flags of later rows; false if they are too many, or of other values.
  private func combine(_ later: ValueFlags?, _ groups: Buffer<UInt32>, _ groupCount: Int) -> Bool {
    guard let later else { return true }
    if flags == nil { flags = later.emptied }
    return flags?.combine(later, groups, groupCount, rowCount: rowCount) ?? false
  }

  func finish(groupCount: Int) -> Column {
    if !waiting.isEmpty { hash() }
    var distinct = flags?.counts(groupCount) ?? [Int64](repeating: 0, count: groupCount)
    counts.forEach { distinct[Int($0.group)] += 1 }
    return Column(.integer(.int64(Buffer(distinct))))
  }
}
