import Columns

/// The sum of integers: exact, and a failure if it does not fit 64 bits.
final class IntegerSumAccumulator: Accumulator {
  private var sums = IntegerSums()
  /// Of the rows of stretches that are not all positive.
  ///
  /// Where they are, a sum above zero says as much, and no row has to be marked: a sixth of the
  /// time of a sum by county and year.
  private var knowledge = GroupValidity()
  private let label: String

  init(label: String) { self.label = label }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    sums.add(operands[0], groups, groupCount)
    let known = knownRows(operands[0], groups.count)
    if known == nil, case .column(let column) = operands[0], column.isPositive { return }
    knowledge.add(groups, known, groupCount)
  }

  func takesAtOnce(_ operands: [Operand]) -> Bool { operands[0].narrowIntegers != nil }

  func add(_ operands: [Operand], atOnce groups: any VectorizedGroups) {
    guard case .column(let column) = operands[0], let integers = operands[0].narrowIntegers
    else { return }
    sums.add(integers, groups)
    // A look at all values costs more than counting the rows of a few groups until all have some.
    if groups.count <= MaskedGroups.most || !column.isPositive {
      knowledge.add(groups, column.count)
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? IntegerSumAccumulator else { return }
    sums.combine(later.sums, groups, groupCount)
    knowledge.combine(later.knowledge, groups, groupCount)
  }

  func occupied(_ groupCount: Int) -> [Bool]? {
    let summed = sums.occupied(groupCount)
    guard let marked = knowledge.occupied(groupCount) else { return summed }
    return zip(marked, summed).map { $0 || $1 }
  }

  func finish(groupCount: Int) throws -> Column {
    let (sums, knowledge) = (sums, knowledge)
    return try column(groupCount) { group -> Int64? in
      let total = sums[group]
      if total == 0 && knowledge.isMissing(group) { return nil }
      guard let sum = Int64(exactly: total) else { throw RunFailure.sumDoesNotFit(label) }
      return sum
    }
  }
}
