import Diagnostics

/// The name of the format, and the ending of files, in which a chart is a page of its own.
public let chartFormat = "svg"

extension Scene {
  /// The picture as a page of its own in SVG: title, query, panels, legend, notes and sources.
  ///
  /// It has no scripts and no fonts of its own, and its colors follow the reader's light or dark
  /// scheme.
  public func svg() -> String {
    var page = SVGPage(width: panels.count > 1 ? 960 : 720)
    page.paragraph(title, style: "t", size: 20, lineHeight: 26)
    if !phrases.isEmpty {
      page.paragraph(phrases.joined(separator: " · "), style: "c", size: 14, lineHeight: 20)
    }
    if let subtitle { page.paragraph(subtitle, style: "q", size: 12, lineHeight: 17) }
    page.y += 10
    let columns = panels.count == 1 ? 1 : 2
    let width = (page.width - 48 - Double(columns - 1) * 32) / Double(columns)
    for start in stride(from: 0, to: panels.count, by: columns) {
      let top = page.y
      var bottom = top
      for (place, panel) in panels[start..<min(panels.count, start + columns)].enumerated() {
        page.y = top
        page.draw(panel, x: 24 + Double(place) * (width + 32), width: width, isStacked: isStacked)
        bottom = max(bottom, page.y)
      }
      page.y = bottom + 16
    }
    page.drawLegend(legend, isStacked: isStacked)
    for note in notes { page.paragraph(note, style: "n", size: 12, lineHeight: 17) }
    if !sources.isEmpty { page.y += 6 }
    for line in sources { page.paragraph(line, style: "s", size: 11, lineHeight: 15) }
    page.y += 12
    let sentences = (phrases.isEmpty ? [] : [phraseSentence]) + words
    return page.document(title: title, description: sentences.joined(separator: " "))
  }
}

/// A page of SVG that is being written from the top to the bottom.
struct SVGPage {
  let width: Double
  /// The top of what comes next.
  var y = 24.0
  private var body = ""

  init(width: Double) { self.width = width }

  /// The estimated width of a text: no font is known, so that it is rather too much.
  static func length(_ text: String, size: Double) -> Double {
    Double(displayWidth(of: text)) * size * 0.58
  }

  /// `text` as content or attribute of an element.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in visibleText(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A number of pixels, to tenths.
  static func pixels(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
  }

  /// Adds an element without content.
  mutating func add(_ name: String, _ attributes: [(String, String)]) {
    body += "<\(name)"
    for (key, value) in attributes { body += " \(key)=\"\(SVGPage.escaped(value))\"" }
    body += "/>\n"
  }

  /// Begins an element, whose title stands beside the pointer.
  mutating func open(
    _ name: String,
    _ attributes: [(String, String)] = [],
    titled title: String? = nil
  ) {
    body += "<\(name)"
    for (key, value) in attributes { body += " \(key)=\"\(SVGPage.escaped(value))\"" }
    body += ">"
    if let title { body += "<title>\(SVGPage.escaped(title))</title>" }
    body += "\n"
  }

  /// Ends an element.
  mutating func close(_ name: String) { body += "</\(name)>\n" }

  /// Adds a line of text.
  mutating func text(
    _ text: String,
    x: Double,
    y: Double,
    style: String,
    anchor: String = "start"
  ) {
    if text.isEmpty { return }
    body += "<text class=\"\(style)\" x=\"\(SVGPage.pixels(x))\" y=\"\(SVGPage.pixels(y))\""
    if anchor != "start" { body += " text-anchor=\"\(anchor)\"" }
    body += ">\(SVGPage.escaped(text))</text>\n"
  }

  /// Adds lines of text as wide as the page.
  mutating func paragraph(_ text: String, style: String, size: Double, lineHeight: Double) {
    let columns = Int((width - 48) / (size * (style == "q" ? 0.64 : 0.56)))
    for line in wrapped(visibleText(text), to: columns) {
      y += lineHeight
      self.text(line, x: 24, y: y - lineHeight * 0.25, style: style)
    }
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
    add(
      "line",
      [
        ("class", style), ("x1", SVGPage.pixels(x1)), ("y1", SVGPage.pixels(y1)),
        ("x2", SVGPage.pixels(x2)), ("y2", SVGPage.pixels(y2)),
      ]
    )
  }

