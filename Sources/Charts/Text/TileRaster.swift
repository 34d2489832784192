import Diagnostics
import Functions
import IO

/// The raster of a map of tiles: for each its key with the number of its class, and a texture.
struct TileRaster {
  private let plot: MapPlot
  private let signs: SignSet
  private let width: Int
  private let (rows, columns): (ClosedRange<Int>, ClosedRange<Int>)
  /// The columns of a tile, with the blank behind it.
  private let size: Int

  /// The fewest columns in which a tile can be read.
  private static let leastSize = 3

  init(_ plot: MapPlot, width: Int, signs: SignSet) {
    (self.plot, self.width, self.signs) = (plot, width, signs)
    let tiles = plot.places.compactMap(\.place.tile)
    let (lines, places) = (tiles.map(\.row), tiles.map(\.column))
    rows = (lines.min() ?? 0)...(lines.max() ?? 0)
    columns = (places.min() ?? 0)...(places.max() ?? 0)
    let longest = plot.places.map { displayWidth(of: $0.place.key) }.max() ?? 2
    size = min(max(6, min(longest, 6) + 3), width / columns.count)
  }

  /// The lines of the map; a list of the classes where there is no room for tiles.
  func lines() -> [String] {
    guard size >= TileRaster.leastSize else { return list() }
    let left = max(0, (width - size * columns.count) / 2)
    var canvas = TextCanvas(width: width, height: rows.count * 2)
    for (place, cell) in plot.places {
      guard let tile = place.tile else { continue }
      let (x, y) = (
        left + (tile.column - columns.lowerBound) * size, (tile.row - rows.lowerBound) * 2
      )
      let sign = sign(of: cell)
      let mark = mark(of: cell)
      let isWide = size >= 6
      let room = size - 1 - (isWide && !mark.isEmpty ? mark.count + 1 : 0)
      let name = shortened(place.key, to: room, mark: "")
      let label = isWide && !mark.isEmpty ? name + " " + mark : name
      canvas.write(filled(label, to: size - 1, isRight: isWide), x, y)
      let texture = String(repeating: sign, count: size - 1)
      canvas.write(isWide ? texture : String(texture.dropLast(mark.count)) + mark, x, y + 1)
    }
    return canvas.lines
  }

  private func sign(of cell: PlotCell) -> Character {
    switch cell {
    case .known(let step, _): signs.texture(step, of: plot.classes.count)
    case .unknown: "?"
    case .absent: " "
    }
  }

  private func mark(of cell: PlotCell) -> String {
    switch cell {
    case .known(let step, _): String(step + 1)
    case .unknown: "?"
    case .absent: ""
    }
  }

  /// The keys of each class, one class below the other.
  private func list() -> [String] {
    var lines = ["(no room for tiles: the places of each class)"]
    for step in 0..<plot.classes.count {
      let keys = plot.places.filter {
        if case .known(step, _) = $0.cell { true } else { false }
      }.map(\.place.key)
      lines.append("\(step + 1): " + keys.joined(separator: " "))
    }
    return lines.flatMap { wrapped($0, to: width) }
  }
}
