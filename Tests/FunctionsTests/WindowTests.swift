import Catalog
import Columns
import Syntax
import Testing

@testable import Functions
@testable import Planner

@Suite struct WindowTests {
  /// A window over a sheet, in the order of `along` within groups.
  func values(
    _ sheet: Sheet,
    _ function: String,
    _ arguments: [Argument],
    along: String? = nil,
    groups: [Int]? = nil
  ) throws -> [Value] {
    let call = try sheet.window(function, arguments)
    let groups = groups ?? [Int](repeating: 0, count: sheet.rows)
    let order = along.flatMap { name in sheet.columns.first { $0.name == name } }
    let keys = try order.map { try OrderKeys.keys(of: $0.column, as: $0.type) }
    var rows: [Int32] = []
    var partitions: [Range<Int>] = []
    for group in Set(groups).sorted() {
      let members = groups.indices.filter { groups[$0] == group }
      let sorted = members.sorted { left, right in
        guard let keys, let order else { return left < right }
        let (first, second) = (order.column.isKnown(left), order.column.isKnown(right))
        if first != second { return first }
        return keys[left] == keys[right] || !first ? left < right : keys[left] < keys[right]
      }
      partitions.append(rows.count..<rows.count + sorted.count)
      rows += sorted.map { Int32($0) }
    }
    let frame = WindowFrame(
      rows: Buffer(rows),
      partitions: partitions,
      along: order?.column,
      alongType: order?.type
    )
    var context = KernelContext(rowCount: sheet.rows)
    let operands = try call.arguments.map {
      try sheet.operand($0, &context).column(rows: sheet.rows)
    }
    let column = try call.kernel(frame, operands)
    return (0..<column.count).map { column[$0] }
  }

  func interval(_ count: Int, _ unit: TimeUnit) -> Argument {
    .bound(CalendarInterval(IntervalLiteral(count, unit)).literal)
  }

  func months(_ months: String?...) -> [Value] {
    months.map { $0.flatMap { PeriodUnit.month.ordinal(of: $0) }.map { .ordinal($0) } ?? .missing }
  }

  /// Detention in Wyoming, where May 2022 is absent.
  var wyoming: Sheet {
    Sheet()
      .with(
        "month",
        .period(.month),
        months("2022-06", "2022-02", "2022-03", "2022-04", "2022-07", "2022-08")
      )
      .with("x", .real, .reals(0.33, 0.07, 0.19, 0.07, 0.35, 1.39))
  }

  func hundredths(_ values: [Value]) -> [Int?] {
    values.map { value in
      guard case .real(let number) = value else { return nil }
      return Int((number * 100).rounded())
    }
  }

  @Test func wyomingLacksAMonth() throws {
    let change = try values(wyoming, "change", [.name("x")], along: "month")
    #expect(hundredths(change) == [nil, nil, 12, -12, 2, 104])
    let mean = try values(
      wyoming,
      "rolling_mean",
      [.name("x"), interval(3, .month)],
      along: "month"
    )
    #expect(hundredths(mean) == [nil, nil, nil, 11, nil, 69])
    let quarter = try values(
      wyoming,
      "rolling_mean",
      [.name("x"), interval(1, .quarter)],
      along: "month"
    )
    #expect(quarter == mean)
  }

  @Test func rollingAlongFiscalYears() throws {
    let years = (1988...1993).map { Value.ordinal($0) }
    let sheet = Sheet().with("fy", .period(.fiscalYear(start: 10)), years)
      .with("n", .integer, .integers(1, 2, nil, 4, 5, 6))
    let means = try values(sheet, "rolling_mean", [.name("n"), interval(3, .year)], along: "fy")
    #expect(means == .reals(nil, nil, 1.5, 3, 4.5, 5))
    let sums = try values(sheet, "rolling_sum", [.name("n"), interval(2, .year)], along: "fy")
    #expect(sums == .integers(nil, 3, 2, 4, 9, 11))
    #expect(throws: RunFailure.self) {
      try values(sheet, "rolling_sum", [.name("n"), interval(6, .month)], along: "fy")
    }
    #expect(throws: RunFailure.self) {
      try values(sheet, "rolling_sum", [.name("n"), interval(6, .month)], along: "n")
    }
  }

  @Test func rollingAlongDatesTakesAllRowsOfAMoment() throws {
    let sheet = Sheet()
      .with("d", .date, .days("2011-01-01", "2011-01-05", "2011-01-05", "2011-01-08", nil))
      .with("n", .integer, .integers(1, 2, 3, 4, 9))
    let sums = try values(sheet, "rolling_sum", [.name("n"), interval(5, .day)], along: "d")
    #expect(sums == .integers(nil, 6, 6, 9, nil))
  }

  @Test func neighborsStayInTheirGroups() throws {
    let sheet = Sheet().with("n", .integer, .integers(1, 2, nil, 4, 5))
    let groups = [0, 1, 0, 1, 0]
    #expect(
      try values(sheet, "previous", [.name("n")], groups: groups)
        == .integers(nil, nil, 1, 2, nil)
    )
    #expect(
      try values(sheet, "next", [.name("n"), .literal(.integer(2), .integer)], groups: groups)
        == .integers(5, nil, nil, nil, nil)
    )
    #expect(
      try values(sheet, "row_number", [], groups: groups) == .integers(1, 1, 2, 2, 3)
    )
  }

  @Test func runningSumsRepeatAtMissing() throws {
    let sheet = Sheet().with("n", .integer, .integers(nil, 2, nil, 3))
      .with("x", .real, .reals(nil, 0.1, nil, 0.2))
    #expect(try values(sheet, "running", [.name("n")]) == .integers(nil, 2, 2, 5))
    #expect(
      try values(sheet, "running", [.name("x")]) == .reals(nil, 0.1, 0.1, 0.30000000000000004)
    )
    #expect(try values(sheet, "cumulative_share", [.name("n")]) == .reals(nil, 0.4, 0.4, 1))
    let large = Sheet().with("n", .integer, .integers(.max, 1))
    #expect(throws: RunFailure.self) { try values(large, "running", [.name("n")]) }
  }

  @Test func ranksAndShares() throws {
    let sheet = Sheet().with("n", .integer, .integers(5, 9, nil, 9, 1))
      .with("t", .text, .texts("b", "c", nil, "a", "b"))
    #expect(try values(sheet, "rank", [.name("n")]) == .integers(3, 1, nil, 1, 4))
    #expect(try values(sheet, "rank", [.name("t")]) == .integers(2, 1, nil, 4, 2))
    let shares = try values(sheet, "share", [.name("n")])
    let parts: [Double?] = [5.0 / 24, 0.375, nil, 0.375, 1.0 / 24]
    #expect(shares == parts.map { $0.map { .real($0) } ?? .missing })
    let zero = Sheet().with("n", .integer, .integers(0, 0, nil))
    #expect(try values(zero, "share", [.name("n")]) == .reals(nil, nil, nil))
  }

  @Test func changesOfPercentAndDates() throws {
    let sheet = Sheet().with("n", .integer, .integers(4, 5, 0, 3, nil))
      .with("d", .date, .days("2011-01-01", "2011-01-05", nil, "2011-02-05", "2011-02-06"))
    #expect(
      try values(sheet, "pct_change", [.name("n")]) == .reals(nil, 0.25, -1, nil, nil)
    )
    #expect(
      try values(sheet, "change", [.name("d")]) == .integers(nil, 4, nil, nil, 1)
    )
    #expect(
      try values(sheet, "change", [.name("n")], along: "d") == .integers(nil, 1, nil, -2, nil)
    )
  }
}
