/// The shortest decimal text that reads back as `number`; whole numbers stand without a point.
///
/// Exponents appear only from 10²¹ upwards and below 10⁻⁶, where digits alone would be longer.
public func exactText(of number: Double) -> String {
  if number == 0 { return number.sign == .minus ? "-0" : "0" }
  if !number.isFinite { return number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity" }
  let plain = number.description
  if (1e-4..<1e15).contains(number.magnitude) {
    // The standard library writes no exponent in this range, and whole numbers with ".0".
    return plain.utf8.suffix(2).elementsEqual(".0".utf8) ? String(plain.dropLast(2)) : plain
  }
  let decimal = DecimalDigits(number)
  let sign = number < 0 ? "-" : ""
  if decimal.pointPlace > 21 || decimal.pointPlace < -5 { return sign + decimal.scientific }
  return sign + decimal.fixed(max(0, decimal.digits.count - decimal.pointPlace))
}

/// The significant digits of a number, and where its decimal point stands.
struct DecimalDigits {
  /// The digits, without zeros at either end.
  var digits: [UInt8]
  /// How many digits stand before the point: 0.012 has −1, 123 has 3.
  var pointPlace: Int

  /// The shortest digits that read back as the magnitude of `number`, which is finite and not zero.
  init(_ number: Double) {
    let parts = number.magnitude.description.split(separator: "e")
    let halves = parts[0].utf8.split(separator: UInt8(ascii: "."))
    digits = Array(halves.joined())
    pointPlace = halves[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let zeros = digits.prefix { $0 == 0x30 }.count
    digits.removeFirst(zeros)
    pointPlace -= zeros
    while digits.last == 0x30 { digits.removeLast() }
  }

  /// The number with an exponent, as `1.5e-7`.
  var scientific: String {
    let first = String(decoding: digits.prefix(1), as: UTF8.self)
    let rest = String(decoding: digits.dropFirst(), as: UTF8.self)
    return first + (rest.isEmpty ? "" : "." + rest) + "e\(pointPlace - 1)"
  }
}

/// `number` with so many digits after the point, rounded half away from zero as it is written.
///
/// `grouped` puts commas between thousands.
public func fixedText(of number: Double, decimals: Int, grouped: Bool = false) -> String {
  if !number.isFinite { return exactText(of: number) }
  var text = number == 0 ? zero(decimals) : DecimalDigits(number).fixed(decimals)
  if grouped { text = groupedDigits(text) }
  let isNegative = number < 0 && text.utf8.contains { $0 >= 0x31 && $0 <= 0x39 }
  return isNegative ? "-" + text : text
}

private func zero(_ decimals: Int) -> String {
  decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals)
}

/// `number` with commas between thousands.
public func groupedText(of number: Int64) -> String {
  (number < 0 ? "-" : "") + groupedDigits(String(number.magnitude))
}

/// `text`, a number without sign, with commas between the thousands before its point.
func groupedDigits(_ text: String) -> String {
  let whole = text.prefix { $0 != "." }
  if whole.utf8.count <= 3 { return text }
  var grouped = ""
  for (place, digit) in whole.enumerated() {
    if place > 0, (whole.utf8.count - place) % 3 == 0 { grouped += "," }
    grouped.append(digit)
  }
  return grouped + text.dropFirst(whole.count)
}

extension DecimalDigits {
  /// The number with so many digits after the point.
  func fixed(_ decimals: Int) -> String {
    let kept = pointPlace + decimals
    if kept < 0 || (kept == 0 && digits[0] < 0x35) { return zero(decimals) }
    var rounded = self
    rounded.round(to: kept)
    let place = max(rounded.pointPlace, 1)
    var all = Array(repeating: 0x30, count: max(0, 1 - rounded.pointPlace)) + rounded.digits
    all += Array(repeating: 0x30, count: max(0, place + decimals - all.count))
    let whole = String(decoding: all[..<place], as: UTF8.self)
    return decimals == 0 ? whole : whole + "." + String(decoding: all[place...], as: UTF8.self)
  }

  /// Rounds to `count` digits, half away from zero.
  mutating func round(to count: Int) {
    guard digits.count > count else { return }
    let isUp = digits[count] >= 0x35
    digits.removeSubrange(count...)
    if isUp {
      while digits.last == 0x39 { digits.removeLast() }
      if let last = digits.popLast() {
        digits.append(last + 1)
      } else {
        digits = [0x31]
        pointPlace += 1
      }
    }
    while digits.last == 0x30 { digits.removeLast() }
  }

  /// How many digits after the point are needed for `count` significant ones.
  func decimals(significant count: Int) -> Int {
    var rounded = self
    rounded.round(to: count)
    return max(0, rounded.digits.count - rounded.pointPlace)
  }
}
