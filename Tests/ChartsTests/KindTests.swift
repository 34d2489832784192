import Catalog
import Columns
import Planner
import Testing

@testable import Charts

/// What the kinds of charts draw, choose by themselves, and refuse.
@Suite struct KindTests {
  private let years = Field("fy", .period(.fiscalYear(start: 10)), role: .key)
  private let region = Field(
    "region",
    .category(Category(["N", "S"], isOrdered: false)),
    role: .key
  )
  private let count = Field("n", .integer, role: .additive)

  private func byYear(_ values: [Value], from first: Int32 = 2009) -> Table {
    let periods = values.indices.map { Value.ordinal(first + Int32($0)) }
    return Drawn.table([(years, periods), (count, values)], key: ["fy"])
  }

  private func refusal(
    _ table: Table,
    kind: String? = nil,
    _ change: (inout ChartRequest) -> Void = { _ in }
  ) -> String? {
    do {
      _ = try Drawn.scene(table, kind: kind, change)
      return nil
    } catch {
      return (error as? ChartRefusal)?.code ?? "\(error)"
    }
  }

  @Test func choosesTheKindByTheColumns() throws {
    #expect(Drawn.planes(try Drawn.scene(byYear([.integer(1), .integer(2)]))).count == 1)
    #expect(Drawn.rows(try Drawn.scene(Drawn.bars([.real(1)]))).count == 1)
    let number = Drawn.table([(Field("v", .real), [.real(1), .real(2)])])
    #expect(try Drawn.scene(number).summary.contains("histogram"))
    let two = Drawn.table([(Field("a", .real), [.real(1)]), (Field("b", .real), [.real(2)])])
    #expect(try Drawn.scene(two).summary.contains("dots"))
  }

  @Test func gapsStayGaps() throws {
    let table = Drawn.table(
      [
        (years, [.ordinal(2009), .ordinal(2010), .ordinal(2012), .ordinal(2013)]),
        (count, [.integer(1), .missing, .integer(3), .integer(4)]),
      ],
      key: ["fy"]
    )
    let scene = try Drawn.scene(table)
    let points = Drawn.planes(scene)[0].series[0].points
    #expect(points.map(\.isAfterGap) == [false, false, true, false])
    #expect(points.map { $0.y == nil } == [false, true, false, false])
    #expect(scene.notes.contains { $0.contains("missing: 1") })
    #expect(scene.notes.contains { $0.contains("absent") })
  }

  @Test func partialPeriodsAreHollowAndDotted() throws {
    var data = ChartData(byYear([.integer(5), .integer(9), .integer(2)]), ChartRequest())
    data.partial = ["FY2011": "covered only in part"]
    data.thin = ["FY2009": "sums of 1 known value, the fullest of 9"]
    let scene = try Charts.scene(of: data)
    #expect(Drawn.planes(scene)[0].series[0].points.map(\.isHollow) == [true, false, true])
    let text = try scene.text(in: ChartFrame(width: 80)).joined(separator: "\n")
    #expect(text.contains("FY2009†") && text.contains("FY2011*"))
    #expect(text.contains("* FY2011: covered only in part"))
    #expect(scene.svg().contains("class=\"line l0 dot\""))
    data.request.kind = "bar"
    let bars = Drawn.rows(try Charts.scene(of: data))[0]
    #expect(bars.rows.map { $0.segments[0].fill } == [.hatched, .series(0), .hatched])
  }

  @Test func missingHasABarAndTheRestIsHatchedAndLast() throws {
    let table = Drawn.table(
      [
        (Field("state", .text, role: .key), [.text("Other"), .text("CA"), .missing]),
        (count, [.integer(9), .integer(5), .integer(1)]),
      ],
      key: ["state"]
    )
    let plot = Drawn.rows(try Drawn.scene(table) { $0.rests = ["state": "Other"] })[0]
    #expect(plot.rows.map(\.label) == ["CA", "Other", "(missing)"])
    #expect(plot.rows.map { $0.segments[0].fill } == [.series(0), .hatched, .missing])
  }

  @Test func panelsShareOneScaleUnlessTheyAreFree() throws {
    let table = Drawn.table(
      [
        (region, [.text("N"), .text("N"), .text("S"), .text("S")]),
        (years, [.ordinal(2009), .ordinal(2010), .ordinal(2009), .ordinal(2010)]),
        (count, [.integer(1), .integer(2), .integer(300), .integer(400)]),
      ],
      key: ["region", "fy"]
    )
    func facets(_ isFree: Bool) throws -> [Double] {
      let scene = try Drawn.scene(table, kind: "bar") { request in
        (request.x, request.facet, request.isFree) = ("fy", "region", isFree)
      }
      return Drawn.rows(scene).map(\.scale.high)
    }
    #expect(try facets(false) == [400, 400])
    #expect(try facets(true) == [2, 400])
  }

