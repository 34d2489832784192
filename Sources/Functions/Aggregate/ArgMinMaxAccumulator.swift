import Catalog
import Columns

/// The value of one column where another is greatest or least; of equal ones the first in order.
///
/// With the column itself as the other, it gives the greatest or least text.
final class ArgMinMaxAccumulator: Accumulator {
  private var picked: PickedRows
  private var best: PickedRows
  private let takesGreatest: Bool
  private let orderType: DataType
  /// Whether several rows of a group have its greatest or least value.
  private var isTied = GroupValues(false)
  /// Whether the column is another than the one that orders.
  private var picksAnother = false
  private(set) var tiedGroups = 0

  init(greatest: Bool, _ type: DataType, by orderType: DataType) {
    takesGreatest = greatest
    self.orderType = orderType
    (picked, best) = (PickedRows(type), PickedRows(orderType))
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) throws {
    let column = operands[0].column(rows: groups.count)
    let order = operands.count > 1 ? operands[1].column(rows: groups.count) : column
    picksAnother = operands.count > 1
    try take(column, by: order, groups, groupCount)
  }

  private func take(
    _ column: Column,
    by order: Column,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int,
    wereTied: GroupValues<Bool> = GroupValues(false)
  ) throws {
    isTied.grow(to: groupCount)
    let offset = best.isEmpty ? 0 : groupCount
    let both = best.isEmpty ? order : .joined([best.column(groupCount), order], as: orderType)
    let places = try OrderKeys.keys(of: both, as: orderType)
    var rows = [Int32](repeating: -1, count: groupCount)
    GroupedRows(groups: groups).forEach(order.known) { row, group in
      let champion =
        rows[group] >= 0 ? Int(rows[group]) + offset : best.has(group) ? group : -1
      if champion >= 0 {
        let (old, new) = (places.base[champion], places.base[row + offset])
        if new == old { isTied[group] = true }
        if takesGreatest ? new <= old : new >= old { return }
      }
      rows[group] = Int32(row)
      isTied[group] = wereTied[row]
    }
    picked.take(column, rows)
    best.take(order, rows)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) throws {
    guard let later = later as? ArgMinMaxAccumulator else { return }
    let count = groups.count
    picksAnother = picksAnother || later.picksAnother
    let order = later.best.column(count)
    try take(later.picked.column(count), by: order, groups, groupCount, wereTied: later.isTied)
  }

  func finish(groupCount: Int) -> Column {
    tiedGroups = picksAnother ? isTied.values.count { $0 } : 0
    return picked.column(groupCount)
  }
}
