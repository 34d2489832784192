import Tables

/// The values of each group, kept until the end: for medians and quantiles.
final class QuantileAccumulator: Accumulator {
  private var groups: [UInt32] = []
  private var values: [Double] = []
  private let share: Double

  /// The quantile below which a share of the values lies.
  init(_ share: Double) { self.share = share }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let input = Input<Double>(operands[0], rows: groups.count)
    values.reserveCapacity(values.count + groups.count)
    self.groups.reserveCapacity(values.count + groups.count)
    GroupedRows(groups: groups).forEach(input.known) { row, group in
      self.groups.append(UInt32(truncatingIfNeeded: group))
      values.append(input.values.base[row &* input.step])
    }
  }

  func absorb(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? QuantileAccumulator else { return }
    self.groups.append(contentsOf: later.groups.lazy.map { groups.base[Int($0)] })
    values.append(contentsOf: later.values)
  }

  func finish(groupCount: Int) -> Column {
    var starts = [Int](repeating: 0, count: groupCount + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
    var (next, sorted) = (starts, [Double](repeating: 0, count: values.count))
    for (row, group) in groups.enumerated() {
      sorted[next[Int(group)]] = values[row]
      next[Int(group)] += 1
    }
    return column(groupCount) { group in
      quantile(&sorted, starts[group]..<starts[group + 1])
    }
  }

  /// Type 7: the values stand at equal steps from 0 to 1, and between two of them it is linear.
  private func quantile(_ values: inout [Double], _ rows: Range<Int>) -> Double? {
    if rows.isEmpty { return nil }
    let place = Double(rows.count - 1) * share
    let below = rows.lowerBound + Int(place.rounded(.down))
    values.select(below, in: rows)
    let fraction = place - place.rounded(.down)
    if fraction == 0 || below + 1 == rows.upperBound { return values[below] }
    var above = values[below + 1]
    for row in (below + 1)..<rows.upperBound { above = min(above, values[row]) }
    let low = values[below]
    return low == above ? low : low * (1 - fraction) + above * fraction
  }
}

extension [Double] {
  /// Puts at `place` what stands there when `rows` are sorted; nothing larger before, nothing
  /// smaller behind.
  ///
  /// The pivot is the median of three, and short or stubborn stretches are sorted.
  mutating func select(_ place: Int, in rows: Range<Int>) {
    var (low, high, rounds) = (rows.lowerBound, rows.upperBound - 1, 64)
    while high - low > 16 && rounds > 0 {
      rounds -= 1
      let (first, middle, last) = (self[low], self[(low + high) / 2], self[high])
      let pivot = Swift.max(Swift.min(first, middle), Swift.min(Swift.max(first, middle), last))
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { return }
    }
    self[low...high].sort()
  }
}
