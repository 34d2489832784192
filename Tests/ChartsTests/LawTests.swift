import Catalog
import Columns
import Diagnostics
import Planner
import TestSupport
import Testing

@testable import Charts

/// Tables for charts, and what is drawn of them.
enum Drawn {
  static func table(_ columns: [(Field, [Value])], key: [String] = []) -> Table {
    Table(
      schema: Schema(columns.map(\.0), key: key),
      columns: columns.map { Column($1, as: $0.type) },
      rowCount: columns.first?.1.count ?? 0
    )
  }

  /// A table of names with a number each.
  static func bars(_ values: [Value], type: DataType = .real) -> Table {
    let names = values.indices.map { Value.text("g\($0)") }
    let key = Field("group", .text, role: .key)
    return table([(key, names), (Field("v", type, role: .additive), values)], key: ["group"])
  }

  static func scene(
    _ table: Table,
    kind: String? = nil,
    _ change: (inout ChartRequest) -> Void = { _ in }
  ) throws -> Scene {
    var request = ChartRequest()
    request.kind = kind
    change(&request)
    return try Charts.scene(of: ChartData(table, request))
  }

  static func rows(_ scene: Scene) -> [RowPlot] {
    scene.panels.compactMap { if case .rows(let plot) = $0.body { plot } else { nil } }
  }

  static func planes(_ scene: Scene) -> [PlanePlot] {
    scene.panels.compactMap { if case .plane(let plot) = $0.body { plot } else { nil } }
  }
}

/// The laws that hold for every picture, whatever its data and the screen.
@Suite struct LawTests {
  static let samples: [[Value]] = [
    [.real(5)], [], [.missing, .missing], [.real(3), .missing, .real(0)],
    [.real(-5), .real(2), .real(-0.5)], [.real(-3), .real(-1)], [.real(1e-9), .real(1e12)],
    [.real(1e-9), .real(2e-9), .real(3.5e-9)], [.real(0), .real(0)],
    [.real(-.greatestFiniteMagnitude), .real(.greatestFiniteMagnitude)],
    (0..<500).map { .real(Double($0 * 7919 % 499)) },
  ]
  static let widths = [40, 80, 200]

  @Test(arguments: samples, widths)
  func nothingIsOutsideOfTheFrame(_ values: [Value], width: Int) throws {
    let table = Drawn.bars(values)
    for kind in ["bar", "hist"] {
      let scene = try Drawn.scene(table, kind: kind)
      for isASCII in [false, true] {
        let frame = ChartFrame(width: width, height: 24, ascii: isASCII)
        for line in try scene.text(in: frame) {
          #expect(displayWidth(of: line) <= width, "\(line)")
          #expect(!isASCII || line.utf8.allSatisfy { $0 < 0x80 }, "\(line)")
        }
      }
    }
  }

  @Test(arguments: samples, widths)
  func barsAreAsLongAsTheirValues(_ values: [Value], width: Int) throws {
    let signs = SignSet(isASCII: false)
    for plot in Drawn.rows(try Drawn.scene(Drawn.bars(values), kind: "bar")) {
      let raster = RowRaster(plot, width: width, signs: signs)
      let (low, high) = (plot.scale.low, plot.scale.high)
      for row in plot.rows {
        guard let segment = row.segments.first, segment.high > 0 else { continue }
        let room = Double(raster.barWidth - raster.zero)
        let wanted = segment.high / high * room
        #expect((eighths(raster.bar(row), from: raster.zero) - wanted).magnitude <= 1.0 / 16 + 1e-9)
        #expect(low <= 0)
      }
      for row in plot.rows {
        guard let segment = row.segments.first, segment.low < 0 else { continue }
        let drawn = raster.bar(row).prefix(raster.zero).count { $0 == "█" }
        let wanted = segment.low / low * Double(raster.zero)
        #expect((Double(drawn) - wanted).magnitude <= 0.5 + 1e-9)
      }
    }
  }

