import Catalog
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
    let value = UInt64(UInt32(bitPattern: values.number(of: key)))
    let pair = Int(pairs.number(of: UInt64(group) << 32 | value))
    if pair == counts.count { counts.append(times) } else { counts[pair] &+= times }
  }

  /// Adds the counts of later rows.
  mutating func combine(_ later: ValueCounts, _ groups: Buffer<UInt32>) {
    let translate = keys.translation(of: later.keys)
    for pair in later.all {
      insert(groups[pair.group], translate?(pair.key) ?? pair.key, times: pair.count)
    }
  }

  /// All pairs, in the order in which they first came.
  var all: [(group: Int, key: UInt64, count: Int)] {
    let keys = values.keys
    return zip(pairs.keys, counts).map { pair, count in
      (Int(pair >> 32), keys[Int(pair & 0xffff_ffff)], count)
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
    if let flags { return Column(.integer(.wide(Buffer(flags.counts(groupCount))))) }
    var distinct = [Int64](repeating: 0, count: groupCount)
    for pair in counts.all { distinct[pair.group] += 1 }
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

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ModeAccumulator else { return }
    counts.combine(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    var best = [(key: UInt64, count: Int)?](repeating: nil, count: groupCount)
    let keys = counts.keys
    for (group, key, count) in counts.all {
      if let old = best[group],
        count < old.count || count == old.count && !keys.precedes(key, old.key, as: type)
      {
        continue
      }
      best[group] = (key, count)
    }
    return Column(best.map { $0.map { keys.value($0.key, as: type) } ?? .missing }, as: type)
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

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ListAccumulator else { return }
    counts.combine(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    var values = [[UInt64]](repeating: [], count: groupCount)
    for pair in counts.all { values[pair.group].append(pair.key) }
    let texts = values.map { keys -> Value in
      if keys.isEmpty { return .missing }
      let sorted = keys.sorted { counts.keys.precedes($0, $1, as: type) }
      let parts = sorted.map { counts.keys.value($0, as: type).text(as: type) }
      return .text(parts.joined(separator: "; "))
    }
    return Column(texts, as: .text)
  }
}
