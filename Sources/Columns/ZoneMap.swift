import Parallel
import Synchronization

/// The bounds of the known values of a stretch of rows, as they are stored: integers, ordinals or
/// codes.
public struct Zone: Sendable {
  /// The least value; above `max` if none is known.
  public let min: Int64
  /// The greatest value.
  public let max: Int64
  /// How many rows have the least value.
  public let minCount: Int
  /// How many rows have the greatest value.
  public let maxCount: Int
}

/// A zone map: the memory of a stored column with the bounds of those zones that have been read.
///
/// A kernel that has read a stretch may note its zone, so that later kernels skip the stretch. The
/// map is found by the memory that the values lie in: slices of the column have no other owner.
final class ZoneMap: Sendable {
  /// How many rows a zone has; the last one may have fewer.
  static let zoneSize = 65_536

  /// The owner of the values' memory, which is only kept.
  private nonisolated(unsafe) let memory: AnyObject
  /// The first value.
  private nonisolated(unsafe) let start: UnsafeRawPointer
  /// The marks of known rows, if some are missing.
  private let known: Buffer<Bool>?
  private let rowCount: Int
  /// The bounds of each zone.
  fileprivate let zones: Notes<Zone>
  /// For each code of a byte, and for 256, how many rows of a zone have a smaller one.
  fileprivate let ranks: Notes<Buffer<UInt32>>

  /// A map without notes.
  init<Element>(of values: Buffer<Element>, _ known: Buffer<Bool>?) {
    (memory, start, self.known) = (values.owner, UnsafeRawPointer(values.base), known)
    rowCount = values.count
    let count = (rowCount + ZoneMap.zoneSize - 1) / ZoneMap.zoneSize
    zones = Notes(count, Zone(min: .max, max: .min, minCount: 0, maxCount: 0))
    ranks = Notes(Element.self == UInt8.self ? count : 0, Buffer([]))
  }

  /// The number of the zone that has just these values, if one has.
  fileprivate func place<Element>(_ values: Buffer<Element>, _ known: Buffer<Bool>?) -> Int? {
    let first = (UnsafeRawPointer(values.base) - start) / MemoryLayout<Element>.stride
    let place = first / ZoneMap.zoneSize
    guard first == place * ZoneMap.zoneSize,
      values.count == min(ZoneMap.zoneSize, rowCount - first),
      known?.base == self.known.map({ $0.base + first })
    else { return nil }
    return place
  }
}

/// Notes about some places, each written once; when all are, reading takes no lock.
private final class Notes<Note: Sendable>: Sendable {
  private let count: Int
  private nonisolated(unsafe) let notes: UnsafeMutablePointer<Note>
  private let lacking: Lock<Set<Int>>
  private let isWhole = Atomic<Bool>(false)

  init(_ count: Int, _ none: Note) {
    self.count = count
    lacking = Lock(Set(0..<count))
    notes = .allocate(capacity: count)
    notes.initialize(repeating: none, count: count)
  }

  deinit {
    notes.deinitialize(count: count)
    notes.deallocate()
  }

  subscript(place: Int) -> Note? {
    if isWhole.load(ordering: .acquiring) { return notes[place] }
    return lacking.withLock { $0.contains(place) ? nil : notes[place] }
  }

  func add(_ note: Note, at place: Int) {
    lacking.withLock { lacking in
      if lacking.remove(place) != nil { notes[place] = note }
      if lacking.isEmpty { isWhole.store(true, ordering: .releasing) }
    }
  }
}

extension Column {
  /// The same column with a map of its zones, if it has so many rows that this can be of use.
  public var zoned: Column {
    if count < 2 * ZoneMap.zoneSize { return self }
    return Column(storage.mapped(Zoning(known: known)), known: known)
  }

  /// The zone of the column's rows; nil if they are no zone of a stored column, or the zone
  /// was not noted.
  public var zone: Zone? { withZones { memory, place, _ in memory.zones[place] } ?? nil }

  /// Notes the zone of the column's rows, which have been read just now, if it is not known.
  public func recordZone() {
    _ = withZones { memory, place, zone in
      if memory.zones[place] == nil { memory.zones.add(zone(), at: place) }
    }
  }

