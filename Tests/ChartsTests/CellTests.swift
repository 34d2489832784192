import Catalog
import Columns
import Diagnostics
import Planner
import Testing

@testable import Charts

/// Heat maps, sparklines and bounds, whatever their data and the screen.
@Suite struct CellTests {
  /// A number for each pair of a group and a month, of which every seventh is missing and every
  /// eleventh absent.
  private func pairs(_ groups: Int, _ months: Int) -> Table {
    let all = (0..<groups).flatMap { group in (0..<months).map { (group, $0) } }
      .filter { ($0.0 * months + $0.1) % 11 != 5 }
    return Drawn.table(
      [
        (Field("g", .text, role: .key), all.map { .text("group \($0.0)") }),
        (Field("m", .period(.month), role: .key), all.map { .ordinal(Int32(24_000 + $0.1)) }),
        (
          Field("v", .real, role: .additive),
          all.map { ($0.0 + $0.1) % 7 == 3 ? .missing : .real(Double($0.0 * 31 + $0.1)) }
        ),
      ],
      key: ["g", "m"]
    )
  }

  @Test(arguments: [(1, 1), (0, 0), (3, 12), (40, 7), (2, 300)], LawTests.widths)
  func staysWithinTheFrame(_ size: (Int, Int), width: Int) throws {
    for kind in ["heat", "spark"] {
      let scene = try Drawn.scene(pairs(size.0, size.1), kind: kind)
      for isASCII in [false, true] {
        let lines = try scene.text(in: ChartFrame(width: width, height: 24, ascii: isASCII))
        #expect(lines.allSatisfy { displayWidth(of: $0) <= width }, "\(lines)")
        #expect(!isASCII || lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(lines)")
      }
      #expect(!scene.svg().contains("nan") && !scene.svg().contains("inf"))
    }
  }

  @Test func everyCellIsDrawnOrNamedAsLeftOut() throws {
    let scene = try Drawn.scene(pairs(3, 300), kind: "heat")
    guard case .grid(let plot) = scene.panels[0].body else {
      Issue.record("no grid")
      return
    }
    #expect(plot.columns.count == 300 && plot.rows.allSatisfy { $0.cells.count == 300 })
    let lines = try scene.text(in: ChartFrame(width: 80, height: 24))
    let drawn = lines.first { $0.hasPrefix("group 0") }?.drop { $0 != "│" }.dropFirst().count ?? 0
    #expect(lines.contains { $0.contains("the first \(300 - drawn) columns") }, "\(lines)")
    #expect(scene.svg().components(of: "<title>group 1, ") + absent(plot.rows[1].cells) == 300)
  }

  private func absent(_ cells: [PlotCell]) -> Int {
    cells.count { if case .absent = $0 { true } else { false } }
  }

  @Test func cellsHaveTheClassOfTheirValue() throws {
    let scene = try Drawn.scene(pairs(2, 6), kind: "heat") { $0.steps = .limits([3, 31]) }
    guard case .grid(let plot) = scene.panels[0].body else { return }
    for row in plot.rows {
      for case .known(let step, let text) in row.cells {
        let value = Double(text) ?? -1
        #expect(step == (value < 3 ? 0 : value < 31 ? 1 : 2))
      }
    }
    let text = try scene.text(in: ChartFrame(width: 80)).joined(separator: "\n")
    #expect(text.contains("·1·") || text.contains("·1"))
    #expect(text.contains("under 3 (") && text.contains("not known ("))
  }

  @Test func sparklinesHaveGapsAndOneScale() throws {
    let table = Drawn.table(
      [
        (Field("g", .text, role: .key), ["a", "a", "a", "b"].map { .text($0) }),
        (Field("m", .period(.month), role: .key), [0, 1, 3, 0].map { .ordinal($0) }),
        (Field("v", .integer, role: .additive), [0, 10, 5, 2].map { .integer($0) }),
      ],
      key: ["g", "m"]
    )
    let plot = Drawn.rows(try Drawn.scene(table, kind: "spark"))[0]
    #expect(plot.rows.map(\.levels) == [[0, 1, nil, 0.5], [0.2, nil, nil, nil]])
    let raster = RowRaster(plot, width: 60, signs: SignSet(isASCII: false))
    #expect(raster.bar(plot.rows[0]).prefix(12) == "▁▁▁███   ▅▅▅")
    let free = Drawn.rows(try Drawn.scene(table, kind: "spark") { $0.isFree = true })[0]
    #expect(free.rows[1].levels == [1, nil, nil, nil])
  }

