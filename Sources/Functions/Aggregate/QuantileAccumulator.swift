import Columns

/// The values of each group, kept until the end: for medians and quantiles.
///
/// Integers of a narrow range are counted value by value instead, and nothing has to be kept.
final class QuantileAccumulator: Accumulator {
  private var counts: ValueHistogram? = ValueHistogram()
  private var parts: [Part] = []
  private let share: Double

  private struct Part {
    let groups: Buffer<UInt32>
    let values: Buffer<Double>
    let known: Buffer<Bool>?
    /// What the groups are called here, if it is something else.
    var names: Buffer<UInt32>?

    /// Calls `body` with each known row and its group.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ group: Int) -> Void) {
      let rows = GroupedRows(groups: groups)
      guard let names = names?.base else { return rows.forEach(known, body) }
      rows.forEach(known) { row, group in body(row, Int(names[group])) }
    }
  }

  /// The quantile below which a share of the values lies.
  init(_ share: Double) { self.share = share }

  func add(_ operands: [Operand], groups: Buffer<UInt32>, groupCount: Int) {
    let column = operands[0].column(rows: groups.count)
    if groups.isEmpty { return }
    if case .integer(let values) = column.storage,
      counts?.add(values, column.known, groups, groupCount) == true
    {
      return
    }
    spill()
    parts.append(Part(groups: groups, values: Double.values(of: column), known: column.known))
  }

  /// Goes on without counts: there are too many different values, or they are no integers.
  private func spill() {
    guard let made = counts else { return }
    counts = nil
    made.spread { groups, values in
      parts.append(Part(groups: groups, values: values, known: nil))
    }
  }

  func combine(_ later: any Accumulator, groups: Buffer<UInt32>, groupCount: Int) {
    guard let later = later as? QuantileAccumulator else { return }
    if let others = later.counts, counts?.combine(others, groups, groupCount) == true { return }
    spill()
    later.spill()
    for var part in later.parts {
      part.names =
        part.names.map { names in
          Kernels.values(names) { groups.base[Int($0)] }
        } ?? groups
      parts.append(part)
    }
  }

  func finish(groupCount: Int) throws -> Column {
    try quantiles(share, groupCount, Cancellation())
  }

  /// The value of each group below which a share of its values lies.
  func quantiles(
    _ share: Double,
    _ groupCount: Int,
    _ cancellation: Cancellation
  ) throws -> Column {
    if let counts { return counts.quantiles(share, groupCount) }
    let starts = try starts(groupCount, cancellation)
    var found: Column?
    // The values are moved about where they lie.
    _ = try Buffer<Double>(count: starts[groupCount]) { values in
      try sort(to: values, starts, cancellation)
      let values = UnsafeMutableBufferPointer(start: values, count: starts[groupCount])
      found = try column(groupCount) { group in
        let rows = starts[group]..<starts[group + 1]
        if group & 255 == 0 || rows.count > 1 << 14 { try cancellation.check() }
        return try quantile(share, values, rows, cancellation)
      }
    }
    guard let found else { preconditionFailure("a buffer is filled when it is made") }
    return found
  }

  /// Where the values of each group begin, and at last where they end.
  private func starts(_ groupCount: Int, _ cancellation: Cancellation) throws -> [Int] {
    var starts = [Int](repeating: 0, count: groupCount + 1)
    try starts.withUnsafeMutableBufferPointer { starts in
      for part in parts {
        try cancellation.check()
        part.forEach { _, group in starts[group + 1] &+= 1 }
      }
    }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
    return starts
  }

  /// Writes all values, those of one group together.
  private func sort(
    to target: UnsafeMutablePointer<Double>,
    _ starts: [Int],
    _ cancellation: Cancellation
  ) throws {
    var next = starts
    try next.withUnsafeMutableBufferPointer { next in
      for part in parts {
        try cancellation.check()
        let values = part.values.base
        part.forEach { row, group in
          target[next[group]] = values[row]
          next[group] &+= 1
        }
      }
    }
  }

  private func quantile(
    _ share: Double,
    _ values: UnsafeMutableBufferPointer<Double>,
    _ rows: Range<Int>,
    _ cancellation: Cancellation
  ) throws -> Double? {
    if rows.isEmpty { return nil }
    let rank = QuantileRank(share, of: rows.count)
    let below = rows.lowerBound + rank.below
    try values.select(below, in: rows, until: cancellation)
    if rank.isExact { return values[below] }
    var above = values[below + 1]
    for row in (below + 1)..<rows.upperBound { above = min(above, values[row]) }
    return rank.between(values[below], above)
  }
}

/// The rank of a quantile of type 7: values stand at equal steps from 0 to 1, and between two of
/// them it is linear.
struct QuantileRank {
  /// How many values stand before the lower one.
  let below: Int
  private let fraction: Double
  /// Whether the quantile is the lower value.
  let isExact: Bool

  init(_ share: Double, of count: Int) {
    let place = Double(count - 1) * share
    below = Int(place.rounded(.down))
    fraction = place - place.rounded(.down)
    isExact = fraction == 0 || below + 1 == count
  }

  func between(_ low: Double, _ high: Double) -> Double {
    low == high ? low : low * (1 - fraction) + high * fraction
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Puts at `place` what stands there when `rows` are sorted; nothing larger before, nothing
  /// smaller behind.
  ///
  /// The pivot is the median of three, and short or stubborn stretches are sorted.
  func select(_ place: Int, in rows: Range<Int>, until cancellation: Cancellation) throws {
    var (low, high, rounds) = (rows.lowerBound, rows.upperBound - 1, 64)
    while high - low > 16 && rounds > 0 {
      rounds -= 1
      if high - low > 1 << 14 { try cancellation.check() }
      let (first, middle, last) = (self[low], self[(low + high) / 2], self[high])
      let pivot = Swift.max(Swift.min(first, middle), Swift.min(Swift.max(first, middle), last))
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        if left <= right {
          (self[left], self[right]) = (self[right], self[left])
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { return }
    }
    var rest = self[low...high]
    rest.sort()
  }
}
