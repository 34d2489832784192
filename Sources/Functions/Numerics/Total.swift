/// A running total of one kind of numbers, exact until it is read.
protocol Total: Sendable {
  associatedtype Term: Stored
  init()
  mutating func add(_ term: Term)
  mutating func add(_ other: Self)
  mutating func remove(_ term: Term)
  /// The total as a pair of reals.
  var doubles: DoubleDouble { get }
}

struct IntegerTotal: Total {
  var sum: Int128 = 0

  @inline(__always)
  mutating func add(_ term: Int64) { sum &+= Int128(term) }
  mutating func add(_ other: IntegerTotal) { sum &+= other.sum }
  mutating func remove(_ term: Int64) { sum &-= Int128(term) }
  var doubles: DoubleDouble { DoubleDouble(sum) }

  /// The total in 64 bits; a failure of what is called `name` at a row where it does not fit.
  func fitting(_ name: String, row: Int) throws -> Int64 {
    guard let sum = Int64(exactly: sum) else { throw RunFailure.doesNotFit(name, row: row + 1) }
    return sum
  }
}

extension ExactSum: Total {
  mutating func remove(_ term: Double) { add(-term) }
  var doubles: DoubleDouble { DoubleDouble(self) }
}
