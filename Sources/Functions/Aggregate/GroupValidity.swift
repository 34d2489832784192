import Columns

/// The validity of groups: which have a known value, and which a missing one.
struct GroupValidity {
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
        if groupCount == 1 { return known[0] = true }
        GroupedRows(groups: groups).forEach(nil) { _, group in known[group] = true }
      }
      if groupCount <= groups.count && !known.values.contains(false) { complete = groupCount }
      return
    }
    known.update(groupCount) { known in
      missing.update(groupCount) { missing in
        GroupedRows(groups: groups).forEach(nil) { row, group in
          known[group] = known[group] || mask.base[row]
          missing[group] = missing[group] || !mask.base[row]
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

  private var isEmpty: Bool {
    known.values.isEmpty && missing.values.isEmpty && rows.isEmpty
  }

  /// Takes in what is known of later rows.
  mutating func combine(_ later: GroupValidity, _ groups: Buffer<UInt32>, _ groupCount: Int) {
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