  /// The length of a bar in cells.
  private func eighths(_ bar: String, from zero: Int) -> Double {
    let parts = Array("▏▎▍▌▋▊▉")
    return bar.dropFirst(zero).reduce(0) { length, sign in
      if sign == "█" { return length + 1 }
      return length + (parts.firstIndex(of: sign).map { Double($0 + 1) / 8 } ?? 0)
    }
  }

  @Test(arguments: samples)
  func everyValueIsDrawnOrNamedAsLeftOut(_ values: [Value]) throws {
    let scene = try Drawn.scene(Drawn.bars(values), kind: "bar")
    #expect(Drawn.rows(scene)[0].rows.count == values.count)
    let lines = try scene.text(in: ChartFrame(width: 80, height: 24))
    let drawn = lines.count { $0.contains("│") }
    if drawn < values.count {
      let left = "\(values.count - drawn) more"
      #expect(lines.contains { $0.contains("not drawn") && $0.contains(left) }, "\(lines)")
    }
    let bins = Drawn.rows(try Drawn.scene(Drawn.bars(values), kind: "hist"))[0].rows
    let counted = bins.flatMap(\.segments).reduce(0) { $0 + Int($1.high) }
    #expect(counted == values.count)
  }

  @Test func randomHistogramsCountEveryRow() throws {
    var state: UInt64 = 7
    for _ in 0..<200 {
      let values = (0..<Int(next(&state) % 60)).map { _ -> Value in
        let number = Double(next(&state) % 10_000) / 7 - 300
        return next(&state) % 9 == 0 ? .missing : .real(number * number * number)
      }
      let bins = Drawn.rows(try Drawn.scene(Drawn.bars(values), kind: "hist"))[0].rows
      #expect(bins.flatMap(\.segments).reduce(0) { $0 + Int($1.high) } == values.count)
    }
  }

  private func next(_ state: inout UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  @Test(arguments: widths)
  func threeThousandPointsAreAllCounted(width: Int) throws {
    let numbers = (0..<3000).map { Value.real(Double($0 * 7919 % 3001)) }
    let others = (0..<3000).map { Value.real(Double($0 * 104_729 % 997)) }
    let table = Drawn.table([
      (Field("a", .real, role: .other), numbers), (Field("b", .real, role: .other), others),
    ])
    let scene = try Drawn.scene(table, kind: "dots")
    let lines = try scene.text(in: ChartFrame(width: width, height: 24))
    #expect(lines.allSatisfy { displayWidth(of: $0) <= width })
    #expect(Drawn.planes(scene)[0].series.flatMap(\.points).count == 3000)
    #expect(scene.svg().components(of: "<circle class=\"m0\" fill-opacity") == 3000)
  }

  @Test(arguments: [1, 2, 30, 3000], widths)
  func linesStayWithinTheirFrame(_ count: Int, width: Int) throws {
    let unit = PeriodUnit.month
    let months = (0..<count).map { Value.ordinal(Int32(24_000 + $0)) }
    let values = (0..<count).map {
      $0 % 11 == 3 ? Value.missing : .integer(Int64($0 * 7919 % 1009))
    }
    let table = Drawn.table(
      [
        (Field("month", .period(unit), role: .key), months),
        (Field("n", .integer, role: .additive), values),
      ],
      key: ["month"]
    )
    let scene = try Drawn.scene(table)
    #expect(Drawn.planes(scene)[0].series[0].points.count == count)
    for isASCII in [false, true] {
      let frame = ChartFrame(width: width, height: 24, ascii: isASCII)
      for line in try scene.text(in: frame) {
        #expect(displayWidth(of: line) <= width, "\(line)")
        #expect(!isASCII || line.utf8.allSatisfy { $0 < 0x80 }, "\(line)")
      }
    }
  }
}

extension String {
  /// How often a text stands in this one.
  func components(of text: String) -> Int {
    var (count, rest) = (0, self[...])
    while let found = rest.firstRange(of: text) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
