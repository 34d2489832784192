import Catalog
import Columns
import Syntax
import Testing

@testable import Functions
@testable import Planner

/// Every day from 1890 to 2040, counted one by one, beside what the functions say of it.
@Suite struct CalendarTests {
  struct Day {
    var ordinal: Int32
    var year: Int
    var month: Int
    var day: Int
    /// 0 for Monday.
    var weekday: Int
  }

  /// 1 January 1890 was a Wednesday, 29,219 days before 1970.
  static let days: [Day] = {
    var (days, weekday, ordinal): ([Day], Int, Int32) = ([], 2, -29_219)
    for year in 1890...2040 {
      let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for month in 1...12 {
        for day in 1...lengths[month - 1] {
          days.append(
            Day(ordinal: ordinal, year: year, month: month, day: day, weekday: weekday)
          )
          (weekday, ordinal) = ((weekday + 1) % 7, ordinal + 1)
        }
      }
    }
    return days
  }()

  let sheet: Sheet = {
    var sheet = Sheet()
    let ordinals = Buffer(CalendarTests.days.map(\.ordinal))
    sheet.columns.append(("d", .date, Column(.ordinal(ordinals))))
    return sheet
  }()

  func texts(_ function: String) throws -> [String] {
    let bound = try sheet.call(function, .name("d"))
    return try sheet.values(bound).map { $0.text(as: bound.type) }
  }

