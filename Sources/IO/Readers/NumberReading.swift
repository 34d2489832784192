/// How numbers, dates and truth values are read from bytes.
public enum NumberReading {
  /// The integer that `bytes` write, with an optional sign, if it fits into 64 bits.
  @inline(__always)
  public static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
    var place = base[0] == 0x2D || base[0] == 0x2B ? 1 : 0
    if place == bytes.count { return nil }
    if bytes.count > 18 { return longInteger(bytes) }
    var number: Int64 = 0
    while place < bytes.count {
      let digit = base[place] &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ Int64(digit)
      place &+= 1
    }
    return base[0] == 0x2D ? 0 &- number : number
  }

  private static func longInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    Int64(String(decoding: bytes, as: UTF8.self))
  }

  /// The finite real that `bytes` write in decimal, with an optional exponent, rounded correctly.
  @inline(__always)
  public static func real(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return nil }
    var place = base[0] == 0x2D || base[0] == 0x2B ? 1 : 0
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var hasPoint = false
    while place < bytes.count {
      let digit = base[place] &- 0x30
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits &+= 1
        if hasPoint { decimals &+= 1 }
      } else if base[place] == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        return longReal(bytes)
      }
      place &+= 1
    }
    if digits == 0 { return nil }
    // Up to 2^53 and 10^22 both operands are exact, so that the one division rounds correctly.
    if digits > 15 { return longReal(bytes) }
    let magnitude = decimals == 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[decimals]
    return base[0] == 0x2D ? -magnitude : magnitude
  }

  /// Powers of ten that a double holds exactly.
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  private static func longReal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let decimal: StaticString = "0123456789+-.eE"
    let allowed = UnsafeBufferPointer(start: decimal.utf8Start, count: decimal.utf8CodeUnitCount)
    guard bytes.allSatisfy({ allowed.contains($0) }),
      let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite
    else { return nil }
    return number
  }

  /// Whether a number is written as one: a code such as 01003 or +1617 is none.
  @inline(__always)
  static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress, !text.isEmpty else { return false }
    let start = base[0] == 0x2D ? 1 : 0
    if start == text.count { return false }
    let first = base[start]
    if first != 0x30 { return first == 0x2E || (first >= 0x30 && first <= 0x39) }
    if start &+ 1 == text.count { return true }
    return base[start &+ 1] == 0x2E || base[start &+ 1] | 0x20 == 0x65
  }

  /// The number below which a double holds every whole one, and which nothing else is rounded to.
  static let largestExact: Double = 9_007_199_254_740_992

  /// The number that exactly `count` digits write.
  @inline(__always)
  static func digits(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var number = 0
    var place = 0
    while place < count {
      let digit = base[place] &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ Int(digit)
      place &+= 1
    }
    return number
  }

  /// The number that one to eight digits write; behind `base` eight bytes can be read.
  @inline(__always)
  static func digits(behind base: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
    if count &- 1 > 7 || count < 1 { return nil }
    // The last digit comes to the highest byte, and zeros stand before the first.
    let shift = UInt64(truncatingIfNeeded: 64 &- count &* 8)
    let word = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self).littleEndian
    let digits = (word ^ 0x3030_3030_3030_3030) &<< shift
    if (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080 != 0 { return nil }
    let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
  }

  /// The truth value of `true`, `false`, their capitalized forms, `1` and `0`.
  public static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch bytes.count {
    case 1: bytes[0] == 0x31 ? true : bytes[0] == 0x30 ? false : nil
    case 4: isWord(bytes, "true", "True", "TRUE") ? true : nil
    case 5: isWord(bytes, "false", "False", "FALSE") ? false : nil
    default: nil
    }
  }

  private static func isWord(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ words: StaticString...
  ) -> Bool {
    words.contains { word in
      (0..<bytes.count).allSatisfy { bytes[$0] == word.utf8Start[$0] }
    }
  }
}
