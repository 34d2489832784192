import Columns

/// The mean of numbers, rounded once.
final class MeanAccumulator: Accumulator {
  private var integers = IntegerSums()
  private var reals = RealSums()
  private var counts = RowCounts()
  private let isInteger: Bool

  init(ofIntegers: Bool) { isInteger = ofIntegers }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    if isInteger {
      integers.add(operands[0], groups, groupCount)
    } else {
      reals.add(Input(operands[0], rows: groups.count), groups, groupCount)
    }
    let known = knownRows(operands[0], groups.count)
    counts.add(groups, known, groupCount)
  }

  func takesAtOnce(_ operands: [Operand]) -> Bool { operands[0].narrowIntegers != nil }

  func add(_ operands: [Operand], atOnce groups: any VectorizedGroups) {
    if let narrow = operands[0].narrowIntegers { integers.add(narrow, groups) }
    counts.add(groups)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? MeanAccumulator else { return }
    integers.combine(later.integers, groups, groupCount)
    reals.combine(later.reals, groups, groupCount)
    counts.combine(later.counts, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    let (integers, reals, counts) = (integers, reals, counts)
    return column(groupCount) { group -> Double? in
      let sum = isInteger ? DoublePair(integers[group]) : DoublePair(reals[group])
      let known = counts[group]
      return known == 0 ? nil : (sum / DoublePair(Double(known))).value
    }
  }
}
