import Catalog
import Columns

extension JSONReader {
  /// A text in double quotes.
  mutating func string() throws(TableFailure) -> String {
    let start = place
    place += 1
    var all: UInt8 = 0
    while place < end, bytes[place] != 0x22, bytes[place] != 0x5C, bytes[place] >= 0x20 {
      all |= bytes[place]
      place += 1
    }
    let plain = UnsafeBufferPointer(start: bytes + start + 1, count: place - start - 1)
    if byte == 0x22, place < end {
      place += 1
      // Most texts are ASCII, which need no look at their characters.
      return all < 0x80 ? String(decoding: plain, as: UTF8.self) : try valid(plain, at: start)
    }
    var text = Array(plain)
    while place < end, bytes[place] != 0x22 {
      if bytes[place] == 0x5C {
        try escape(into: &text)
      } else {
        if bytes[place] < 0x20 {
          throw failure("a control character stands bare in a text; write it as an escape")
        }
        text.append(bytes[place])
        place += 1
      }
    }
    guard place < end else {
      throw file.failure(at: start, "a text begins here and never ends; close it with \"")
    }
    place += 1
    return try text.withUnsafeBufferPointer { buffer throws(TableFailure) in
      try valid(buffer, at: start)
    }
  }

  /// The text at the place, if there is one of ASCII without escapes; goes behind it.
  mutating func plainText() -> UnsafeBufferPointer<UInt8>? {
    guard byte == 0x22, place < end else { return nil }
    var last = place + 1
    while last < end, bytes[last] != 0x22 {
      if bytes[last] < 0x20 || bytes[last] >= 0x80 || bytes[last] == 0x5C { return nil }
      last += 1
    }
    guard last < end else { return nil }
    defer { place = last + 1 }
    return UnsafeBufferPointer(start: bytes + place + 1, count: last - place - 1)
  }

  /// The value at the place, if it is a scalar; goes behind it.
  mutating func plainValue() -> Value? {
    guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "[") else { return nil }
    guard let value = try? value() else { return nil }
    if case .wideNumber = value.content { return nil }
    return value.scalar
  }

  private func valid(
    _ text: UnsafeBufferPointer<UInt8>,
    at start: Int
  ) throws(TableFailure) -> String {
    guard let string = String(validating: text, as: UTF8.self) else {
      throw file.failure(at: start, "a text is not valid UTF-8; save the file as UTF-8")
    }
    return string
  }

  private mutating func escape(into text: inout [UInt8]) throws(TableFailure) {
    let start = place
    place += 2
    switch start + 1 < end ? bytes[start + 1] : 0 {
    case UInt8(ascii: "\""): text.append(0x22)
    case UInt8(ascii: "\\"): text.append(0x5C)
    case UInt8(ascii: "/"): text.append(0x2F)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar(from: start)).utf8)
    default:
      throw file.failure(at: start, "there is no such escape; a backslash is written \\\\")
    }
  }

  /// The character of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func scalar(from start: Int) throws(TableFailure) -> Unicode.Scalar {
    let high = try unit(from: start)
    if let scalar = Unicode.Scalar(high) { return scalar }
    if high < 0xDC00, place + 1 < end, bytes[place] == 0x5C, bytes[place + 1] == 0x75 {
      let lowStart = place
      place += 2
      let low = try unit(from: lowStart)
      let joined = 0x10000 + ((high - 0xD800) << 10) &+ (low &- 0xDC00)
      if (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(joined) { return scalar }
    }
    throw file.failure(at: start, "this escape is half of a character; its other half is missing")
  }

  private mutating func unit(from start: Int) throws(TableFailure) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let digit = Character(UnicodeScalar(byte)).hexDigitValue
      guard place < end, byte < 0x80, let digit else {
        throw file.failure(at: start, "\\u must be followed by four hexadecimal digits")
      }
      unit = unit << 4 | UInt32(digit)
      place += 1
    }
    return unit
  }

  /// A number: an integer where it is written as one, else a real.
  mutating func number() throws(TableFailure) -> JSON.Content {
    let start = place
    if byte == UInt8(ascii: "-") { place += 1 }
    let whole = place
    try digits(from: start)
    if bytes[whole] == UInt8(ascii: "0"), place > whole + 1 {
      throw file.failure(at: start, "a number has a zero before it; leave that out")
    }
    var isInteger = true
    if byte == UInt8(ascii: ".") {
      isInteger = false
      place += 1
      try digits(from: start)
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      place += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
      try digits(from: start)
    }
    let written = UnsafeBufferPointer(start: bytes + start, count: place - start)
    if isInteger, let integer = NumberReading.integer(written) { return .integer(integer) }
    if !isInteger, let real = NumberReading.real(written) { return .real(real) }
    return .wideNumber(String(decoding: written, as: UTF8.self))
  }

  private mutating func digits(from start: Int) throws(TableFailure) {
    let first = place
    while place < end, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
    if place == first {
      throw file.failure(at: start, "a number lacks digits: there is \(found)")
    }
  }
}