  /// How many known rows have one of the codes from `first` to `last`, where that was noted of the
  /// column's rows.
  public func count(ofCodes first: Int64, _ last: Int64) -> Int? {
    guard let ranks = cumulativeCodeCounts else { return nil }
    let (first, end) = (max(first, 0), min(last, 255) + 1)
    return first < end ? Int(ranks[Int(end)] - ranks[Int(first)]) : 0
  }

  /// For each code of a byte, and for 256, how many known rows have a smaller one, where that was
  /// noted of the column's rows.
  public var cumulativeCodeCounts: Buffer<UInt32>? {
    guard case .code(.uint8(let values), _) = storage, let memory = values.zones,
      let place = memory.place(values, known)
    else { return nil }
    return memory.ranks[place]
  }

  /// Notes how many of the column's rows have each code, if they are a zone that is noted already:
  /// the second query counts, not the first.
  public func recordCodeCounts() {
    guard case .code(.uint8(let values), _) = storage, let memory = values.zones,
      let place = memory.place(values, known), memory.zones[place] != nil,
      memory.ranks[place] == nil
    else { return }
    let ranks = Buffer<UInt32>(count: 257) { counts in
      counts.initialize(repeating: 0, count: 257)
      var row = 0
      while row < values.count {
        if known?.base[row] ?? true { counts[Int(values.base[row]) &+ 1] &+= 1 }
        row &+= 1
      }
      for code in 1...256 { counts[code] &+= counts[code &- 1] }
    }
    memory.ranks.add(ranks, at: place)
  }

  /// Gives `body` the map, which of its zones the column's rows are, and how the zone is found out.
  private func withZones<Result>(_ body: (ZoneMap, Int, () -> Zone) -> Result) -> Result? {
    func find(_ values: Buffer<some FixedWidthInteger & Sendable>) -> Result? {
      guard let zones = values.zones, let place = zones.place(values, known) else { return nil }
      return body(zones, place) { Zone(values, known) }
    }
    switch storage {
    case .integer(.int8(let values)): return find(values)
    case .integer(.int16(let values)): return find(values)
    case .integer(.int32(let values)): return find(values)
    case .integer(.int64(let values)): return find(values)
    case .ordinal(let values): return find(values)
    case .code(.uint8(let codes), _): return find(codes)
    case .code(.uint16(let codes), _): return find(codes)
    case .code(.uint32(let codes), _): return find(codes)
    case .boolean, .real: return nil
    }
  }
}

/// The attachment of a zone map to the values of a column.
private struct Zoning: BufferMapping {
  typealias Failure = Never
  let known: Buffer<Bool>?

  func callAsFunction<Element: ColumnElement>(_ values: Buffer<Element>) -> Buffer<Element> {
    let isOrdered = Element.self != Bool.self && Element.self != Double.self
    if !isOrdered || values.zones != nil { return values }
    return Buffer(base: values.base, count: values.count, owner: ZoneMap(of: values, known))
  }
}

extension Zone {
  fileprivate init(_ values: Buffer<some FixedWidthInteger & Sendable>, _ known: Buffer<Bool>?) {
    guard let (least, most) = values.bounds(known) else {
      self.init(min: .max, max: .min, minCount: 0, maxCount: 0)
      return
    }
    self.init(
      min: Int64(least),
      max: Int64(most),
      minCount: values.count(of: least, known),
      maxCount: values.count(of: most, known)
    )
  }
}

extension Buffer {
  /// The zones of the column whose memory this is.
  fileprivate var zones: ZoneMap? { owner as? ZoneMap }
}

extension Buffer where Element: FixedWidthInteger {
  /// How many of the values, of those in `known` if that is given, are `value`.
  @inlinable
  public func count(of value: Element, _ known: Buffer<Bool>? = nil) -> Int {
    // Counted in the values' width, many at once, in stretches that even a byte can count.
    var (row, total) = (0, 0)
    while row < count {
      let end = Swift.min(row &+ 112, count)
      var found: Element = 0
      if let mask = known?.base {
        while row < end {
          found &+= base[row] == value && mask[row] ? 1 : 0
          row &+= 1
        }
      } else {
        while row < end {
          found &+= base[row] == value ? 1 : 0
          row &+= 1
        }
      }
      total &+= Int(found)
    }
    return total
  }
}
