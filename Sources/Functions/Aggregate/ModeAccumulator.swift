import Catalog
import Columns

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
