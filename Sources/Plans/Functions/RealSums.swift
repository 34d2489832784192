import Tables

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

  private var pairs = GroupValues(Pair())
  /// What did not fit in the pairs of a few groups.
  private var rests: [Int: ExactSum] = [:]

  /// Adds the known values of the rows.
  mutating func add(_ input: Input<Double>, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    let (values, step) = (input.values.base, input.step)
    pairs.update(groupCount) { pairs in
      GroupedRows(groups: groups).forEach(input.known) { row, group in
        let lost = pairs[group].add(values[row &* step])
        if lost != 0 { rests[group, default: ExactSum()].add(lost) }
      }
    }
  }

  /// Adds the sums of later rows.
  mutating func absorb(_ later: RealSums, _ groups: Buffer<UInt32>, _ groupCount: Int) {
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

  /// The sum of a group.
  subscript(group: Int) -> ExactSum {
    var sum = rests[group] ?? ExactSum()
    sum.add(pairs[group].high)
    sum.add(pairs[group].low)
    return sum
  }
}
