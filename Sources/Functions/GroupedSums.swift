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
  static func add<Value: AdditiveArithmetic & BitwiseCopyable>(
    _ groups: Buffer<UInt32>,
    to totals: UnsafeMutablePointer<Value>,
    _ groupCount: Int,
    _ value: (_ row: Int) -> Value,
    _ plus: (Value, Value) -> Value
  ) {
    let (count, groups) = (groups.count, groups.base)
    var row = 0
    if groupCount == 1 {
      var total = totals[0]
      while row < count {
        total = plus(total, value(row))
        row &+= 1
      }
      totals[0] = total
      return
    }
    if groupCount > few || count < 8 * groupCount {
      while row < count {
        let group = Int(groups[row])
        totals[group] = plus(totals[group], value(row))
        row &+= 1
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Value.self, capacity: 8 * groupCount) { buffer in
      guard let lanes = buffer.baseAddress else { return }
      lanes.initialize(repeating: .zero, count: 8 * groupCount)
      @inline(__always)
      func add(_ row: Int, _ lane: Int) {
        let place = Int(groups[row]) &* 8 &+ lane
        lanes[place] = plus(lanes[place], value(row))
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
        for lane in 0..<8 { totals[group] = plus(totals[group], lanes[8 * group + lane]) }
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
        add(groups, to: totals, groupCount, { _ in 1 }, { $0 &+ $1 })
      }
      return
    }
    let mask = BooleanKernels.bytes(known.base)
    add(groups, to: totals, groupCount, { Int64(mask[$0]) }, { $0 &+ $1 })
  }
}

/// The validity of groups: which have a known value, and which a missing one.
struct GroupKnowledge {
  private var known = GroupValues(false)
  private var missing = GroupValues(false)
  /// Of vectorized groups.
  private var rows = RowCounts()
  /// So many groups there are, all known to have a known value: no more need be looked at.
  private var complete = 0

  /// Takes in rows, of which those in `mask` are known, or all.
  mutating func add(_ groups: Buffer<UInt32>, _ mask: Buffer<Bool>?, _ groupCount: Int) {
    if groups.isEmpty { return }
    guard let mask else {
      if complete == groupCount { return }
      known.update(groupCount) { known in
        if groupCount == 1 {
          known[0] = true
          return
        }
        var row = 0
        while row < groups.count {
          known[Int(groups.base[row])] = true
          row &+= 1
        }
      }
      if groupCount <= groups.count && !known.values.contains(false) { complete = groupCount }
      return
    }
    known.update(groupCount) { known in
      missing.update(groupCount) { missing in
        var row = 0
        while row < groups.count {
          let group = Int(groups.base[row])
          known[group] = known[group] || mask.base[row]
          missing[group] = missing[group] || !mask.base[row]
          row &+= 1
        }
      }
    }
  }

  /// Takes in `rowCount` rows of vectorized groups, all of them known.
  mutating func add(_ groups: any VectorizedGroups, _ rowCount: Int) {
    if complete == groups.count { return }
    rows.add(groups)
    // With fewer groups than that it is worth a look whether all have rows.
    if groups.count < rowCount / 64 && (0..<groups.count).allSatisfy({ rows[$0] > 0 }) {
      complete = groups.count
    }
  }

  /// Whether it has taken in no row.
  private var isEmpty: Bool {
    known.values.isEmpty && missing.values.isEmpty && rows.isEmpty
  }

  /// Takes in what is known of later rows.
  mutating func combine(_ later: GroupKnowledge, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    if later.isEmpty { return }
    known.grow(to: groupCount)
    missing.grow(to: groupCount)
    for (place, group) in groups.enumerated() {
      if later.isKnown(place) { known[Int(group)] = true }
      if later.missing[place] { missing[Int(group)] = true }
    }
  }

  /// Whether each group has taken rows; nil if none has.
  func occupied(_ groupCount: Int) -> [Bool]? {
    isEmpty ? nil : (0..<groupCount).map { isKnown($0) || missing[$0] }
  }

  private func isKnown(_ group: Int) -> Bool { known[group] || rows[group] > 0 }

  /// Whether a group has values, all of them missing.
  func isMissing(_ group: Int) -> Bool { missing[group] && !isKnown(group) }
}
