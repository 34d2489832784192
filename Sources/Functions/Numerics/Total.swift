/// A running total of one kind of numbers, exact until it is read.
protocol Total: Sendable {
  associatedtype Expression: Stored
  init()
  mutating func add(_ expression: Expression)
  mutating func add(_ other: Self)
  mutating func remove(_ expression: Expression)
  /// The total as a pair of reals.
  var doubles: DoublePair { get }
}

/// A total of integers in 128 bits.
struct IntegerTotal: Total {
  var sum: Int128 = 0

  @inline(__always)
  mutating func add(_ expression: Int64) { sum &+= Int128(expression) }
  mutating func add(_ other: IntegerTotal) { sum &+= other.sum }
  mutating func remove(_ expression: Int64) { sum &-= Int128(expression) }
  var doubles: DoublePair { DoublePair(sum) }
}

extension ExactSum: Total {
  mutating func remove(_ expression: Double) { add(-expression) }
  var doubles: DoublePair { DoublePair(self) }
}
