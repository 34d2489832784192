import Columns

/// Sums of one or two numbers, their squares and their product, exact until the end.
final class MomentAccumulator: Accumulator {
  /// What is made of the sums.
  enum Result: Sendable {
    case variance, deviation, weightedMean, correlation, slope
  }

  private var states = GroupValues(Moments(ExactSum()))
  private var near = IntegerMoments()
  private(set) var overflowedGroups = 0
  private let result: Result

  init(_ result: Result) { self.result = result }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    if near.add(operands, groups, groupCount) { return }
    let rows = groups.count
    let first = Input<Double>(operands[0], rows: rows)
    let isSquared = result != .weightedMean
    guard operands.count > 1 else {
      return states.update(groupCount) { states in
        GroupedRows(groups: groups).forEach(first.known) { row, group in
          let x = first.values.base[row &* first.step]
          states[group].count &+= 1
          states[group].x.add(x)
          if isSquared { states[group].xx.add(x, times: x) }
        }
      }
    }
    let second = Input<Double>(operands[1], rows: rows)
    let known = BooleanKernels.both(first.known, second.known)
    states.update(groupCount) { states in
      GroupedRows(groups: groups).forEach(known) { row, group in
        let x = first.values.base[row &* first.step]
        let y = second.values.base[row &* second.step]
        states[group].count &+= 1
        states[group].x.add(x)
        states[group].y.add(y)
        states[group].xy.add(x, times: y)
        if isSquared {
          states[group].xx.add(x, times: x)
          states[group].yy.add(y, times: y)
        }
      }
    }
  }

  /// Moves the sums of integers into the others.
  private func carry(_ groupCount: Int) {
    states.update(groupCount) { states in
      near.carry { group, sums in states[group].add(sums) { $0.add(exactly: $1) } }
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? MomentAccumulator else { return }
    later.carry(groups.count)
    states.update(groupCount) { states in
      for (other, group) in zip(later.states.values, groups) {
        states[Int(group)].add(other) { $0.add($1) }
      }
    }
  }

  func finish(groupCount: Int) -> Column {
    carry(groupCount)
    var overflowed = 0
    let values = column(groupCount) { group -> Double? in
      let value = self.value(self.states[group])
      if value?.isFinite == false { overflowed += 1 }
      return value?.isFinite == true ? value : nil
    }
    overflowedGroups = overflowed
    return values
  }

  private func value(_ state: Moments<ExactSum>) -> Double? {
    let count = DoubleDouble(Double(state.count))
    let (x, y) = (DoubleDouble(state.x), DoubleDouble(state.y))
    /// The sum of products of deviations: Σab − Σa Σb / n, never below zero for squares.
    func spread(_ products: ExactSum, _ left: DoubleDouble, _ right: DoubleDouble) -> DoubleDouble {
      DoubleDouble(products) - left * right / count
    }
    func squares(_ products: ExactSum, _ sum: DoubleDouble) -> DoubleDouble {
      let squares = spread(products, sum, sum)
      return squares.high > 0 ? squares : DoubleDouble(0)
    }
    switch result {
    case .weightedMean: return y.high == 0 ? nil : (DoubleDouble(state.xy) / y).value
    case .variance, .deviation:
      if state.count < 2 { return nil }
      let variance = (squares(state.xx, x) / DoubleDouble(Double(state.count - 1))).value
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

  /// The coefficient of a product of deviations and their squares.
  private static func correlation(
    _ product: DoubleDouble,
    _ first: DoubleDouble,
    _ second: DoubleDouble
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
