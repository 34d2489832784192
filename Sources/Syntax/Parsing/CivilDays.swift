import Diagnostics

/// The calendar, as far as it decides which dates and periods exist.
enum CivilDays {
  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The error of a date or period that does not exist; nil if it does.
  static func problem(with literal: Literal, written: String) -> Message? {
    // 2010-13 is often meant as years.
    if case .period(let period) = literal, period.unit == .month, period.year > 0,
      period.part > max(12, period.year % 100)
    {
      let last = period.year / 100 * 100 + period.part
      return .noSuchMonth(written, years: "\(period.year)..\(last)")
    }
    return reason(against: literal).map { .noSuchDate(written, $0) }
  }

  private static func reason(against literal: Literal) -> String? {
    switch literal {
    case .date(let year, let month, let day):
      if let reason = reason(year: year, month: month) { return reason }
      let days = days(inMonth: month, of: year)
      return (1...days).contains(day) ? nil : "\(monthNames[month - 1]) \(year) has \(days) days"
    case .period(let period):
      let (year, part) = (period.year, period.part)
      if let reason = reason(year: year, month: period.unit == .month ? part : 1) { return reason }
      switch period.unit {
      case .fiscalYear, .month: return nil
      case .fiscalQuarter, .quarter: return (1...4).contains(part) ? nil : "quarters are Q1 to Q4"
      case .week:
        let weeks = weeks(in: year)
        return (1...weeks).contains(part) ? nil : "\(year) has \(weeks) weeks"
      }
    default: return nil
    }
  }

  private static func reason(year: Int, month: Int) -> String? {
    if year == 0 { return "years are counted from 0001" }
    return (1...12).contains(month) ? nil : "months are 01 to 12"
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The number of weeks of the year: 53 if it begins or ends on a Thursday.
  private static func weeks(in year: Int) -> Int {
    func lastWeekday(_ year: Int) -> Int { (year + year / 4 - year / 100 + year / 400) % 7 }
    return lastWeekday(year) == 4 || lastWeekday(year - 1) == 3 ? 53 : 52
  }
}
