import Catalog
import Columns

/// How often each known value occurs in each group, and what is made of that at the end.
final class ValueCountAccumulator: Accumulator {
  private let counts = ValueCounts()
  private(set) var tiedGroups = 0
  private let result: Result

  /// The value of each group, and how many groups had several with the same claim.
  typealias Result = @Sendable (ValueCounts, _ groupCount: Int) -> (Column, tiedGroups: Int)

  init(_ result: @escaping Result) { self.result = result }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    counts.add(operands[0], groups)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ValueCountAccumulator else { return }
    counts.combine(later.counts, groups)
  }

  func finish(groupCount: Int) -> Column {
    let (column, tied) = result(counts, groupCount)
    tiedGroups = tied
    return column
  }
}

extension ValueCounts {
  /// The most frequent value of each group; of equally frequent ones the first in key order.
  func modes(_ groupCount: Int, _ type: DataType) -> (Column, tiedGroups: Int) {
    var best = [(key: UInt64, count: UInt32, isTied: Bool)?](repeating: nil, count: groupCount)
    forEach { pair in
      let (group, key, count) = (Int(pair.group), pair.key, pair.times)
      guard let old = best[group], count <= old.count else {
        return best[group] = (key, count, false)
      }
      if count < old.count { return }
      best[group] = (keys.precedes(key, old.key, as: type) ? key : old.key, count, true)
    }
    let values = best.map { $0.map { keys.value($0.key, as: type) } ?? .missing }
    return (Column(values, as: type), best.count { $0?.isTied ?? false })
  }

  /// The different values of each group as one text, in key order.
  func lists(_ groupCount: Int, _ type: DataType) -> (Column, tiedGroups: Int) {
    var values = [[UInt64]](repeating: [], count: groupCount)
    forEach { values[Int($0.group)].append($0.key) }
    let texts = values.map { found -> Value in
      if found.isEmpty { return .missing }
      let sorted = found.sorted { keys.precedes($0, $1, as: type) }
      return .text(
        sorted.map { keys.value($0, as: type).text(as: type) }.joined(separator: "; ")
      )
    }
    return (Column(texts, as: .text), 0)
  }
}
