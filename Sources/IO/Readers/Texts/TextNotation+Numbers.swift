import Columns

// Numbers with commas between thousands or before decimals, a percent sign, or the sign of a
// currency.

extension TextNotation {
  /// How the name of a notation with commas between thousands ends.
  static let grouped = WrittenNumber.Commas.betweenThousands.rawValue

  /// How the name of a notation with a comma before decimals ends.
  static let decimalComma = WrittenNumber.Commas.beforeDecimals.rawValue

  /// All notations of numbers.
  static let numbers: [TextNotation] = ["", "%", "$", "€", "£", "¥"].flatMap { sign in
    WrittenNumber.Commas.allCases.flatMap { commas -> [TextNotation] in
      let name = sign + commas.rawValue
      let number = WrittenNumber(sign: Array(sign.utf8), commas: commas)
      if name.isEmpty { return [] }
      if sign == "%" { return [TextNotation(kind: .percent, name: name) { number.percent($0) }] }
      return [
        TextNotation(kind: .integer, name: name) { number.integer($0) },
        TextNotation(kind: .real, name: name) { number.real($0) },
      ]
    }
  }
}

/// A number as people write it: with a sign of percent or currency, with commas between thousands or
/// before decimals.
private struct WrittenNumber: Sendable {
  /// The sign, which each number has; none where it is empty.
  let sign: [UInt8]
  /// What its commas are for.
  let commas: Commas

  /// What the commas of numbers are for; the raw value ends the name of a notation.
  enum Commas: String, CaseIterable {
    case none = ""
    /// They stand between all thousands, and a point before decimals.
    case betweenThousands = " with commas"
    /// One stands before decimals, and points may stand between thousands.
    case beforeDecimals = " with a decimal comma"
  }

  private typealias Text = Swift.Slice<UnsafeBufferPointer<UInt8>>

  func integer(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
    digits(text).flatMap { parse($0, PlainIntegerParser()) }.map(Value.integer)
  }

  func real(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
    digits(text).flatMap { parse($0, PlainRealParser()) }.map(Value.real)
  }

  /// The ratio that a percentage is, rounded once.
  func percent(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
    digits(text).flatMap { parse($0 + Array("e-2".utf8), PlainRealParser()) }.map(Value.real)
  }

  private func parse<Parser: FieldParser>(_ digits: [UInt8], _ parser: Parser) -> Parser.Element? {
    (digits + repeatElement(0, count: 8)).withUnsafeBufferPointer {
      parser.parse(UnsafeBufferPointer(rebasing: $0[..<digits.count]))
    }
  }

  /// The digits of a number, its point and its minus; nil if it is not written so.
  private func digits(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let (minus, rest) = withoutSign(text[...]) else { return nil }
    let (point, comma) = (UInt8(ascii: "."), UInt8(ascii: ","))
    let (decimal, group) = commas == .beforeDecimals ? (comma, point) : (point, comma)
    let whole = rest.prefix { $0 != decimal }
    let decimals = rest.dropFirst(whole.count + 1)
    let groups = whole.split(separator: group, omittingEmptySubsequences: false)
    guard groups.joined().allSatisfy(isDigit), decimals.allSatisfy(isDigit),
      areThousands(groups)
    else { return nil }
    return minus + groups.joined() + (rest.count > whole.count ? [point] + decimals : [])
  }

  /// Whether the digits before the decimals are parted as they may be.
  private func areThousands(_ groups: [Text]) -> Bool {
    if groups.count == 1 { return commas != .betweenThousands || groups[0].count <= 3 }
    return commas != .none && (1...3).contains(groups[0].count)
      && groups[0].first != UInt8(ascii: "0") && groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The minus of a number, before or behind the currency, and what is left without its sign.
  private func withoutSign(_ text: Text) -> (minus: [UInt8], rest: Text)? {
    var minus = Array(text.prefix { $0 == UInt8(ascii: "-") })
    var rest = text.dropFirst(minus.count)
    if sign != Array("%".utf8), !sign.isEmpty, rest.starts(with: sign) {
      rest = rest.dropFirst(sign.count)
      if rest.first == 0x20 { rest.removeFirst() }
      let inner = Array(rest.prefix { $0 == UInt8(ascii: "-") })
      minus += inner
      rest = rest.dropFirst(inner.count)
    } else {
      guard rest.suffix(sign.count).elementsEqual(sign) else { return nil }
      rest = rest.dropLast(sign.count)
      if !sign.isEmpty, rest.last == 0x20 { rest.removeLast() }
    }
    return minus.count < 2 ? (minus, rest) : nil
  }
}