  mutating func rectangle(
    _ x: Double,
    _ y: Double,
    _ width: Double,
    _ height: Double,
    style: String
  ) {
    add(
      "rect",
      [
        ("class", style), ("x", SVGPage.pixels(x)), ("y", SVGPage.pixels(y)),
        ("width", SVGPage.pixels(max(0, width))), ("height", SVGPage.pixels(height)),
      ]
    )
  }

  /// The whole page.
  func document(title: String, description: String) -> String {
    let size = "\(SVGPage.pixels(width)) \(SVGPage.pixels(y))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" \
      viewBox="0 0 \(size)" width="\(SVGPage.pixels(width))" height="\(SVGPage.pixels(y))">
      <title id="title">\(SVGPage.escaped(title))</title>
      <desc id="desc">\(SVGPage.escaped(description))</desc>
      \(SVGPage.style)
      <rect class="page" width="100%" height="100%"/>
      \(body)</svg>

      """
  }
}

// MARK: - Styles

extension SVGPage {
  /// Colors of series that color-blind people tell apart, dark ones for light pages and light ones for
  /// dark pages.
  static let colors: [(light: String, dark: String)] = [
    ("#0b5fa5", "#6cb6ff"), ("#a8460a", "#f0a35e"), ("#0c6b58", "#52cfae"),
    ("#8a3d7c", "#e59ad4"), ("#5f5200", "#e3d26f"), ("#505050", "#c4c4c4"),
  ]

  private static let style: String = {
    func rules(_ isDark: Bool) -> String {
      let (page, ink, soft, line, hatch) =
        isDark
        ? ("#16181c", "#ececec", "#b4b8be", "#8b9097", "#9aa0a8")
        : ("#ffffff", "#1a1a1a", "#555a61", "#777c83", "#6b7078")
      var text = ".page{fill:\(page)}text{fill:\(ink)}.q,.n,.s,.x{fill:\(soft)}"
      text += ".axis{stroke:\(line)}.grid{stroke:\(line);stroke-opacity:.25}"
      text += ".k{paint-order:stroke;stroke:\(page);stroke-width:4px;fill:\(ink)}"
      text += ".ref{stroke:\(ink)}.hl{stroke:\(hatch)}.hb{fill:\(page)}.hf{stroke:\(hatch)}"
      text += ".short{fill:\(page);stroke:\(line)}"
      text += ".cell{stroke:\(line)}.unknown{fill:\(page)}.absent{fill:none;stroke-opacity:.4}"
      text += ".outline{fill:none;stroke:\(ink)}"
      for (place, color) in colors.enumerated() {
        let color = isDark ? color.dark : color.light
        text += ".f\(place){fill:\(color);stroke:\(page)}.l\(place){stroke:\(color)}"
        text += ".m\(place){fill:\(color);stroke:\(page)}.h\(place){fill:\(page);stroke:\(color)}"
      }
      return text
    }
    let steps = SVGPage.steps.enumerated().map { place, step in
      ".s\(place){fill:\(step.fill)}.i\(place){fill:\(step.ink)}"
    }.joined()
    return """
      <style>
      text{font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",Arial,sans-serif;\
      font-size:12px;font-variant-numeric:tabular-nums}
      .t{font-size:20px;font-weight:600}.c{font-size:14px}.q{font-family:ui-monospace,"DejaVu Sans Mono",monospace}
      .p{font-size:14px;font-weight:600}.s{font-size:11px}
      .axis,.grid,.ref{stroke-width:1}.ref{stroke-dasharray:4 3}
      .line{fill:none;stroke-width:2;stroke-linejoin:round}.dot{stroke-dasharray:2 4}
      .hf,.short{stroke-width:1}.short{stroke-dasharray:2 2}
      \(rules(false))
      @media (prefers-color-scheme:dark){\(rules(true))}
      \(steps)
      </style>
      <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" \
      patternTransform="rotate(45)"><rect class="hb" width="6" height="6"/>\
      <line class="hl" x1="0" y1="0" x2="0" y2="6" stroke-width="4"/></pattern>\
      <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">\
      <rect class="hb" width="6" height="6"/>\
      <line class="hl" x1="1" y1="3" x2="4" y2="3" stroke-width="3"/></pattern></defs>
      """
  }()
}
