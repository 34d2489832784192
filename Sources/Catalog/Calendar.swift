/// A day of the Gregorian calendar, without time zone.
///
/// The conversion counts days in eras of 400 years from 1 March, as in Howard Hinnant's
/// "chrono-compatible low-level date algorithms" (2013).
public struct CivilDate: Hashable, Sendable {
  /// The year, such as 2011.
  public var year: Int
  /// The month, 1 to 12.
  public var month: Int
  /// The day of the month, 1 to 31.
  public var day: Int

  /// The names of the months.
  public static let monthNames = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
  ]

  /// The date of these numbers, which are taken as they are.
  public init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The date that lies `ordinal` days after 1970-01-01.
  public init(ordinal: Int32) {
    let shifted = Int(ordinal) + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days from 1970-01-01.
  public var ordinal: Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.flooredQuotient(400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
  }

  /// The number of days of a month.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether there is such a day, in the years 1 to 9999.
  public var exists: Bool {
    (1...9999).contains(year) && (1...12).contains(month)
      && day >= 1 && day <= CivilDate.days(inMonth: month, of: year)
  }

  /// The date `months` later, on the same day of the month or the month's last day.
  public func adding(months: Int) -> CivilDate {
    let total = year * 12 + (month - 1) + months
    let newYear = total.flooredQuotient(12)
    let newMonth = total - newYear * 12 + 1
    let last = CivilDate.days(inMonth: newMonth, of: newYear)
    return CivilDate(year: newYear, month: newMonth, day: min(day, last))
  }

  /// The date as `2011-06-17`.
  public var description: String {
    "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// The date that `text` writes as `2011-06-17`, if it does and there is such a day.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Int(plain: parts[0]), let month = Int(plain: parts[1]),
      let day = Int(plain: parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
    if !exists { return nil }
  }
}

/// The length of a period, and what it is counted from.
public enum PeriodUnit: Hashable, Sendable {
  case year
  case quarter
  case month
  /// A week from Monday to Sunday, numbered as in ISO 8601.
  case week
  /// A fiscal year that begins in the given month of the year before, unless that is January.
  case fiscalYear(start: Int)
  /// A quarter of such a fiscal year.
  case fiscalQuarter(start: Int)

  /// The word for the unit, as headings say it.
  public var word: String {
    switch self {
    case .year: "year"
    case .quarter: "quarter"
    case .month: "month"
    case .week: "week"
    case .fiscalYear: "fiscal year"
    case .fiscalQuarter: "fiscal quarter"
    }
  }

  /// How many calendar months a period has; none for weeks.
  public var months: Int? {
    switch self {
    case .year, .fiscalYear: 12
    case .quarter, .fiscalQuarter: 3
    case .month: 1
    case .week: nil
    }
  }

  /// The month from which years are counted: 10 for US fiscal years.
  private var startMonth: Int {
    switch self {
    case .fiscalYear(let start), .fiscalQuarter(let start): start
    default: 1
    }
  }

  /// Months by which a fiscal year runs ahead of the calendar's: 3 for an October start.
  package var lead: Int { startMonth == 1 ? 0 : 13 - startMonth }

  /// The ordinal of the period that holds the day `day`: consecutive periods have consecutive ones.
  public func ordinal(of day: Int32) -> Int32 {
    guard let months else {
      return Int32(truncatingIfNeeded: (Int(day) + 3).flooredQuotient(7))
    }
    let date = CivilDate(ordinal: day)
    return Int32((date.year * 12 + date.month - 1 + lead).flooredQuotient(months))
  }

  /// The ordinal of the period of a year and a part (quarter, month or week) of it.
  public func ordinal(year: Int, part: Int = 1) -> Int32 {
    switch self {
    case .week:
      let fourth = CivilDate(year: year, month: 1, day: 4).ordinal
      return ordinal(of: fourth) + Int32(part - 1)
    default:
      let perYear = 12 / (months ?? 12)
      return Int32(year * perYear + part - 1)
    }
  }

  /// The first day of a period.
  public func firstDay(of ordinal: Int32) -> Int32 {
    guard let months else { return ordinal * 7 - 3 }
    let month = Int(ordinal) * months - lead
    let year = month.flooredQuotient(12)
    return CivilDate(year: year, month: month - year * 12 + 1, day: 1).ordinal
  }

  /// The last day of a period.
  public func lastDay(of ordinal: Int32) -> Int32 { firstDay(of: ordinal + 1) - 1 }

  /// Whether each period of this unit lies within one period of `longer`.
  public func nests(in longer: PeriodUnit) -> Bool {
    if self == longer { return true }
    guard let months, let longerMonths = longer.months else { return false }
    return longerMonths % months == 0 && longerMonths > months
      && (lead - longer.lead) % months == 0
  }

  /// The period as it is printed: `FY2012`, `FY2012Q1`, `2011Q2`, `2011-06`, `2011-W23`, `2011`.
  public func text(of ordinal: Int32) -> String {
    let perYear = months.map { 12 / $0 } ?? 1
    let year = Int(ordinal).flooredQuotient(perYear)
    let part = Int(ordinal) - year * perYear + 1
    switch self {
    case .year: return padded(year, to: 4)
    case .fiscalYear: return "FY" + padded(year, to: 4)
    case .quarter: return padded(year, to: 4) + "Q\(part)"
    case .fiscalQuarter: return "FY" + padded(year, to: 4) + "Q\(part)"
    case .month: return padded(year, to: 4) + "-" + padded(part, to: 2)
    case .week:
      let thursday = CivilDate(ordinal: firstDay(of: ordinal) + 3).year
      let first = PeriodUnit.week.ordinal(year: thursday)
      return padded(thursday, to: 4) + "-W" + padded(Int(ordinal - first) + 1, to: 2)
    }
  }

  /// The ordinal of the period that `text` writes, if it writes one of this unit.
  public func ordinal(of text: some StringProtocol) -> Int32? {
    var bytes = Array(text.utf8)
    if case .fiscalYear = self, bytes.starts(with: "FY".utf8) { bytes.removeFirst(2) }
    if case .fiscalQuarter = self, bytes.starts(with: "FY".utf8) { bytes.removeFirst(2) }
    guard bytes.count >= 4, let year = Int(plain: bytes[..<4]) else { return nil }
    let rest = bytes[4...]
    let (prefix, digits, most) =
      switch self {
      case .year, .fiscalYear: ("", 0, 0)
      case .quarter, .fiscalQuarter: ("Q", 1, 4)
      case .month: ("-", 2, 12)
      case .week: ("-W", 2, 53)
      }
    if most == 0 { return rest.isEmpty ? ordinal(year: year) : nil }
    guard rest.starts(with: prefix.utf8), rest.count == prefix.utf8.count + digits,
      let part = Int(plain: rest.dropFirst(prefix.utf8.count)), (1...most).contains(part)
    else { return nil }
    let found = ordinal(year: year, part: part)
    // Most years have 52 weeks; week 53 of such a year would be the first of the next.
    if case .week = self, found >= ordinal(year: year + 1) { return nil }
    return found
  }
}

/// `number` with zeros before it up to `width` digits.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (number < 0 ? "-" : "") + zeros + digits
}

extension Int {
  /// The quotient rounded towards negative infinity.
  public func flooredQuotient(_ divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  /// The number that `digits` write, if they are all ASCII digits, at most nine.
  public init?(plain digits: some Collection<UInt8>) {
    guard (1...9).contains(digits.count) else { return nil }
    var number = 0
    for digit in digits {
      guard digit >= 48 && digit <= 57 else { return nil }
      number = number * 10 + Int(digit - 48)
    }
    self = number
  }
}
