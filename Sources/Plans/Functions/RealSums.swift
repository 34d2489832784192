import Tables

/// The sums of reals of groups, exact until they are read; the pair of most is enough.
struct RealSums {
  private struct Pair {
    var high = 0.0
    var low = 0.0
  }

  private var pairs = GroupValues(Pair())
  /// What did not fit in the pairs of a few groups.
  private var rests: [Int: ExactSum] = [:]

  /// Adds the known values of the rows.
  mutating func add(_ input: Input<Double>, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    let (values, step) = (input.values.base, input.step)
    pairs.update(groupCount) { pairs in
      GroupedRows(groups: groups).forEach(input.known) { row, group in
        let (sum, error) = ExactSum.twoSum(pairs[group].high, values[row &* step])
        let (errors, lost) = ExactSum.twoSum(pairs[group].low, error)
        pairs[group] = Pair(high: sum, low: errors)
        if lost != 0 { rests[group, default: ExactSum()].add(lost) }
      }
    }
  }

  /// Adds the sums of later rows.
  mutating func absorb(_ later: RealSums, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    pairs.grow(to: groupCount)
    for (place, group) in groups.enumerated() {
      add(later.pairs[place].high, to: Int(group))
      add(later.pairs[place].low, to: Int(group))
    }
    for (place, rest) in later.rests { rests[Int(groups[place]), default: ExactSum()].add(rest) }
  }

  private mutating func add(_ term: Double, to group: Int) {
    let (sum, error) = ExactSum.twoSum(pairs[group].high, term)
    let (errors, lost) = ExactSum.twoSum(pairs[group].low, error)
    pairs[group] = Pair(high: sum, low: errors)
    if lost != 0 { rests[group, default: ExactSum()].add(lost) }
  }

  /// The sum of a group.
  subscript(group: Int) -> ExactSum {
    var sum = rests[group] ?? ExactSum()
    sum.add(pairs[group].high)
    sum.add(pairs[group].low)
    return sum
  }
}
