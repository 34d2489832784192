// Numbers, percentages, dates and periods.

import Diagnostics

extension Lexer {
  // number = digit { digit | "_" } [ "." digit { digit } ] ;   percent = number "%" ;
  mutating func number() {
    if dated() { return }
    let start = place
    while byte().isDigit || byte() == UInt8(ascii: "_") { place += 1 }
    let isReal = byte() == UInt8(ascii: ".") && byte(1).isDigit
    if isReal {
      place += 1
      while byte().isDigit { place += 1 }
    }
    let digits = written(from: start).filter { $0 != "_" }
    if isPercentSign { place += 1 } else if touches { return glued(from: start) }
    if bytes[place - 1] == UInt8(ascii: "%") { return percent(digits, from: start) }
    if isReal { return add(.literal(.real(Double(digits) ?? 0, digits: digits)), from: start) }
    guard let value = Int64(digits) else {
      return problem(.numberTooLarge(written(from: start)), from: start)
    }
    add(.literal(.integer(value)), from: start)
  }

  /// Whether a percent sign stands here and not R's pipe.
  private var isPercentSign: Bool {
    byte() == UInt8(ascii: "%")
      && !(byte(1) == UInt8(ascii: ">") && byte(2) == UInt8(ascii: "%"))
  }

  private mutating func percent(_ digits: String, from start: Int) {
    if touches { return glued(from: start) }
    // The exponent gives the nearest number to the ratio, which a division might miss.
    add(.literal(.percent(Double(digits + "e-2") ?? 0, digits: digits)), from: start)
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
    let year = number(0, 4)
    let dash = byte(4) == UInt8(ascii: "-")
    if dash, digits(5, 2), byte(7) == UInt8(ascii: "-"), digits(8, 2) {
      let (month, day) = (number(5, 2), number(8, 2))
      place += 10
      finish(.date(year: year, month: month, day: day), from: start)
    } else if dash, digits(5, 2) {
      let month = number(5, 2)
      place += 7
      finish(.period(PeriodLiteral(.month, year: year, part: month)), from: start)
    } else if dash, byte(5) == UInt8(ascii: "W"), digits(6, 2) {
      let week = number(6, 2)
      place += 8
      finish(.period(PeriodLiteral(.week, year: year, part: week)), from: start)
    } else if byte(4) == UInt8(ascii: "Q"), digits(5, 1) {
      let quarter = number(5, 1)
      place += 6
      finish(.period(PeriodLiteral(.quarter, year: year, part: quarter)), from: start)
    } else {
      return false
    }
    return true
  }

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
    let rest = Array(word.utf8.dropFirst(2))
    let year = Int(String(decoding: rest.prefix(4), as: UTF8.self))
    guard let year, rest.prefix(4).allSatisfy(\.isDigit), rest.count == 4 || rest.count == 6,
      rest.count == 4 || (rest[4] == UInt8(ascii: "Q") && rest[5].isDigit)
    else {
      let isShort = rest.count == 2 && rest.allSatisfy(\.isDigit)
      let span = SourceSpan(start, start + word.utf8.count)
      let fix =
        isShort
        ? FixIt.replacing(
          span,
          with: "FY20" + word.utf8.dropFirst(2).map { String(UnicodeScalar($0)) }.joined()
        ) : nil
      return problem(.fiscalYearForm(word), from: start, fix: fix)
    }
    guard rest.count == 6 else {
      return finish(.period(PeriodLiteral(.fiscalYear, year: year)), from: start)
    }
    let quarter = Int(rest[5]) - Int(UInt8(ascii: "0"))
    finish(.period(PeriodLiteral(.fiscalQuarter, year: year, part: quarter)), from: start)
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
