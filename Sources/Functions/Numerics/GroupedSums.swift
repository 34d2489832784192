import Columns

/// Sums of numbers over groups of rows, row by row.
enum GroupedSums {
  /// Up to so many groups, eight sums of each are kept apart.
  ///
  /// With more, a row rarely waits for the one before it, and sums apart cost more than they save:
  /// four times as long as one sum each, with 180 groups.
  private static let few = 16

  /// Adds what `value` gives for each row to the total of its group.
  ///
  /// A sum must wait for the one before it to reach memory, where both are of one group: so eight
  /// rows in a row go to eight different sums if groups are few.
  @inline(__always)
  static func add(
    _ groups: Buffer<UInt32>,
    to totals: UnsafeMutablePointer<Int64>,
    _ groupCount: Int,
    _ value: (_ row: Int) -> Int64
  ) {
    let (count, groups) = (groups.count, groups.base)
    var row = 0
    if groupCount == 1 {
      var total = totals[0]
      while row < count {
        total &+= value(row)
        row &+= 1
      }
      totals[0] = total
      return
    }
    if groupCount > few || count < 8 * groupCount {
      while row < count {
        totals[Int(groups[row])] &+= value(row)
        row &+= 1
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: 8 * groupCount) { buffer in
      guard let lanes = buffer.baseAddress else { return }
      lanes.initialize(repeating: 0, count: 8 * groupCount)
      @inline(__always)
      func add(_ row: Int, _ lane: Int) {
        lanes[Int(groups[row]) &* 8 &+ lane] &+= value(row)
      }
      while row &+ 7 < count {
        add(row, 0)
        add(row &+ 1, 1)
        add(row &+ 2, 2)
        add(row &+ 3, 3)
        add(row &+ 4, 4)
        add(row &+ 5, 5)
        add(row &+ 6, 6)
        add(row &+ 7, 7)
        row &+= 8
      }
      while row < count {
        add(row, 0)
        row &+= 1
      }
      for group in 0..<groupCount {
        for lane in 0..<8 { totals[group] &+= lanes[8 * group + lane] }
      }
    }
  }

  /// Adds the number of rows of each group that are in `known`, or of all.
  static func count(
    _ groups: Buffer<UInt32>,
    _ known: Buffer<Bool>?,
    to totals: UnsafeMutablePointer<Int64>,
    _ groupCount: Int
  ) {
    guard let known else {
      if groupCount == 1 {
        totals[0] &+= Int64(groups.count)
      } else {
        add(groups, to: totals, groupCount) { _ in 1 }
      }
      return
    }
    let mask = BooleanKernels.bytes(known.base)
    add(groups, to: totals, groupCount) { Int64(mask[$0]) }
  }
}
