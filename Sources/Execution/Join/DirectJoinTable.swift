import Columns
import Parallel

/// A direct-address table of a join's right side: of each value of its one key the row, where
/// values lie close together.
struct DirectJoinTable {
  /// For each place, its row or −1.
  private let rows: Buffer<Int32>
  private let places: Places
  /// Whether no value has more than one row.
  let isUnique: Bool

  private enum Places {
    /// The code of the left side's dictionary.
    case codes(TextDictionary)
    /// The distance from the least integer or ordinal.
    case distances(Int64)
  }

  /// The rows of `key` for a left key stored as `left` is; nil where values lie too far apart for so
  /// many rows on either side.
  init?(_ key: Column, for left: Column, leftCount: Int, by workers: WorkerPool) throws {
    let known = key.known
    switch (left.storage, key.storage) {
    case (.code(_, let labels), .code(let codes, let others)):
      places = .codes(labels)
      let places = Self.places(of: codes, others, in: labels)
      (rows, isUnique) = try Self.table(places, known, from: 0, width: labels.count, by: workers)
    case (.integer, .integer), (.ordinal, .ordinal):
      let (least, most) = try KeyEncoder.bounds(of: key, by: workers)
      let distance = UInt64(bitPattern: most) &- UInt64(bitPattern: least)
      // A table much larger than both sides is not worth it.
      if distance >= UInt64(max(8 * key.count, leftCount) + 65_536) { return nil }
      places = .distances(least)
      let width = Int(distance) + 1
      (rows, isUnique) =
        switch key.storage {
        case .integer(.int8(let keys)):
          try Self.table(keys, known, from: least, width: width, by: workers)
        case .integer(.int16(let keys)):
          try Self.table(keys, known, from: least, width: width, by: workers)
        case .integer(.int32(let keys)), .ordinal(let keys):
          try Self.table(keys, known, from: least, width: width, by: workers)
        default:
          try Self.table(key.integers.widened, known, from: least, width: width, by: workers)
        }
    default: return nil
    }
  }

  /// The first row of each known value, by its distance from `least`, and whether none has two;
  /// values without a place are left out.
  private static func table(
    _ values: Buffer<some FixedWidthInteger>,
    _ known: Buffer<Bool>?,
    from least: Int64,
    width: Int,
    by workers: WorkerPool
  ) throws -> (rows: Buffer<Int32>, isUnique: Bool) {
    var isUnique = true
    let rows = try Buffer<Int32>(count: width) { target in
      target.initialize(repeating: -1, count: width)
      for rows in workers.chunks(of: 0..<values.count) {
        try workers.check()
        for row in rows where known?.base[row] ?? true {
          let place = UInt64(bitPattern: Int64(values.base[row]) &- least)
          if place >= UInt64(width) { continue }
          if target[Int(place)] >= 0 {
            isUnique = false
          } else {
            target[Int(place)] = Int32(truncatingIfNeeded: row)
          }
        }
      }
    }
    return (rows, isUnique)
  }

  /// The code that each row's text has in another dictionary, or −1.
  private static func places(
    of codes: Codes,
    _ labels: TextDictionary,
    in target: TextDictionary
  ) -> Buffer<Int64> {
    if labels === target { return codes.mapped(Buffer((0..<max(labels.count, 1)).map(Int64.init))) }
    var builder = StringTable(target)
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
      case .uint8(let codes): return look(up: codes, key.known, isInside: true) { UInt64($0) }
      case .uint16(let codes): return look(up: codes, key.known, isInside: true) { UInt64($0) }
      case .uint32(let codes): return look(up: codes, key.known, isInside: true) { UInt64($0) }
      }
    case (.distances(let least), .integer(let values)):
      switch values {
      case .int8(let values): return look(up: values, key.known, from: least)
      case .int16(let values): return look(up: values, key.known, from: least)
      case .int32(let values): return look(up: values, key.known, from: least)
      case .int64(let values): return look(up: values, key.known, from: least)
      }
    case (.distances(let least), .ordinal(let values)):
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
    if isInside && known == nil {
      return .tabulate(values.count) { table[Int(place(source[$0]))] }
    }
    return .tabulate(values.count) { row in
      let found = place(source[row])
      return found < end && known?.base[row] ?? true ? table[Int(found)] : -1
    }
  }
}
