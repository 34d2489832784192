import Catalog

/// What the values of a column have been so far.
enum FieldKind: UInt8, Sendable {
  /// There was no value.
  case none
  case boolean, integer, real, date, month, quarter, week, fiscalYear, fiscalQuarter
  case text

  /// The type of a column all of whose values are of this kind; one without values holds texts.
  var type: DataType {
    switch self {
    case .boolean: .boolean
    case .integer: .integer
    case .real: .real
    case .date: .date
    case .month: .period(.month)
    case .quarter: .period(.quarter)
    case .week: .period(.week)
    case .fiscalYear: .period(.fiscalYear(start: 10))
    case .fiscalQuarter: .period(.fiscalQuarter(start: 10))
    case .none, .text: .text
    }
  }

  /// How many bytes a value takes; texts are stored as codes whose width varies.
  var width: Int {
    switch self {
    case .none, .boolean: 1
    case .integer, .real: 8
    default: 4
    }
  }
}

/// Integers as people write them: a code such as 01003 is none.
struct PlainIntegerParser: FieldParser {
  static let absent: Int64 = 0

  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let base = text.baseAddress, let number = NumberReading.digits(behind: base, text.count) {
      return base[0] == 0x30 && text.count > 1 ? nil : Int64(number)
    }
    return slowly(text)
  }

  /// Reads integers of more than eight digits, or with a sign.
  private func slowly(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let base = text.baseAddress, !text.isEmpty, text.count <= 18 else {
      return TypeCandidates.fits(text, .integer) ? NumberReading.integer(text) : nil
    }
    let isNegative = base[0] == 0x2D
    var place = isNegative ? 1 : 0
    if place == text.count { return nil }
    if base[place] == 0x30, text.count > 1 { return nil }
    var number: Int64 = 0
    while place < text.count {
      let digit = base[place] &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ Int64(digit)
      place &+= 1
    }
    return isNegative ? 0 &- number : number
  }
}

/// Reals as people write them, of which no digit is lost.
struct PlainRealParser: FieldParser {
  static let absent: Double = 0

  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard TypeCandidates.isPlainNumber(text), let real = NumberReading.real(text) else {
      return nil
    }
    if real.magnitude <= TypeCandidates.largestExact { return real }
    return TypeCandidates.fits(text, .real) ? real : nil
  }
}

/// Truth values in words.
struct WordBooleanParser: FieldParser {
  static let absent = false

  @inline(__always)
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    text.count > 1 ? NumberReading.boolean(text) : nil
  }
}
