import Columns

/// Which values each group has, a truth value for each that may occur: for codes and narrow
/// integers.
///
/// A place is found by arithmetic, where a hash table has to search.
struct ValueFlags {
  private var flags: [Bool] = []
  /// Whether all are true, so that no row need be looked at any more.
  private var isFull = false
  private let labels: TextDictionary?
  private var least: Int64 = 0
  private var width: Int
  private static let most = 1 << 22

  /// Flags for the values of columns like this one; nil where these are no codes or integers.
  init?(_ column: Column) {
    switch column.storage {
    case .code(_, let labels): (self.labels, width) = (labels, labels.count)
    case .integer, .ordinal: (labels, width) = (nil, 0)
    case .boolean, .real: return nil
    }
  }

  /// The same places, none of them marked.
  var emptied: ValueFlags {
    var copy = self
    (copy.flags, copy.isFull) = ([], false)
    return copy
  }

  /// Marks the known values of the rows; false, and nothing is marked, if they are too many.
  mutating func add(_ column: Column, _ groups: Buffer<UInt32>, _ groupCount: Int) -> Bool {
    if groups.isEmpty { return true }
    switch column.storage {
    case .code(let codes, let labels):
      guard labels === self.labels else { return false }
      if isFull && flags.count == groupCount * width { return true }
      if !reserve(groupCount) { return false }
      switch codes {
      case .uint8(let codes): mark(codes, column.known, groups, groupCount)
      case .uint16(let codes): mark(codes, column.known, groups, groupCount)
      case .uint32(let codes): mark(codes, column.known, groups, groupCount)
      }
      isFull = flags.count <= groups.count && !flags.contains(false)
      return true
    case .integer(.int8(let values)): return add(values, column.known, groups, groupCount)
    case .integer(.int16(let values)): return add(values, column.known, groups, groupCount)
    case .integer(.int32(let values)): return add(values, column.known, groups, groupCount)
    case .integer(.int64(let values)): return add(values, column.known, groups, groupCount)
    case .ordinal(let values): return add(values, column.known, groups, groupCount)
    case .boolean, .real: return false
    }
  }

  private mutating func add<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ values: Buffer<Value>,
    _ known: Buffer<Bool>?,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) -> Bool {
    if labels != nil { return false }
    guard let (low, high) = values.bounds(known) else { return true }
    guard place(Int64(low), Int64(high)), reserve(groupCount) else { return false }
    mark(values, known, groups, groupCount)
    return true
  }

  /// Whether there are places for all values between two, which the first call makes.
  private mutating func place(_ low: Int64, _ high: Int64) -> Bool {
    if width == 0 {
      let distance = UInt64(bitPattern: high) &- UInt64(bitPattern: low)
      if distance >= UInt64(ValueFlags.most / 4) { return false }
      // Spare room on both sides for the values to come.
      let spare = Int64(distance) + 64
      if low.subtractingReportingOverflow(spare).overflow { return false }
      (least, width) = (low - spare, 3 * Int(spare))
    }
    let last = least.addingReportingOverflow(Int64(width - 1))
    return !last.overflow && least <= low && high <= last.partialValue
  }

  private mutating func reserve(_ groupCount: Int) -> Bool {
    let (size, overflows) = groupCount.multipliedReportingOverflow(by: width)
    if overflows || size > ValueFlags.most { return false }
    if size > flags.count {
      flags.append(contentsOf: repeatElement(false, count: size - flags.count))
    }
    return true
  }

  @inline(__always)
  private mutating func mark(
    _ values: Buffer<some FixedWidthInteger>,
    _ known: Buffer<Bool>?,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int
  ) {
    let (least, width, source) = (Int(least), width, values.base)
    flags.withUnsafeMutableBufferPointer { flags in
      guard let flags = flags.baseAddress else { return }
      GroupedRows(groups: groups).forEach(known, of: groupCount) { row, group in
        flags[group &* width &+ Int(truncatingIfNeeded: source[row]) &- least] = true
      }
    }
  }

  /// Takes over the marks of later rows; false, and nothing is marked, if places differ.
  mutating func combine(_ later: ValueFlags, _ groups: Buffer<UInt32>, _ groupCount: Int) -> Bool {
    if later.width == 0 { return true }
    if width == 0 && labels == nil && later.labels == nil {
      (least, width) = (later.least, later.width)
    }
    guard labels === later.labels, least == later.least, width == later.width,
      reserve(groupCount)
    else { return false }
    for (place, flag) in later.flags.enumerated() where flag {
      flags[Int(groups[place / width]) * width + place % width] = true
    }
    return true
  }

  /// How many values each group has.
  func counts(_ groupCount: Int) -> [Int64] {
    (0..<groupCount).map { group in
      let start = group * width
      if start + width > flags.count { return 0 }
      return Int64(flags[start..<start + width].count { $0 })
    }
  }

  /// Gives `body` all values with their groups, as columns.
  func spread(_ body: (Buffer<UInt32>, Column) -> Void) {
    var (groups, places): ([UInt32], [Int]) = ([], [])
    for (place, flag) in flags.enumerated() where flag {
      groups.append(UInt32(place / width))
      places.append(place % width)
    }
    if groups.isEmpty { return }
    if let labels {
      let codes = Codes(places.map { UInt32($0) }, dictionaryCount: labels.count)
      body(Buffer(groups), Column(.code(codes, labels)))
    } else {
      body(Buffer(groups), Column(.integer(.int64(Buffer(places.map { least + Int64($0) })))))
    }
  }
}
