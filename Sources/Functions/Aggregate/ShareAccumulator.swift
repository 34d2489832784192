import Columns

/// A sum where a condition holds, over the whole sum; without a number, a share of rows.
final class ShareAccumulator: Accumulator {
  private var part: NumberSums
  private var whole: NumberSums

  init(ofIntegers: Bool) {
    part = NumberSums(ofIntegers: ofIntegers)
    whole = part
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let rows = groups.count
    let condition = operands[operands.count - 1].column(rows: rows)
    let holds = BooleanKernels.and(condition.booleans, condition.known)
    let one = Operand.constant(.integer(1), .integer)
    let column = (operands.count == 1 ? one : operands[0]).column(rows: rows)
    let known = BooleanKernels.and(holds, column.known)
    part.add(.column(Column(column.storage, known: known)), groups, groupCount)
    whole.add(.column(column), groups, groupCount)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ShareAccumulator else { return }
    part.combine(later.part, groups, groupCount)
    whole.combine(later.whole, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      whole[group].high == 0 ? nil : (part[group] / whole[group]).value
    }
  }
}
