import Diagnostics
import Functions
import IO

/// The raster of a row plot: labels, bars in eighths of a cell, values behind them, an axis.
struct RowRaster {
  let plot: RowPlot
  let width: Int
  let signs: SignSet
  private let labelWidth: Int
  private let textWidths: [Int]
  private let isStacked: Bool
  /// The cells that the longest bar takes.
  let barWidth: Int

  init(_ plot: RowPlot, width: Int, signs: SignSet) {
    (self.plot, self.width, self.signs) = (plot, width, signs)
    isStacked = plot.isClosed || plot.rows.contains { $0.segments.count > 1 }
    let longest = plot.rows.map { displayWidth(of: $0.label) }.max() ?? 0
    let labels = min(longest, max(8, width / 3))
    labelWidth = labels
    let columns = plot.rows.map(\.texts.count).max() ?? 0
    var widths = (0..<columns).map { column in
      plot.rows.map { $0.texts.indices.contains(column) ? displayWidth(of: $0.texts[column]) : 0 }
        .max() ?? 0
    }
    // Where the line is short, the texts behind the first go.
    func room() -> Int { width - labels - 3 - widths.reduce(0) { $0 + $1 + 2 } }
    while widths.count > 1, room() < 10 { widths.removeLast() }
    textWidths = widths
    barWidth = max(1, room())
  }

  /// The lines of the plot with its axis.
  func lines() throws -> [String] {
    var lines: [String] = []
    for row in plot.rows {
      try Cancellation.check()
      lines.append(line(row))
    }
    let margin = String(repeating: " ", count: labelWidth + 1)
    let ends = plot.isClosed ? String(signs.endCorner) : ""
    let base = String(repeating: signs.horizontal, count: barWidth)
    lines.append(margin + String(signs.corner) + base + ends)
    if let labels = axisLabels() { lines.append(labels) }
    return lines
  }

