import Catalog
import Columns

/// How the values of a field are written, where a data package declares another way than the usual.
enum ValueFormat: Sendable {
  case usual
  case number(NumberFormat)
  case boolean(BooleanTexts)
  case date(DatePattern)
}

/// How numbers are written: the signs before decimals and between groups of digits, and whether
/// other signs may stand around.
struct NumberFormat: Sendable {
  /// Empty where there are no decimals.
  var decimal: [UInt8] = []
  /// Empty where digits are not grouped.
  var group: [UInt8] = []
  /// Whether nothing stands around the number.
  var isBare = true

  /// Calls `body` with the number as the usual parsers read it; nil where it is none.
  ///
  /// A group sign must stand before three digits (or two, before more groups), so that 1.5 is no
  /// 15; what stands around must hold no minus and no parenthesis, which could mean one.
  func parse<Parser: FieldParser>(
    _ text: UnsafeBufferPointer<UInt8>,
    by parser: Parser
  ) -> Parser.Element? {
    guard let number = isBare ? text[...] : core(of: text) else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count + 8) { target in
      var count = 0
      func put(_ byte: UInt8) {
        target[count] = byte
        count += 1
      }
      var place = number.startIndex
      if let sign = number.first, sign == 0x2D || sign == 0x2B {
        put(sign)
        place += 1
      }
      var (digits, groups, isWhole) = (0, 0, true)
      while place < number.endIndex {
        let rest = number[place...]
        if isWhole, !decimal.isEmpty, rest.starts(with: decimal) {
          if groups > 0, digits != 3 { return nil }
          (isWhole, place) = (false, place + decimal.count)
          put(0x2E)
        } else if isWhole, !group.isEmpty, rest.starts(with: group) {
          guard groups == 0 ? (1...3).contains(digits) : digits == 2 || digits == 3 else {
            return nil
          }
          (groups, digits, place) = (groups + 1, 0, place + group.count)
        } else {
          if rest[place] == 0x2E { return nil }
          digits += 1
          put(rest[place])
          place += 1
        }
      }
      if isWhole, groups > 0, digits != 3 { return nil }
      return parser.parse(UnsafeBufferPointer(rebasing: target[..<count]))
    }
  }

  /// The number within a text that may have other signs before and behind.
  private func core(of text: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>>? {
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
    guard var first = text.firstIndex(where: isDigit), let last = text.lastIndex(where: isDigit)
    else { return nil }
    if !decimal.isEmpty, first >= decimal.count,
      text[(first - decimal.count)...].starts(with: decimal)
    {
      first -= decimal.count
    }
    if first > 0, text[first - 1] == 0x2D || text[first - 1] == 0x2B { first -= 1 }
    let around =
      String(decoding: text[..<first], as: UTF8.self)
      + String(decoding: text[(last + 1)...], as: UTF8.self)
    return around.contains { "-−()".contains($0) } ? nil : text[first...last]
  }
}

/// Reads numbers that are written in a format.
struct FormattedNumberParser<Parser: FieldParser>: FieldParser {
  let format: NumberFormat
  let parser: Parser

  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Parser.Element? {
    format.parse(text, by: parser)
  }
}

/// The texts that stand for true and for false.
struct BooleanTexts: FieldParser {
  var yes: [String]
  var no: [String]

  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    if yes.contains(where: { $0.utf8.elementsEqual(text) }) { return true }
    return no.contains { $0.utf8.elementsEqual(text) } ? false : nil
  }
}

/// A pattern of dates in the directives of `strptime`, such as `%d/%m/%Y`.
struct DatePattern: FieldParser {
  let text: String
  private var parts: [Part] = []

  private enum Part: Hashable {
    case year, shortYear, month, shortName, name, day
    case sign(UInt8)
  }

  /// A pattern of a year, a month in digits or by its name, and a day; nil for any other.
  init?(_ text: String) {
    self.text = text
    var bytes = text.utf8[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        parts.append(.sign(byte))
        continue
      }
      switch bytes.popFirst().map({ Character(Unicode.Scalar($0)) }) {
      case "Y": parts.append(.year)
      case "y": parts.append(.shortYear)
      case "m": parts.append(.month)
      case "b": parts.append(.shortName)
      case "B": parts.append(.name)
      case "d": parts.append(.day)
      case "%": parts.append(.sign(byte))
      default: return nil
      }
    }
    let fields = parts.filter { if case .sign = $0 { false } else { true } }
    guard fields.count == 3, fields.contains(.day),
      fields.contains(.year) || fields.contains(.shortYear),
      !Set(fields).isDisjoint(with: [.month, .shortName, .name])
    else { return nil }
  }

  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    var (place, year, month, day) = (0, 0, 0, 0)
    /// The number of at most so many digits, and at least so many, that begins here.
    func number(_ least: Int, _ most: Int) -> Int? {
      let end = text[place...].prefix(most).prefix { $0 &- 0x30 <= 9 }.endIndex
      guard end - place >= least else { return nil }
      defer { place = end }
      return text[place..<end].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }
    for part in parts {
      var found: Int?
      switch part {
      case .year:
        found = number(4, 4)
        year = found ?? 0
      case .shortYear:
        found = number(2, 2)
        year = found.map { $0 + ($0 < 69 ? 2000 : 1900) } ?? 0
      case .month:
        found = number(1, 2)
        month = found ?? 0
      case .day:
        found = number(1, 2)
        day = found ?? 0
      case .shortName, .name:
        let rest = Slice(base: text, bounds: min(place, text.count)..<text.count)
        let named = CivilDate.month(at: rest, letters: part == .shortName ? 3 : nil)
        (found, month) = (named?.number, named?.number ?? 0)
        place += named?.length ?? 0
      case .sign(let sign):
        found = place < text.count && text[place] == sign ? 0 : nil
        place += 1
      }
      if found == nil { return nil }
    }
    let date = CivilDate(year: year, month: month, day: day)
    return place == text.count && date.exists ? date.ordinal : nil
  }
}
