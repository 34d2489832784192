import Catalog
import Columns
import Functions

/// A perfect hash function of several grouping keys: it maps each combination of their values to a
/// slot.
///
/// A slot is a number in mixed radix whose digits are the indices of the values in the keys'
/// domains, the first key the most significant; so different groups never collide, slots follow the
/// order of keys, and a value is read back by division. Keys `level` (four categories) and `year`
/// (sixteen years from 2008 on) have 64 slots, and the third category in 2010 is at 2 · 16 + 2 =
/// 34. DuckDB's perfect hash aggregate and the direct-address tables of textbooks are the same;
/// here domains grow as values come.
struct PerfectHash {
  private(set) var domains: [KeyDomain]
  /// For each key, the slots from one index to the next.
  private(set) var strides: [Int] = []
  private(set) var slotCount = 1
  /// The most slots allowed.
  let limit: Int

  /// A hash for columns like these; nil if a key has no domain, or slots are more than `limit`.
  init?(_ columns: [Column], _ types: [DataType], limit: Int) {
    var domains: [KeyDomain] = []
    for (column, type) in zip(columns, types) {
      guard let domain = KeyDomain(column, type) else { return nil }
      domains.append(domain)
    }
    (self.domains, self.limit) = (domains, limit)
    if !layOut() { return nil }
  }

  private mutating func layOut() -> Bool {
    strides = []
    slotCount = 1
    for domain in domains.reversed() {
      strides.insert(slotCount, at: 0)
      let (product, overflows) = slotCount.multipliedReportingOverflow(by: domain.count)
      if overflows || product > limit { return false }
      slotCount = product
    }
    return true
  }

  /// Whether the values of all columns are of the kinds of their domains.
  func suits(_ columns: [Column]) -> Bool {
    zip(domains, columns).allSatisfy { $0.suits($1) }
  }

  /// A hash that includes the values of these columns; nil if slots are too many.
  func including(_ columns: [Column]) -> PerfectHash? {
    including(columns.map { ($0.known != nil, $0.bounds) })
  }

  /// A hash that includes the values of both; nil if slots are too many, or dictionaries differ.
  func including(_ other: PerfectHash) -> PerfectHash? {
    guard zip(domains, other.domains).allSatisfy({ $0.suits($1) }) else { return nil }
    return including(other.domains.map { ($0.hasMissing, $0.bounds) })
  }

  private func including(
    _ keys: [(hasMissing: Bool, bounds: (min: Int64, max: Int64)?)]
  ) -> PerfectHash? {
    var wider = self
    for (key, values) in keys.enumerated() {
      if values.hasMissing { wider.domains[key].hasMissing = true }
      guard let (least, most) = values.bounds else { continue }
      if !wider.domains[key].include(least, most, limit: limit) { return nil }
    }
    return wider.layOut() ? wider : nil
  }

  /// Whether the same values have the same slots in both.
  func hasSlots(of other: PerfectHash) -> Bool {
    zip(domains, other.domains).allSatisfy { $0.hasIndices(of: $1) }
  }

  /// The slot of the same values in a hash that includes this one.
  func slot(_ slot: Int, in wider: PerfectHash) -> Int {
    var found = 0
    for (key, domain) in domains.enumerated() {
      let index = slot / strides[key] % domain.count
      found += domain.index(index, in: wider.domains[key]) * wider.strides[key]
    }
    return found
  }

  /// For each slot, the slot of the same values in a hash that includes this one.
  func slots(in wider: PerfectHash) -> Buffer<UInt32> {
    let isSame = hasSlots(of: wider)
    return .tabulate(slotCount) { UInt32(isSame ? $0 : slot($0, in: wider)) }
  }
}

extension PerfectHash {
  /// The slots of a bitmap in the order of the keys' values.
  func sorted(_ occupied: Bitmap) throws -> [UInt32] {
    var found: [UInt32] = []
    found.reserveCapacity(occupied.setCount)
    let orders = try domains.map { try $0.order(Cancellation.check) }
    append(occupied, to: &found, orders, key: 0, from: 0)
    return found
  }

