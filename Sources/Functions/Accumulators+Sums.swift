import Columns

/// A running total of one kind of numbers, exact until it is read.
protocol Total: Sendable {
  associatedtype Expression: Stored
  init()
  mutating func add(_ expression: Expression)
  mutating func add(_ other: Self)
  mutating func remove(_ expression: Expression)
  /// The total as a pair of reals.
  var doubles: DoublePair { get }
}

/// A total of integers in 128 bits.
struct IntegerTotal: Total {
  var sum: Int128 = 0

  @inline(__always)
  mutating func add(_ expression: Int64) { sum &+= Int128(expression) }
  mutating func add(_ other: IntegerTotal) { sum &+= other.sum }
  mutating func remove(_ expression: Int64) { sum &-= Int128(expression) }
  var doubles: DoublePair { DoublePair(sum) }
}

extension ExactSum: Total {
  mutating func remove(_ expression: Double) { add(-expression) }
  var doubles: DoublePair { DoublePair(self) }
}

/// The sum of integers: exact, and a failure if it does not fit 64 bits.
final class IntegerSumAccumulator: Accumulator {
  private var sums = IntegerSums()
  /// Of the rows of stretches that are not all positive.
  ///
  /// Where they are, a sum above zero tells as much, and no row has to be marked: a sixth of the
  /// time of a sum by county and year.
  private var knowledge = GroupKnowledge()
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

/// The sum of reals, rounded once.
final class RealSumAccumulator: Accumulator {
  private var sums = RealSums()
  private var knowledge = GroupKnowledge()

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
    return column(groupCount) { group -> Double? in
      knowledge.isMissing(group) ? nil : DoublePair(sums[group]).value
    }
  }
}

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

/// A column with a value for each group, or none.
func column<Value: Stored>(
  _ groupCount: Int,
  _ value: (Int) throws -> Value?
) rethrows -> Column {
  try Kernels.gathered(rows: groupCount, known: nil, value).column
}
