import Diagnostics
import Functions
import IO

/// The raster of a plane plot: lines in braille, points as signs, ticks that never overlap.
struct PlaneRaster {
  let plot: PlanePlot
  let signs: SignSet
  private let width: Int
  private let (plotWidth, plotHeight): (Int, Int)
  private let labels: [(row: Int, text: String)]
  private let labelWidth: Int
  /// Cells that the first and last points stand away from the ends of the axis.
  private let inset: Int

  /// The most points whose values stand beside them.
  private static let mostTexts = 15

  init(_ plot: PlanePlot, width: Int, height: Int, signs: SignSet) {
    (self.plot, self.signs, self.width) = (plot, signs, width)
    plotHeight = max(4, height - 2)
    let ticks = plot.y.ticks(most: max(2, plotHeight * 2 / 5))
    let last = plotHeight - 1
    labels = ticks.map { tick in
      (last - Int((plot.y.fraction(tick.value) * Double(last)).rounded()), tick.label)
    }
    labelWidth = min(max(8, width / 3), labels.map { displayWidth(of: $0.text) }.max() ?? 0)
    plotWidth = max(4, width - labelWidth - 2)
    let isTime = if case .number = plot.x.kind { false } else { true }
    inset = isTime && plotWidth > 20 ? min(4, plotWidth / 10) : 0
  }

  /// The column of a place on the horizontal axis, in halves of a cell.
  private func column(_ x: Double) -> Int {
    let room = Double((plotWidth - 2 * inset) * 2 - 1)
    return inset * 2 + Int((plot.x.fraction(x) * room).rounded())
  }

  /// The line of a value, in quarters of a cell from the top.
  private func row(_ y: Double) -> Int {
    // The middle of a cell is where its tick stands.
    let room = Double((plotHeight - 1) * 4)
    return min(plotHeight * 4 - 1, 1 + Int(((1 - plot.y.fraction(y)) * room).rounded()))
  }

  /// The lines of the plot with its axes.
  func lines() throws -> [String] {
    var canvas = TextCanvas(width: plotWidth, height: plotHeight)
    drawReferences(&canvas)
    try drawLines(&canvas)
    if plot.countsPoints { try drawCounts(&canvas) } else { drawPoints(&canvas) }
    writeTexts(&canvas)
    var lines: [String] = []
    for (place, content) in canvas.lines.enumerated() {
      let label = labels.first { $0.row == place }
      let text = shortened(label?.text ?? "", to: labelWidth, mark: signs.ellipsis)
      let axis = String(label == nil ? signs.vertical : signs.tick)
      lines.append(filled(text, to: labelWidth, isRight: true) + " " + axis + content)
    }
    let base = String(repeating: signs.horizontal, count: plotWidth)
    lines.append(String(repeating: " ", count: labelWidth + 1) + String(signs.corner) + base)
    lines.append(axisLabels())
    return lines
  }

  private func drawReferences(_ canvas: inout TextCanvas) {
    if let value = plot.reference {
      for x in 0..<plotWidth { canvas[x, row(value) / 4] = signs.dashed }
    }
    for mean in plot.means {
      let line = row(mean.value) / 4
      for x in (column(mean.low) / 2)...max(column(mean.low) / 2, column(mean.high) / 2) {
        canvas[x, line] = signs.dashed
      }
    }
    if let moment = plot.moment {
      for y in 0..<plotHeight { canvas[column(moment.x) / 2, y] = signs.dashedVertical }
    }
  }

  /// The texts of the moment, the means and the points, where there is room for them.
  private func writeTexts(_ canvas: inout TextCanvas) {
    if let moment = plot.moment {
      let x = column(moment.x) / 2
      let size = displayWidth(of: moment.text)
      if canvas.isBlank(x + 2, 0, count: size) {
        canvas.write(moment.text, x + 2, 0)
      } else if canvas.isBlank(x - size - 1, 0, count: size) {
        canvas.write(moment.text, x - size - 1, 0)
      }
    }
    for mean in plot.means {
      let line = row(mean.value) / 4
      let start = column(mean.low) / 2
      let size = displayWidth(of: mean.text)
      let columns = [
        start, column(mean.high) / 2 - size, (start + column(mean.high) / 2 - size) / 2,
      ]
      let places = [1, -1, 2, -2, 3, -3].flatMap { offset in columns.map { ($0, line + offset) } }
      if let (x, y) = places.first(where: { canvas.isBlank($0.0, $0.1, count: size) }) {
        canvas.write(mean.text, x, y)
      }
    }
    let points = plot.series.flatMap(\.points)
    guard points.count <= PlaneRaster.mostTexts, plot.series.count == 1 else { return }
    for point in points {
      guard let value = point.y else { continue }
      let size = displayWidth(of: point.text)
      let (x, y) = (column(point.x) / 2, row(value) / 4)
      let start = min(max(0, x - size / 2), plotWidth - size)
      let places = [(start, y - 1), (start, y + 1), (x + 2, y), (x - size - 1, y), (start, y - 2)]
      let free =
        places.first { canvas.isBlank($0.0 - 1, $0.1, count: size + 2) }
        ?? places.first { canvas.isBlank($0.0, $0.1, count: size) }
      if let free { canvas.write(point.text, free.0, free.1) }
    }
  }
}

// MARK: - Marks

