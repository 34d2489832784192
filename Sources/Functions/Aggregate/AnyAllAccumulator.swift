import Columns

/// Whether a condition holds for one row, or for all.
final class AnyAllAccumulator: Accumulator {
  private var found = GroupValues(false)
  private let isAll: Bool

  init(all: Bool) { isAll = all }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let column = operands[0].column(rows: groups.count)
    let holds = BooleanKernels.and(column.booleans, column.known)
    let wanted = isAll ? BooleanKernels.not(holds) : holds
    found.update(groupCount) { found in
      GroupedRows(groups: groups).forEach(wanted) { _, group in found[group] = true }
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? AnyAllAccumulator else { return }
    found.grow(to: groupCount)
    for (place, group) in groups.enumerated() where later.found[place] { found[Int(group)] = true }
  }

  func finish(groupCount: Int) -> Column {
    Column(.boolean(Buffer((0..<groupCount).map { found[$0] != isAll })))
  }
}
