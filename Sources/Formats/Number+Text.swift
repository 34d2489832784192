/// The shortest decimal text that reads back as `number`; whole numbers stand without a point.
///
/// Exponents appear only from 10²¹ upwards and below 10⁻⁶, where digits alone would be longer.
public func exactText(of number: Double) -> String {
  if number == 0 { return number.sign == .minus ? "-0" : "0" }
  if !number.isFinite { return number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity" }
  let decimal = DecimalDigits(number)
  let sign = number < 0 ? "-" : ""
  if decimal.pointPlace > 21 || decimal.pointPlace < -5 { return sign + decimal.scientific }
  return sign + decimal.positional
}

/// The significant digits of a number, and where its decimal point stands.
struct DecimalDigits {
  /// The digits, without zeros at either end.
  var digits: [UInt8]
  /// How many digits stand before the point: 0.012 has −1, 123 has 3.
  var pointPlace: Int

  /// The shortest digits that read back as the magnitude of `number`, which is finite and not zero.
  init(_ number: Double) {
    digits = []
    pointPlace = 0
    var exponent = 0
    var hasPoint = false
    var text = number.magnitude.description
    text.withUTF8 { bytes in
      for (place, byte) in bytes.enumerated() {
        if byte == 0x65 {
          let rest = UnsafeBufferPointer(rebasing: bytes[(place + 1)...])
          exponent = Int(NumberReading.integer(rest) ?? 0)
          break
        } else if byte == 0x2E {
          hasPoint = true
        } else {
          digits.append(byte)
          if !hasPoint { pointPlace += 1 }
        }
      }
    }
    pointPlace += exponent
    let zeros = digits.prefix(while: { $0 == 0x30 }).count
    digits.removeFirst(zeros)
    pointPlace -= zeros
    while digits.last == 0x30 { digits.removeLast() }
  }

  /// The number without an exponent.
  var positional: String {
    let text = String(decoding: digits, as: UTF8.self)
    if pointPlace <= 0 { return "0." + String(repeating: "0", count: -pointPlace) + text }
    if pointPlace >= digits.count {
      return text + String(repeating: "0", count: pointPlace - digits.count)
    }
    let whole = String(decoding: digits[..<pointPlace], as: UTF8.self)
    return whole + "." + String(decoding: digits[pointPlace...], as: UTF8.self)
  }

  /// The number with an exponent, as `1.5e-7`.
  var scientific: String {
    let first = String(decoding: digits.prefix(1), as: UTF8.self)
    let rest = String(decoding: digits.dropFirst(), as: UTF8.self)
    return first + (rest.isEmpty ? "" : "." + rest) + "e\(pointPlace - 1)"
  }
}
