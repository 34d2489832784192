import Diagnostics
import Functions
import IO

/// The room that a picture may take on a screen.
public struct ChartFrame: Sendable {
  /// The columns of a line.
  public var width: Int
  /// The lines of the screen; nil where pages may be of any length.
  public var height: Int?
  /// Whether only ASCII may be drawn.
  public var ascii: Bool
  /// Colors a text in the tint of a series, from 0 on; nil where nothing is colored.
  public var paint: (@Sendable (Int, String) -> String)?

  /// A frame of at least 20 columns and 10 lines.
  public init(width: Int, height: Int? = nil, ascii: Bool = false) {
    self.width = max(20, min(width, 1000))
    self.height = height.map { max(10, min($0, 1000)) }
    self.ascii = ascii
  }
}

extension Scene {
  /// The picture as lines of text.
  ///
  /// Throws when the query of this thread is to stop.
  public func text(in frame: ChartFrame) throws -> [String] {
    let signs = SignSet(isASCII: frame.ascii, isTinted: frame.paint != nil)
    var scene = self
    let isStacked = isStacked
    var entries = legend.map { entry in
      signs.text(entry.sign, isStacked: isStacked) + " " + entry.text
    }
    let title = wrapped(visibleText(title), to: frame.width)
    let chosen = phraseLines(phrases, width: frame.width, ellipsis: signs.ellipsis)
    let overhead =
      title.count + chosen.count + 1 + flowed(entries, to: frame.width).count + notes.count
    let most = frame.height.map { max(6, $0 - overhead - 6) } ?? 16
    let left = scene.cut(to: frame.height == nil ? 100 : max(20, most + 4))
    var lines = title + chosen + [""]
    let grid = try scene.grid(frame, signs, height: min(most, 40))
    if grid.hasOverlaps { entries.append("2…9 so many points in one place") }
    lines += grid.lines + flowed(entries, to: frame.width)
    for note in left + grid.notes + scene.notes {
      lines += wrapped(visibleText(note), to: frame.width)
    }
    if frame.ascii { lines = lines.map(asciiText) }
    return frame.paint.map { paint in lines.map { SignSet.painted($0, paint) } } ?? lines
  }

  /// Whether bars have parts, which differ in their fill.
  var isStacked: Bool {
    panels.contains { panel in
      guard case .rows(let plot) = panel.body else { return false }
      return plot.isClosed && plot.rows.allSatisfy(\.points.isEmpty)
        || plot.rows.contains { $0.segments.count > 1 }
    }
  }

  /// Entries one behind the other, as many in a line as fit.
  private func flowed(_ entries: [String], to width: Int) -> [String] {
    var lines: [String] = []
    for entry in entries {
      if let last = lines.last, displayWidth(of: last) + 3 + displayWidth(of: entry) <= width {
        lines[lines.count - 1] = last + "   " + entry
      } else {
        lines += wrapped(entry, to: width)
      }
    }
    return lines
  }

  /// Leaves out the last rows of panels that have more than `most`; gives a line that says so.
  ///
  /// The rest and missing stay.
  private mutating func cut(to most: Int) -> [String] {
    var left = 0
    for place in panels.indices {
      if case .grid(var plot) = panels[place].body, plot.rows.count > most {
        left += plot.rows.count - most
        plot.rows = Array(plot.rows.prefix(most))
        panels[place].body = .grid(plot)
      }
      guard case .rows(var plot) = panels[place].body, plot.rows.count > most else { continue }
      let kept = max(1, most - plot.pinned)
      left += plot.rows.count - kept - plot.pinned
      plot.rows = Array(plot.rows.prefix(kept)) + Array(plot.rows.suffix(plot.pinned))
      panels[place].body = .rows(plot)
    }
    if left == 0 { return [] }
    return [
      "not drawn for lack of room: \(groupedText(of: Int64(left))) more; lump draws them in one bar, "
        + "save \"chart.svg\" all of them"
    ]
  }