  private func append(
    _ occupied: Bitmap,
    to found: inout [UInt32],
    _ orders: [Buffer<UInt32>?],
    key: Int,
    from start: Int
  ) {
    // Where the indices of this key and of all after it are in order, so are the slots.
    if orders[key...].allSatisfy({ $0 == nil }) {
      let end = key == 0 ? slotCount : start + strides[key - 1]
      return occupied.forEach(in: start..<end) { found.append(UInt32(truncatingIfNeeded: $0)) }
    }
    let domain = domains[key]
    for step in 0..<domain.count {
      let index = step < domain.knownCount ? orders[key].map { Int($0.base[step]) } ?? step : step
      let slot = start + index * strides[key]
      if key + 1 < domains.count {
        append(occupied, to: &found, orders, key: key + 1, from: slot)
      } else if occupied[slot] {
        found.append(UInt32(truncatingIfNeeded: slot))
      }
    }
  }

  /// The values of a key at some slots.
  func column(_ key: Int, of slots: [UInt32]) -> Column {
    let (stride, count) = (UInt32(strides[key]), UInt32(domains[key].count))
    // The most significant index is what is left; and divisions are slow where shifts do.
    let (isTop, shift) = (key == 0, UInt32(stride.trailingZeroBitCount))
    let (isShift, isMask) = (stride == 1 &<< shift, count & (count &- 1) == 0)
    return domains[key].column(
      .tabulate(slots.count) { place in
        let above = isShift ? slots[place] &>> shift : slots[place] / stride
        return isTop ? above : isMask ? above & (count &- 1) : above % count
      }
    )
  }
}

extension PerfectHash {
  /// The slot of each row; nil if a value is outside its key's domain.
  ///
  /// Where a key has a table, its column holds the ordinals that are looked up.
  func slots(of columns: [Column], _ tables: [SlotTable?], rowCount: Int) -> Buffer<UInt32>? {
    var isInside = true
    let slots = Buffer<UInt32>(count: rowCount) { target in
      if domains.isEmpty { target.initialize(repeating: 0, count: rowCount) }
      let codes = codesBeforeTable(columns, tables)
      for (key, column) in columns.enumerated() where key > 0 || codes == nil {
        let encoder = SlotEncoder(
          domain: domains[key],
          stride: UInt32(strides[key]),
          isFirst: key == 0,
          slots: target
        )
        let isKeyInside =
          if let table = tables[key] {
            encoder.addLookedUp(column, in: table, after: key == 1 ? codes : nil)
          } else {
            encoder.addValues(column)
          }
        isInside = isInside && isKeyInside
      }
    }
    return isInside ? slots : nil
  }

  /// The codes of the first key, if they can be encoded in one loop with a second key that is
  /// looked up.
  private func codesBeforeTable(_ columns: [Column], _ tables: [SlotTable?]) -> StridedCodes? {
    guard columns.count > 1, tables[0] == nil, tables[1] != nil, columns[1].known == nil,
      case .code(let codes, _) = columns[0].storage, columns[0].known == nil
    else { return nil }
    return StridedCodes(codes: codes, stride: UInt32(strides[0]))
  }

  /// The table of a key that is looked up in `table`.
  func slotTable(_ table: OrdinalTable, key: Int) -> SlotTable {
    let (domain, stride) = (domains[key], UInt32(strides[key]))
    let shares = Buffer<UInt32>.tabulate(table.values.count) { place in
      let value = Int64(table.values.base[place])
      return domain.contains(value, value)
        ? UInt32(value - domain.least) * stride : SlotTable.outside
    }
    if domain.knownCount > Int(IndexTable.outside) {
      return SlotTable(table: table, shares: shares, indices: nil)
    }
    let indices = Buffer<UInt8>.tabulate(shares.count) { place in
      let share = shares.base[place]
      return share == SlotTable.outside ? IndexTable.outside : UInt8(share / max(stride, 1))
    }
    return SlotTable(
      table: table,
      shares: shares,
      indices: IndexTable(indices, from: table.start)
    )
  }
}
