import Diagnostics
import Functions
import IO

/// The raster of a heat map: in each cell the texture of its class, and its number where there is
/// room.
struct GridRaster {
  private let plot: GridPlot
  private let signs: SignSet
  private let width: Int
  private let labelWidth: Int
  /// The columns of a cell, with the blank behind it where it is wide.
  private let size: Int
  /// How many columns of cells are left out before those that are drawn.
  private let left: Int

  init(_ plot: GridPlot, width: Int, signs: SignSet) {
    (self.plot, self.width, self.signs) = (plot, width, signs)
    let longest = plot.rows.map { displayWidth(of: $0.label) }.max() ?? 0
    labelWidth = min(longest, max(8, width / 3))
    let room = max(1, width - labelWidth - 2)
    let widest = plot.columns.map { displayWidth(of: $0) }.max() ?? 1
    size = max(1, min(max(4, min(widest, 9) + 1), room / max(1, plot.columns.count)))
    left = max(0, plot.columns.count - room)
  }

  /// The lines of the grid, with the names of the columns above it.
  func lines() throws -> [String] {
    var lines = [header()]
    for row in plot.rows {
      try Cancellation.check()
      let label = shortened(row.label, to: labelWidth, mark: signs.ellipsis)
      var text = filled(label, to: labelWidth, isRight: true) + " " + String(signs.vertical)
      for cell in row.cells.dropFirst(left) { text += self.text(of: cell) }
      while text.last == " " { text.removeLast() }
      lines.append(text)
    }
    return lines
  }

  private func text(of cell: PlotCell) -> String {
    let full = size > 2 ? size - 1 : size
    let gap = String(repeating: " ", count: size - full)
    switch cell {
    case .absent: return String(repeating: " ", count: size)
    case .unknown: return String(repeating: "?", count: full) + gap
    case .known(let step, _):
      let texture = signs.texture(step, of: plot.classes.count)
      if full < 3 { return String(repeating: texture, count: full) + gap }
      let before = (full - 1) / 2
      return String(repeating: texture, count: before) + String(step + 1)
        + String(repeating: texture, count: full - before - 1) + gap
    }
  }

  /// The names of the columns, as many as stand apart.
  private func header() -> String {
    var canvas = TextCanvas(width: width, height: 1)
    var end = 0
    for (place, name) in plot.columns.dropFirst(left).enumerated() {
      let length = displayWidth(of: name)
      let start = labelWidth + 2 + place * size
      if start < end || start + length > width { continue }
      canvas.write(name, start, 0)
      end = start + length + 1
    }
    return canvas.lines[0]
  }

  /// What there is no room for.
  var notes: [String] {
    if left == 0 { return [] }
    return [
      "not drawn for lack of room: the first \(groupedText(of: Int64(left))) columns, "
        + "\(plot.columns[0]) to \(plot.columns[left - 1]); save \"chart.svg\" draws all of them"
    ]
  }
}
