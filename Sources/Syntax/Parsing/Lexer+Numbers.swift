// Numbers, percentages, dates and periods.

import Diagnostics

extension Lexer {
  // number = digit { digit | "_" } [ "." digit { digit } ] [ "e" [ "+" | "-" ] digit { digit } ] ;
  // percent = digit { digit | "_" } [ "." digit { digit } ] "%" ;
  mutating func number() {
    if dated() { return }
    let start = place
    while byte().isDigit || byte() == UInt8(ascii: "_") { place += 1 }
    let hasPoint = byte() == UInt8(ascii: ".") && byte(1).isDigit
    if hasPoint {
      place += 1
      while byte().isDigit { place += 1 }
    }
    let hasExponent = exponent()
    let isReal = hasPoint || hasExponent
    let digits = written(from: start).filter { $0 != "_" }
    let isPercent = isPercentSign && !hasExponent
    if isPercent { place += 1 }
    if touches { return glued(from: start) }
    if isPercent {
      // The exponent gives the nearest number to the ratio, which a division might miss.
      return add(.literal(.percent(Double(digits + "e-2") ?? 0, digits: digits)), from: start)
    }
    if isReal { return real(digits, from: start) }
    guard let value = Int64(digits) else {
      return problem(.numberTooLarge(written(from: start)), from: start)
    }
    add(.literal(.integer(value)), from: start)
  }

  /// Moves over an exponent, such as that of `1e-7`; false if none stands here.
  private mutating func exponent() -> Bool {
    guard byte() | 0x20 == UInt8(ascii: "e") else { return false }
    let sign = [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte(1)) ? 1 : 0
    guard byte(1 + sign).isDigit else { return false }
    place += 1 + sign
    while byte().isDigit { place += 1 }
    return true
  }

  /// Adds the real number of these digits, which must be one that there is.
  private mutating func real(_ digits: String, from start: Int) {
    let value = Double(digits) ?? .infinity
    let mantissa = digits.prefix { $0 != "e" && $0 != "E" }
    let isLost = value == 0 && mantissa.contains { ("1"..."9").contains($0) }
    guard value.isFinite, !isLost else {
      return problem(.numberOutOfRange(written(from: start)), from: start)
    }
    add(.literal(.real(value, digits: digits)), from: start)
  }

  /// Whether a percent sign stands here and not R's pipe.
  private var isPercentSign: Bool {
    byte() == UInt8(ascii: "%")
      && !(byte(1) == UInt8(ascii: ">") && byte(2) == UInt8(ascii: "%"))
  }

  /// Whether the place touches a letter, a digit, or a minus sign and a digit.
  private var touches: Bool {
    byte().isNamePart || (byte() == UInt8(ascii: "-") && byte(1).isDigit)
      || (byte() >= 0x80 && scalar().map { $0.0.properties.isXIDContinue } == true)
  }

  // date = dddd "-" dd "-" dd ;   period = … | dddd "Q" 1-4 | dddd "-" dd | dddd "-W" dd ;
  private mutating func dated() -> Bool {
    let start = place
    guard digits(0, 4), !byte(4).isDigit, byte(4) != UInt8(ascii: "_") else { return false }
    let (year, dash) = (number(0, 4), UInt8(ascii: "-"))
    if byte(4) == dash, digits(5, 2), byte(7) == dash, digits(8, 2) {
      let (month, day) = (number(5, 2), number(8, 2))
      place += 10
      finish(.date(year: year, month: month, day: day), from: start)
      return true
    }
    for (mark, count, unit) in Lexer.periods {
      let first = 4 + mark.count
      guard bytes[(place + 4)...].starts(with: mark), digits(first, count) else { continue }
      let part = number(first, count)
      place += first + count
      finish(.period(PeriodLiteral(unit, year: year, part: part)), from: start)
      return true
    }
    return false
  }

  /// The bytes between a year and the number of its period, and the digits of that.
  private static let periods: [(mark: [UInt8], digits: Int, unit: PeriodLiteral.Unit)] = [
    (Array("-W".utf8), 2, .week), (Array("-".utf8), 2, .month), (Array("Q".utf8), 1, .quarter),
  ]

  /// Whether `count` digits stand `ahead`.
  private func digits(_ ahead: Int, _ count: Int) -> Bool {
    (ahead..<(ahead + count)).allSatisfy { byte($0).isDigit }
  }

  /// The number that `count` digits `ahead` make.
  private func number(_ ahead: Int, _ count: Int) -> Int {
    (ahead..<(ahead + count)).reduce(0) { $0 * 10 + Int(byte($1)) - Int(UInt8(ascii: "0")) }
  }

  /// Notes a date or period that reaches to the place, if there is such a one.
  private mutating func finish(_ literal: Literal, from start: Int) {
    if touches { return glued(from: start) }
    if let message = CivilDays.problem(with: literal, written: written(from: start)) {
      return problem(message, from: start)
    }
    add(.literal(literal), from: start)
  }

  // period = "FY" dddd [ "Q" 1-4 ] | … ;
  mutating func fiscalPeriod(_ word: String, from start: Int) {
    if touches { return glued(from: start) }
    let parts = word.dropFirst(2).split(
      separator: "Q",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    func number(_ part: Substring, digits: Int) -> Int? {
      part.utf8.count == digits && part.utf8.allSatisfy(\.isDigit) ? Int(part) : nil
    }
    let part = parts.count == 1 ? 1 : number(parts[1], digits: 1)
    if let year = number(parts[0], digits: 4), let part {
      let unit: PeriodLiteral.Unit = parts.count == 1 ? .fiscalYear : .fiscalQuarter
      return finish(.period(PeriodLiteral(unit, year: year, part: part)), from: start)
    }
    let isShort = parts.count == 1 && number(parts[0], digits: 2) != nil
    let span = SourceSpan(start, place)
    let fix = isShort ? FixIt.replacing(span, with: "FY20" + parts[0]) : nil
    problem(.fiscalYearForm(word), from: start, fix: fix)
  }

  /// Notes a number, date or period that touches what follows, and takes that along.
  private mutating func glued(from start: Int) {
    while touches { place += 1 }
    // A character of several bytes may have been cut.
    while place < bytes.count, byte() & 0xC0 == 0x80 { place += 1 }
    let word = written(from: start)
    let span = SourceSpan(start, place)
    let offers = GluedNumber(word).offers
    let fix = offers.count == 1 ? FixIt.replacing(span, with: offers[0]) : nil
    problem(.gluedNumber(word, offers: offers), from: start, fix: fix)
  }
}
