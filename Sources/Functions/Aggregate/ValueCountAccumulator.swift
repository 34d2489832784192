import Catalog
import Columns

/// How often each known value occurs in each group, and what is made of that at the end.
final class ValueCountAccumulator: Accumulator {
  private var counts = ValueCounts()
  private let result: @Sendable (ValueCounts, _ groupCount: Int) -> Column

  init(_ result: @escaping @Sendable (ValueCounts, _ groupCount: Int) -> Column) {
    self.result = result
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    counts.add(operands[0], groups)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ValueCountAccumulator else { return }
    counts.combine(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column { result(counts, groupCount) }
}

extension ValueCounts {
  /// The most frequent value of each group; of equally frequent ones the first in key order.
  func modes(_ groupCount: Int, _ type: DataType) -> Column {
    var best = [(key: UInt64, count: Int)?](repeating: nil, count: groupCount)
    for (group, key, count) in all {
      if let old = best[group],
        count < old.count || count == old.count && !keys.precedes(key, old.key, as: type)
      {
        continue
      }
      best[group] = (key, count)
    }
    return Column(best.map { $0.map { keys.value($0.key, as: type) } ?? .missing }, as: type)
  }

  /// The different values of each group as one text, in key order.
  func lists(_ groupCount: Int, _ type: DataType) -> Column {
    var values = [[UInt64]](repeating: [], count: groupCount)
    for pair in all { values[pair.group].append(pair.key) }
    let texts = values.map { found -> Value in
      if found.isEmpty { return .missing }
      let sorted = found.sorted { keys.precedes($0, $1, as: type) }
      return .text(
        sorted.map { keys.value($0, as: type).text(as: type) }.joined(separator: "; ")
      )
    }
    return Column(texts, as: .text)
  }
}
