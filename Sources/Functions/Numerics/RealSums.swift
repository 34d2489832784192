import CLanes
import Columns

/// The sums of reals of groups, exact until they are read; the pair of most is enough.
struct RealSums {
  private struct Pair {
    var high = 0.0
    var low = 0.0

    /// Adds a term; gives what fits in neither.
    @inline(__always)
    mutating func add(_ term: Double) -> Double {
      let (sum, error) = ExactSum.twoSum(high, term)
      let (errors, lost) = ExactSum.twoSum(low, error)
      (high, low) = (sum, errors)
      return lost
    }
  }

  /// Up to so many groups, four sums of each are kept apart: rows of one group often follow each
  /// other, and a sum has to wait for the one before it.
  private static let few = 16
  /// Sums from here on are near what reals hold, so that their order may matter.
  private static let large = 1e300

  private var pairs = GroupValues(Pair())
  /// What did not fit in the pairs of a few groups.
  private var rests: [Int: ExactSum] = [:]

  mutating func add(_ input: Input<Double>, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    let (values, step) = (input.values.base, input.step)
    if input.known == nil && step == 1 {
      if groupCount == 1 { return add(values, groups.count) }
      if addApart(values, groups, groupCount) { return }
      return add(values, groups, groupCount)
    }
    pairs.update(groupCount) { pairs in
      GroupedRows(groups: groups).forEach(input.known) { row, group in
        let lost = pairs[group].add(values[row &* step])
        if lost != 0 { rests[group, default: ExactSum()].add(lost) }
      }
    }
  }

  /// Adds values, all of them known, to four sums of each group in turn; false, and nothing is added,
  /// where groups are many, something would be lost, or sums are large.
  private mutating func addApart(
    _ values: UnsafePointer<Double>,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) -> Bool {
    if groupCount > RealSums.few || groups.count < 64 * groupCount { return false }
    let (count, apart) = (Int64(groups.count), Int64(groupCount))
    var (sums, isWhole) = (RealSums(), false)
    sums.pairs.update(4 * groupCount) { pairs in
      let target = UnsafeMutableRawPointer(pairs).assumingMemoryBound(to: Double.self)
      isWhole = scomm_add_reals(values, groups.base, 0, count, apart, target) == count
    }
    guard isWhole, sums.pairs.values.allSatisfy({ abs($0.high) < RealSums.large }) else {
      return false
    }
    combine(sums, .tabulate(4 * groupCount) { UInt32($0 % groupCount) }, groupCount)
    return true
  }

  /// Adds values, all of them known, as many at once as lose nothing.
  private mutating func add(
    _ values: UnsafePointer<Double>,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) {
    pairs.update(groupCount) { pairs in
      let (count, reals) = (Int64(groups.count), UnsafeMutableRawPointer(pairs))
      let target = reals.assumingMemoryBound(to: Double.self)
      var row = 0
      while true {
        // Up to a row that would lose something.
        row = Int(scomm_add_reals(values, groups.base, Int64(row), count, 0, target))
        if row == groups.count { return }
        let group = Int(groups.base[row])
        let lost = pairs[group].add(values[row])
        if lost != 0 { rests[group, default: ExactSum()].add(lost) }
        row += 1
      }
    }
  }

  /// Adds values of the only group: to several pairs in turn, since each must wait for the sum
  /// before it, and one by one from where something would be lost.
  private mutating func add(_ values: UnsafePointer<Double>, _ count: Int) {
    pairs.grow(to: 1)
    var terms = [Double](repeating: 0, count: 2 * Int(SCOMM_REALS_AT_ONCE))
    let taken = Int(scomm_add_all_reals(values, Int64(count), &terms))
    for term in terms { add(term, to: 0) }
    for row in taken..<count { add(values[row], to: 0) }
  }

  private mutating func add(_ term: Double, to group: Int) {
    let lost = pairs[group].add(term)
    if lost != 0 { rests[group, default: ExactSum()].add(lost) }
  }

  mutating func combine(_ later: RealSums, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    pairs.update(groupCount) { pairs in
      for (place, pair) in later.pairs.values.enumerated() {
        let group = Int(groups.base[place])
        for term in [pair.high, pair.low] {
          let lost = pairs[group].add(term)
          if lost != 0 { rests[group, default: ExactSum()].add(lost) }
        }
      }
    }
    for (place, rest) in later.rests { rests[Int(groups[place]), default: ExactSum()].add(rest) }
  }

  subscript(group: Int) -> ExactSum {
    var sum = rests[group] ?? ExactSum()
    sum.add(pairs[group].high)
    sum.add(pairs[group].low)
    return sum
  }
}
