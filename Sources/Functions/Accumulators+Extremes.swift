import Catalog
import Columns

/// The least or greatest known values of one storage.
private struct Extremes<Element: Stored & Comparable> {
  private var best = GroupValues(Element.filler)
  private var isKnown = GroupValues(false)

  mutating func add(
    _ operand: Operand,
    greatest: Bool,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) {
    let input = Input<Element>(operand, rows: groups.count)
    let (values, step) = (input.values.base, input.step)
    isKnown.update(groupCount) { isKnown in
      best.update(groupCount) { best in
        GroupedRows(groups: groups).forEach(input.known) { row, group in
          let value = values[row &* step]
          if !isKnown[group] || (greatest ? value > best[group] : value < best[group]) {
            best[group] = value
            isKnown[group] = true
          }
        }
      }
    }
  }

  func column(_ groupCount: Int) -> Column {
    Functions.column(groupCount) { isKnown[$0] ? best[$0] : nil }
  }
}

/// The least or greatest known number, date or period.
final class ExtremeAccumulator: Accumulator {
  private var integers = Extremes<Int64>()
  private var reals = Extremes<Double>()
  private var ordinals = Extremes<Int32>()
  private let isGreatest: Bool
  private let type: DataType

  init(greatest: Bool, _ type: DataType) { (isGreatest, self.type) = (greatest, type) }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    switch type {
    case .integer: integers.add(operands[0], greatest: isGreatest, groups, groupCount)
    case .real, .percent: reals.add(operands[0], greatest: isGreatest, groups, groupCount)
    default: ordinals.add(operands[0], greatest: isGreatest, groups, groupCount)
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ExtremeAccumulator else { return }
    add([.column(later.finish(groupCount: groups.count))], groups: groups, groupCount: groupCount)
  }

  func finish(groupCount: Int) -> Column {
    switch type {
    case .integer: integers.column(groupCount)
    case .real, .percent: reals.column(groupCount)
    default: ordinals.column(groupCount)
    }
  }
}

/// One row of each group, kept as columns that hold just these rows.
struct PickedRows {
  private var parts: [Column] = []
  private var partOf: [Int32] = []
  private var rowOf: [Int32] = []
  private var kept = 0
  private let type: DataType

  init(_ type: DataType) { self.type = type }

  /// Whether no group has a row.
  var isEmpty: Bool { parts.isEmpty }

  /// Whether a group has a row.
  func has(_ group: Int) -> Bool { group < partOf.count && partOf[group] >= 0 }

  /// Takes for each group the row of `column` given for it, unless that is below zero.
  mutating func take(_ column: Column, _ rows: [Int32]) {
    grow(to: rows.count)
    var picked: [Int32] = []
    for (group, row) in rows.enumerated() where row >= 0 {
      partOf[group] = Int32(parts.count)
      rowOf[group] = Int32(picked.count)
      picked.append(row)
    }
    if picked.isEmpty { return }
    parts.append(column.gathered(Buffer(picked)))
    kept += picked.count
    if parts.count > 1, kept > 4 * rows.count + 4096 {
      let whole = self.column(rows.count)
      parts = [whole]
      for group in partOf.indices where partOf[group] >= 0 {
        (partOf[group], rowOf[group]) = (0, Int32(group))
      }
      kept = rows.count
    }
  }

  private mutating func grow(to count: Int) {
    if count > partOf.count {
      let more = count - partOf.count
      partOf.append(contentsOf: repeatElement(-1, count: more))
      rowOf.append(contentsOf: repeatElement(-1, count: more))
    }
  }

  /// The row of each group; missing where it has none.
  func column(_ groupCount: Int) -> Column {
    var starts: [Int32] = []
    var next: Int32 = 0
    for part in parts {
      starts.append(next)
      next += Int32(part.count)
    }
    let places = (0..<groupCount).map { group -> Int32 in
      has(group) ? starts[Int(partOf[group])] + rowOf[group] : -1
    }
    if parts.isEmpty { return Column(repeating: .missing, as: type, count: groupCount) }
    return Column.joined(parts, as: type).gathered(Buffer(places))
  }
}

/// The first or last known value, in the order of rows.
final class EdgeAccumulator: Accumulator {
  private var picked: PickedRows
  private let takesLast: Bool

  init(last: Bool, _ type: DataType) { (takesLast, picked) = (last, PickedRows(type)) }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let column = operands[0].column(rows: groups.count)
    take(column, groups, groupCount)
  }

  private func take(_ column: Column, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    var rows = [Int32](repeating: -1, count: groupCount)
    GroupedRows(groups: groups).forEach(column.known) { row, group in
      if takesLast || rows[group] < 0 && !picked.has(group) { rows[group] = Int32(row) }
    }
    picked.take(column, rows)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? EdgeAccumulator else { return }
    take(later.picked.column(groups.count), groups, groupCount)
  }

  func finish(groupCount: Int) -> Column { picked.column(groupCount) }
}

/// The value of one column where another is greatest or least; of equal ones the first in order.
///
/// With the column itself as the other, it gives the greatest or least text.
final class AtExtremeAccumulator: Accumulator {
  private var picked: PickedRows
  private var best: PickedRows
  private let takesGreatest: Bool
  private let orderType: DataType

  init(greatest: Bool, _ type: DataType, by orderType: DataType) {
    takesGreatest = greatest
    self.orderType = orderType
    (picked, best) = (PickedRows(type), PickedRows(orderType))
  }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let column = operands[0].column(rows: groups.count)
    let order = operands.count > 1 ? operands[1].column(rows: groups.count) : column
    take(column, by: order, groups, groupCount)
  }

  private func take(
    _ column: Column,
    by order: Column,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) {
    let offset = best.isEmpty ? 0 : groupCount
    let both = best.isEmpty ? order : .joined([best.column(groupCount), order], as: orderType)
    let places = OrderKeys.keys(of: both, as: orderType)
    var rows = [Int32](repeating: -1, count: groupCount)
    GroupedRows(groups: groups).forEach(order.known) { row, group in
      let champion =
        rows[group] >= 0 ? Int(rows[group]) + offset : best.has(group) ? group : -1
      if champion >= 0 {
        let (old, new) = (places.base[champion], places.base[row + offset])
        if takesGreatest ? new <= old : new >= old { return }
      }
      rows[group] = Int32(row)
    }
    picked.take(column, rows)
    best.take(order, rows)
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? AtExtremeAccumulator else { return }
    let count = groups.count
    take(later.picked.column(count), by: later.best.column(count), groups, groupCount)
  }

  func finish(groupCount: Int) -> Column { picked.column(groupCount) }
}

/// Values as integers that compare as the values do.
package enum OrderKeys {
  package static func keys(of column: Column, as type: DataType) -> Buffer<Int64> {
    let rows = column.count
    switch column.storage {
    case .boolean(let values):
      return Kernels.values(Input(values, known: nil), rows: rows) { $0 ? 1 : 0 }
    case .integer(let values): return values.widened
    case .real(let values):
      return Kernels.values(Input(values, known: nil), rows: rows) { value in
        let bits = Int64(bitPattern: (value + 0).bitPattern)
        return bits ^ ((bits >> 63) & Int64.max)
      }
    case .ordinal(let values):
      return Kernels.values(Input(values, known: nil), rows: rows) { Int64($0) }
    case .code(let codes, let labels):
      if case .category = type { return codes.widened }
      let ranks = Input(codes.looked(up: labels.ranks), known: nil)
      return Kernels.values(ranks, rows: rows) { Int64($0) }
    }
  }
}