  @Test func narrowSparklinesShowTheLargestOfSeveral() throws {
    let table = Drawn.table(
      [
        (Field("m", .period(.month), role: .key), (0..<1000).map { .ordinal($0) }),
        (Field("v", .integer, role: .additive), (0..<1000).map { .integer($0 == 500 ? 9 : 0) }),
      ],
      key: ["m"]
    )
    let scene = try Drawn.scene(table, kind: "spark")
    let lines = try scene.text(in: ChartFrame(width: 40))
    #expect(lines.contains { $0.contains("█") } && lines.contains { $0.contains("the largest of") })
  }

  private func bounds(_ rows: [(Value, Value)]) throws -> Scene {
    let table = Drawn.table(
      [
        (Field("g", .text, role: .key), rows.indices.map { .text("g\($0)") }),
        (Field("low", .date), rows.map(\.0)), (Field("high", .date), rows.map(\.1)),
      ],
      key: ["g"]
    )
    return try Drawn.scene(table) { ($0.y, $0.upper) = (["low"], "high") }
  }

  @Test(arguments: LawTests.widths)
  func boundsReachFromTheirLowToTheirHigh(width: Int) throws {
    let scene = try bounds([
      (.ordinal(100), .ordinal(200)), (.ordinal(150), .ordinal(150)), (.missing, .ordinal(180)),
      (.ordinal(120), .missing), (.missing, .missing),
    ])
    let plot = Drawn.rows(scene)[0]
    let raster = RowRaster(plot, width: width, signs: SignSet(isASCII: false))
    let bars = plot.rows.map(raster.bar)
    #expect(bars[0].first == "├" && bars[0].last == "┤")
    #expect(bars[1].count { $0 == "●" } == 1 && !bars[1].contains("─"))
    #expect(bars[2].first == "◁" && bars[2].contains("┤"))
    #expect(bars[3].contains("├") && bars[3].last == "▷")
    #expect(bars[4].allSatisfy { $0 == " " })
    // Within half a cell of where the value lies.
    let end = Double(Array(bars[2]).lastIndex(of: "┤") ?? -9) + 0.5
    #expect((end - 0.8 * Double(raster.barWidth)).magnitude <= 0.5 + 1e-9)
    #expect(scene.notes.contains { $0.hasPrefix("an arrow") })
  }

  @Test func crossedBoundsAreRefused() {
    #expect(throws: ChartRefusal.self) { try bounds([(.ordinal(2), .ordinal(1))]) }
  }

  @Test func tintsArePaintedAndTakeNoRoom() throws {
    let table = pairs(2, 3)
    let scene = try Drawn.scene(table, kind: "line") { $0.color = "g" }
    var frame = ChartFrame(width: 80)
    let plain = try scene.text(in: frame)
    frame.paint = { tint, text in "<\(tint)>\(text)</>" }
    let painted = try scene.text(in: frame)
    #expect(painted.contains { $0.contains("<0>") } && painted.contains { $0.contains("<1>") })
    let bare = painted.map {
      $0.replacing("</>", with: "").replacing("<0>", with: "").replacing("<1>", with: "")
    }
    #expect(bare == plain)
  }

  @Test func largeHistogramsCountAsSortedOnesDo() throws {
    var state: UInt64 = 11
    let values = (0..<300_000).map { _ -> Value in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(state >> 40)
      return number.truncatingRemainder(dividingBy: 13) == 0 ? .missing : .real(number * number)
    }
    let survey = try NumberSurvey(of: Column(values, as: .real))
    let sorted = values.compactMap(\.real).sorted()
    #expect(survey.known == sorted.count)
    #expect(survey.limits?.least == sorted.first && survey.limits?.most == sorted.last)
    let ranks = [0, 1, sorted.count / 2, sorted.count * 97 / 100, sorted.count - 1]
    #expect(try survey.values(at: ranks) == ranks.map { sorted[$0] })
    let bins = Drawn.rows(try Drawn.scene(Drawn.bars(values), kind: "hist"))[0].rows
    #expect(bins.flatMap(\.segments).reduce(0) { $0 + Int($1.high) } == values.count)
  }

  @Test func outliersDoNotHideTheOtherValues() throws {
    let values = (0..<200_000).map { Value.real($0 == 7 ? 1e12 : Double($0)) }
    let survey = try NumberSurvey(of: Column(values, as: .real))
    #expect(try survey.values(at: [100_000, 199_998, 199_999]) == [100_001, 199_999, 1e12])
  }
}
