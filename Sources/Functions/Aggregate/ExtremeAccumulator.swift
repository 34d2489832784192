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
