import Columns

/// The mean of numbers, rounded once.
final class MeanAccumulator: Accumulator {
  private(set) var overflowedGroups = 0
  private var sums: NumberSums
  private var counts = RowCounts()

  init(ofIntegers: Bool) { sums = NumberSums(ofIntegers: ofIntegers) }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    sums.add(operands[0], groups, groupCount)
    counts.add(groups, knownRows(operands[0], groups.count), groupCount)
  }

  func takesAtOnce(_ operands: [Operand]) -> Bool { operands[0].narrowIntegers != nil }

  func add(_ operands: [Operand], atOnce groups: any VectorizedGroups) {
    if let narrow = operands[0].narrowIntegers { sums.add(narrow, groups) }
    counts.add(groups)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? MeanAccumulator else { return }
    sums.combine(later.sums, groups, groupCount)
    counts.combine(later.counts, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    let (sums, counts) = (sums, counts)
    let values = column(groupCount) { group -> Double? in
      let known = counts[group]
      return known == 0 ? nil : (sums[group] / DoubleDouble(Double(known))).value
    }
    overflowedGroups = values.missingCount { counts[$0] > 0 }
    return values
  }
}
