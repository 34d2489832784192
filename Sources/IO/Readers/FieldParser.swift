import Catalog
import Columns

/// A parser of the text of a field into a value of fixed size.
protocol FieldParser: Sendable {
  associatedtype Element: ColumnElement
  /// The value of `text`, which is not empty; nil if it is not of the type.
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Element?
}

/// Reads integers of 64 bits.
struct IntegerParser: FieldParser {
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int64? { NumberReading.integer(text) }
}

/// Reads decimal numbers.
struct RealParser: FieldParser {
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? { NumberReading.real(text) }
}

/// Reads truth values.
struct BooleanParser: FieldParser {
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bool? { NumberReading.boolean(text) }
}

/// Reads integers as people write them: a code such as 01003 or +1617 is none.
struct PlainIntegerParser: FieldParser {
  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let base = text.baseAddress, let number = NumberReading.digits(behind: base, text.count) {
      return base[0] == 0x30 && text.count > 1 ? nil : Int64(number)
    }
    return slowly(text)
  }

  /// Reads integers of more than eight digits, or with a sign; a zero has none.
  private func slowly(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard NumberReading.isPlain(text), let number = NumberReading.integer(text) else { return nil }
    return number == 0 && text[0] == 0x2D ? nil : number
  }
}

/// Reads reals as people write them, of which no digit is lost.
struct PlainRealParser: FieldParser {
  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard NumberReading.isPlain(text), let real = NumberReading.real(text) else { return nil }
    if real.magnitude < NumberReading.largestExact { return real }
    // Whole numbers beyond 2⁵³ would lose digits.
    return text.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D } ? nil : real
  }
}

/// Reads truth values in words.
struct WordBooleanParser: FieldParser {
  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    text.count > 1 ? NumberReading.boolean(text) : nil
  }
}

/// Reads days written as `2011-06-17`.
struct DateParser: FieldParser {
  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard text.count == 10, let base = text.baseAddress, base[4] == 0x2D, base[7] == 0x2D,
      let year = NumberReading.digits(base, 4), let month = NumberReading.digits(base + 5, 2),
      let day = NumberReading.digits(base + 8, 2)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    return date.exists ? date.ordinal : nil
  }
}

/// Reads periods of a unit as they are printed; fiscal years must have their FY.
struct PeriodParser: FieldParser {
  let unit: PeriodUnit

  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard let base = text.baseAddress else { return nil }
    switch unit {
    case .year:
      guard text.count == 4 else { return nil }
      return NumberReading.digits(base, 4).map { unit.ordinal(year: $0) }
    case .month:
      guard text.count == 7, base[4] == 0x2D, let year = NumberReading.digits(base, 4),
        let month = NumberReading.digits(base + 5, 2), (1...12).contains(month)
      else { return nil }
      return unit.ordinal(year: year, part: month)
    case .fiscalYear, .fiscalQuarter:
      guard text.count > 2, base[0] == 0x46, base[1] == 0x59 else { return nil }
    default: break
    }
    return unit.ordinal(of: String(decoding: text, as: UTF8.self))
  }
}
