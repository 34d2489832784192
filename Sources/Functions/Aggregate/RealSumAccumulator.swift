import Columns

/// The sum of reals, rounded once.
final class RealSumAccumulator: Accumulator {
  private(set) var overflowedGroups = 0
  private var sums = RealSums()
  private var knowledge = GroupValidity()

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let input = Input<Double>(operands[0], rows: groups.count)
    sums.add(input, groups, groupCount)
    knowledge.add(groups, input.known, groupCount)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? RealSumAccumulator else { return }
    sums.combine(later.sums, groups, groupCount)
    knowledge.combine(later.knowledge, groups, groupCount)
  }

  func occupied(_ groupCount: Int) -> [Bool]? {
    knowledge.occupied(groupCount) ?? Array(repeating: false, count: groupCount)
  }

  func finish(groupCount: Int) -> Column {
    let (sums, knowledge) = (sums, knowledge)
    let values = column(groupCount) { group -> Double? in
      knowledge.isMissing(group) ? nil : DoubleDouble(sums[group]).value
    }
    overflowedGroups = values.missingCount { !knowledge.isMissing($0) }
    return values
  }
}
