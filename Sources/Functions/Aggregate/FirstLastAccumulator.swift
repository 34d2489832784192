import Catalog
import Columns

/// The first or last known value, in the order of rows.
final class FirstLastAccumulator: Accumulator {
  private var picked: PickedRows
  private let takesLast: Bool

  init(last: Bool, _ type: DataType) { (takesLast, picked) = (last, PickedRows(type)) }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    take(operands[0].column(rows: groups.count), groups, groupCount)
  }

  private func take(_ column: Column, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    var rows = [Int32](repeating: -1, count: groupCount)
    GroupedRows(groups: groups).forEach(column.known) { row, group in
      if takesLast || rows[group] < 0 && !picked.has(group) { rows[group] = Int32(row) }
    }
    picked.take(column, rows)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? FirstLastAccumulator else { return }
    take(later.picked.column(groups.count), groups, groupCount)
  }

  func finish(groupCount: Int) -> Column { picked.column(groupCount) }
}
