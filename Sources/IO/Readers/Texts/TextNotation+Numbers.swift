import Columns

// Numbers with commas between thousands, a percent sign, or the sign of a currency.

extension TextNotation {
  /// How the name of a notation with commas between thousands ends.
  static let grouped = " with commas"

  /// All notations of numbers.
  static let numbers: [TextNotation] = ["", "%", "$", "€", "£", "¥"].flatMap { sign in
    [false, true].flatMap { isGrouped -> [TextNotation] in
      let name = sign + (isGrouped ? grouped : "")
      let number = WrittenNumber(sign: Array(sign.utf8), isGrouped: isGrouped)
      if name.isEmpty { return [] }
      if sign == "%" { return [TextNotation(kind: .percent, name: name) { number.percent($0) }] }
      return [
        TextNotation(kind: .integer, name: name) { number.integer($0) },
        TextNotation(kind: .real, name: name) { number.real($0) },
      ]
    }
  }
}

/// A number as people write it: with a sign of percent or currency, or commas between thousands.
private struct WrittenNumber: Sendable {
  /// The sign, which each number has; none where it is empty.
  let sign: [UInt8]
  /// Whether commas stand between all thousands.
  let isGrouped: Bool

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
    let whole = rest.prefix { $0 != UInt8(ascii: ".") }
    let groups = whole.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard whole.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ",") }),
      rest.dropFirst(whole.count + 1).allSatisfy(isDigit),
      groups.count == 1 || isGrouped && groups[0].first != UInt8(ascii: "0"),
      groups.count == 1 || !groups[0].isEmpty, !isGrouped || groups[0].count <= 3,
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return minus + groups.joined() + rest.dropFirst(whole.count)
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