extension PlaneRaster {
  private func drawPoints(_ canvas: inout TextCanvas) {
    var marked: [Int: Int] = [:]
    for series in plot.series.reversed() {
      var last = -PlaneRaster.markDistance + series.mark * 3
      for point in series.points {
        guard let value = point.y else { continue }
        let (x, y) = (column(point.x) / 2, row(value) / 4)
        if isDense, !point.isHollow, !isLonely(point, in: series) {
          if plot.series.count == 1 || x - last < PlaneRaster.markDistance { continue }
        }
        last = x
        marked[y * plotWidth + x, default: 0] += 1
        let sum = marked[y * plotWidth + x] ?? 1
        canvas[x, y] =
          sum == 1 || plot.series.count == 1 || isDense
          ? signs.mark(series.mark, isHollow: point.isHollow) : Character(String(min(9, sum)))
      }
    }
  }

  /// Whether there are so many points of lines that only some of them are marked: those that are
  /// hollow or alone, and of several lines one every now and then.
  private var isDense: Bool {
    plot.series.allSatisfy(\.isLine) && plot.series.contains { $0.points.count * 2 > plotWidth }
  }

  /// The columns between marks of a line whose points are many.
  private static let markDistance = 12

  /// Whether points of several series fall into one cell.
  var hasOverlaps: Bool {
    if plot.countsPoints || plot.series.count == 1 || isDense { return false }
    var seen: Set<Int> = []
    return plot.series.contains { series in
      let cells = Set(
        series.points.compactMap { point in
          point.y.map { row($0) / 4 * plotWidth + column(point.x) / 2 }
        }
      )
      defer { seen.formUnion(cells) }
      return !cells.isDisjoint(with: seen)
    }
  }

  /// Whether no line leads to or from a point.
  private func isLonely(_ point: SeriesPoint, in series: Series) -> Bool {
    let known = series.points.count { $0.y != nil }
    return known == 1 || point.isAfterGap
  }

  /// Points without lines: a digit where several fall into one cell.
  private func drawCounts(_ canvas: inout TextCanvas) throws {
    var counts: [[(count: Int, mark: Int)]] = Array(
      repeating: Array(repeating: (0, 0), count: plotWidth),
      count: plotHeight
    )
    for series in plot.series {
      for (place, point) in series.points.enumerated() {
        try Cancellation.check(at: place)
        guard let value = point.y else { continue }
        let (x, y) = (min(plotWidth - 1, column(point.x) / 2), row(value) / 4)
        counts[y][x].count += 1
        counts[y][x].mark = series.mark
      }
    }
    for y in 0..<plotHeight {
      for x in 0..<plotWidth where counts[y][x].count > 0 {
        let (count, mark) = counts[y][x]
        let digit = count > 9 ? "+" : Character(String(count))
        canvas[x, y] = count == 1 ? signs.mark(mark, isHollow: false) : digit
      }
    }
  }

  private func drawLines(_ canvas: inout TextCanvas) throws {
    var dots = Array(repeating: Array(repeating: UInt32(0), count: plotWidth), count: plotHeight)
    var tints = Array(repeating: Array(repeating: 0, count: plotWidth), count: plotHeight)
    for series in plot.series where series.isLine {
      var before: SeriesPoint?
      for (place, point) in series.points.enumerated() {
        try Cancellation.check(at: place)
        if let before, !point.isAfterGap, let from = before.y, let to = point.y {
          let isDotted = before.isHollow || point.isHollow
          join((column(before.x), row(from)), (column(point.x), row(to)), isDotted) { x, y, bit in
            dots[y][x] |= bit
            tints[y][x] = series.mark
          }
        }
        before = point.y == nil ? nil : point
      }
    }
    for y in 0..<plotHeight {
      for x in 0..<plotWidth where dots[y][x] != 0 {
        guard let scalar = Unicode.Scalar(0x2800 + dots[y][x]) else { continue }
        if canvas[x, y] == signs.dashedVertical { continue }
        canvas[x, y] = signs.tinted(signs.isASCII ? "." : Character(scalar), tints[y][x])
      }
    }
  }

  /// Sets the dots of a line between two points.
  private func join(
    _ start: (x: Int, y: Int),
    _ end: (x: Int, y: Int),
    _ isDotted: Bool,
    _ set: (_ x: Int, _ y: Int, _ bit: UInt32) -> Void
  ) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    // The bits of a braille cell, by line and column.
    let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    for step in 0...max(1, steps) {
      if isDotted, step % (signs.isASCII ? 8 : 4) != 0 { continue }
      let share = Double(step) / Double(max(1, steps))
      let x = start.x + Int((Double(end.x - start.x) * share).rounded())
      let y = start.y + Int((Double(end.y - start.y) * share).rounded())
      guard (0..<plotWidth * 2).contains(x), (0..<plotHeight * 4).contains(y) else { continue }
      set(x / 2, y / 4, bits[y % 4][x % 2])
    }
  }

  private func axisLabels() -> String {
    var canvas = TextCanvas(width: width, height: 1)
    let isNumber = if case .number = plot.x.kind { true } else { false }
    var most = max(1, min(plotWidth / 5, isNumber ? 12 : plotWidth))
    while most >= 1 {
      let ticks = plot.x.ticks(most: most)
      let starts = ticks.map { tick in
        let size = displayWidth(of: tick.label)
        let place = labelWidth + 2 + column(tick.value) / 2 - size / 2
        return min(max(0, place), max(0, width - size))
      }
      let isFree = ticks.indices.dropFirst().allSatisfy { place in
        starts[place] >= starts[place - 1] + displayWidth(of: ticks[place - 1].label) + 1
      }
      if isFree {
        for (tick, start) in zip(ticks, starts) { canvas.write(tick.label, start, 0) }
        break
      }
      most -= 1
    }
    return canvas.lines[0]
  }
}
