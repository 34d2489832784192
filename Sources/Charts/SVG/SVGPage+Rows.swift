extension SVGPage {
  /// Draws bars or points on lines of their own.
  mutating func draw(_ plot: RowPlot, x: Double, width: Double) {
    let labels = plot.rows.map { SVGPage.length($0.label, size: 12) }
    let labelWidth = min(labels.max() ?? 0, width * 0.36)
    let columns = plot.rows.map(\.texts.count).max() ?? 0
    let textWidths = (0..<columns).map { column in
      plot.rows.map { row in
        row.texts.indices.contains(column) ? SVGPage.length(row.texts[column], size: 12) : 0
      }.max() ?? 0
    }
    let left = x + labelWidth + 8
    let room = max(40, width - labelWidth - 8 - textWidths.reduce(0) { $0 + $1 + 12 })
    func place(_ value: Double) -> Double { left + plot.scale.fraction(value) * room }
    let step = (plot.rows.count > 40 ? 15.0 : 22) + (plot.ends == nil ? 0 : 12)
    let (top, bottom) = (y, y + Double(plot.rows.count) * step + 4)
    if let ends = plot.ends {
      text(ends.first, x: left, y: bottom + 18, style: "x")
      if ends.first != ends.last {
        text(ends.last, x: left + room, y: bottom + 18, style: "x", anchor: "end")
      }
    } else {
      drawTicks(plot.scale, from: left, room, top, bottom)
    }
    for (number, row) in plot.rows.enumerated() {
      let middle = top + (Double(number) + 0.5) * step + 2
      let most = Int(labelWidth / (12 * 0.58))
      let label = row.label.count > most ? row.label.prefix(max(1, most - 1)) + "…" : row.label[...]
      text(String(label), x: left - 8, y: middle + 4, style: "b", anchor: "end")
      draw(row, of: plot, at: middle, thickness: step - 5, place)
      var end = left + room
      for (column, value) in row.texts.enumerated() {
        end += 12 + textWidths[column]
        text(value, x: end, y: middle + 4, style: "v", anchor: "end")
      }
    }
    let zero = place(max(plot.scale.low, min(plot.scale.high, 0)))
    line(zero, top, zero, bottom, style: "axis")
    if let reference = plot.reference, reference >= plot.scale.low, reference <= plot.scale.high {
      line(place(reference), top, place(reference), bottom, style: "ref")
    }
    y = bottom + 22
  }

  /// Draws the stretches and points of a line.
  private mutating func draw(
    _ row: PlotRow,
    of plot: RowPlot,
    at middle: Double,
    thickness: Double,
    _ place: (Double) -> Double
  ) {
    for segment in row.segments {
      let (low, high) = (place(segment.low), place(segment.high))
      rectangle(low, middle - thickness / 2, high - low, thickness, fill: segment.fill)
    }
    if let span = row.span { draw(span, at: middle, place) }
    drawLevels(row.levels, plot.doubtful, at: middle, thickness, from: place(0), to: place(1))
    let values = row.points.map(\.value)
    if let least = values.min(), let most = values.max(), least < most {
      line(place(least), middle, place(most), middle, style: "grid")
    }
    for point in row.points {
      mark(point.mark, x: place(point.value), y: middle, isHollow: false, isFaint: true)
    }
  }

  /// A stretch from bound to bound, with an arrow at a side without one.
  private mutating func draw(
    _ span: (low: Double?, high: Double?),
    at middle: Double,
    _ place: (Double) -> Double
  ) {
    let low = span.low.map(place) ?? place(-.greatestFiniteMagnitude)
    let high = span.high.map(place) ?? place(.greatestFiniteMagnitude)
    if high - low < 4, span.low != nil, span.high != nil {
      return mark(0, x: (low + high) / 2, y: middle, isHollow: false)
    }
    line(low, middle, high, middle, style: "line l0")
    for (end, isKnown, side) in [(low, span.low != nil, 1.0), (high, span.high != nil, -1)] {
      if isKnown {
        line(end, middle - 5, end, middle + 5, style: "line l0")
      } else {
        line(end, middle, end + side * 6, middle - 5, style: "line l0")
        line(end, middle, end + side * 6, middle + 5, style: "line l0")
      }
    }
  }

  /// A sparkline.
  private mutating func drawLevels(
    _ levels: [Double?],
    _ doubtful: Set<Int>,
    at middle: Double,
    _ thickness: Double,
    from left: Double,
    to right: Double
  ) {
    guard !levels.isEmpty else { return }
    func point(_ place: Int, _ level: Double) -> (x: Double, y: Double) {
      let share = levels.count > 1 ? Double(place) / Double(levels.count - 1) : 0.5
      return (left + share * (right - left), middle + thickness * (0.5 - level))
    }
    for (place, level) in levels.enumerated() {
      guard let level else { continue }
      let (x, y) = point(place, level)
      if place > 0, let before = levels[place - 1].map({ point(place - 1, $0) }) {
        let isDotted = doubtful.contains(place) || doubtful.contains(place - 1)
        line(before.x, before.y, x, y, style: "line l0" + (isDotted ? " dot" : ""))
      } else if place + 1 == levels.count || levels[place + 1] == nil {
        line(x - 1.5, y, x + 1.5, y, style: "line l0")
      }
    }
  }

  /// Vertical lines at the ticks of a horizontal scale, with labels below that stand apart.
  mutating func drawTicks(
    _ scale: Scale,
    from left: Double,
    _ room: Double,
    _ top: Double,
    _ bottom: Double,
    inset: Double = 0,
    hasLines: Bool = true
  ) {
    var most = max(1, Int(room / 45))
    func place(_ value: Double) -> Double {
      left + inset + scale.fraction(value) * (room - 2 * inset)
    }
    while most > 1 {
      let ticks = scale.ticks(most: most)
      let isFree = zip(ticks, ticks.dropFirst()).allSatisfy { one, next in
        let lengths = SVGPage.length(one.label, size: 12) + SVGPage.length(next.label, size: 12)
        return place(next.value) - place(one.value) >= lengths / 2 + 8
      }
      if isFree { break }
      most -= 1
    }
    for tick in scale.ticks(most: most) {
      let x = place(tick.value)
      if hasLines { line(x, top, x, bottom, style: "grid") }
      text(tick.label, x: x, y: bottom + 18, style: "x", anchor: "middle")
    }
  }
}
