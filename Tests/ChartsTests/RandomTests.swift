import Catalog
import Columns
import Diagnostics
import Planner
import Testing

@testable import Charts

/// Twenty random results of all shapes, drawn as every kind on every screen: within the frame, in
/// ASCII where that is asked for, without a crash; and none is drawn that should be refused.
@Suite struct RandomTests {
  /// Numbers from a seed.
  struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, sides)
    }
  }

  /// A result of a time or a number, names and two numbers; each pair of time and name once.
  static func table(_ seed: Int) -> Table {
    var dice = Dice(state: UInt64(seed) &* 2_654_435_761 &+ 17)
    let shapes = [(0, 1), (1, 1), (1, 500), (3000, 1), (36_525, 1), (7, 9), (60, 4), (2, 30)]
    let (times, names) = shapes[seed % shapes.count]
    let types: [DataType] = [.date, .period(.month), .period(.fiscalYear(start: 10)), .integer]
    let type = types[dice.roll(types.count)]
    let share = [0, 0, 3, 1][dice.roll(4)]
    let scale = [1e-9, 1, 1e3, 1e12][dice.roll(4)]
    let isSigned = dice.roll(2) == 0
    var columns: [[Value]] = [[], [], [], []]
    for time in 0..<times {
      for name in 0..<names where dice.roll(20) > 0 {
        let place = Int32(type == .integer ? time : time * (1 + time % 2) / 2 + 9000)
        columns[0].append(type == .integer ? .integer(Int64(time)) : .ordinal(place + Int32(time)))
        columns[1].append(dice.roll(30) == 0 ? .missing : .text("a name, the \(name)th"))
        for column in 2...3 {
          let number = (Double(dice.roll(20_000)) - (isSigned ? 10_000 : 0)) / 1000 * scale
          let isMissing = share > 0 && dice.roll(share) == 0
          columns[column].append(isMissing ? .missing : .real(number))
        }
      }
    }
    return Drawn.table(
      [
        (Field("time", type, role: .key), columns[0]),
        (Field("name", .text, role: .key), columns[1]),
        (Field("v", .real, role: .additive), columns[2]), (Field("w", .real), columns[3]),
      ],
      key: ["time", "name"]
    )
  }

  private func request(_ kind: String, _ request: inout ChartRequest) {
    switch kind {
    case "bar": (request.x, request.y, request.color) = ("name", ["v"], "time")
    case "hist": request.x = "v"
    case "dots": (request.x, request.y) = ("v", ["w"])
    case "stack": (request.x, request.y, request.color) = ("time", ["v"], "name")
    case "heat": (request.x, request.y, request.color) = ("time", ["name"], "v")
    case "span": (request.x, request.y, request.upper) = ("name", ["v"], "w")
    default: (request.x, request.y, request.color) = ("time", ["v"], "name")
    }
  }

  @Test(arguments: 0..<20)
  func everyKindStaysWithinItsFrame(_ seed: Int) throws {
    let table = RandomTests.table(seed)
    var drawn = 0
    for kind in ["bar", "line", "hist", "dots", "stack", "heat", "spark", "span"] {
      let scene: Scene
      do {
        scene = try Drawn.scene(table, kind: kind == "span" ? "bar" : kind) { request(kind, &$0) }
      } catch is ChartRefusal {
        continue
      }
      drawn += 1
      for width in table.rowCount > 1000 ? [80] : LawTests.widths {
        for isASCII in [false, true] {
          let frame = ChartFrame(width: width, height: 24, ascii: isASCII)
          let lines = try scene.text(in: frame)
          #expect(lines.allSatisfy { displayWidth(of: $0) <= width }, "\(kind) \(seed) \(width)")
          let isPlain = !isASCII || lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
          #expect(isPlain, "\(kind) \(seed)")
        }
      }
      let page = scene.svg()
      #expect(!page.contains("nan\"") && !page.contains("inf\""), "\(kind) \(seed)")
      #expect(scene.words.count <= 4 && !scene.words.isEmpty, "\(kind) \(seed)")
    }
    #expect(drawn >= 2)
  }

  @Test(arguments: 0..<20)
  func everyRowOfAHeatMapHasACell(_ seed: Int) throws {
    let table = RandomTests.table(seed)
    guard let scene = try? Drawn.scene(table, kind: "heat", { request("heat", &$0) }),
      case .grid(let plot)? = scene.panels.first?.body
    else { return }
    let cells = plot.rows.flatMap(\.cells)
    let filled = cells.count { if case .absent = $0 { false } else { true } }
    #expect(filled == table.rowCount)
  }
}
