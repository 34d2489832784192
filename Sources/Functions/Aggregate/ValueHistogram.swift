import Columns

/// How often each group has each integer of a narrow range.
struct ValueHistogram {
  /// The counts: of each group, one for each value from `least` on.
  private var counts: [Int64] = []
  private var least: Int64 = 0
  private var width = 0
  private static let most = 1 << 18

  /// Adds the known values of the rows; false, and nothing is added, if they are too many.
  mutating func add(
    _ integers: Integers,
    _ known: Buffer<Bool>?,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) -> Bool {
    switch integers {
    case .int8(let values): add(values, known, groups, groupCount)
    case .int16(let values): add(values, known, groups, groupCount)
    case .int32(let values): add(values, known, groups, groupCount)
    case .int64(let values): add(values, known, groups, groupCount)
    }
  }

  private mutating func add<Element: FixedWidthInteger>(
    _ values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) -> Bool {
    guard let (low, high) = values.bounds(known) else { return true }
    if !reserve(Int64(low), Int64(high), groupCount) { return false }
    let (least, width) = (Int(least), width)
    let source = values.base
    counts.withUnsafeMutableBufferPointer { counts in
      guard let counts = counts.baseAddress else { return }
      GroupedRows(groups: groups).forEach(known, of: groupCount) { row, group in
        counts[group &* width &+ Int(truncatingIfNeeded: source[row]) &- least] &+= 1
      }
    }
    return true
  }

  /// The last value that there is room for; spare room may reach beyond the last integer.
  private var end: Int64 {
    let (last, overflow) = least.addingReportingOverflow(Int64(max(width, 1) - 1))
    return overflow ? .max : last
  }

  /// Makes room for these values in all groups; false if that is too much.
  private mutating func reserve(_ low: Int64, _ high: Int64, _ groupCount: Int) -> Bool {
    let last = end
    let isInside = width > 0 && least <= low && high <= last
    let (newLow, newHigh) = width == 0 ? (low, high) : (min(low, least), max(high, last))
    let distance = UInt64(bitPattern: newHigh) &- UInt64(bitPattern: newLow)
    if distance >= UInt64(ValueHistogram.most) { return false }
    // A range that grows takes some spare room at its end, so that it rarely has to grow again.
    let newWidth = isInside ? width : Int(distance) + 1 + (width == 0 ? 0 : width / 2)
    let groups = max(groupCount, width == 0 ? 0 : counts.count / width)
    if groups * newWidth > ValueHistogram.most { return false }
    if isInside {
      let missing = groups * width - counts.count
      if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
      return true
    }
    var wider = [Int64](repeating: 0, count: groups * newWidth)
    for (place, count) in counts.enumerated() where count > 0 {
      let offset = place % width + Int(least - newLow)
      wider[place / width * newWidth + offset] = count
    }
    (counts, least, width) = (wider, newLow, newWidth)
    return true
  }

  /// Adds the counts of later rows; false, and nothing is added, if there are too many values.
  mutating func combine(
    _ later: ValueHistogram,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) -> Bool {
    guard later.width > 0 else { return true }
    if !reserve(later.least, later.end, groupCount) { return false }
    let offset = Int(later.least - least)
    for (place, count) in later.counts.enumerated() where count > 0 {
      let group = Int(groups[place / later.width])
      counts[group * width + place % later.width + offset] += count
    }
    return true
  }

  /// Gives `body` all values, each as often as it is there, and their groups.
  func spread(_ body: (Buffer<UInt32>, Buffer<Double>) -> Void) {
    var (groups, values): ([UInt32], [Double]) = ([], [])
    for (place, count) in counts.enumerated() where count > 0 {
      let value = Double(least + Int64(place % width))
      groups.append(contentsOf: repeatElement(UInt32(place / width), count: Int(count)))
      values.append(contentsOf: repeatElement(value, count: Int(count)))
    }
    if !values.isEmpty { body(Buffer(groups), Buffer(values)) }
  }

  /// The value of each group below which a share of its values lies, linear between two (type 7).
  func quantiles(_ share: Double, _ groupCount: Int) -> Column {
    column(groupCount) { group -> Double? in
      let start = group * width
      if start + width > counts.count || width == 0 { return nil }
      let total = counts[start..<start + width].reduce(0, +)
      if total == 0 { return nil }
      let rank = QuantileRank(share, of: Int(total))
      let low = value(Int64(rank.below), from: start)
      return rank.isExact ? low : rank.between(low, value(Int64(rank.below) + 1, from: start))
    }
  }

  /// The value with `place` values before it, of the group whose counts begin at `start`.
  private func value(_ place: Int64, from start: Int) -> Double {
    var (before, offset) = (Int64(0), 0)
    while offset + 1 < width && before + counts[start + offset] <= place {
      before += counts[start + offset]
      offset += 1
    }
    return Double(least + Int64(offset))
  }
}
