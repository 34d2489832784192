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
    let step = plot.rows.count > 40 ? 15.0 : 22
    let (top, bottom) = (y, y + Double(plot.rows.count) * step + 4)
    drawTicks(plot.scale, from: left, room, top, bottom)
    for (number, row) in plot.rows.enumerated() {
      let middle = top + (Double(number) + 0.5) * step + 2
      let most = Int(labelWidth / (12 * 0.58))
      let label = row.label.count > most ? row.label.prefix(max(1, most - 1)) + "…" : row.label[...]
      text(String(label), x: left - 8, y: middle + 4, style: "b", anchor: "end")
      draw(row, at: middle, thickness: step - 5, place)
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
    at middle: Double,
    thickness: Double,
    _ place: (Double) -> Double
  ) {
    for segment in row.segments {
      let (low, high) = (place(segment.low), place(segment.high))
      rectangle(low, middle - thickness / 2, high - low, thickness, fill: segment.fill)
    }
    let values = row.points.map(\.value)
    if let least = values.min(), let most = values.max(), least < most {
      line(place(least), middle, place(most), middle, style: "grid")
    }
    for point in row.points {
      mark(point.mark, x: place(point.value), y: middle, isHollow: false, isFaint: true)
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
