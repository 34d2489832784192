import Columns

/// Which values each group has, as a bitmap of those that may occur: for codes and narrow integers.
///
/// A bit is found by arithmetic, where a hash table has to search.
struct ValueFlags {
  /// For each group the same number of words.
  private var words: [UInt64] = []
  /// Whether every group has all values, so that no row need be looked at any more.
  private var isFull = false
  private let labels: TextDictionary?
  private var least: Int64 = 0
  /// How many values may occur.
  private var width: Int
  /// How many words a group takes.
  private var stride: Int { (width + 63) / 64 }
  /// The words that any number of rows may take.
  private static let most = 1 << 19
  /// The words that a row may take beyond that, where there are no more than one for each text.
  private static let mostOfRow = 32

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
    (copy.words, copy.isFull) = ([], false)
    return copy
  }

  /// Marks the known values of the rows, after which there have been `rowCount`; false, and nothing
  /// is marked, if values and groups are too many.
  mutating func add(
    _ column: Column,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int,
    rowCount: Int
  ) -> Bool {
    if groups.isEmpty { return true }
    switch column.storage {
    case .code(let codes, let labels):
      guard labels === self.labels else { return false }
      if isFull && words.count == groupCount * stride { return true }
      if !reserve(groupCount, rowCount) { return false }
      switch codes {
      case .uint8(let codes): mark(codes, column.known, groups, groupCount)
      case .uint16(let codes): mark(codes, column.known, groups, groupCount)
      case .uint32(let codes): mark(codes, column.known, groups, groupCount)
      }
      isFull = words.count <= groups.count / 8 && setCount(words[...]) == groupCount * width
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
    guard place(Int64(low), Int64(high)), reserve(groupCount, 0) else { return false }
    mark(values, known, groups, groupCount)
    return true
  }

  /// Whether there are places for all values between two, which the first call makes.
  private mutating func place(_ low: Int64, _ high: Int64) -> Bool {
    if width == 0 {
      let distance = UInt64(bitPattern: high) &- UInt64(bitPattern: low)
      if distance >= UInt64(ValueFlags.most * 16) { return false }
      // Spare room on both sides for the values to come.
      let spare = Int64(distance) + 64
      if low.subtractingReportingOverflow(spare).overflow { return false }
      (least, width) = (low - spare, 3 * Int(spare))
    }
    let last = least.addingReportingOverflow(Int64(width - 1))
    return !last.overflow && least <= low && high <= last.partialValue
  }

  private mutating func reserve(_ groupCount: Int, _ rowCount: Int) -> Bool {
    let (size, overflows) = groupCount.multipliedReportingOverflow(by: stride)
    let most = min(labels?.count ?? 0, rowCount * ValueFlags.mostOfRow)
    if overflows || size > max(ValueFlags.most, most) { return false }
    if size > words.count {
      words.append(contentsOf: repeatElement(0, count: size - words.count))
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
    let (least, stride, source) = (Int(least), stride, values.base)
    // Where there are few words, the next row mostly waits for the same one, unless it is not
    // written.
    let areFew = words.count <= 64
    words.withUnsafeMutableBufferPointer { words in
      guard let words = words.baseAddress else { return }
      @inline(__always)
      func mark(_ isWritten: (_ word: UInt64, _ bit: UInt64) -> Bool) {
        GroupedRows(groups: groups).forEach(known, of: groupCount) { row, group in
          let value = Int(truncatingIfNeeded: source[row]) &- least
          let (place, bit) = (group &* stride &+ value &>> 6, UInt64(1) &<< UInt64(value & 63))
          if isWritten(words[place], bit) { words[place] |= bit }
        }
      }
      if areFew { mark { $0 & $1 == 0 } } else { mark { _, _ in true } }
    }
  }

  /// Takes over the marks of later rows; false, and nothing is marked, if places differ.
  mutating func combine(
    _ later: ValueFlags,
    _ groups: Buffer<UInt32>,
    _ groupCount: Int,
    rowCount: Int
  ) -> Bool {
    if later.width == 0 { return true }
    if width == 0 && labels == nil && later.labels == nil {
      (least, width) = (later.least, later.width)
    }
    guard labels === later.labels, least == later.least, width == later.width,
      reserve(groupCount, rowCount)
    else { return false }
    let stride = stride
    for (place, word) in later.words.enumerated() where word != 0 {
      words[Int(groups[place / stride]) * stride + place % stride] |= word
    }
    return true
  }

  /// How many values each group has.
  func counts(_ groupCount: Int) -> [Int64] {
    (0..<groupCount).map { group in
      let start = group * stride
      if start + stride > words.count { return 0 }
      return Int64(setCount(words[start..<start + stride]))
    }
  }

  private func setCount(_ words: ArraySlice<UInt64>) -> Int {
    words.reduce(0) { $0 &+ $1.nonzeroBitCount }
  }

  /// Gives `body` all values with their groups, as columns.
  func spread(_ body: (Buffer<UInt32>, Column) -> Void) {
    var (groups, values): ([UInt32], [Int]) = ([], [])
    for (place, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        groups.append(UInt32(place / stride))
        values.append(place % stride * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    if groups.isEmpty { return }
    if let labels {
      let codes = Codes(values.map { UInt32($0) }, dictionaryCount: labels.count)
      body(Buffer(groups), Column(.code(codes, labels)))
    } else {
      body(Buffer(groups), Column(.integer(.int64(Buffer(values.map { least + Int64($0) })))))
    }
  }
}
