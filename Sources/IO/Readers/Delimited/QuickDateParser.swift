import Catalog
import Columns

/// Reads days written as `2011-06-17`, with the months of the usual centuries at hand.
struct QuickDateParser: FieldParser {
  private let months = QuickDateParser.months

  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard text.count == 10, let base = text.baseAddress else { return nil }
    // Digits become their values, hyphens zero; anything else leaves a bit that neither has.
    let raw = UnsafeRawPointer(base)
    let first = raw.loadUnaligned(as: UInt64.self).littleEndian ^ 0x2D30_302D_3030_3030
    let last = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self).littleEndian ^ 0x3030
    let wrong = (first &+ 0x7F76_767F_7676_7676 | first) & 0x8080_8080_8080_8080
    if wrong | UInt64((last &+ 0x7676 | last) & 0x8080) != 0 { return nil }
    let pairs = first &* 10 &+ first >> 8
    let year = Int(pairs & 0xFF) &* 100 &+ Int(pairs >> 16 & 0xFF)
    let month = Int(pairs >> 40 & 0xFF)
    let day = Int(last & 0xFF) &* 10 &+ Int(last >> 8)
    let place = (year &- QuickDateParser.firstYear) &* 12 &+ month &- 1
    guard place >= 0, place < months.count, month >= 1, month <= 12 else {
      return DateParser().parse(text)
    }
    let entry = months.base[place]
    if day < 1 || day > Int(entry & 31) { return nil }
    return entry >> 5 &+ Int32(truncatingIfNeeded: day)
  }

  private static let firstYear = 1800

  /// For each month from 1800 to 2199 the day before its first, and its length in the lowest five
  /// bits.
  private static let months: Buffer<Int32> = Buffer(
    (0..<400 * 12).map { place -> Int32 in
      let (year, month) = (firstYear + place / 12, place % 12 + 1)
      let first = CivilDate(year: year, month: month, day: 1).ordinal
      return (first - 1) << 5 | Int32(CivilDate.days(inMonth: month, of: year))
    }
  )
}
