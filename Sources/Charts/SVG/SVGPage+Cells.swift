import Catalog
import Diagnostics

extension SVGPage {
  /// The fills of classes from the lowest to the highest, which differ in lightness, each with the
  /// color of texts on it.
  static let steps: [(fill: String, ink: String)] = [
    ("#eaf1f8", "#1a1a1a"), ("#b9d3ea", "#1a1a1a"), ("#7fb1d9", "#1a1a1a"), ("#2d72ad", "#ffffff"),
    ("#0b3f6f", "#ffffff"),
  ]

  /// The style of a cell.
  private func style(of cell: PlotCell, _ classes: Classes) -> String {
    switch cell {
    case .known(let step, _): "s\(Classes.sign(step, of: classes.count))"
    case .unknown: "unknown"
    case .absent: "absent"
    }
  }

  /// The style of a text on a cell.
  private func inkStyle(of cell: PlotCell, _ classes: Classes) -> String {
    if case .known(let step, _) = cell { "i\(Classes.sign(step, of: classes.count))" } else { "b" }
  }

  private func value(of cell: PlotCell) -> String {
    switch cell {
    case .known(_, let text): text
    case .unknown: "not known"
    case .absent: "no row"
    }
  }

  /// Draws a map, as tiles or as outlines.
  mutating func draw(_ plot: MapPlot, x: Double, width: Double) {
    if plot.isTiled { drawTiles(plot, x: x, width: width) } else { drawShapes(plot, x, width) }
  }

  private mutating func drawTiles(_ plot: MapPlot, x: Double, width: Double) {
    let tiles = plot.places.compactMap(\.place.tile)
    guard let left = tiles.map(\.column).min(), let right = tiles.map(\.column).max(),
      let top = tiles.map(\.row).min(), let bottom = tiles.map(\.row).max()
    else { return }
    let size = min(56, width / Double(right - left + 1))
    for (place, cell) in plot.places {
      guard let tile = place.tile else { continue }
      let (tileX, tileY) = (
        x + Double(tile.column - left) * size, y + 8 + Double(tile.row - top) * size
      )
      open("g", titled: "\(place.label): \(value(of: cell))")
      rectangle(tileX, tileY, size - 3, size - 3, style: "cell " + style(of: cell, plot.classes))
      let ink = inkStyle(of: cell, plot.classes)
      let middle = tileX + (size - 3) / 2
      text(place.key, x: middle, y: tileY + size * 0.45, style: ink, anchor: "middle")
      text(mark(of: cell), x: middle, y: tileY + size * 0.75, style: ink, anchor: "middle")
      close("g")
    }
    y += 8 + Double(bottom - top + 1) * size + 8
  }

  private func mark(of cell: PlotCell) -> String {
    switch cell {
    case .known(let step, _): String(step + 1)
    case .unknown: "?"
    case .absent: ""
    }
  }

  private mutating func drawShapes(_ plot: MapPlot, _ x: Double, _ width: Double) {
    guard let frame = MapFrame(plot) else { return }
    let scale = width / frame.width
    // The outlines stay in their own whole units, which are short to write.
    let place =
      "translate(\(SVGPage.pixels(x)) \(SVGPage.pixels(y + 8))) "
      + "scale(\(SVGPage.digits(scale))) translate(\(Int(-frame.left)) \(Int(-frame.top)))"
    open("g", [("transform", place), ("stroke-width", SVGPage.pixels(0.4 / scale))])
    for (item, cell) in plot.places {
      guard let shape = item.shape else { continue }
      open(
        "path",
        [
          ("class", "cell " + style(of: cell, plot.classes)), ("fill-rule", "evenodd"),
          ("d", SVGPage.path(shape)),
        ],
        titled: "\(item.label): \(value(of: cell))"
      )
      close("path")
    }
    for outline in plot.outlines {
      let width = SVGPage.pixels(1.1 / scale)
      add("path", [("class", "outline"), ("stroke-width", width), ("d", SVGPage.path(outline))])
    }
    close("g")
    y += 8 + frame.height * scale + 8
  }

  /// A small number with six digits behind the point.
  private static func digits(_ value: Double) -> String {
    let millionths = Int((min(max(value, 0), 1000) * 1e6).rounded())
    let rest = String(millionths % 1_000_000)
    return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
  }

  /// An outline as the content of a path.
  private static func path(_ shape: PlaceShape) -> String {
    var text = ""
    for ring in shape.rings {
      guard var last = ring.first else { continue }
      text += "M\(last.x),\(last.y)l"
      text += ring.dropFirst().map { point in
        defer { last = point }
        return "\(point.x - last.x),\(point.y - last.y)"
      }.joined(separator: " ")
      text += "z"
    }
    return text
  }

  /// Draws a heat map.
  mutating func draw(_ plot: GridPlot, x: Double, width: Double) {
    let labels = plot.rows.map { SVGPage.length($0.label, size: 12) }
    let labelWidth = min(labels.max() ?? 0, width * 0.36)
    let left = x + labelWidth + 8
    let cell = min(72, (width - labelWidth - 8) / Double(max(1, plot.columns.count)))
    y += 20
    var end = -Double.infinity
    for (place, name) in plot.columns.enumerated() {
      let length = SVGPage.length(name, size: 12)
      let middle = left + (Double(place) + 0.5) * cell
      if middle - length / 2 < end + 6 { continue }
      text(name, x: middle, y: y, style: "x", anchor: "middle")
      end = middle + length / 2
    }
    y += 8
    let height = plot.rows.count > 40 ? 15.0 : 24
    for row in plot.rows {
      let most = Int(labelWidth / (12 * 0.58))
      let label = row.label.count > most ? row.label.prefix(max(1, most - 1)) + "…" : row.label[...]
      text(String(label), x: left - 8, y: y + height * 0.68, style: "b", anchor: "end")
      for (place, content) in row.cells.enumerated() {
        draw(content, plot, row.label, place, left + Double(place) * cell, cell, height)
      }
      y += height
    }
    y += 8
  }

  private mutating func draw(
    _ cell: PlotCell,
    _ plot: GridPlot,
    _ row: String,
    _ place: Int,
    _ x: Double,
    _ width: Double,
    _ height: Double
  ) {
    if case .absent = cell { return }
    open("g", titled: "\(row), \(plot.columns[place]): \(value(of: cell))")
    let gap = width > 6 ? 2.0 : 0
    let style = "cell " + style(of: cell, plot.classes)
    rectangle(x, y, width - gap, height - gap, style: style)
    let words = value(of: cell)
    let fits = SVGPage.length(words, size: 12) + 6 <= width && height > 16
    let shown = fits ? words : width >= 14 && height > 16 ? mark(of: cell) : ""
    let ink = inkStyle(of: cell, plot.classes)
    text(shown, x: x + (width - gap) / 2, y: y + height * 0.66, style: ink, anchor: "middle")
    close("g")
  }
}
