import Columns

/// The sums of numbers of one kind, integers or reals, of groups.
struct NumberSums {
  private var integers = IntegerSums()
  private var reals = RealSums()
  private let isInteger: Bool

  init(ofIntegers: Bool) { isInteger = ofIntegers }

  mutating func add(_ operand: Operand, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    if isInteger {
      integers.add(operand, groups, groupCount)
    } else {
      reals.add(Input(operand, rows: groups.count), groups, groupCount)
    }
  }

  /// Adds integers of at most 16 bits, by vectorized groups.
  mutating func add(_ narrow: Integers, _ groups: any VectorizedGroups) {
    integers.add(narrow, groups)
  }

  mutating func combine(_ later: NumberSums, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    integers.combine(later.integers, groups, groupCount)
    reals.combine(later.reals, groups, groupCount)
  }

  subscript(group: Int) -> DoubleDouble {
    isInteger ? DoubleDouble(integers[group]) : DoubleDouble(reals[group])
  }
}
