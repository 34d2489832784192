import CBytes
import Tables

/// Where the fields of the records in a piece of text end.
///
/// Field `column` of record `row` lies behind entry `row · stride + column`, and before the entry after
/// that. A quick way over 64 bytes at once serves text whose quotes all stand where RFC 4180 has them;
/// `FieldScannerSlow` serves the rest.
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
  /// `bytes` has `count` bytes, the last a line feed if the text ends there, and 64 that are zero. False
  /// if a careful look is needed: for stray quotes, empty lines, wrong numbers of fields, or a record
  /// that goes on beyond `count`.
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
    let out = ends.base
    out[0] = Int32(truncatingIfNeeded: range.lowerBound &- 1)
    var state = QuoteState()
    var filled = 1
    var lines = 0
    var high: UInt64 = 0
    var place = range.lowerBound
    while place &+ 64 < range.upperBound {
      if state.pending == 0 {
        let limit = Int64(range.upperBound)
        let run = FieldIndex.run(bytes, Int64(place), limit, delimiter, out + filled)
        if run.next > place {
          (place, filled, lines) = (Int(run.next), filled + Int(run.ends), lines + Int(run.lines))
          state.follows = bytes[place - 1] == delimiter || bytes[place - 1] == 0x0A ? 1 : 0
          continue
        }
      }
      let marks = scomm_mark(bytes + place, delimiter)
      var (ends, feeds) = (marks.ends, marks.lines)
      high |= marks.high
      if marks.quotes | state.pending != 0 {
        let outside = state.outside(marks, bytes + place)
        ends &= outside
        feeds &= outside
      }
      state.follows = ends >> 63 | marks.quotes >> 63
      while ends != 0 {
        out[filled] = Int32(truncatingIfNeeded: place &+ ends.trailingZeroBitCount)
        filled &+= 1
        ends &= ends &- 1
      }
      lines &+= feeds.nonzeroBitCount
      place &+= 64
    }
    while place < count, !state.isStray {
      let marks = scomm_mark(bytes + place, delimiter)
      var ends = marks.ends
      high |= marks.high
      if marks.quotes | state.pending != 0 { ends &= state.outside(marks, bytes + place) }
      state.follows = ends >> 63 | marks.quotes >> 63
      while ends != 0 {
        let end = place &+ ends.trailingZeroBitCount
        out[filled] = Int32(truncatingIfNeeded: end)
        filled &+= 1
        ends &= ends &- 1
        guard bytes[end] == 0x0A else { continue }
        lines &+= 1
        if end >= range.upperBound &- 1 {
          (next, rowCount, hasHigh) = (end &+ 1, lines, high != 0)
          return !state.isStray && isRegular(filled &- 1, bytes)
        }
      }
      place &+= 64
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
  /// Whether the byte before is a quote that closed a field, or a return after one: the lowest bits.
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
