import Columns

/// A sum where a condition holds, over the whole sum; without a number, a share of rows.
final class ShareAccumulator: Accumulator {
  private var integers = (part: IntegerSums(), whole: IntegerSums())
  private var reals = (part: RealSums(), whole: RealSums())
  private let isInteger: Bool

  init(ofIntegers: Bool) { isInteger = ofIntegers }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let rows = groups.count
    let condition = operands[operands.count - 1].column(rows: rows)
    let holds = BooleanKernels.and(condition.booleans, condition.known)
    let one = Operand.constant(.integer(1), .integer)
    let column = (operands.count == 1 ? one : operands[0]).column(rows: rows)
    let part = Operand.column(
      Column(column.storage, known: BooleanKernels.and(holds, column.known))
    )
    let whole = Operand.column(column)
    if isInteger {
      integers.part.add(part, groups, groupCount)
      integers.whole.add(whole, groups, groupCount)
    } else {
      reals.part.add(Input(part, rows: rows), groups, groupCount)
      reals.whole.add(Input(whole, rows: rows), groups, groupCount)
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ShareAccumulator else { return }
    integers.part.combine(later.integers.part, groups, groupCount)
    integers.whole.combine(later.integers.whole, groups, groupCount)
    reals.part.combine(later.reals.part, groups, groupCount)
    reals.whole.combine(later.reals.whole, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      let (part, whole) =
        isInteger
        ? (DoublePair(integers.part[group]), DoublePair(integers.whole[group]))
        : (DoublePair(reals.part[group]), DoublePair(reals.whole[group]))
      return whole.high == 0 ? nil : (part / whole).value
    }
  }
}