  @Test func periodsOfDates() throws {
    let days = CalendarTests.days
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    #expect(try texts("year") == days.map { "\($0.year)" })
    #expect(try texts("quarter") == days.map { "\($0.year)Q\(($0.month + 2) / 3)" })
    #expect(try texts("month") == days.map { "\($0.year)-\(two($0.month))" })
    #expect(try texts("fy") == days.map { "FY\($0.month >= 10 ? $0.year + 1 : $0.year)" })
    #expect(
      try texts("fq")
        == days.map { day in
          let (year, month) =
            day.month >= 10 ? (day.year + 1, day.month - 9) : (day.year, day.month + 3)
          return "FY\(year)Q\((month + 2) / 3)"
        }
    )
  }

  @Test func onlyYearsThatBeginOrEndOnThursdayHave53Weeks() {
    let long = CalendarTests.days.filter { day in
      day.weekday == 3 && ((day.month, day.day) == (1, 1) || (day.month, day.day) == (12, 31))
    }
    let years = Set(long.map(\.year))
    for year in 1890...2040 {
      let last = PeriodUnit.week.ordinal(of: "\(year)-W53")
      #expect((last != nil) == years.contains(year), "\(year)")
      #expect(
        last.map { $0 + 1 } ?? 0
          == (last == nil ? 0 : PeriodUnit.week.ordinal(of: "\(year + 1)-W01"))
      )
    }
  }

  @Test func weeksBeginOnMondayAndBelongToTheirThursdaysYear() throws {
    let days = CalendarTests.days
    let weeks = try texts("week")
    for (index, day) in days.enumerated() where index >= 7 && index < days.count - 7 {
      let thursday = days[index - day.weekday + 3]
      let dayOfYear = days[(index - day.weekday + 3)...index - day.weekday + 3][
        index - day.weekday + 3
      ]
      let first = CivilDate(year: thursday.year, month: 1, day: 1).ordinal
      let number = Int(dayOfYear.ordinal - first) / 7 + 1
      let expected = "\(thursday.year)-W\(number < 10 ? "0" : "")\(number)"
      if weeks[index] != expected {
        Issue.record("\(day) is in \(weeks[index]), not \(expected)")
        return
      }
    }
  }

  @Test func namesOfDays() throws {
    let names = Operators.weekdayNames.labels.strings
    #expect(try texts("weekday_name") == CalendarTests.days.map { names[$0.weekday] })
    let months = Operators.monthNames(from: 1).labels.strings
    #expect(try texts("month_name") == CalendarTests.days.map { months[$0.month - 1] })
    #expect(try texts("fmonth_name") == CalendarTests.days.map { months[$0.month - 1] })
    let fiscal = try sheet.call("fmonth_name", .name("d"))
    guard case .category(let category) = fiscal.type else { return }
    #expect(category.isOrdered)
    #expect(category.labels[0] == "October")
    #expect(category.labels[11] == "September")
  }

  @Test(arguments: ["year", "quarter", "month", "week", "fy", "fq"])
  func startsAndEndsHoldEachDay(_ function: String) throws {
    let period = try sheet.call(function, .name("d"))
    var inner = sheet
    let values = try inner.values(period)
    inner = inner.with("p", period.type, values)
    let starts = try inner.values(inner.call("start_of", .name("p")))
    let ends = try inner.values(inner.call("end_of", .name("p")))
    let lengths = try inner.values(inner.call("days_in", .name("p")))
    for (row, day) in CalendarTests.days.enumerated() {
      guard case .ordinal(let start) = starts[row], case .ordinal(let end) = ends[row],
        case .integer(let length) = lengths[row]
      else { return }
      #expect(start <= day.ordinal && day.ordinal <= end && length == Int64(end - start + 1))
    }
  }

  @Test func coarserPeriodsOfPeriodsAgreeWithThoseOfDates() throws {
    var inner = sheet
    inner = inner.with("m", .period(.month), try sheet.values(sheet.call("month", .name("d"))))
    for function in ["year", "quarter", "fy", "fq"] {
      let direct = try inner.values(inner.call(function, .name("d")))
      #expect(try inner.values(inner.call(function, .name("m"))) == direct)
    }
    #expect(
      try inner.values(inner.call("fmonth_name", .name("m")))
        == inner.values(inner.call("fmonth_name", .name("d")))
    )
    #expect(throws: Unbound.self) { try inner.call("week", .name("m")) }
  }

  @Test func otherFiscalYears() throws {
    var sheet = Sheet().with("d", .date, .days("2011-06-30", "2011-07-01", nil))
    sheet.fiscalYearStart = 7
    let bound = try sheet.call("fy", .name("d"))
    #expect(
      try sheet.values(bound).map { $0.text(as: bound.type) } == ["FY2011", "FY2012", ""]
    )
    let name = try sheet.call("fmonth_name", .name("d"))
    guard case .category(let category) = name.type else { return }
    #expect(category.labels[0] == "July")
  }

  @Test func distancesInTime() throws {
    let sheet = Sheet()
      .with("a", .date, .days("2011-01-31", "2012-02-29", "2011-06-15", nil, "2011-06-14"))
      .with("b", .date, .days("2011-02-28", "2013-02-28", "2011-05-15", "2011-01-01", "2011-05-15"))
    func call(_ name: String) throws -> [Value] {
      try sheet.values(sheet.call(name, .name("a"), .name("b")))
    }
    #expect(try call("days_between") == .integers(28, 365, -31, nil, -30))
    #expect(try call("months_between") == .integers(1, 12, -1, nil, 0))
  }

  @Test func whatWasReached() throws {
    let sheet = Sheet()
      .with("low", .date, .days("2010-01-01", "2010-07-01", "2010-01-01", nil, nil, "2011-01-01"))
      .with("high", .date, .days("2010-06-30", "2010-08-01", "2010-12-31", nil, "2010-01-01", nil))
    let date = CivilDate(year: 2010, month: 6, day: 30).ordinal
    let bound = try sheet.call(
      "reached",
      .literal(.ordinal(date), .date),
      .name("low"),
      .name("high")
    )
    #expect(
      try sheet.values(bound) == .texts("yes", "no", "possibly", "possibly", "yes", "no")
    )
  }

  /// Calendars are computed once a day, whatever the unit: no row of 700 years is computed alone.
  @Test(arguments: [PeriodUnit.year, .quarter, .month, .week])
  func sevenHundredYearsAreTabulated(_ unit: PeriodUnit) throws {
    let days =
      CivilDate(year: 1400, month: 1, day: 1)
      .ordinal...CivilDate(
        year: 2099,
        month: 12,
        day: 31
      ).ordinal
    let column = Column(.ordinal(Buffer(Array(days))))
    let period = Operators.period(unit, of: .column(ColumnID(0), .date), name: unit.word)
    guard case .call(let function, _) = period, case .lookup(let table)? = function.sargability
    else {
      Issue.record("no look-up")
      return
    }
    var context = KernelContext(rowCount: days.count)
    let periods = try function.kernel([.column(column)], &context).ordinals
    for (row, day) in days.enumerated() where row % 97 == 0 {
      #expect(periods[row] == unit.ordinal(of: day))
    }
    let known = try #require(table())
    #expect(known.start <= days.lowerBound)
    #expect(Int(known.start) + known.values.count > Int(days.upperBound))
  }
}
