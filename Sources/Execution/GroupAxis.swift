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

  /// Places for the values from `least` to `most`, too; nil if they are more than `limit`.
  ///
  /// An axis that has values already grows by more than it must, so that it rarely has to again.
  mutating func widen(to least: Int64, _ most: Int64, limit: Int) -> Bool {
    var (low, high) = (least, most)
    if known > 0 {
      let last = self.least + Int64(known - 1)
      (low, high) = (min(low, self.least), max(high, last))
      let spare = Int64(known)
      if low < self.least {
        low = low.addingReportingOverflow(-spare).overflow ? .min : low - spare
      }
      if high > last { high = high.addingReportingOverflow(spare).overflow ? .max : high + spare }
    }
    let distance = UInt64(bitPattern: high) &- UInt64(bitPattern: low)
    if distance >= UInt64(limit) { return false }
    (self.least, known) = (low, Int(distance) + 1)
    return true
  }

  /// The least and the most of the known values, where places depend on them.
  func bounds(_ column: Column) -> (Int64, Int64)? {
    switch column.storage {
    case .integer(let values): return GroupAxis.bounds(values, column.known)
    case .ordinal(let values): return GroupAxis.bounds(values, column.known)
    default: return nil
    }
  }

  private static func bounds<Element: FixedWidthInteger>(
    _ values: Buffer<Element>,
    _ known: Buffer<Bool>?
  ) -> (Int64, Int64)? {
    var (least, most) = (Element.max, Element.min)
    var row = 0
    while row < values.count {
      if known?.base[row] ?? true {
        least = min(least, values.base[row])
        most = max(most, values.base[row])
      }
      row &+= 1
    }
    return least <= most ? (Int64(least), Int64(most)) : nil
  }

  /// The place of the same value on an axis that has places for at least as many.
  func place(_ place: Int, on wider: GroupAxis) -> Int {
    if place == known { return wider.known }
    return place + Int(least - wider.least)
  }

  /// The values at `places`.
  func column(_ places: [Int]) -> Column {
    let isKnown = places.map { $0 < known }
    let mask = isKnown.contains(false) ? Buffer(copying: isKnown) : nil
    switch kind {
    case .boolean: return Column(.boolean(Buffer(places.map { $0 == 1 })), known: mask)
    case .integer:
      let values = places.map { $0 < known ? least + Int64($0) : 0 }
      return Column(.integer(Buffer(copying: values)), known: mask)
    case .ordinal:
      let values = places.map { $0 < known ? Int32(least + Int64($0)) : 0 }
      return Column(.ordinal(Buffer(copying: values)), known: mask)
    case .code(let labels, _):
      let codes = places.map { UInt32($0 < known ? $0 : 0) }
      return Column(.code(Codes(codes, dictionaryCount: labels.count), labels), known: mask)
    }
  }

  /// For each place, in the order of values, missing last; nil if places are in that order.
  var order: Buffer<UInt32>? {
    if case .code(let labels, isText: true) = kind { return labels.sortedCodes }
    return nil
  }
}