  @Test func stacksShowWhatPartsFallShortOf() throws {
    let table = Drawn.table(
      [
        (years, [.ordinal(2009), .ordinal(2009)]), (region, [.text("N"), .text("S")]),
        (count, [.integer(30), .integer(50)]),
        (Field("all", .integer, role: .other), [.integer(100), .integer(100)]),
      ],
      key: ["fy", "region"]
    )
    let scene = try Drawn.scene(table) {
      $0.whole = .column("all"); $0.y = ["n"]
    }
    let segments = Drawn.rows(scene)[0].rows[0].segments
    #expect(segments.map(\.fill) == [.series(0), .series(1), .short])
    #expect(segments.map { ($0.high * 100).rounded() } == [30, 80, 100])
    let plain = Drawn.rows(try Drawn.scene(table, kind: "stack") { $0.y = ["n"] })[0].rows[0]
    #expect(plain.segments.map { ($0.high * 1000).rounded() } == [375, 1000])
    #expect(
      refusal(table, kind: "stack") {
        $0.whole = .value("Z"); $0.y = ["n"]
      } == "no-whole"
    )
  }

  @Test func meansAreBeforeAndAfterTheMoment() throws {
    let unit = PeriodUnit.month
    let first = unit.ordinal(year: 2014, part: 10)
    let table = Drawn.table(
      [
        (Field("month", .period(unit), role: .key), (0..<5).map { .ordinal(first + $0) }),
        (count, [2, 4, 50, 7, 9].map { .integer($0) }),
      ],
      key: ["month"]
    )
    let day = CivilDate(year: 2014, month: 12, day: 15).ordinal
    let plot = Drawn.planes(try Drawn.scene(table) { $0.moment = day })[0]
    #expect(plot.means.map(\.value) == [3, 8])
    #expect(plot.series[0].points.map(\.isHollow) == [false, false, true, false, false])
  }

  @Test func refusesWhatWouldLie() {
    let bars = Drawn.bars([.real(1), .real(2)])
    #expect(refusal(bars, kind: "line") == "chart-needs-order")
    #expect(refusal(bars, kind: "line") { $0.x = "group" } == "line-without-order")
    #expect(refusal(bars, kind: "stack") { $0.y = ["group"] } != nil)
    let twice = Drawn.table(
      [
        (Field("group", .text, role: .key), [.text("a"), .text("a")]),
        (years, [.ordinal(2009), .ordinal(2010)]), (count, [.integer(1), .integer(2)]),
      ],
      key: []
    )
    #expect(refusal(twice, kind: "bar") { $0.x = "group" } == "several-rows")
    let many = Drawn.table(
      [
        (Field("group", .text, role: .key), (0..<9).map { .text("g\($0)") }),
        (years, (0..<9).map { .ordinal(2009 + $0 % 3) }),
        (count, (0..<9).map { .integer($0) }),
      ],
      key: ["group", "fy"]
    )
    #expect(refusal(many, kind: "line") == "too-many-series")
    #expect(
      refusal(many, kind: "stack") {
        $0.color = "group"; $0.x = "fy"
      } == "too-many-series"
    )
  }

  @Test func cumulativePartsAreNotAddedUp() {
    let cumulative = Field("so_far", .integer, role: .other)
    let stock = Drawn.table(
      [
        (region, [.text("N"), .text("S")]), (years, [.ordinal(2009), .ordinal(2009)]),
        (cumulative, [.integer(1), .integer(2)]),
      ],
      key: ["region", "fy"]
    )
    #expect(
      refusal(stock, kind: "bar") {
        $0.x = "fy"; $0.color = "region"
      } == "stack-not-additive"
    )
  }

  @Test func stacksOfTwoMeasuresAreRefused() {
    let measure = Field("measure", .category(Category(["arrests", "matches"], isOrdered: false)))
    let table = Drawn.table([
      (region, [.text("N"), .text("S")]), (measure, [.text("arrests"), .text("matches")]),
      (count, [.integer(1), .integer(2)]),
    ])
    #expect(refusal(table, kind: "stack") { $0.color = "region" } == "mixed-stack")
  }

  @Test func twoUnitsShareNoAxis() {
    let people = Field("a", .integer, unit: "people", role: .additive)
    let days = Field("b", .integer, unit: "days", role: .additive)
    let table = Drawn.table(
      [(years, [.ordinal(2009)]), (people, [.integer(1)]), (days, [.integer(2)])],
      key: ["fy"]
    )
    #expect(refusal(table, kind: "line") { $0.y = ["a", "b"] } == "two-units")
    #expect(refusal(table, kind: "line") == "which-number")
  }

  @Test func wordsAreMadeOfTheData() throws {
    let scene = try Drawn.scene(byYear([.integer(5), .integer(9), .integer(2)]))
    #expect(scene.words.count <= 4)
    #expect(
      scene.words.joined(separator: " ")
        == "Line of n by fy, FY2009 to FY2011. Goes from 5 in FY2009 to 2 in FY2011, highest 9 in "
        + "FY2010."
    )
    let hist = try Drawn.scene(Drawn.bars([.real(1), .missing, .real(4)]), kind: "hist")
    #expect(hist.words[0] == "Histogram of v, 2 rows; missing in 1.")
  }
}
