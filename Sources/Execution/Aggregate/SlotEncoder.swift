import Columns
import Functions

/// The encoder of one grouping key into slots: it adds the index of each row's value times the
/// key's stride to the row's slot.
///
/// Whether a value is outside the domain is not asked row by row: the bitwise or of all indices
/// tells it.
struct SlotEncoder {
  let domain: KeyDomain
  /// The slots from one index to the next.
  let stride: UInt32
  /// Whether the slots have not been written yet.
  let isFirst: Bool
  let slots: UnsafeMutablePointer<UInt32>

  /// Adds the indices of a column's values; false if one is outside the domain.
  func addValues(_ column: Column) -> Bool {
    let known = column.known
    if known != nil && !domain.hasMissing { return false }
    let bits: UInt32
    switch column.storage {
    // Truths and codes are never outside.
    case .boolean(let values):
      _ = addIndices(values, known) { $0 ? 1 : 0 }
      return true
    case .code(.uint8(let codes), _):
      _ = addIndices(codes, known) { UInt32($0) }
      return true
    case .code(.uint16(let codes), _):
      _ = addIndices(codes, known) { UInt32($0) }
      return true
    case .code(.uint32(let codes), _):
      _ = addIndices(codes, known) { $0 }
      return true
    case .integer(.int8(let values)): bits = addDistances(values, known)
    case .integer(.int16(let values)): bits = addDistances(values, known)
    case .integer(.int32(let values)): bits = addDistances(values, known)
    case .integer(.int64(let values)): bits = addDistances(values, known)
    case .ordinal(let values): bits = addDistances(values, known)
    case .real: return false
    }
    return bits < UInt32(domain.knownCount)
      || domain.knownCount == 0 && (known?.trueCount ?? column.count) == 0
  }

  /// Adds the distances of integers or ordinals from the least; gives the bitwise or of all of
  /// them.
  private func addDistances<Value: FixedWidthInteger>(
    _ values: Buffer<Value>,
    _ known: Buffer<Bool>?
  ) -> UInt32 {
    let least = domain.least
    if Value.bitWidth <= 32 && least.magnitude <= 1 << 30 {
      // Differences from so near a start do not wrap around into the domain.
      let start = Int32(truncatingIfNeeded: least)
      return addIndices(values, known) {
        UInt32(bitPattern: Int32(truncatingIfNeeded: $0) &- start)
      }
    }
    return addIndices(values, known) { value in
      let distance = UInt64(bitPattern: Int64(value) &- least)
      return distance > 0xffff_fffe ? .max : UInt32(truncatingIfNeeded: distance)
    }
  }

  /// Adds the index of each row's value, or that of missing; gives the bitwise or of the values'
  /// indices.
  @inline(__always)
  private func addIndices<Value>(
    _ values: Buffer<Value>,
    _ known: Buffer<Bool>?,
    _ index: (Value) -> UInt32
  ) -> UInt32 {
    let (source, stride, slots) = (values.base, stride, slots)
    if let mask = known?.base {
      let (isFirst, missing) = (isFirst, UInt32(domain.knownCount))
      return write(values.count, { mask[$0] ? index(source[$0]) : 0 }) { row, index in
        (isFirst ? 0 : slots[row]) &+ (mask[row] ? index : missing) &* stride
      }
    }
    // Most strides are powers of two, and SSE2 has no product of 32-bit integers.
    let shift = UInt32(stride.trailingZeroBitCount)
    switch (isFirst, stride == 1 &<< shift) {
    case (true, true): return write(values.count, { index(source[$0]) }) { $1 &<< shift }
    case (true, false): return write(values.count, { index(source[$0]) }) { $1 &* stride }
    case (false, true):
      return write(values.count, { index(source[$0]) }) { slots[$0] &+ $1 &<< shift }
    case (false, false):
      return write(values.count, { index(source[$0]) }) { slots[$0] &+ $1 &* stride }
    }
  }

  /// Writes the slot of each row, made of its index; gives the bitwise or of all indices.
  @inline(__always)
  private func write(
    _ count: Int,
    _ index: (_ row: Int) -> UInt32,
    _ slot: (_ row: Int, _ index: UInt32) -> UInt32
  ) -> UInt32 {
    let slots = slots
    var (row, bits) = (0, UInt32(0))
    while row < count {
      let found = index(row)
      bits |= found
      slots[row] = slot(row, found)
      row &+= 1
    }
    return bits
  }
}

/// The table of a key that is looked up by ordinals, such as a year by the day: of each ordinal its
/// share in the slot.
struct SlotTable {
  /// The values of the key by ordinals.
  let table: OrdinalTable
  /// The value's index times the key's stride, or `outside`, in the order of the table.
  let shares: Buffer<UInt32>
  /// The values' indices, where all fit a byte.
  let indices: IndexTable?

  /// The share of values outside the domain: a bit that no slot has.
  static let outside: UInt32 = 1 << 31
}

/// The dictionary codes of a key, all known, and its stride.
struct StridedCodes {
  let codes: Codes
  /// The slots from one code to the next.
  let stride: UInt32
}

extension SlotEncoder {
  /// Adds the shares of a column's ordinals; false if one is outside the table or the domain.
  ///
  /// With the `codes` of the key before, which are not encoded yet, writes both in one loop.
  func addLookedUp(_ column: Column, in table: SlotTable, after codes: StridedCodes?) -> Bool {
    guard case .ordinal(let ordinals) = column.storage else { return false }
    let (slots, source, shares) = (slots, ordinals.base, table.shares.base)
    let (start, last) = (table.table.start, UInt32(table.shares.count - 1))
    var distances: UInt32 = 0
    /// The share of a row's ordinal; of one outside the table any.
    @inline(__always)
    func share(_ row: Int) -> UInt32 {
      let distance = UInt32(bitPattern: source[row] &- start)
      distances |= distance
      return shares[Int(distance & last)]
    }
    @inline(__always)
    func addShares(_ before: (_ row: Int) -> UInt32) -> UInt32 {
      write(ordinals.count, share) { before($0) &+ $1 }
    }
    let bits: UInt32
    if let mask = column.known?.base {
      if !domain.hasMissing || codes != nil { return false }
      let (isFirst, missing) = (isFirst, UInt32(domain.knownCount) &* stride)
      bits = write(ordinals.count, { mask[$0] ? share($0) : 0 }) { row, share in
        (isFirst ? 0 : slots[row]) &+ (mask[row] ? share : missing)
      }
    } else if let stride = codes?.stride {
      switch codes?.codes {
      case .uint8(let codes): bits = addShares { UInt32(codes.base[$0]) &* stride }
      case .uint16(let codes): bits = addShares { UInt32(codes.base[$0]) &* stride }
      case .uint32(let codes): bits = addShares { codes.base[$0] &* stride }
      case nil: return false
      }
    } else {
      bits = isFirst ? addShares { _ in 0 } : addShares { slots[$0] }
    }
    return distances <= last && bits & SlotTable.outside == 0
  }
}
