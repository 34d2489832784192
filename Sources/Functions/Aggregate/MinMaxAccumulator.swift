import Columns

/// The least or greatest known number, date or period.
final class MinMaxAccumulator<Element: Stored & Comparable>: Accumulator {
  private var best = GroupValues(Element.filler)
  private var isKnown = GroupValues(false)
  private let isGreatest: Bool

  init(greatest: Bool) { isGreatest = greatest }

  // Calls reach a generic class through its table of methods, which holds what is not specialized.
  @_specialize(where Element == Int64)
  @_specialize(where Element == Int32)
  @_specialize(where Element == Double)
  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let input = Input<Element>(operands[0], rows: groups.count)
    let (values, step, isGreatest) = (input.values.base, input.step, isGreatest)
    isKnown.update(groupCount) { isKnown in
      best.update(groupCount) { best in
        GroupedRows(groups: groups).forEach(input.known) { row, group in
          let value = values[row &* step]
          if !isKnown[group] || (isGreatest ? value > best[group] : value < best[group]) {
            best[group] = value
            isKnown[group] = true
          }
        }
      }
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? MinMaxAccumulator else { return }
    add([.column(later.finish(groupCount: groups.count))], groups: groups, groupCount: groupCount)
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { isKnown[$0] ? best[$0] : nil }
  }
}
