import CBytes
import Columns

/// Where the fields of the records in a piece of text end.
///
/// Field `column` of record `row` lies behind entry `row · stride + column`, and before the entry
/// after that. A quick way over 64 bytes at once serves text whose quotes all stand where RFC 4180
/// has them; `FieldScannerSlowPath` serves the rest.
struct FieldIndex: ~Copyable {
  private(set) var ends = UninitializedBuffer<Int32>()
  /// How many entries a record has.
  var stride = 1
  /// How many records were found.
  var rowCount = 0
  /// Where the record after the last begins.
  var next = 0
  /// Whether there was a byte beyond ASCII.
  var hasHigh = false

  /// The first entry.
  var base: UnsafeMutablePointer<Int32> { ends.base }

  /// Makes room for `count` entries.
  mutating func reserve(_ count: Int) { ends.reserve(count) }

  /// Finds the records that begin in `range`, which begins with one, each of `fieldCount` fields.
  ///
  /// `bytes` has `count` bytes, the last a line feed if the text ends there, and 64 that are zero.
  /// False if a careful look is needed: for stray quotes, empty lines, wrong numbers of fields, or
  /// a record that goes on beyond `count`.
  mutating func find(
    in bytes: UnsafePointer<UInt8>,
    _ range: Range<Int>,
    count: Int,
    delimiter: UInt8,
    fieldCount: Int
  ) -> Bool {
    (stride, rowCount, next, hasHigh) = (fieldCount, 0, range.lowerBound, false)
    if range.isEmpty { return true }
    reserve(count - range.lowerBound + 72)
    ends.base[0] = Int32(truncatingIfNeeded: range.lowerBound &- 1)
    var scan = Scan(place: range.lowerBound)
    findInside(bytes, range.upperBound, delimiter, &scan)
    return findLast(bytes, range.upperBound, count, delimiter, &scan)
  }

  /// Where a search stands.
  private struct Scan {
    var place: Int
    /// How many entries are written, and how many lines ended among them.
    var filled = 1
    var lines = 0
    var high: UInt64 = 0
    var quotes = QuoteState()

    /// The ends of fields and of lines among the next 64 bytes.
    @inline(__always)
    mutating func marks(
      _ bytes: UnsafePointer<UInt8>,
      _ delimiter: UInt8
    ) -> (ends: UInt64, feeds: UInt64) {
      let marks = scomm_mark(bytes + place, delimiter)
      var (ends, feeds) = (marks.ends, marks.lines)
      high |= marks.high
      if marks.quotes | quotes.pending != 0 {
        let outside = quotes.outside(marks, bytes + place)
        ends &= outside
        feeds &= outside
      }
      quotes.follows = ends >> 63 | marks.quotes >> 63
      return (ends, feeds)
    }
  }

  /// Goes over the stretches of 64 bytes before the one in which the last record begins.
  @inline(__always)
  private func findInside(
    _ bytes: UnsafePointer<UInt8>,
    _ limit: Int,
    _ delimiter: UInt8,
    _ scan: inout Scan
  ) {
    let out = ends.base
    while scan.place &+ 64 < limit {
      if scan.quotes.pending == 0 {
        let target = out + scan.filled
        let run = FieldIndex.run(bytes, Int64(scan.place), Int64(limit), delimiter, target)
        if run.next > scan.place {
          scan.place = Int(run.next)
          scan.filled += Int(run.ends)
          scan.lines += Int(run.lines)
          let last = bytes[scan.place - 1]
          scan.quotes.follows = last == delimiter || last == 0x0A ? 1 : 0
          continue
        }
      }
      let (marked, feeds) = scan.marks(bytes, delimiter)
      var ends = marked
      while ends != 0 {
        out[scan.filled] = Int32(truncatingIfNeeded: scan.place &+ ends.trailingZeroBitCount)
        scan.filled &+= 1
        ends &= ends &- 1
      }
      scan.lines &+= feeds.nonzeroBitCount
      scan.place &+= 64
    }
  }

  /// Goes on to the end of the last record; false if a careful look is needed.
  @inline(__always)
  private mutating func findLast(
    _ bytes: UnsafePointer<UInt8>,
    _ limit: Int,
    _ count: Int,
    _ delimiter: UInt8,
    _ scan: inout Scan
  ) -> Bool {
    let out = ends.base
    while scan.place < count, !scan.quotes.isStray {
      var ends = scan.marks(bytes, delimiter).ends
      while ends != 0 {
        let end = scan.place &+ ends.trailingZeroBitCount
        out[scan.filled] = Int32(truncatingIfNeeded: end)
        scan.filled &+= 1
        ends &= ends &- 1
        guard bytes[end] == 0x0A else { continue }
        scan.lines &+= 1
        if end >= limit &- 1 {
          (next, rowCount, hasHigh) = (end &+ 1, scan.lines, scan.high != 0)
          return !scan.quotes.isStray && isRegular(scan.filled &- 1, bytes)
        }
      }
      scan.place &+= 64
    }
    return false
  }

  /// Finds the ends in text without quotes or bytes beyond ASCII, as quickly as the processor can.
  private static let run = scomm_counts_bits() != 0 ? scomm_run_quickly : scomm_run_anywhere

  /// Whether each line has as many fields as the others.
  private func isRegular(_ found: Int, _ bytes: UnsafePointer<UInt8>) -> Bool {
    if found != rowCount &* stride { return false }
    var last = stride
    while last <= found {
      if bytes[Int(base[last])] != 0x0A { return false }
      last &+= stride
    }
    return true
  }
}

/// What must be known of quotes from one stretch of 64 bytes to the next.
struct QuoteState {
  /// All ones within quotes.
  private var inside: UInt64 = 0
  /// Whether the byte before is the end of a field, or a quote: the lowest bit.
  var follows: UInt64 = 1
  /// Whether the byte before is a quote that closed a field, or a return after one: the lowest
  /// bits.
  private var closed: UInt64 = 0
  private var returned: UInt64 = 0
  /// Whether a quote stood where RFC 4180 has none.
  private(set) var isStray = false

  /// Not zero if the next stretch must be looked at, though it has no quotes.
  @inline(__always) var pending: UInt64 { inside | closed | returned }

  /// The bytes outside of quotes; notes strays.
  @inline(__always)
  mutating func outside(_ marks: scomm_marks, _ bytes: UnsafePointer<UInt8>) -> UInt64 {
    var within = marks.quotes
    within ^= within << 1
    within ^= within << 2
    within ^= within << 4
    within ^= within << 8
    within ^= within << 16
    within ^= within << 32
    within ^= inside
    let ends = marks.ends & ~within
    let opening = marks.quotes & within
    let closing = marks.quotes & ~within
    let before = (ends | marks.quotes) << 1 | follows
    let returns = scomm_places(bytes, 0x0D) & ~within
    let after = closing << 1 | closed
    let afterReturn = (after & returns) << 1 | returned
    let isWrong =
      opening & ~before | after & ~(ends | marks.quotes | returns)
      | afterReturn & ~(marks.lines & ~within)
    if isWrong != 0 { isStray = true }
    inside = within >> 63 == 0 ? 0 : .max
    closed = closing >> 63
    returned = (after & returns) >> 63
    return ~within
  }
}
