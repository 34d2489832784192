import Catalog
import Columns
import Diagnostics
import Planner
import Testing

@testable import Charts

/// Maps: where places stand, what classes say, and what is refused.
@Suite struct PlaceTests {
  /// A grid of so many places, of which every third has no row and every fifth no value.
  static func map(
    rows: Int,
    columns: Int,
    _ value: (Int) -> Value = { .integer(Int64($0)) },
    role: Field.Role = .other,
    _ change: (inout ChartRequest) -> Void = { _ in }
  ) throws -> Scene {
    let keys = (0..<rows * columns).map { Value.text("P\($0)") }
    var notes = PlaceNotes()
    notes.tiles = ("line", "place")
    let places = Drawn.table([
      (Field("key", .text, role: .key), keys),
      (Field("line", .integer), keys.indices.map { .integer(Int64($0 / max(1, columns))) }),
      (Field("place", .integer), keys.indices.map { .integer(Int64($0 % max(1, columns))) }),
    ])
    let drawn = keys.indices.filter { $0 % 3 != 1 }
    let table = Drawn.table(
      [
        (Field("where", .text, role: .key), drawn.map { keys[$0] }),
        (Field("v", .real, role: role), drawn.map { $0 % 5 == 3 ? .missing : value($0) }),
      ],
      key: ["where"]
    )
    return try scene(
      table,
      ChartRequest.PlaceTable(table: "t", key: "key", notes: notes),
      places,
      change
    )
  }

  private static func scene(
    _ table: Table,
    _ placeTable: ChartRequest.PlaceTable,
    _ places: Table,
    shapes: [String: PlaceShape] = [:],
    _ change: (inout ChartRequest) -> Void = { _ in }
  ) throws -> Scene {
    var request = ChartRequest()
    request.kind = "map"
    request.places = ["where": placeTable]
    change(&request)
    var data = ChartData(table, request)
    data.places = try PlaceMap(placeTable, places, shapes: shapes)
    return try Charts.scene(of: data)
  }

  private static func plot(_ scene: Scene) -> MapPlot? {
    if case .map(let plot)? = scene.panels.first?.body { plot } else { nil }
  }

  @Test func eachPlaceHasOneCell() throws {
    let plot = try #require(Self.plot(try Self.map(rows: 4, columns: 5)))
    #expect(plot.places.count == 20)
    for (number, place) in plot.places.enumerated() {
      switch place.cell {
      case .absent: #expect(number % 3 == 1)
      case .unknown: #expect(number % 5 == 3)
      case .known(let step, let text):
        #expect(text == "\(number)" && (0..<5).contains(step))
      }
    }
  }

  @Test func classesCountAllKnownValues() throws {
    let scene = try Self.map(rows: 6, columns: 7)
    let plot = try #require(Self.plot(scene))
    let known = plot.places.count { if case .known = $0.cell { true } else { false } }
    let counted = (0..<plot.classes.count).compactMap { step -> Int? in
      let label = plot.classes.label(step)
      return label.split(separator: "(").last.flatMap { Int($0.dropLast()) }
    }
    #expect(counted.count == plot.classes.count && counted.reduce(0, +) == known)
    let unknown = plot.places.count { if case .unknown = $0.cell { true } else { false } }
    #expect(scene.legend.contains { $0.text == "not known (\(unknown))" })
  }

  @Test(arguments: LawTests.widths)
  func tilesStandApartWithinTheFrame(width: Int) throws {
    for (rows, columns) in [(1, 1), (8, 11), (3, 30), (40, 2), (1, 90)] {
      let scene = try Self.map(rows: rows, columns: columns)
      for isASCII in [false, true] {
        let lines = try scene.text(in: ChartFrame(width: width, height: 24, ascii: isASCII))
        #expect(lines.allSatisfy { displayWidth(of: $0) <= width }, "\(lines)")
        #expect(!isASCII || lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(lines)")
        // Each known place is named once, on its tile or in the list of its class.
        for (place, cell) in Self.plot(scene)?.places ?? [] {
          guard case .known = cell, columns <= 11, width >= 80 else { continue }
          let words = lines.flatMap { $0.split(separator: " ") }
          #expect(words.count { $0 == place.key } == 1, "\(place.key) \(lines)")
        }
      }
    }
  }

