import Catalog
import Testing

@testable import Charts

/// Ticks are round, within the ends of their scale, and different from one another.
@Suite struct ScaleTests {
  static let spans: [(Double, Double)] = [
    (0, 1), (0, 123_045), (-7, 12), (1e-9, 3e-9), (0, 1e12), (1e9, 1e12), (0.1, 0.3), (-5e8, -1e8),
    (0, 7), (2, 3), (0, .greatestFiniteMagnitude),
  ]

  @Test(arguments: spans, [1, 2, 3, 5, 8, 13])
  func ticksLieWithinTheirScale(_ span: (Double, Double), most: Int) {
    let scale = Scale(span.0, span.1, .number(isPercent: false, isWhole: false))
    let ticks = scale.ticks(most: most)
    #expect(ticks.count <= most + 1)
    let slack = (span.1 / 2 - span.0 / 2) * 1e-6
    for tick in ticks {
      #expect(tick.value >= span.0 - slack && tick.value <= span.1 + slack)
    }
    #expect(Set(ticks.map(\.label)).count == ticks.count, "\(ticks)")
  }

  @Test func wholeNumbersHaveNoFractions() {
    let ticks = Scale(0, 3, .number(isPercent: false, isWhole: true)).ticks(most: 10)
    #expect(ticks.map(\.label) == ["0", "1", "2", "3"])
  }

  @Test func labelsAreThoseOfTables() {
    let thousands = Scale(0, 123_045, .number(isPercent: false, isWhole: true)).ticks(most: 5)
    #expect(thousands.map(\.label) == ["0", "25,000", "50,000", "75,000", "100,000"])
    let shares = Scale(0, 1, .number(isPercent: true, isWhole: false)).ticks(most: 4)
    #expect(shares.map(\.label) == ["0%", "25%", "50%", "75%", "100%"])
    let small = Scale(0, 0.3, .number(isPercent: false, isWhole: false)).ticks(most: 3)
    #expect(small.map(\.label) == ["0.0", "0.1", "0.2", "0.3"])
  }

  @Test func periodsAreMarkedWhereYearsBegin() {
    let unit = PeriodUnit.month
    let scale = Scale(
      Double(unit.ordinal(year: 2010, part: 3)),
      Double(unit.ordinal(year: 2014, part: 2)),
      .periods(unit)
    )
    #expect(scale.ticks(most: 5).map(\.label) == ["2011-01", "2012-01", "2013-01", "2014-01"])
    let years = Scale(2009, 2012, .periods(.fiscalYear(start: 10)))
    #expect(years.ticks(most: 9).map(\.label) == ["FY2009", "FY2010", "FY2011", "FY2012"])
  }
}
