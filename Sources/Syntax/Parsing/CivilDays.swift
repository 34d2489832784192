import Diagnostics

/// The calendar, as far as it decides which dates and periods exist.
enum CivilDays {
  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The error of a date or period that does not exist; nil if it does.
  static func problem(with literal: Literal, written: String) -> Message? {
    switch literal {
    case .date(let year, let month, let day):
      problem(year: year, written) ?? problem(month: month, written)
        ?? problem(year: year, month: month, day: day, written)
    case .period(let period): problem(year: period.year, written) ?? problem(period, written)
    default: nil
    }
  }

  private static func problem(year: Int, _ written: String) -> Message? {
    year == 0 ? .noSuchDate(written, "years are counted from 0001") : nil
  }

  private static func problem(month: Int, _ written: String) -> Message? {
    guard !(1...12).contains(month) else { return nil }
    return .noSuchDate(written, "months are 01 to 12")
  }

  private static func problem(year: Int, month: Int, day: Int, _ written: String) -> Message? {
    let days = days(inMonth: month, of: year)
    guard !(1...days).contains(day) else { return nil }
    return .noSuchDate(written, "\(monthNames[month - 1]) \(year) has \(days) days")
  }

  private static func problem(_ period: PeriodLiteral, _ written: String) -> Message? {
    switch period.unit {
    case .fiscalYear: return nil
    case .fiscalQuarter, .quarter:
      return (1...4).contains(period.part) ? nil : .noSuchDate(written, "quarters are Q1 to Q4")
    case .month:
      guard let message = problem(month: period.part, written) else { return nil }
      // 2010-13 is often meant as years.
      guard period.part > 12, period.part > period.year % 100 else { return message }
      let last = period.year / 100 * 100 + period.part
      return .noSuchMonth(written, years: "\(period.year)..\(last)")
    case .week:
      let weeks = weeks(in: period.year)
      guard !(1...weeks).contains(period.part) else { return nil }
      return .noSuchDate(written, "\(period.year) has \(weeks) weeks")
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
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
