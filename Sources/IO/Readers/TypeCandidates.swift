import Catalog

/// The types that all values of a column met so far could have.
struct TypeCandidates {
  private var left: [DataType] = TypeCandidates.all
  private var isEmpty = true

  /// The types tried, the most telling first.
  private static let all: [DataType] = [
    .boolean, .integer, .real, .date, .period(.month), .period(.quarter), .period(.week),
    .period(.fiscalYear(start: 10)), .period(.fiscalQuarter(start: 10)),
  ]

  /// Whether only text is left.
  var isText: Bool { left.isEmpty }

  /// The type that all values had; text where there was none.
  var type: DataType { isEmpty ? .text : left.first ?? .text }

  /// What all values had in common.
  var kind: FieldKind {
    guard !isEmpty else { return .none }
    guard let first = left.first, let place = TypeCandidates.all.firstIndex(of: first) else {
      return .text
    }
    return FieldKind(rawValue: UInt8(place + 1)) ?? .text
  }

  /// Notes a value.
  mutating func note(_ text: UnsafeBufferPointer<UInt8>) {
    if text.isEmpty { return }
    isEmpty = false
    if left.count == 1, TypeCandidates.fits(text, left[0]) { return }
    left.removeAll { !TypeCandidates.fits(text, $0) }
  }

  /// Notes a number that is known to be one.
  mutating func note(_ type: DataType) {
    isEmpty = false
    left.removeAll { candidate in
      candidate != type && !(type == .integer && candidate == .real)
    }
  }

  /// Keeps only days and periods: for texts whose source could have said that they are numbers.
  mutating func keepTemporal() { left.removeAll { !$0.isTemporal } }

  /// Leaves only text.
  mutating func giveUp() { left.removeAll() }

  /// Whether a text, which is not empty, writes a value of a type.
  static func fits(_ text: UnsafeBufferPointer<UInt8>, _ type: DataType) -> Bool {
    switch type {
    case .boolean: text.count > 1 && NumberReading.boolean(text) != nil
    case .integer:
      isPlainNumber(text) && !text.elementsEqual("-0".utf8) && NumberReading.integer(text) != nil
    case .real: isPlainNumber(text) && isRealExact(text)
    case .date: DateParser().parse(text) != nil
    case .period(let unit): PeriodParser(unit: unit).parse(text) != nil
    default: false
    }
  }

  /// Whether a number is written as one: a code such as 01003 or +1617 is none.
  @inline(__always)
  static func isPlainNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress, !text.isEmpty else { return false }
    let start = base[0] == 0x2D ? 1 : 0
    if start == text.count { return false }
    let first = base[start]
    if first != 0x30 { return first == 0x2E || (first >= 0x30 && first <= 0x39) }
    if start &+ 1 == text.count { return true }
    return base[start &+ 1] == 0x2E || base[start &+ 1] | 0x20 == 0x65
  }

  /// The largest number up to which a double holds every whole one.
  static let largestExact: Double = 9_007_199_254_740_992

  /// Whether a double holds the number: whole ones beyond 2⁵³ would lose digits.
  private static func isRealExact(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let real = NumberReading.real(text) else { return false }
    let isWhole = text.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }
    return !isWhole || real.magnitude <= largestExact
  }
}
