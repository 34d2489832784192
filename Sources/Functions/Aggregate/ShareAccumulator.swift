import Columns

/// A sum where a condition holds, over the sum of all rows for which it is decided; without a
/// number, a share of these rows.
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
    let one = Operand.constant(.integer(1), .integer)
    let column = (operands.count == 1 ? one : operands[0]).column(rows: rows)
    let decided = BooleanKernels.both(condition.known, column.known)
    let holds = BooleanKernels.and(condition.booleans, decided)
    part.add(.column(Column(column.storage, known: holds)), groups, groupCount)
    whole.add(.column(Column(column.storage, known: decided)), groups, groupCount)
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
