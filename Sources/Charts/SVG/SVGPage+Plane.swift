extension SVGPage {
  /// Draws points and lines between two axes.
  mutating func draw(_ plot: PlanePlot, x: Double, width: Double) {
    let (top, height) = (y + 16, width > 500 ? 320.0 : 200)
    let bottom = top + height
    let ticks = plot.y.ticks(most: 6)
    let labelWidth = ticks.map { SVGPage.length($0.label, size: 12) }.max() ?? 0
    let left = x + labelWidth + 10
    let room = width - labelWidth - 10
    let isTime = if case .number = plot.x.kind { false } else { true }
    let inset = isTime ? 26.0 : 8
    func across(_ value: Double) -> Double {
      left + inset + plot.x.fraction(value) * (room - 2 * inset)
    }
    func down(_ value: Double) -> Double { bottom - plot.y.fraction(value) * height }
    for tick in ticks {
      line(left, down(tick.value), left + room, down(tick.value), style: "grid")
      text(tick.label, x: left - 8, y: down(tick.value) + 4, style: "x", anchor: "end")
    }
    line(left, bottom, left + room, bottom, style: "axis")
    drawTicks(plot.x, from: left, room, top, bottom, inset: inset, hasLines: false)
    if let reference = plot.reference {
      line(left, down(reference), left + room, down(reference), style: "ref")
    }
    if let moment = plot.moment {
      let place = across(moment.x)
      line(place, top - 12, place, bottom, style: "ref")
      let isLate = place > left + room * 0.8
      let anchor = isLate ? "end" : "start"
      text(moment.text, x: place + (isLate ? -6 : 6), y: top - 4, style: "n", anchor: anchor)
    }
    for mean in plot.means {
      line(across(mean.low), down(mean.value), across(mean.high), down(mean.value), style: "ref")
    }
    for series in plot.series { draw(series, across, down, isFaint: plot.countsPoints) }
    for mean in plot.means {
      text(mean.text, x: across(mean.low), y: down(mean.value) + 16, style: "k")
    }
    writeValues(of: plot, across, down, from: left, to: left + room)
    y = bottom + 26
  }

  /// Draws the lines of a series, dotted to what is hollow, then its points.
  private mutating func draw(
    _ series: Series,
    _ across: (Double) -> Double,
    _ down: (Double) -> Double,
    isFaint: Bool
  ) {
    let color = series.mark % SVGPage.colors.count
    if series.isLine {
      for (from, to) in zip(series.points, series.points.dropFirst()) {
        guard let low = from.y, let high = to.y, !to.isAfterGap else { continue }
        let style = "line l\(color)" + (from.isHollow || to.isHollow ? " dot" : "")
        line(across(from.x), down(low), across(to.x), down(high), style: style)
      }
    }
    let isDense = series.isLine && series.points.count > 60
    for (place, point) in series.points.enumerated() {
      guard let value = point.y else { continue }
      let isLonely = point.isAfterGap || series.points.count == 1 || place == 0
      if isDense, !point.isHollow, !isLonely { continue }
      mark(
        series.mark,
        x: across(point.x),
        y: down(value),
        isHollow: point.isHollow,
        isFaint: isFaint
      )
    }
  }

  /// Writes the values of few points of one line above them, or below where the line rises from them.
  private mutating func writeValues(
    of plot: PlanePlot,
    _ across: (Double) -> Double,
    _ down: (Double) -> Double,
    from left: Double,
    to right: Double
  ) {
    guard let points = plot.series.first?.points, plot.series.count == 1, points.count <= 15,
      !plot.countsPoints
    else { return }
    var last = -Double.infinity
    for (place, point) in points.enumerated() {
      guard let value = point.y else { continue }
      let length = SVGPage.length(point.text, size: 12)
      let x = min(max(across(point.x), left + length / 2), right - length / 2)
      if x - length / 2 < last + 4 { continue }
      let around = [place - 1, place + 1].filter(points.indices.contains).compactMap {
        points[$0].y
      }
      let isValley = !around.isEmpty && around.allSatisfy { $0 > value }
      text(point.text, x: x, y: down(value) + (isValley ? 20 : -10), style: "k", anchor: "middle")
      last = x + length / 2
    }
  }
}
