extension SVGPage {
  /// Draws a panel from the top of what comes next on.
  mutating func draw(_ panel: Panel, x: Double, width: Double, isStacked: Bool) {
    if let title = panel.title {
      y += 18
      text(title, x: x, y: y, style: "p")
      y += 8
    }
    switch panel.body {
    case .rows(let plot):
      if plot.rows.isEmpty { return drawEmpty("(no rows)", x: x) }
      draw(plot, x: x, width: width)
    case .plane(let plot):
      if plot.series.allSatisfy({ $0.points.allSatisfy { $0.y == nil } }) {
        return drawEmpty("(no values)", x: x)
      }
      draw(plot, x: x, width: width)
    case .map(let plot):
      if plot.places.isEmpty { return drawEmpty("(no places)", x: x) }
      draw(plot, x: x, width: width)
    case .grid(let plot):
      if plot.rows.isEmpty { return drawEmpty("(no rows)", x: x) }
      draw(plot, x: x, width: width)
    }
  }

  private mutating func drawEmpty(_ words: String, x: Double) {
    y += 20
    text(words, x: x, y: y, style: "x")
  }

  /// Draws a legend, entries beside each other.
  mutating func drawLegend(_ entries: [LegendEntry], isStacked: Bool) {
    var x = 24.0
    if !entries.isEmpty { y += 6 }
    for entry in entries {
      let length = 26 + SVGPage.length(entry.text, size: 12)
      if x > 24, x + length > width - 24 {
        x = 24
        y += 20
      }
      switch entry.sign {
      case .fill(let fill): rectangle(x, y, 14, 12, fill: fill)
      case .mark(let place, let isHollow):
        mark(max(0, place), x: x + 7, y: y + 6, isHollow: isHollow)
      case .count: mark(0, x: x + 7, y: y + 6, isHollow: false)
      case .step(let step, let count):
        let sign = Classes.sign(step, of: count)
        rectangle(x, y, 14, 12, style: "cell s\(sign)")
        text(String(step + 1), x: x + 7, y: y + 10, style: "i\(sign)", anchor: "middle")
      case .unknown:
        rectangle(x, y, 14, 12, style: "cell unknown")
        text("?", x: x + 7, y: y + 10, style: "b", anchor: "middle")
      case .absent: rectangle(x, y, 14, 12, style: "cell absent")
      }
      let words = entry.sign == .count ? "a darker point is several points" : entry.text
      text(words, x: x + 20, y: y + 10, style: "n")
      x += length + 18
    }
    if !entries.isEmpty { y += 24 }
  }

  /// A stretch of a bar.
  mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: Fill) {
    let edges = [("x", x), ("y", y), ("width", max(0, width)), ("height", height)]
      .map { ($0.0, SVGPage.pixels($0.1)) }
    switch fill {
    case .series(let place):
      rectangle(x, y, width, height, style: "f\(place % SVGPage.colors.count)")
    case .hatched: add("rect", [("class", "hf"), ("fill", "url(#hatch)")] + edges)
    case .missing: add("rect", [("class", "hf"), ("fill", "url(#dots)")] + edges)
    case .short: rectangle(x, y, width, height, style: "short")
    }
  }

  /// The mark of a series: each has a shape of its own beside its color.
  mutating func mark(_ place: Int, x: Double, y: Double, isHollow: Bool, isFaint: Bool = false) {
    let place = place % SVGPage.colors.count
    var attributes = [("class", (isHollow ? "h" : "m") + "\(place)")]
    if isHollow { attributes.append(("stroke-width", "2")) }
    if isFaint { attributes.append(("fill-opacity", "0.7")) }
    let size = 4.5
    func path(_ points: [(Double, Double)]) -> String {
      points.map { SVGPage.pixels(x + $0.0 * size) + "," + SVGPage.pixels(y + $0.1 * size) }
        .joined(separator: " ")
    }
    switch place {
    case 0:
      let center = [("cx", SVGPage.pixels(x)), ("cy", SVGPage.pixels(y)), ("r", "4.5")]
      return add("circle", attributes + center)
    case 1: attributes.append(("points", path([(-1, -1), (1, -1), (1, 1), (-1, 1)])))
    case 2: attributes.append(("points", path([(0, -1.2), (1.2, 1), (-1.2, 1)])))
    case 3: attributes.append(("points", path([(0, -1.4), (1.2, 0), (0, 1.4), (-1.2, 0)])))
    case 4: attributes.append(("points", path([(0, 1.2), (1.2, -1), (-1.2, -1)])))
    default:
      attributes.append(
        (
          "points",
          path([
            (0, -1.4), (0.5, -0.4), (1.4, 0), (0.5, 0.4), (0, 1.4), (-0.5, 0.4),
            (-1.4, 0), (-0.5, -0.4),
          ])
        )
      )
    }
    add("polygon", attributes)
  }
}
