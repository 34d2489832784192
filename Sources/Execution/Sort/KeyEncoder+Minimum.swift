import Columns

extension KeyEncoder {
  /// A number that no known value's in these rows is below; nil where it takes as long as all
  /// numbers.
  func least(_ rows: Range<Int>) -> UInt64? {
    switch (column.storage, coding) {
    case (.integer(.int8(let values)), .integer(let first)): least(values[rows], first)
    case (.integer(.int16(let values)), .integer(let first)): least(values[rows], first)
    case (.integer(.int32(let values)), .integer(let first)): least(values[rows], first)
    case (.integer(.int64(let values)), .integer(let first)): least(values[rows], first)
    case (.ordinal(let values), .integer(let first)): least(values[rows], first)
    default: nil
    }
  }

  private func least<Element: FixedWidthInteger>(
    _ values: Buffer<Element>,
    _ first: Int64
  ) -> UInt64 {
    let (base, count) = (values.base, values.count)
    var (best, row) = (isDescending ? Element.min : Element.max, 0)
    if isDescending {
      while row < count {
        best = base[row] > best ? base[row] : best
        row &+= 1
      }
      return lastKnown &- UInt64(bitPattern: Int64(best) &- first)
    }
    while row < count {
      best = base[row] < best ? base[row] : best
      row &+= 1
    }
    return UInt64(bitPattern: Int64(best) &- first)
  }

  /// How many known rows have this number, of a column for which `least` is not nil.
  func count(of code: UInt64, in rows: Range<Int>, _ known: Buffer<Bool>?) -> Int {
    let distance = Int64(bitPattern: isDescending ? lastKnown &- code : code)
    let known = known?[rows]
    switch (column.storage, coding) {
    case (.integer(.int8(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.integer(.int16(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.integer(.int32(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.integer(.int64(let values)), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    case (.ordinal(let values), .integer(let first)):
      return count(of: first &+ distance, in: values[rows], known)
    default: return 0
    }
  }

  private func count<Element: FixedWidthInteger>(
    of value: Int64,
    in values: Buffer<Element>,
    _ known: Buffer<Bool>?
  ) -> Int {
    Element(exactly: value).map { values.count(of: $0, known) } ?? 0
  }

  /// The smallest number of known values in these rows, and how many have it; nil without a zone.
  func leastOfZone(_ rows: Range<Int>) -> (code: UInt64, rows: Int)? {
    guard case .integer(let first) = coding, let zone = column[rows].zone else { return nil }
    if zone.minCount == 0 { return (.max, 0) }
    let distance = UInt64(bitPattern: (isDescending ? zone.max : zone.min) &- first)
    return isDescending ? (lastKnown &- distance, zone.maxCount) : (distance, zone.minCount)
  }
}
