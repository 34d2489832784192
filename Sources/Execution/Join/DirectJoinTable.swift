import Columns

/// A direct-address table of a join's right side: of each value of its one key the row, where
/// values lie close together.
struct DirectJoinTable {
  /// Of each place its row, or −1.
  private let rows: Buffer<Int32>
  private let places: Places
  /// Whether no value has more than one row.
  let isUnique: Bool

  private enum Places {
    /// The code of the left side's dictionary.
    case codes(TextDictionary)
    /// The distance from the least value.
    case integers(Int64)
    case ordinals(Int64)
  }

  /// The rows of `key` for a left key stored as `left` is; nil where values lie too far apart.
  init?(_ key: Column, for left: Column, by workers: Workers) throws {
    let found: (Places, Int, Buffer<Int64>)?
    switch (left.storage, key.storage) {
    case (.code(_, let labels), .code(let codes, let others)):
      found = (.codes(labels), labels.count, DirectJoinTable.places(of: codes, others, in: labels))
    case (.integer, .integer(let values)):
      let (least, most) = try KeyEncoder.bounds(values, key.known, by: workers)
      found = DirectJoinTable.width(least, most, values.count).map { width in
        (.integers(least), width, DirectJoinTable.distances(values.widened, least, key.known))
      }
    case (.ordinal, .ordinal(let values)):
      let (least, most) = try KeyEncoder.bounds(values, key.known, 0, by: workers) { $0 }
      found = DirectJoinTable.width(Int64(least), Int64(most), values.count).map { width in
        (.ordinals(Int64(least)), width, DirectJoinTable.distances(values, Int64(least), key.known))
      }
    default: return nil
    }
    guard let (places, width, distances) = found else { return nil }
    var isUnique = true
    rows = try Buffer(count: width) { target in
      target.initialize(repeating: -1, count: width)
      for rows in workers.chunks(of: 0..<key.count) {
        try workers.cancellation.check()
        for row in rows where key.known?.base[row] ?? true {
          let place = Int(distances.base[row])
          if place < 0 { continue }
          if target[place] >= 0 {
            isUnique = false
          } else {
            target[place] = Int32(truncatingIfNeeded: row)
          }
        }
      }
    }
    (self.places, self.isUnique) = (places, isUnique)
  }

  /// How many places there are between two values; nil if far more than rows.
  private static func width(_ least: Int64, _ most: Int64, _ rowCount: Int) -> Int? {
    let distance = UInt64(bitPattern: most) &- UInt64(bitPattern: least)
    return distance < UInt64(8 * rowCount + 65_536) ? Int(distance) + 1 : nil
  }

  private static func distances<Element: FixedWidthInteger>(
    _ values: Buffer<Element>,
    _ least: Int64,
    _ known: Buffer<Bool>?
  ) -> Buffer<Int64> {
    Buffer(count: values.count) { target in
      var row = 0
      while row < values.count {
        target[row] = known?.base[row] ?? true ? Int64(values.base[row]) &- least : -1
        row &+= 1
      }
    }
  }

  /// The code that each row's text has in another dictionary, or −1.
  private static func places(
    of codes: Codes,
    _ labels: TextDictionary,
    in target: TextDictionary
  ) -> Buffer<Int64> {
    if labels === target { return codes.mapped(Buffer((0..<max(labels.count, 1)).map(Int64.init))) }
    var builder = StringTable()
    for code in 0..<target.count { _ = builder.code(of: target.utf8(code)) }
    let table = (0..<labels.count).map { code -> Int64 in
      let place = Int64(builder.code(of: labels.utf8(code)))
      return place < target.count ? place : -1
    }
    return labels.count == 0
      ? Buffer(repeating: -1, count: codes.count) : codes.mapped(Buffer(table))
  }

  /// For each row of a left key the right row of the same value, or −1; nil if its texts are coded
  /// otherwise.
  func partners(of key: Column) -> Buffer<Int32>? {
    switch (places, key.storage) {
    case (.codes(let labels), .code(let codes, let others)) where labels === others:
      switch codes {
      case .narrow(let codes): return look(up: codes, key.known, isInside: true) { UInt64($0) }
      case .middle(let codes): return look(up: codes, key.known, isInside: true) { UInt64($0) }
      case .wide(let codes): return look(up: codes, key.known, isInside: true) { UInt64($0) }
      }
    case (.integers(let least), .integer(let values)):
      switch values {
      case .byte(let values): return look(up: values, key.known, from: least)
      case .short(let values): return look(up: values, key.known, from: least)
      case .middle(let values): return look(up: values, key.known, from: least)
      case .wide(let values): return look(up: values, key.known, from: least)
      }
    case (.ordinals(let least), .ordinal(let values)):
      return look(up: values, key.known, from: least)
    default: return nil
    }
  }

  private func look<Element: FixedWidthInteger>(
    up values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    from least: Int64
  ) -> Buffer<Int32> {
    look(up: values, known) { UInt64(bitPattern: Int64($0) &- least) }
  }

  @inline(__always)
  private func look<Element>(
    up values: Buffer<Element>,
    _ known: Buffer<Bool>?,
    isInside: Bool = false,
    _ place: (Element) -> UInt64
  ) -> Buffer<Int32> {
    let (table, end, source) = (rows.base, UInt64(rows.count), values.base)
    return Buffer(count: values.count) { target in
      var row = 0
      if isInside && known == nil {
        while row < values.count {
          target[row] = table[Int(place(source[row]))]
          row &+= 1
        }
      }
      while row < values.count {
        let found = place(source[row])
        target[row] = found < end && known?.base[row] ?? true ? table[Int(found)] : -1
        row &+= 1
      }
    }
  }
}
