import Plans
import Tables

/// One key's share in the cells of some rows.
struct CellStep {
  let axis: GroupAxis
  let stride: UInt32
  let isFirst: Bool
  let target: UnsafeMutablePointer<UInt32>

  /// Adds the places of a column; false if a value has none.
  func add(_ column: Column) -> Bool {
    switch column.storage {
    case .boolean(let values):
      return add(values, column.known, isChecked: false) { $0 ? 1 : 0 }
    case .integer(.byte(let values)): return add(values, column.known, from: axis.least)
    case .integer(.short(let values)): return add(values, column.known, from: axis.least)
    case .integer(.middle(let values)): return add(values, column.known, from: axis.least)
    case .integer(.wide(let values)): return add(values, column.known, from: axis.least)
    case .ordinal(let values): return add(values, column.known, from: axis.least)
    case .code(.narrow(let codes), _):
      return add(codes, column.known, isChecked: false) { UInt32($0) }
    case .code(.middle(let codes), _):
      return add(codes, column.known, isChecked: false) { UInt32($0) }
    case .code(.wide(let codes), _):
      return add(codes, column.known, isChecked: false) { $0 }
    case .real: return false
    }
  }

  /// Adds the places of what a table holds at the ordinals of a column; false if one has none.
  ///
  /// With the codes of the first key, writes the cells of both keys.
  func add(_ column: Column, _ places: PlaceTable, to first: PlacedCodes? = nil) -> Bool {
    guard case .ordinal(let ordinals) = column.storage else { return false }
    if let known = column.known {
      if !axis.hasMissing || first != nil { return false }
      return add(ordinals, known, places)
    }
    if let first {
      let count = first.count * Int(first.stride)
      if let groups = first.groups(ordinals, on: places.line, count: count) {
        return groups.write(to: target)
      }
    } else if let line = places.line {
      if isFirst { target.initialize(repeating: 0, count: ordinals.count) }
      return line.add(ordinals, to: target)
    }
    // All distances together tell whether one is beyond the table.
    let (start, source, count) = (places.table.start, ordinals.base, ordinals.count)
    var (row, distances) = (0, UInt32(0))
    while row < count {
      distances |= UInt32(bitPattern: source[row] &- start)
      row &+= 1
    }
    if distances >= UInt32(places.shares.count) { return false }
    guard let first else {
      return isFirst ? look(ordinals, places) { _ in 0 } : look(ordinals, places) { target[$0] }
    }
    let stride = first.stride
    switch first.codes {
    case .narrow(let codes):
      return look(ordinals, places) { UInt32(codes.base[$0]) &* stride }
    case .middle(let codes):
      return look(ordinals, places) { UInt32(codes.base[$0]) &* stride }
    case .wide(let codes):
      return look(ordinals, places) { codes.base[$0] &* stride }
    }
  }

  /// Adds the shares of ordinals that are within the table to `before`; all shares together tell whether
  /// one has no place.
  @inline(__always)
  private func look(
    _ ordinals: Buffer<Int32>,
    _ places: PlaceTable,
    _ before: (Int) -> UInt32
  ) -> Bool {
    let (source, count, target) = (ordinals.base, ordinals.count, target)
    // From where day zero would be.
    let shares = places.shares.base - Int(places.table.start)
    var (row, found) = (0, UInt32(0))
    while row < count {
      let share = shares[Int(source[row])]
      found |= share
      target[row] = before(row) &+ share
      row &+= 1
    }
    return found & PlaceTable.outside == 0
  }

  /// The same where some ordinals are missing.
  private func add(_ ordinals: Buffer<Int32>, _ known: Buffer<Bool>, _ places: PlaceTable) -> Bool {
    let (start, last) = (places.table.start, UInt32(places.shares.count - 1))
    let (source, shares, mask) = (ordinals.base, places.shares.base, known.base)
    let absent = UInt32(axis.known) &* stride
    var (row, distances, found) = (0, UInt32(0), UInt32(0))
    while row < ordinals.count {
      let distance = UInt32(bitPattern: source[row] &- start)
      let share = shares[Int(distance & last)]
      distances |= mask[row] ? distance : 0
      found |= mask[row] ? share : 0
      target[row] = (isFirst ? 0 : target[row]) &+ (mask[row] ? share : absent)
      row &+= 1
    }
    return distances <= last && found & PlaceTable.outside == 0
  }

  private func add<Element: FixedWidthInteger>(
    _ values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    from least: Int64
  ) -> Bool {
    if Element.bitWidth <= 32 && least.magnitude <= 1 << 30 {
      // No distance from so near a start comes out as another one's in 32 bits.
      let start = Int32(truncatingIfNeeded: least)
      return add(values, known) { UInt32(bitPattern: Int32(truncatingIfNeeded: $0) &- start) }
    }
    return add(values, known) { value in
      let place = UInt64(bitPattern: Int64(value) &- least)
      return place > 0xffff_fffe ? .max : UInt32(truncatingIfNeeded: place)
    }
  }

  @inline(__always)
  private func add<Element>(
    _ values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    isChecked: Bool = true,
    _ place: (Element) -> UInt32
  ) -> Bool {
    let (source, count, stride, target) = (values.base, values.count, stride, target)
    let end = UInt32(axis.known)
    var (row, bits) = (0, UInt32(0))
    if let known {
      if !axis.hasMissing || isChecked && end == 0 && known.trueCount > 0 { return false }
      let mask = known.base
      while row < count {
        let found = place(source[row])
        bits |= mask[row] ? found : 0
        target[row] = (isFirst ? 0 : target[row]) &+ (mask[row] ? found : end) &* stride
        row &+= 1
      }
      return !isChecked || bits < end || end == 0
    }
    // All places together tell whether one is outside; codes of a dictionary never are.
    let shift = UInt32(stride.trailingZeroBitCount)
    switch (isFirst, stride == 1 &<< shift) {
    case (true, true):
      while row < count {
        let found = place(source[row])
        bits |= found
        target[row] = found &<< shift
        row &+= 1
      }
    case (false, true):
      while row < count {
        let found = place(source[row])
        bits |= found
        target[row] &+= found &<< shift
        row &+= 1
      }
    default:
      while row < count {
        let found = place(source[row])
        bits |= found
        target[row] = (isFirst ? 0 : target[row]) &+ found &* stride
        row &+= 1
      }
    }
    return !isChecked || bits < end || count == 0
  }
}
