import Tables

/// Sums of one or two numbers, their squares and their product, exact until the end.
final class MomentAccumulator: Accumulator {
  /// What is made of the sums.
  enum Result: Sendable {
    case variance, deviation, weightedMean, correlation, slope
  }

  private struct State: Sendable {
    var count = 0
    var x = ExactSum()
    var y = ExactSum()
    var xx = ExactSum()
    var yy = ExactSum()
    var xy = ExactSum()
  }

  private var states = GroupValues(State())
  private let result: Result

  init(_ result: Result) { self.result = result }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let rows = groups.count
    let first = Input<Double>(operands[0], rows: rows)
    let second = operands.count > 1 ? Input<Double>(operands[1], rows: rows) : nil
    let known = Truth.both(first.known, second?.known)
    let isSquared = result != .weightedMean
    states.update(groupCount) { states in
      GroupedRows(groups: groups).forEach(known) { row, group in
        let x = first.values.base[row &* first.step]
        states[group].count &+= 1
        states[group].x.add(x)
        if isSquared { states[group].xx.add(x, times: x) }
        guard let second else { return }
        let y = second.values.base[row &* second.step]
        states[group].y.add(y)
        states[group].xy.add(x, times: y)
        if isSquared { states[group].yy.add(y, times: y) }
      }
    }
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? MomentAccumulator else { return }
    states.grow(to: groupCount)
    for (place, target) in groups.enumerated() {
      let (other, group) = (later.states[place], Int(target))
      states[group].count += other.count
      states[group].x.add(other.x)
      states[group].y.add(other.y)
      states[group].xx.add(other.xx)
      states[group].yy.add(other.yy)
      states[group].xy.add(other.xy)
    }
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      let value = self.value(self.states[group])
      return value?.isFinite == true ? value : nil
    }
  }

  private func value(_ state: State) -> Double? {
    let count = DoublePair(Double(state.count))
    let (x, y) = (DoublePair(state.x), DoublePair(state.y))
    /// The sum of products of deviations: Σab − Σa Σb / n, never below zero for squares.
    func spread(_ products: ExactSum, _ left: DoublePair, _ right: DoublePair) -> DoublePair {
      DoublePair(products) - left * right / count
    }
    func squares(_ products: ExactSum, _ sum: DoublePair) -> DoublePair {
      let squares = spread(products, sum, sum)
      return squares.high > 0 ? squares : DoublePair(0)
    }
    switch result {
    case .weightedMean: return y.high == 0 ? nil : (DoublePair(state.xy) / y).value
    case .variance, .deviation:
      if state.count < 2 { return nil }
      let variance = (squares(state.xx, x) / DoublePair(Double(state.count - 1))).value
      return result == .deviation ? variance?.squareRoot() : variance
    case .correlation:
      if state.count < 2 { return nil }
      return MomentAccumulator.correlation(
        spread(state.xy, x, y),
        squares(state.xx, x),
        squares(state.yy, y)
      )
    case .slope:
      let base = squares(state.xx, x)
      if state.count < 2 || base.high <= 0 { return nil }
      return (spread(state.xy, x, y) / base).value
    }
  }
}

extension MomentAccumulator {
  /// The coefficient of a product of deviations and their squares.
  private static func correlation(
    _ product: DoublePair,
    _ first: DoublePair,
    _ second: DoublePair
  ) -> Double? {
    guard first.high > 0, second.high > 0 else { return nil }
    let whole = first * second
    if whole.high > 0, let square = (product * product / whole).value, square > 0 {
      let coefficient = min(1, square.squareRoot())
      return product.high < 0 ? -coefficient : coefficient
    }
    // The squares of squares are beyond what a real holds.
    let ratio = product.high / first.high.squareRoot() / second.high.squareRoot()
    return max(-1, min(1, ratio))
  }
}

/// A sum where a condition holds, over the whole sum; without a number, a share of rows.
final class ShareAccumulator<Sum: Total>: Accumulator {
  private var part = GroupTotals<Sum>()
  private var whole = GroupTotals<Sum>()

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let rows = groups.count
    let condition = operands[operands.count - 1].column(rows: rows)
    let holds = Truth.and(condition.booleans, condition.known)
    if operands.count == 1 {
      let ones = Column(repeating: .integer(1), as: .integer, count: rows)
      whole.add(.column(ones), groups, groupCount)
      part.add(.column(Column(ones.storage, known: holds)), groups, groupCount)
      return
    }
    let numbers = operands[0].column(rows: rows)
    whole.add(.column(numbers), groups, groupCount)
    let known = Truth.and(holds, numbers.known)
    part.add(.column(Column(numbers.storage, known: known)), groups, groupCount)
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? ShareAccumulator else { return }
    part.absorb(later.part, groups, groupCount)
    whole.absorb(later.whole, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      let all = self.whole[group].total.doubles
      if all.high == 0 { return nil }
      return (self.part[group].total.doubles / all).value
    }
  }
}

/// Whether a condition holds for one row, or for all.
final class TruthAccumulator: Accumulator {
  private var found = GroupValues(false)
  private let isAll: Bool

  init(all: Bool) { isAll = all }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let column = operands[0].column(rows: groups.count)
    let holds = Truth.and(column.booleans, column.known)
    let wanted = isAll ? Truth.not(holds) : holds
    found.update(groupCount) { found in
      GroupedRows(groups: groups).forEach(wanted) { _, group in found[group] = true }
    }
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? TruthAccumulator else { return }
    found.grow(to: groupCount)
    for (place, group) in groups.enumerated() where later.found[place] { found[Int(group)] = true }
  }

  func finish(groupCount: Int) -> Column {
    Column(.boolean(Buffer((0..<groupCount).map { found[$0] != isAll })))
  }
}
