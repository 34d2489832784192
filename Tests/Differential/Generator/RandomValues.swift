import Catalog
import Columns
import TestSupport

/// Values at random, those among them at which programs break.
struct RandomValues {
  /// Texts from which columns draw: letters of both cases, composed and decomposed, signs of
  /// several bytes, blanks, numbers and dates written as text, and what patterns and quotes could
  /// mistake.
  static let texts = [
    "a", "b", "B", "ab", "abc", "Ab", "z", "Z", "\u{E9}", "e\u{301}", "\u{C9}t\u{E9}", "日本", "😀",
    "👨‍👩‍👧", "🇺🇸", "x y", "y, x", " a", "a ", " ", "\u{A0}", "12", "-3.5", "1,234", "2011-06-17",
    "06/17/2011", "it's", "say \"so\"", "100%", "a_b", "a.b", "(a)", "\\", "ß", "İ", "0", "007",
    "null",
    "true", "é😀e\u{301}", "line\nbreak", "tab\tstop", "\u{FFFD}", "\u{10FFFF}", "ﬁ", "Ω",
    "\u{2126}",
  ]

  /// Ordered categories whose order is not that of their bytes, and others.
  static let categories = [
    Category(["low", "middle", "high"], isOrdered: true),
    Category(["z", "é", "e\u{301}", "a", "B"], isOrdered: true),
    Category(["none", "some", "all", "it's \"all\""], isOrdered: true, unranked: ["some"]),
    Category(["red", "blue", "green"], isOrdered: false),
    Category(["one"], isOrdered: false),
    Category(["10", "9", "x y", "😀"], isOrdered: false),
  ]

  /// The units of period columns.
  static let units: [PeriodUnit] = [
    .year, .quarter, .month, .week, .fiscalYear(start: 10), .fiscalQuarter(start: 10),
  ]

  /// A type for a column.
  static func type(_ dice: inout Dice) -> DataType {
    switch dice.below(12) {
    case 0: .boolean
    case 1, 2: .integer
    case 3: .real
    case 4: .percent
    case 5, 6: .text
    case 7, 8: .category(dice.pick(categories) ?? categories[0])
    case 9, 10: .date
    default: .period(dice.pick(units) ?? .year)
    }
  }

  /// A known value of a type, from `texts` where it is text.
  static func value(
    of type: DataType,
    texts: [String] = RandomValues.texts,
    _ dice: inout Dice
  ) -> Value {
    switch type {
    case .boolean: .boolean(dice.chance(50))
    case .integer, .interval: .integer(integer(&dice))
    case .real: .real(real(&dice))
    case .percent: .real(ratio(&dice))
    case .text: .text(dice.pick(texts) ?? "a")
    case .category(let category): .text(dice.pick(category.labels.strings) ?? "")
    case .date: .ordinal(day(&dice))
    case .period(let unit): .ordinal(unit.ordinal(of: day(&dice)))
    }
  }

  /// Small numbers mostly, so that groups have several rows and ties occur.
  static func integer(_ dice: inout Dice) -> Int64 {
    switch dice.below(40) {
    case 0...3 where !dice.allowsExtremes: Int64(dice.within(-3000...3000))
    case 0: .max - Int64(dice.below(2))
    case 1: .min + Int64(dice.below(2))
    case 2: Int64(dice.within(-1_000_000...1_000_000))
    case 3: 1 << Int64(dice.within(31...54))
    case 4...12: Int64(dice.within(-40...200))
    default: Int64(dice.within(-3...6))
    }
  }

  /// Multiples of an eighth mostly, whose sums are exact in any order.
  static func real(_ dice: inout Dice) -> Double {
    switch dice.below(30) {
    case 0 where !dice.allowsExtremes: Double(dice.within(-1000...1000)) / 4
    case 0: Double(dice.within(-1000...1000)) * 1e12
    case 1: Double(dice.within(-100...100)) / 1024
    case 2: Double(dice.within(-99...99)) / 10
    case 3: 0
    default: Double(dice.within(-32...80)) / 8
    }
  }

  /// A percentage, some below none or above all.
  static func ratio(_ dice: inout Dice) -> Double { Double(dice.within(-8...80)) / 64 }

  /// Days of a few years mostly; a few at the ends of months and of the calendar.
  static func day(_ dice: inout Dice) -> Int32 {
    switch dice.below(30) {
    case 0 where dice.allowsExtremes:
      CivilDate(year: dice.among(1, 1600, 1899, 9999), month: 12, day: 31).ordinal
    case 1: CivilDate(year: dice.among(2008, 2012, 2000), month: 2, day: 29).ordinal
    case 2...4:
      CivilDate(year: dice.within(2009...2013), month: dice.within(1...12), day: 1).ordinal
    case 5...7:
      CivilDate(year: dice.within(2009...2013), month: dice.within(1...12), day: 1).ordinal - 1
    case 8...18: CivilDate(year: 2011, month: dice.within(5...8), day: dice.within(1...28)).ordinal
    default:
      CivilDate(
        year: dice.within(2009...2013),
        month: dice.within(1...12),
        day: dice.within(1...28)
      ).ordinal
    }
  }

  /// Whether the left of two known values of a type comes first in key order.
  static func precedes(_ left: Value, _ right: Value, as type: DataType) -> Bool {
    switch (left, right) {
    case (.integer(let one), .integer(let other)): one < other
    case (.ordinal(let one), .ordinal(let other)): one < other
    case (.real(let one), .real(let other)): one < other
    case (.boolean(let one), .boolean(let other)): !one && other
    case (.text(let one), .text(let other)):
      if case .category(let category) = type {
        (category.labels.code(of: one) ?? 0) < (category.labels.code(of: other) ?? 0)
      } else {
        one.utf8.lexicographicallyPrecedes(other.utf8)
      }
    default: false
    }
  }
}
