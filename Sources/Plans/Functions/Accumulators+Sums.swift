import Tables

/// A running total of one kind of numbers, exact until it is read.
protocol Total: Sendable {
  associatedtype Term: Stored
  init()
  mutating func add(_ term: Term)
  mutating func add(_ other: Self)
  mutating func remove(_ term: Term)
  /// The total as a pair of reals.
  var doubles: DoublePair { get }
}

/// A total of integers in 128 bits.
struct IntegerTotal: Total {
  var sum: Int128 = 0

  @inline(__always)
  mutating func add(_ term: Int64) { sum &+= Int128(term) }
  mutating func add(_ other: IntegerTotal) { sum &+= other.sum }
  mutating func remove(_ term: Int64) { sum &-= Int128(term) }
  var doubles: DoublePair { DoublePair(sum) }
}

extension ExactSum: Total {
  mutating func remove(_ term: Double) { add(-term) }
  var doubles: DoublePair { DoublePair(self) }
}

/// The total of each group, with how many values are known and whether others are missing.
struct GroupTotals<Sum: Total> {
  struct State: Sendable {
    var total = Sum()
    var known = 0
    var hasMissing = false
  }

  private(set) var states = GroupValues(State())

  /// Adds the known values of an operand.
  mutating func add(_ operand: Operand, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    let input = Input<Sum.Term>(operand, rows: groups.count)
    let (values, step) = (input.values.base, input.step)
    states.update(groupCount) { states in
      guard let known = input.known else {
        GroupedRows(groups: groups).forEach(nil) { row, group in
          states[group].total.add(values[row &* step])
          states[group].known &+= 1
        }
        return
      }
      GroupedRows(groups: groups).forEach(nil) { row, group in
        if known.base[row] {
          states[group].total.add(values[row])
          states[group].known &+= 1
        } else {
          states[group].hasMissing = true
        }
      }
    }
  }

  /// Adds the totals of later rows.
  mutating func absorb(_ later: GroupTotals, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    states.grow(to: groupCount)
    for (place, group) in groups.enumerated() {
      let other = later.states[place]
      states[Int(group)].total.add(other.total)
      states[Int(group)].known += other.known
      states[Int(group)].hasMissing = states[Int(group)].hasMissing || other.hasMissing
    }
  }

  subscript(group: Int) -> State { states[group] }
}

/// The sum of integers: exact, and a failure if it does not fit 64 bits.
final class IntegerSumAccumulator: Accumulator {
  private var totals = GroupTotals<IntegerTotal>()
  private let label: String

  init(label: String) { self.label = label }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    totals.add(operands[0], groups, groupCount)
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? IntegerSumAccumulator else { return }
    totals.absorb(later.totals, groups, groupCount)
  }

  func finish(groupCount: Int) throws -> Column {
    try column(groupCount) { group -> Int64? in
      let state = totals[group]
      if state.known == 0 && state.hasMissing { return nil }
      guard let sum = Int64(exactly: state.total.sum) else { throw RunFailure.sumDoesNotFit(label) }
      return sum
    }
  }
}

/// The sum of reals, rounded once.
final class RealSumAccumulator: Accumulator {
  private var totals = GroupTotals<ExactSum>()

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    totals.add(operands[0], groups, groupCount)
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? RealSumAccumulator else { return }
    totals.absorb(later.totals, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      let state = totals[group]
      if state.known == 0 && state.hasMissing { return nil }
      return state.total.doubles.value
    }
  }
}

/// The mean of numbers, rounded once.
final class MeanAccumulator<Sum: Total>: Accumulator {
  private var totals = GroupTotals<Sum>()

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    totals.add(operands[0], groups, groupCount)
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? MeanAccumulator else { return }
    totals.absorb(later.totals, groups, groupCount)
  }

  func finish(groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      let state = totals[group]
      if state.known == 0 { return nil }
      return (state.total.doubles / DoublePair(Double(state.known))).value
    }
  }
}

/// A column with a value for each group, or none.
func column<Value: Stored>(
  _ groupCount: Int,
  _ value: (Int) throws -> Value?
) rethrows -> Column {
  try Kernels.gathered(rows: groupCount, known: nil, value).column
}