  @Test func oneRowOfEachPlaceIsShown() throws {
    #expect(throws: ChartRefusal.self) {
      _ = try Self.scene(
        Drawn.table([
          (Field("where", .text), [.text("A"), .text("A")]),
          (Field("v", .integer), [.integer(1), .integer(2)]),
        ]),
        Self.square,
        Self.squares(["A"])
      )
    }
  }

  private static var square: ChartRequest.PlaceTable {
    var notes = PlaceNotes()
    notes.shapes = PlaceNotes.ShapeFile(path: "maps/a.tsv", column: "key")
    return ChartRequest.PlaceTable(table: "t", key: "key", notes: notes)
  }

  private static func squares(_ keys: [String]) -> Table {
    Drawn.table([(Field("key", .text, role: .key), keys.map { .text($0) })])
  }

  private static func ring(_ x: Int32, _ y: Int32, _ size: Int32) -> [PlaceShape.Point] {
    [(x, y), (x + size, y), (x + size, y + size), (x, y + size)].map { .init($0.0, $0.1) }
  }

  @Test func outlinesFillTheCellsWithinThem() throws {
    let shapes = [
      "A": PlaceShape(rings: [Self.ring(0, 0, 400), Self.ring(100, 100, 200)]),
      "B": PlaceShape(rings: [Self.ring(100, 100, 200)]),
      "C": PlaceShape(rings: [Self.ring(500, 0, 1)]),
    ]
    let table = Drawn.table(
      [
        (Field("where", .text, role: .key), ["A", "B", "C", "D"].map { .text($0) }),
        (Field("v", .integer), [1, 2, 3, 4].map { .integer($0) }),
      ],
      key: ["where"]
    )
    let scene = try Self.scene(table, Self.square, Self.squares(["A", "B", "C"]), shapes: shapes)
    let plot = try #require(Self.plot(scene))
    let raster = try #require(
      try ShapeRaster(plot, width: 100, signs: SignSet(isASCII: false))
    )
    // The field is 501 wide and 400 high: 100 columns of 5.01, 40 lines of 10.02 units.
    let (first, second) = (raster.lines[2], raster.lines[20])
    #expect(first.count { $0 == "·" } == 80 && !first.contains("▒"))
    #expect(second.count { $0 == "·" } == 40 && second.count { $0 == "▒" } == 40, "\(second)")
    #expect(
      raster.notes == [
        "too small to be seen here: 1 of 3 places; save \"map.svg\" draws all of them"
      ]
    )
    #expect(scene.notes.contains("not on the map: D 4"))
    let narrow = try scene.text(in: ChartFrame(width: 40))
    #expect(narrow.contains { $0.contains("no room") } && narrow.contains { $0.contains("1 ·") })
    #expect(scene.svg().contains("<path class=\"cell s0\" fill-rule=\"evenodd\""))
  }

  @Test func countsAreSaidToBeLargerWhereMorePeopleLive() throws {
    let counts = try Self.map(rows: 2, columns: 2, role: .additive)
    #expect(counts.notes.contains { $0.contains("a rate") })
    #expect(try Self.map(rows: 2, columns: 2).notes.isEmpty)
  }

  @Test func tilesThatHideOneAnotherAreRefused() throws {
    var notes = PlaceNotes()
    notes.tiles = ("r", "c")
    let table = ChartRequest.PlaceTable(table: "t", key: "k", notes: notes)
    func code(_ row: Int64) -> String? {
      let places = Drawn.table([
        (Field("k", .text), [.text("A"), .text("B")]),
        (Field("r", .integer), [.integer(0), .integer(row)]),
        (Field("c", .integer), [.integer(0), .integer(0)]),
      ])
      do throws(ChartRefusal) {
        _ = try PlaceMap(table, places)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(1) == nil && code(0) == "tile-twice")
    #expect(code(-1) == "tile-too-far" && code(.max) == "tile-too-far")
  }
}

/// Classes: equally many values in each, limits that are round, every value in one.
@Suite struct ClassTests {
  @Test func haveEquallyManyValues() {
    let values = (0..<100).map { Double($0 * $0) }
    let classes = Classes(values, nil, isPercent: false)
    #expect(classes.count == 5)
    let counts = values.reduce(into: Array(repeating: 0, count: 5)) {
      $0[classes.place(of: $1)] += 1
    }
    #expect(counts == [20, 20, 20, 20, 20])
  }

  @Test func keepEqualValuesTogether() {
    let classes = Classes([1, 1, 1, 1, 1, 1, 1, 2], .count(4), isPercent: false)
    #expect(classes.limits == [2])
    #expect(classes.label(0) == "under 2 (7)" && classes.label(1) == "2 and more (1)")
    #expect(Classes([3, 3], nil, isPercent: false).label(0) == "3 (2)")
    #expect(Classes([], nil, isPercent: false).label(0) == "no value (0)")
  }

  @Test func beginAtTheLimitsThatAreGiven() {
    let classes = Classes([0.1, 0.2, 0.5], .limits([0.2, 0.5]), isPercent: true)
    #expect([0.1, 0.2, 0.5].map(classes.place) == [0, 1, 2])
    #expect((0..<3).map(classes.label) == ["under 20% (1)", "20% to 50% (1)", "50% and more (1)"])
  }

  @Test(arguments: [
    (0.0, 1.0), (247.3, 260), (-5, -4), (-5, 3), (1e-9, 2e-9), (0.1, 0.10001), (1e12, 1e12 + 1),
    (-.greatestFiniteMagnitude, .greatestFiniteMagnitude),
    (.leastNormalMagnitude, 2 * .leastNormalMagnitude),
  ])
  func limitsLieBetweenTheirValues(_ low: Double, _ high: Double) {
    let limit = Classes.roundest(above: low, upTo: high)
    #expect(limit > low && limit <= high)
  }

  @Test func limitsAreRound() {
    #expect(Classes.roundest(above: 247.3, upTo: 260) == 250)
    #expect(Classes.roundest(above: 1.71, upTo: 1.83) == 1.8)
    #expect(Classes.roundest(above: 9_870, upTo: 12_300) == 10_000)
  }
}
