import Catalog
import Columns

/// The domain of a grouping key: the values it may have, indexed from zero.
///
/// The index of an integer or ordinal is its distance from the least, that of a truth or a
/// dictionary code is itself; missing has the last index, if the key may be missing.
struct KeyDomain {
  let kind: Kind
  /// The integer or ordinal at index zero.
  private(set) var least: Int64 = 0
  /// How many indices are for known values; of integers and ordinals zero or a power of two.
  private(set) var knownCount: Int
  var hasMissing: Bool

  /// The kinds of keys whose values have indices.
  enum Kind {
    case boolean
    case integer
    case ordinal
    /// A dictionary code; the codes of texts are not in the order of the texts.
    case code(TextDictionary, isText: Bool)
  }

  var count: Int { knownCount + (hasMissing ? 1 : 0) }

  /// The domain of columns like this one, without any integer or ordinal yet; nil for reals.
  init?(_ column: Column, _ type: DataType) {
    hasMissing = column.known != nil
    switch column.storage {
    case .boolean: (kind, knownCount) = (.boolean, 2)
    case .integer: (kind, knownCount) = (.integer, 0)
    case .ordinal: (kind, knownCount) = (.ordinal, 0)
    case .real: return nil
    case .code(_, let labels):
      var isText = true
      if case .category = type { isText = false }
      (kind, knownCount) = (.code(labels, isText: isText), labels.count)
    }
  }

  /// Whether the values of a column are of this kind, and of the same dictionary.
  func suits(_ column: Column) -> Bool {
    switch (kind, column.storage) {
    case (.boolean, .boolean), (.integer, .integer), (.ordinal, .ordinal): true
    case (.code(let labels, _), .code(_, let others)): labels === others
    default: false
    }
  }

  /// Whether the domains are of one kind, and of the same dictionary.
  func suits(_ other: KeyDomain) -> Bool {
    if case (.code(let labels, _), .code(let others, _)) = (kind, other.kind) {
      return labels === others
    }
    return true
  }

  /// Whether the integers or ordinals from `low` to `high` have indices.
  func contains(_ low: Int64, _ high: Int64) -> Bool {
    knownCount > 0 && least <= low && high <= least + Int64(knownCount - 1)
  }

  /// The integers or ordinals that have indices; nil for other kinds, and while there are none.
  var bounds: (min: Int64, max: Int64)? {
    switch kind {
    case .integer, .ordinal: knownCount == 0 ? nil : (least, least + Int64(knownCount - 1))
    case .boolean, .code: nil
    }
  }

  /// Includes the integers or ordinals from `low` to `high`; false if the domain were more than
  /// `limit` values wide.
  ///
  /// The number of indices is a power of two: so a domain rarely grows again, and the bitwise or of
  /// many distances tells whether one is outside.
  mutating func include(_ low: Int64, _ high: Int64, limit: Int) -> Bool {
    if contains(low, high) { return true }
    let bounds = bounds ?? (low, high)
    let (low, high) = (min(low, bounds.min), max(high, bounds.max))
    let distance = UInt64(bitPattern: high) &- UInt64(bitPattern: low)
    if distance >= UInt64(limit) { return false }
    let size = distance == 0 ? 1 : 1 << (64 - distance.leadingZeroBitCount)
    // Spare room is on the side to which the domain has grown.
    let start =
      knownCount == 0
      ? KeyDomain.start(low, high, size)
      : low < least ? high.subtractingReportingOverflow(Int64(size - 1)).partialValue : low
    let overflows = start > low || start.addingReportingOverflow(Int64(size - 1)).overflow
    (least, knownCount) = (overflows ? KeyDomain.start(low, high, size) : start, size)
    return true
  }

  /// The least of `size` values among which are `low` and `high`: as round a number as possible, so
  /// that workers that see different rows of a column mostly have the same domain.
  private static func start(_ low: Int64, _ high: Int64, _ size: Int) -> Int64 {
    var grain = Int64(max(size / 4, 1))
    while true {
      let (start, underflows) = low.subtractingReportingOverflow(low & (grain - 1))
      let (end, overflows) = start.addingReportingOverflow(Int64(size - 1))
      if !underflows && !overflows && end >= high { return start }
      // Only next to the largest integer is there no room above.
      if grain == 1 { return high - Int64(size - 1) }
      grain /= 2
    }
  }

  /// The index of the same value in a domain that includes this one.
  func index(_ index: Int, in wider: KeyDomain) -> Int {
    index == knownCount ? wider.knownCount : index + Int(least - wider.least)
  }

  /// Whether every value has the same index in both, of the same kind.
  func hasIndices(of other: KeyDomain) -> Bool {
    least == other.least && knownCount == other.knownCount && hasMissing == other.hasMissing
  }

  /// The values at `indices`.
  func column(_ indices: Buffer<UInt32>) -> Column {
    let end = UInt32(knownCount)
    var mask: Buffer<Bool>?
    if hasMissing {
      let isKnown = KeyDomain.values(indices) { $0 < end }
      if isKnown.trueCount < indices.count { mask = isKnown }
    }
    switch kind {
    case .boolean: return Column(.boolean(KeyDomain.values(indices) { $0 == 1 }), known: mask)
    case .integer:
      let values = KeyDomain.values(indices) { least &+ Int64($0) }
      return Column(.integer(.int64(values)), known: mask)
    case .ordinal:
      let values = KeyDomain.values(indices) { Int32(truncatingIfNeeded: least &+ Int64($0)) }
      return Column(.ordinal(values), known: mask)
    case .code(let labels, _):
      let codes = mask == nil ? indices : KeyDomain.values(indices) { $0 < end ? $0 : 0 }
      return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: mask)
    }
  }

  @inline(__always)
  private static func values<Value: BitwiseCopyable & Sendable>(
    _ indices: Buffer<UInt32>,
    _ value: (UInt32) -> Value
  ) -> Buffer<Value> {
    .tabulate(indices.count) { value(indices.base[$0]) }
  }

  /// The indices of known values in the order of the values; nil if they are in that order
  /// themselves; `check` stops their sorting.
  func order(_ check: @escaping @Sendable () throws -> Void) throws -> Buffer<UInt32>? {
    guard case .code(let labels, isText: true) = kind else { return nil }
    return try labels.sortedCodes(check)
  }
}

extension Column {
  /// The least and the most of the known integers or ordinals; nil if there are none.
  var bounds: (min: Int64, max: Int64)? {
    func bounds(_ values: Buffer<some FixedWidthInteger>) -> (min: Int64, max: Int64)? {
      values.bounds(known).map { (Int64($0.min), Int64($0.max)) }
    }
    switch storage {
    case .integer(.int8(let values)): return bounds(values)
    case .integer(.int16(let values)): return bounds(values)
    case .integer(.int32(let values)): return bounds(values)
    case .integer(.int64(let values)): return bounds(values)
    case .ordinal(let values): return bounds(values)
    default: return nil
    }
  }
}
