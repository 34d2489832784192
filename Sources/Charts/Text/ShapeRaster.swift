import Catalog
import Diagnostics
import Functions
import IO

/// The raster of a map of outlines: each cell has the texture of the place at its middle.
struct ShapeRaster {
  private let plot: MapPlot
  private let signs: SignSet
  private let (columns, rows): (Int, Int)
  private let frame: MapFrame
  /// The place of each cell, by lines; nil at sea.
  private var cells: [Int?]

  /// The columns of the narrowest and the widest map.
  private static let widths = 60...140

  /// The raster in so many columns; nil where they are too few.
  init?(_ plot: MapPlot, width: Int, signs: SignSet) throws {
    guard let frame = MapFrame(plot), width >= ShapeRaster.widths.lowerBound else { return nil }
    (self.plot, self.signs, self.frame) = (plot, signs, frame)
    columns = min(width, ShapeRaster.widths.upperBound)
    // A cell is about twice as high as it is wide.
    let share = frame.height / frame.width
    rows = min(columns, max(1, Int((share * Double(columns) / 2).rounded(.up))))
    cells = Array(repeating: nil, count: columns * rows)
    for number in plot.places.indices {
      try Cancellation.check()
      if let shape = plot.places[number].place.shape { fill(shape, with: number) }
    }
  }

  /// Fills the cells whose middles lie within an outline.
  private mutating func fill(_ shape: PlaceShape, with number: Int) {
    let scale = frame.width / Double(columns)
    var crossings: [Int: [Double]] = [:]
    for ring in shape.rings {
      for (from, to) in zip(ring, ring.dropFirst() + ring.prefix(1)) where from.y != to.y {
        let (high, low) = from.y < to.y ? (from, to) : (to, from)
        func line(_ y: Int32) -> Double { (Double(y) - frame.top) / (scale * 2) - 0.5 }
        let first = max(0, Int(line(high.y).rounded(.up)))
        let last = min(rows - 1, Int((line(low.y) - 1e-9).rounded(.down)))
        if first > last { continue }
        for row in first...last {
          let y = (Double(row) + 0.5) * scale * 2 + frame.top
          let part = (y - Double(high.y)) / Double(low.y - high.y)
          crossings[row, default: []].append(Double(high.x) + part * Double(low.x - high.x))
        }
      }
    }
    for (row, places) in crossings {
      let sorted = places.sorted().map { ($0 - frame.left) / scale - 0.5 }
      for pair in stride(from: 0, to: sorted.count - 1, by: 2) {
        let first = max(0, Int(sorted[pair].rounded(.up)))
        let last = min(columns - 1, Int((sorted[pair + 1] - 1e-9).rounded(.down)))
        if first > last { continue }
        for column in first...last { cells[row * columns + column] = number }
      }
    }
  }

  var lines: [String] {
    var canvas = TextCanvas(width: columns, height: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        guard let number = cells[row * columns + column] else { continue }
        switch plot.places[number].cell {
        case .known(let step, _): canvas[column, row] = signs.texture(step, of: plot.classes.count)
        case .unknown: canvas[column, row] = "?"
        case .absent: break
        }
      }
    }
    return canvas.lines
  }

  /// What is not seen, since no cell has it at its middle.
  var notes: [String] {
    let seen = Set(cells.compactMap { $0 })
    let drawn = plot.places.indices.filter {
      if case .absent = plot.places[$0].cell { false } else { true }
    }
    let hidden = drawn.count { !seen.contains($0) }
    if hidden == 0 { return [] }
    return [
      "too small to be seen here: \(groupedText(of: Int64(hidden))) of "
        + "\(groupedText(of: Int64(drawn.count))) places; save \"map.svg\" draws all of them"
    ]
  }
}

/// The stretch of a map that its outlines take.
struct MapFrame {
  let (left, top, width, height): (Double, Double, Double, Double)

  /// The stretch of all places and of what is drawn over them; nil where nothing is.
  init?(_ plot: MapPlot) {
    let shapes = plot.places.compactMap(\.place.shape) + plot.outlines
    let points = shapes.lazy.flatMap(\.rings).joined()
    guard let first = points.first else { return nil }
    var (least, most) = (first, first)
    for point in points {
      (least.x, least.y) = (min(least.x, point.x), min(least.y, point.y))
      (most.x, most.y) = (max(most.x, point.x), max(most.y, point.y))
    }
    (left, top) = (Double(least.x), Double(least.y))
    (width, height) = (max(1, Double(most.x) - left), max(1, Double(most.y) - top))
  }
}
