import Columns

/// The sums of integers of groups: exact, and in 64 bits for as long as these cannot overflow.
///
/// Of each stretch of rows it is found first how far from zero its values are; before sums might
/// leave 64 bits they are carried over to sums in 128.
struct IntegerSums {
  private var near = GroupValues<Int64>(0)
  private var far = GroupValues<Int128>(0)
  /// No near sum is farther from zero than this.
  private var reach: UInt64 = 0
  private static let farthest: UInt64 = 1 << 62

  mutating func add(_ operand: Operand, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    guard case .column(let column) = operand, case .integer(let integers) = column.storage else {
      return add(Input<Int64>(operand, rows: groups.count), groups, groupCount)
    }
    let known = column.known
    switch integers {
    case .int8(let values): add(Input(values, known: known), groups, groupCount)
    case .int16(let values): add(Input(values, known: known), groups, groupCount)
    case .int32(let values): add(Input(values, known: known), groups, groupCount)
    case .int64(let values): add(Input(values, known: known), groups, groupCount)
    }
  }

  private mutating func add<Element: FixedWidthInteger>(
    _ input: Input<Element>,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) {
    let rows = groups.count
    if rows == 0 { return }
    let (values, step) = (input.values.base, input.step)
    let largest = IntegerSums.largest(values, step == 0 ? 1 : rows)
    let (most, overflows) = largest.multipliedReportingOverflow(by: UInt64(rows))
    if overflows || most > IntegerSums.farthest {
      far.update(groupCount) { far in
        GroupedRows(groups: groups).forEach(input.known) { row, group in
          far[group] &+= Int128(truncatingIfNeeded: values[row &* step])
        }
      }
      return
    }
    if reach + most > IntegerSums.farthest { carry() }
    reach += most
    near.update(groupCount) { near in
      if let known = input.known {
        let mask = BooleanKernels.bytes(known.base)
        // The mask as 0 or −1, so that no branch can be mispredicted.
        GroupedSums.add(groups, to: near, groupCount) {
          Int64(truncatingIfNeeded: values[$0 &* step]) & (0 &- Int64(mask[$0]))
        }
      } else if step == 0 {
        let value = Int64(truncatingIfNeeded: values[0])
        GroupedSums.add(groups, to: near, groupCount) { _ in value }
      } else {
        GroupedSums.add(groups, to: near, groupCount) { Int64(truncatingIfNeeded: values[$0]) }
      }
    }
  }

  /// Adds integers, none of more than 16 bits, by vectorized groups.
  mutating func add(_ narrow: Integers, _ groups: any VectorizedGroups) {
    let most = UInt64(narrow.count) << 15
    if reach + most > IntegerSums.farthest { carry() }
    reach += most
    near.update(groups.count) { groups.add(narrow, to: $0) }
  }

  /// A number that no value's distance from zero exceeds, less than twice as large as need be.
  ///
  /// Narrow ones need no look: as many as there can be rows of do not add up to 64 bits soon.
  static func largest<Element: FixedWidthInteger>(
    _ values: UnsafePointer<Element>,
    _ count: Int
  ) -> UInt64 {
    if Element.bitWidth < 64 { return 1 << UInt64(Element.bitWidth - 1) }
    var (bits, row): (Element, Int) = (0, 0)
    while row < count {
      bits |= values[row]
      row &+= 1
    }
    if bits >= 0 { return UInt64(bits) + 1 }
    (bits, row) = (0, 0)
    while row < count {
      bits |= values[row] ^ (values[row] &>> 63)
      row &+= 1
    }
    return UInt64(bits) + 1
  }

  /// Moves all near sums into the far ones.
  private mutating func carry() {
    far.grow(to: near.values.count)
    for group in near.values.indices {
      far[group] &+= Int128(near[group])
      near[group] = 0
    }
    reach = 0
  }

  mutating func combine(_ later: IntegerSums, _ groups: Buffer<UInt32>, _ groupCount: Int) {
    far.update(groupCount) { far in
      for (place, group) in groups.enumerated() { far[Int(group)] &+= later[place] }
    }
  }

  /// Whether each sum is another one than zero.
  func occupied(_ groupCount: Int) -> [Bool] {
    (0..<groupCount).map { self[$0] != 0 }
  }

  subscript(group: Int) -> Int128 { far[group] &+ Int128(near[group]) }
}

extension Column {
  /// Whether all integers of a column are above zero; asked of rows that have been read just now.
  var isPositive: Bool {
    recordZone()
    if let zone { return zone.min > 0 }
    switch integers {
    case .int8(let values): return Column.arePositive(values)
    case .int16(let values): return Column.arePositive(values)
    case .int32(let values): return Column.arePositive(values)
    case .int64(let values): return Column.arePositive(values)
    }
  }

  private static func arePositive<Element: FixedWidthInteger>(_ values: Buffer<Element>) -> Bool {
    let base = values.base
    var (bits, row): (Element, Int) = (0, 0)
    while row < values.count {
      // Below zero the value has its sign set, and of zero its predecessor.
      bits |= base[row] | (base[row] &- 1)
      row &+= 1
    }
    return bits >= 0
  }
}
