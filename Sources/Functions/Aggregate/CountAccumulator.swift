import Columns

/// How many rows each group has.
struct RowCounts {
  private var counts = GroupValues<Int64>(0)

  var isEmpty: Bool { counts.values.isEmpty }

  subscript(group: Int) -> Int64 { counts[group] }

  /// Whether each of the first groups has rows.
  func occupied(_ groupCount: Int) -> [Bool] {
    (0..<groupCount).map { counts[$0] > 0 }
  }

  /// Counts the rows that are in `known`, or all.
  mutating func add(_ groups: Buffer<UInt32>, _ known: Buffer<Bool>?, _ groupCount: Int) {
    counts.update(groupCount) { GroupedSums.count(groups, known, to: $0, groupCount) }
  }

  /// Counts rows of vectorized groups.
  mutating func add(_ groups: any VectorizedGroups) {
    counts.update(groups.count) { groups.addRows(to: $0) }
  }

  mutating func combine(_ later: RowCounts, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    counts.update(groupCount) { counts in
      for (place, group) in groups.enumerated() { counts[Int(group)] &+= later[place] }
    }
  }
}

/// Counts rows, or known values.
final class CountAccumulator: Accumulator {
  private var counts = RowCounts()
  /// Whether every row has been counted, not those with a known value only.
  private var isWhole = true

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let known = operands.first.flatMap { knownRows($0, groups.count) }
    if !operands.isEmpty { isWhole = false }
    counts.add(groups, known, groupCount)
  }

  func takesAtOnce(_ operands: [Operand]) -> Bool {
    guard case .column(let column)? = operands.first else { return operands.isEmpty }
    return column.known == nil
  }

  func add(_ operands: [Operand], atOnce groups: any VectorizedGroups) {
    if !operands.isEmpty { isWhole = false }
    counts.add(groups)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? CountAccumulator else { return }
    isWhole = isWhole && later.isWhole
    counts.combine(later.counts, groups, groupCount)
  }

  func occupied(_ groupCount: Int) -> [Bool]? {
    isWhole ? counts.occupied(groupCount) : nil
  }

  func finish(groupCount: Int) -> Column {
    Column(.integer(.int64(Buffer((0..<groupCount).map { counts[$0] }))))
  }
}
