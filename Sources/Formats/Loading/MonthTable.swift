import Tables

/// Reads days written as `2011-06-17`, with the months of the usual centuries at hand.
struct QuickDateParser: CellParser {
  static let absent: Int32 = 0
  var expectation: String { DateParser().expectation }
  private let months = QuickDateParser.months

  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard text.count == 10, let base = text.baseAddress, base[4] == 0x2D, base[7] == 0x2D,
      let year = NumberReading.digits(base, 4), let month = NumberReading.digits(base + 5, 2),
      let day = NumberReading.digits(base + 8, 2)
    else { return nil }
    let place = (year &- QuickDateParser.firstYear) &* 12 &+ month &- 1
    guard place >= 0, place < months.count, month >= 1, month <= 12 else {
      return DateParser().parse(text)
    }
    let entry = months.base[place]
    if day < 1 || day > Int(entry & 31) { return nil }
    return entry >> 5 &+ Int32(truncatingIfNeeded: day)
  }

  func storage(_ values: Buffer<Int32>) -> Column.Storage { .ordinal(values) }

  private static let firstYear = 1800

  /// For each month from 1800 to 2199 the day before its first, and its length in the lowest five bits.
  private static let months: Buffer<Int32> = Buffer(
    (0..<400 * 12).map { place -> Int32 in
      let (year, month) = (firstYear + place / 12, place % 12 + 1)
      let first = CivilDate(year: year, month: month, day: 1).ordinal
      return (first - 1) << 5 | Int32(CivilDate.days(inMonth: month, of: year))
    }
  )
}
