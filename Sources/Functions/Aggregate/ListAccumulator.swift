import Catalog
import Columns

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
