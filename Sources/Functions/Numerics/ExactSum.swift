/// A sum of reals that is rounded once, at its end: the sum and the rounding error of it, and what
/// fits in neither.
///
/// It is the same whatever the order and grouping of its terms.
///
/// The pair is Knuth's two-sum; what the error term itself would round off goes into a list of
/// parts that do not overlap, as in Shewchuk's "Adaptive Precision Floating-Point Arithmetic"
/// (1997).
struct ExactSum: Sendable {
  private var high = 0.0
  private var low = 0.0
  private var lowest = 0.0
  private var rest: [Double] = []

  /// The sum and its rounding error, exactly.
  @inline(__always)
  static func twoSum(_ left: Double, _ right: Double) -> (sum: Double, error: Double) {
    let sum = left + right
    let part = sum - left
    return (sum, (left - (sum - part)) + (right - part))
  }

  /// The product and its rounding error, exactly.
  @inline(__always)
  static func twoProduct(_ left: Double, _ right: Double) -> (product: Double, error: Double) {
    let product = left * right
    return (product, (-product).addingProduct(left, right))
  }

  @inline(__always)
  mutating func add(_ term: Double) {
    let (sum, error) = ExactSum.twoSum(high, term)
    let (errors, lost) = ExactSum.twoSum(low, error)
    (high, low) = (sum, errors)
    if lost != 0 { addLowest(lost) }
  }

  @inline(__always)
  private mutating func addLowest(_ term: Double) {
    let (sum, lost) = ExactSum.twoSum(lowest, term)
    lowest = sum
    if lost != 0 { keep(lost) }
  }

  mutating func add(_ left: Double, times right: Double) {
    let (product, error) = ExactSum.twoProduct(left, right)
    add(product)
    add(error)
  }

  mutating func add(_ other: ExactSum) {
    add(other.high)
    add(other.low)
    add(other.lowest)
    for part in other.rest { add(part) }
  }

  private mutating func keep(_ term: Double) {
    guard term.isFinite else { return }
    var (term, kept) = (term, 0)
    for part in rest {
      let (sum, error) = ExactSum.twoSum(term, part)
      if error != 0 {
        rest[kept] = error
        kept += 1
      }
      term = sum
    }
    rest.removeSubrange(kept...)
    rest.append(term)
  }

  /// The sum as the nearest real, and the nearest real to what is left of it.
  ///
  /// Infinite or no number if a term or partial sum was.
  var pair: (high: Double, low: Double) {
    guard high.isFinite else { return (high, 0) }
    if rest.isEmpty && lowest == 0 {
      let (sum, error) = ExactSum.twoSum(high, low)
      return (sum, error)
    }
    var whole = ExactSum()
    for part in rest + [lowest, low, high] { whole.keep(part) }
    let nearest = ExactSum.rounded(whole.rest)
    whole.keep(-nearest)
    return (nearest, ExactSum.rounded(whole.rest))
  }

  /// The nearest real to a sum of parts that do not overlap, smallest first; the next part decides
  /// ties.
  private static func rounded(_ parts: [Double]) -> Double {
    guard var sum = parts.last else { return 0 }
    var index = parts.count - 1
    var low = 0.0
    while index > 0 {
      index -= 1
      (sum, low) = twoSum(sum, parts[index])
      if low != 0 { break }
    }
    if index > 0, (low < 0) == (parts[index - 1] < 0) {
      let doubled = low * 2
      let next = sum + doubled
      if doubled == next - sum { return next }
    }
    return sum
  }

  var value: Double { pair.high }
}

/// A number as the unrounded sum of two reals, for the last steps of means and moments.
struct DoubleDouble: Sendable {
  var high: Double
  var low: Double

  init(_ high: Double, _ low: Double = 0) { (self.high, self.low) = (high, low) }
  init(_ sum: ExactSum) { (high, low) = sum.pair }

  /// A 128-bit integer.
  init(_ integer: Int128) {
    high = Double(integer)
    low = Double(integer - Int128(high))
  }

  static func * (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let (product, error) = ExactSum.twoProduct(left.high, right.high)
    return normal(product, error + (left.high * right.low + left.low * right.high))
  }

  static func - (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let (difference, error) = ExactSum.twoSum(left.high, -right.high)
    let (lower, lost) = ExactSum.twoSum(left.low, -right.low)
    let sum = normal(difference, error + lower)
    return normal(sum.high, sum.low + lost)
  }

  static func / (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let first = left.high / right.high
    let remainder = left - right * DoubleDouble(first)
    return normal(first, (remainder.high + remainder.low) / right.high)
  }

  private static func normal(_ high: Double, _ low: Double) -> DoubleDouble {
    let (sum, error) = ExactSum.twoSum(high, low)
    return DoubleDouble(sum, error)
  }

  /// The number, rounded; nil if it is infinite or none.
  var value: Double? { high.isFinite ? high : nil }
}