  /// Lines of panels, with what must be said of them.
  private struct Block {
    var lines: [String]
    var hasOverlaps = false
    var notes: [String] = []
  }

  /// The panels, several beside each other where there is room.
  private func grid(_ frame: ChartFrame, _ signs: SignSet, height: Int) throws -> Block {
    let columns = panels.count == 1 ? 1 : max(1, min(panels.count, 4, frame.width / 38))
    let width = (frame.width - (columns - 1) * 3) / columns
    let rows = (panels.count + columns - 1) / columns
    let each = panels.count == 1 ? height : max(8, height / rows)
    var all = Block(lines: [])
    for start in stride(from: 0, to: panels.count, by: columns) {
      let blocks = try panels[start..<min(panels.count, start + columns)].map { panel in
        let block = try block(panel, width, each, signs)
        all.hasOverlaps = all.hasOverlaps || block.hasOverlaps
        all.notes += block.notes.filter { !all.notes.contains($0) }
        return block.lines
      }
      for line in 0..<(blocks.map(\.count).max() ?? 0) {
        var text = ""
        for (place, block) in blocks.enumerated() {
          let part = block.indices.contains(line) ? block[line] : ""
          text += (place == 0 ? "" : "   ")
          text += place == blocks.count - 1 ? part : filled(part, to: width)
        }
        while text.last == " " { text.removeLast() }
        all.lines.append(text)
      }
    }
    return all
  }

  private func block(
    _ panel: Panel,
    _ width: Int,
    _ height: Int,
    _ signs: SignSet
  ) throws -> Block {
    var block = try body(of: panel, width, height, signs)
    if let title = panel.title {
      block.lines.insert(shortened(title, to: width, mark: signs.ellipsis), at: 0)
    }
    return block
  }

  private func body(
    of panel: Panel,
    _ width: Int,
    _ height: Int,
    _ signs: SignSet
  ) throws -> Block {
    switch panel.body {
    case .rows(let plot):
      if plot.rows.isEmpty { return Block(lines: ["(no rows)"]) }
      let raster = RowRaster(plot, width: width, signs: signs)
      return Block(lines: try raster.lines(), notes: raster.notes)
    case .plane(let plot):
      if plot.series.allSatisfy({ $0.points.allSatisfy { $0.y == nil } }) {
        return Block(lines: ["(no values)"])
      }
      let raster = PlaneRaster(plot, width: width, height: min(height, 40), signs: signs)
      return Block(lines: try raster.lines(), hasOverlaps: raster.hasOverlaps)
    case .map(let plot) where plot.isTiled:
      return Block(lines: TileRaster(plot, width: width, signs: signs).lines())
    case .map(let plot):
      if plot.places.isEmpty { return Block(lines: ["(no places)"]) }
      guard let raster = try ShapeRaster(plot, width: width, signs: signs) else {
        let words = "(no room for the outlines of places; save \"map.svg\" draws them)"
        return Block(lines: wrapped(words, to: width))
      }
      return Block(lines: raster.lines, notes: raster.notes)
    case .grid(let plot):
      if plot.rows.isEmpty { return Block(lines: ["(no rows)"]) }
      let raster = GridRaster(plot, width: width, signs: signs)
      return Block(lines: try raster.lines(), notes: raster.notes)
    }
  }

  /// A line with the signs of notes in ASCII.
  private func asciiText(_ line: String) -> String {
    line.replacing("†", with: "^").replacing("…", with: "...").replacing("·", with: "-")
  }

  /// The picture in sentences, for people who do not see it.
  public func spoken(width: Int?) -> [String] {
    wrapped(visibleText(title), to: width)
      + (phrases.isEmpty ? [] : wrapped(visibleText(phraseSentence), to: width))
      + wrapped(visibleText(words.joined(separator: " ")), to: width)
      + (note.map { wrapped(visibleText($0), to: width) } ?? [])
  }
}
