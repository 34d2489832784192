import Tables

/// How often each group has each known value.
struct ValueCounts {
  private(set) var pairs = PairSet()
  private(set) var keys = RowKeys()

  /// Adds the known values of an operand.
  mutating func add(_ operand: Operand, _ groups: Buffer<UInt32>) {
    let column = operand.column(rows: groups.count)
    let bits = keys.keys(of: column)
    GroupedRows(groups: groups).forEach(column.known) { row, group in
      pairs.insert(UInt32(truncatingIfNeeded: group), bits.base[row])
    }
  }

  /// Adds the counts of later rows.
  mutating func absorb(_ later: ValueCounts, _ groups: Buffer<UInt32>) {
    let translate = keys.translation(of: later.keys)
    for index in 0..<later.pairs.count {
      let (group, key) = later.pairs[index]
      let times = later.pairs.counts[index]
      pairs.insert(groups[Int(group)], translate?(key) ?? key, times: times)
    }
  }
}

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

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? DistinctAccumulator else { return }
    if !later.isHashed && !isHashed {
      guard let others = later.flags else { return }
      if flags == nil { flags = others.emptied }
      if flags?.absorb(others, groups, groupCount) == true { return }
    }
    if !isHashed { hash() }
    if !later.isHashed { later.hash() }
    counts.absorb(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    if let flags { return Column(.integer(.wide(Buffer(flags.counts(groupCount))))) }
    var distinct = [Int64](repeating: 0, count: groupCount)
    for group in counts.pairs.groups { distinct[Int(group)] += 1 }
    return Column(.integer(.wide(Buffer(distinct))))
  }
}

/// The most frequent known value; of equally frequent ones the first in key order.
final class ModeAccumulator: Accumulator {
  private var counts = ValueCounts()
  private let type: DataType

  init(_ type: DataType) { self.type = type }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    counts.add(operands[0], groups)
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ModeAccumulator else { return }
    counts.absorb(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    var best = [Int](repeating: -1, count: groupCount)
    let (pairs, keys) = (counts.pairs, counts.keys)
    for index in 0..<pairs.count {
      let group = Int(pairs.groups[index])
      let old = best[group]
      if old < 0 || pairs.counts[index] > pairs.counts[old]
        || pairs.counts[index] == pairs.counts[old]
          && keys.precedes(pairs.keys[index], pairs.keys[old], as: type)
      {
        best[group] = index
      }
    }
    return Column(
      best.map { $0 < 0 ? .missing : keys.value(pairs.keys[$0], as: type) },
      as: type
    )
  }
}

/// The distinct known values as one text, in key order.
final class ListAccumulator: Accumulator {
  private var counts = ValueCounts()
  private let type: DataType

  init(_ type: DataType) { self.type = type }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    counts.add(operands[0], groups)
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ListAccumulator else { return }
    counts.absorb(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    var values = [[UInt64]](repeating: [], count: groupCount)
    for index in 0..<counts.pairs.count {
      let (group, key) = counts.pairs[index]
      values[Int(group)].append(key)
    }
    let texts = values.map { keys -> Value in
      if keys.isEmpty { return .missing }
      let sorted = keys.sorted { counts.keys.precedes($0, $1, as: type) }
      let parts = sorted.map { counts.keys.value($0, as: type).text(as: type) }
      return .text(parts.joined(separator: "; "))
    }
    return Column(texts, as: .text)
  }
}
