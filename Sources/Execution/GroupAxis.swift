import Plans
import Tables

/// The values that one key may have, each with a place from zero on; the last place is for missing, if
/// any may be.
struct GroupAxis {
  /// How values become places.
  let kind: Kind
  /// The integer or ordinal at the first place.
  var least: Int64 = 0
  /// How many places there are for known values.
  var known: Int
  /// Whether there is a place for missing ones.
  var hasMissing: Bool

  /// The kinds of keys that have places.
  enum Kind {
    case boolean
    case integer
    case ordinal
    /// A category's or text's code; places of texts are not in the order of texts.
    case code(TextDictionary, isText: Bool)
  }

  /// How many places there are.
  var count: Int { known + (hasMissing ? 1 : 0) }

  /// An axis for the values of columns like this one; nil for reals, which are too many.
  init?(_ column: Column, _ type: DataType) {
    hasMissing = column.known != nil
    switch column.storage {
    case .boolean: (kind, known) = (.boolean, 2)
    case .integer: (kind, known) = (.integer, 0)
    case .ordinal: (kind, known) = (.ordinal, 0)
    case .real: return nil
    case .code(_, let labels):
      var isText = true
      if case .category = type { isText = false }
      (kind, known) = (.code(labels, isText: isText), labels.count)
    }
  }

  /// Whether values of a column have places on axes of this kind.
  func suits(_ column: Column) -> Bool {
    switch (kind, column.storage) {
    case (.boolean, .boolean), (.integer, .integer), (.ordinal, .ordinal): true
    case (.code(let labels, _), .code(_, let others)): labels === others
    default: false
    }
  }

  /// The integer or ordinal at the last place; of an axis that has places.
  var most: Int64 { least + Int64(known - 1) }

  /// Whether there are places for the values from `low` to `high`.
  func holds(_ low: Int64, _ high: Int64) -> Bool { known > 0 && least <= low && high <= most }

  /// Places for the values from `low` to `high`, too; false if they are more than `limit`.
  ///
  /// The number of places is a power of two: so an axis rarely has to grow again, and whether all of many
  /// places are inside is told by their bits together.
  mutating func widen(to low: Int64, _ high: Int64, limit: Int) -> Bool {
    let (low, high) = known > 0 ? (min(low, least), max(high, most)) : (low, high)
    let distance = UInt64(bitPattern: high) &- UInt64(bitPattern: low)
    if distance >= UInt64(limit) { return false }
    let size = distance == 0 ? 1 : 1 << (64 - distance.leadingZeroBitCount)
    // Spare room is where the axis has grown to.
    let start =
      known == 0
      ? GroupAxis.start(low, high, size)
      : low < least ? high.subtractingReportingOverflow(Int64(size - 1)).partialValue : low
    let overflows = start > low || start.addingReportingOverflow(Int64(size - 1)).overflow
    (least, known) = (overflows ? GroupAxis.start(low, high, size) : start, size)
    return true
  }

  /// Where the first `size` places begin: at as round a number as holds all values, so that whoever has
  /// seen other rows of the same column mostly has the same places.
  private static func start(_ low: Int64, _ high: Int64, _ size: Int) -> Int64 {
    var grain = Int64(max(size / 4, 1))
    while true {
      let (start, underflows) = low.subtractingReportingOverflow(low & (grain - 1))
      let (end, overflows) = start.addingReportingOverflow(Int64(size - 1))
      if !underflows && !overflows && end >= high { return start }
      // Only at the end of all numbers is there no room above.
      if grain == 1 { return high - Int64(size - 1) }
      grain /= 2
    }
  }

  /// The least and the most of the known values, where places depend on them.
  func bounds(_ column: Column) -> (Int64, Int64)? {
    func bounds(_ values: Buffer<some FixedWidthInteger>) -> (Int64, Int64)? {
      values.bounds(column.known).map { (Int64($0.least), Int64($0.most)) }
    }
    switch column.storage {
    case .integer(.byte(let values)): return bounds(values)
    case .integer(.short(let values)): return bounds(values)
    case .integer(.middle(let values)): return bounds(values)
    case .integer(.wide(let values)): return bounds(values)
    case .ordinal(let values): return bounds(values)
    default: return nil
    }
  }

  /// The place of the same value on an axis that has places for at least as many.
  func place(_ place: Int, on wider: GroupAxis) -> Int {
    if place == known { return wider.known }
    return place + Int(least - wider.least)
  }

  /// Whether every value has the same place on both, of the same kind.
  func hasPlaces(of other: GroupAxis) -> Bool {
    least == other.least && known == other.known && hasMissing == other.hasMissing
  }

  /// The values at `places`.
  func column(_ places: Buffer<UInt32>) -> Column {
    let end = UInt32(known)
    var mask: Buffer<Bool>?
    if hasMissing {
      let isKnown = GroupAxis.values(places) { $0 < end }
      if isKnown.trueCount < places.count { mask = isKnown }
    }
    switch kind {
    case .boolean: return Column(.boolean(GroupAxis.values(places) { $0 == 1 }), known: mask)
    case .integer:
      let values = GroupAxis.values(places) { least &+ Int64($0) }
      return Column(.integer(.wide(values)), known: mask)
    case .ordinal:
      let values = GroupAxis.values(places) { Int32(truncatingIfNeeded: least &+ Int64($0)) }
      return Column(.ordinal(values), known: mask)
    case .code(let labels, _):
      let codes = mask == nil ? places : GroupAxis.values(places) { $0 < end ? $0 : 0 }
      return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: mask)
    }
  }

  @inline(__always)
  private static func values<Value: BitwiseCopyable & Sendable>(
    _ places: Buffer<UInt32>,
    _ value: (UInt32) -> Value
  ) -> Buffer<Value> {
    Buffer(count: places.count) { target in
      var row = 0
      while row < places.count {
        target[row] = value(places.base[row])
        row &+= 1
      }
    }
  }

  /// For each place, in the order of values, missing last; nil if places are in that order.
  var order: Buffer<UInt32>? {
    if case .code(let labels, isText: true) = kind { return labels.sortedCodes }
    return nil
  }
}