  private func line(_ row: PlotRow) -> String {
    let label = shortened(row.label, to: labelWidth, mark: signs.ellipsis)
    var text = filled(label, to: labelWidth, isRight: true) + " " + String(signs.vertical)
    text += bar(row)
    text += plot.isClosed ? String(signs.vertical) : " "
    for (column, width) in textWidths.enumerated() {
      let value = row.texts.indices.contains(column) ? row.texts[column] : ""
      text += (column == 0 ? " " : "  ") + filled(value, to: width, isRight: true)
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The cell at whose beginning zero lies.
  var zero: Int {
    plot.scale.low >= 0 ? 0 : Int((plot.scale.fraction(0) * Double(barWidth)).rounded())
  }

  /// The cells of a line: its stretches, points and the reference.
  func bar(_ row: PlotRow) -> String {
    var cells = Array(repeating: Character(" "), count: barWidth)
    if let reference = plot.reference, let place = cell(of: reference) {
      cells[place] = signs.dashedVertical
    }
    for segment in row.segments { draw(segment, &cells) }
    if let span = row.span { draw(span, &cells) }
    draw(row.levels, &cells)
    if row.points.count > 1, let least = row.points.map(\.value).min().flatMap(cell),
      let most = row.points.map(\.value).max().flatMap(cell)
    {
      for place in least...most where cells[place] == " " { cells[place] = signs.horizontal }
    }
    for point in row.points {
      if let place = cell(of: point.value) {
        cells[place] = signs.mark(point.mark, isHollow: false)
      }
    }
    return String(cells)
  }

  private func cell(of value: Double) -> Int? {
    guard value >= plot.scale.low, value <= plot.scale.high else { return nil }
    return min(barWidth - 1, Int(plot.scale.fraction(value) * Double(barWidth)))
  }

  private func draw(_ segment: Segment, _ cells: inout [Character]) {
    let sign = signs.cell(segment.fill, isStacked: isStacked)
    if segment.low < 0 {
      // Leftwards from zero, in whole cells: there are no eighths that end on the right.
      let share = plot.scale.low < 0 ? segment.low / plot.scale.low : 0
      let length = min(zero, Int((share * Double(zero)).rounded()))
      for place in (zero - length)..<zero { cells[place] = sign }
      return
    }
    let room = barWidth - zero
    func eighths(_ value: Double) -> Int {
      let share = plot.scale.high > 0 ? min(1, value / plot.scale.high) : 0
      return Int((share * Double(room * 8)).rounded())
    }
    let (start, end) = (eighths(segment.low), eighths(segment.high))
    if isStacked || signs.isASCII || segment.fill != .series(0) {
      let (first, last) = ((start + 4) / 8, (end + 4) / 8)
      for place in first..<max(first, last) { cells[zero + place] = sign }
      return
    }
    for place in 0..<(end / 8) { cells[zero + place] = sign }
    if end % 8 > 0, zero + end / 8 < barWidth {
      cells[zero + end / 8] = signs.eighths(end % 8)
    }
  }

  /// Draws a stretch from bound to bound; an arrow where there is none.
  private func draw(_ span: (low: Double?, high: Double?), _ cells: inout [Character]) {
    let (first, last) = (span.low.flatMap(cell) ?? 0, span.high.flatMap(cell) ?? barWidth - 1)
    if span.low != nil, span.high != nil, first == last {
      cells[first] = signs.mark(0, isHollow: false)
      return
    }
    for place in first...max(first, last) { cells[place] = signs.tinted(signs.horizontal, 0) }
    cells[first] = signs.tinted(span.low == nil ? signs.leftArrow : signs.leftEnd, 0)
    cells[last] = signs.tinted(span.high == nil ? signs.rightArrow : signs.tick, 0)
  }

  /// Draws a sparkline: several cells for each place where there is room, and the largest of several
  /// places where there is not.
  private func draw(_ levels: [Double?], _ cells: inout [Character]) {
    guard !levels.isEmpty else { return }
    let each = min(3, barWidth / levels.count)
    for place in 0..<(each > 0 ? each * levels.count : barWidth) {
      let stretch =
        each > 0
        ? place / each...place / each
        : place * levels.count
          / barWidth...max(
            place * levels.count / barWidth,
            (place + 1) * levels.count / barWidth - 1
          )
      if let most = levels[stretch].compactMap({ $0 }).max() { cells[place] = signs.level(most) }
    }
  }

  /// What is drawn together for lack of room.
  var notes: [String] {
    guard let places = plot.rows.first(where: { !$0.levels.isEmpty })?.levels.count,
      places > barWidth
    else { return [] }
    return ["a sign shows the largest of up to \((places + barWidth - 1) / barWidth) values"]
  }

  /// The labels of the axis, as many as stand apart; nil where none fits.
  private func axisLabels() -> String? {
    var canvas = TextCanvas(width: width, height: 1)
    if let ends = plot.ends {
      let count = plot.rows.map(\.levels.count).max() ?? 0
      let each = min(3, barWidth / max(1, count))
      let length = each > 0 ? each * count : barWidth
      let start = labelWidth + 2
      let last = max(start, start + length - displayWidth(of: ends.last))
      canvas.write(ends.first, start, 0)
      let isApart = last > start + displayWidth(of: ends.first)
      if ends.first != ends.last, isApart { canvas.write(ends.last, last, 0) }
      return canvas.lines[0]
    }
    var most = max(1, min(barWidth / 6, 12))
    while most >= 1 {
      let ticks = plot.scale.ticks(most: most)
      let starts = ticks.map { tick in
        let place = labelWidth + 2 + position(tick.value)
        let size = displayWidth(of: tick.label)
        return min(max(0, place - size / 2), width - size)
      }
      let isFree = ticks.indices.dropFirst().allSatisfy { place in
        starts[place] >= starts[place - 1] + displayWidth(of: ticks[place - 1].label) + 2
      }
      if isFree, starts.allSatisfy({ $0 >= 0 }) {
        for (tick, start) in zip(ticks, starts) { canvas.write(tick.label, start, 0) }
        return canvas.lines[0].isEmpty ? nil : canvas.lines[0]
      }
      most -= 1
    }
    return nil
  }

  /// The cell of a tick: bars are as long as the cells from zero to it.
  private func position(_ value: Double) -> Int {
    if plot.scale.low > 0 || !plot.rows.allSatisfy({ $0.points.isEmpty && $0.span == nil }) {
      return cell(of: value) ?? 0
    }
    if value == 0 { return zero }
    if value < 0 { return zero - Int((value / plot.scale.low * Double(zero)).rounded()) }
    return zero + Int((value / plot.scale.high * Double(barWidth - zero)).rounded())
  }
}
