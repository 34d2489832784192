import Planner

/// The signs of a raster, in Unicode or ASCII, perhaps with tints.
struct SignSet {
  let isASCII: Bool
  /// Whether signs carry the tint of their series.
  var isTinted = false

  /// The signs of a full cell of each fill.
  func cell(_ fill: Fill, isStacked: Bool) -> Character {
    switch fill {
    case .series(let place):
      let signs = Array(isASCII ? "#=-:+" : "█▒░▓·")
      return tinted(isStacked ? signs[place % signs.count] : signs[0], isStacked ? place : 0)
    case .hatched: return isASCII ? "/" : "▒"
    case .missing: return isASCII ? "." : "░"
    case .short: return "?"
    }
  }

  /// The mark of a series.
  func mark(_ place: Int, isHollow: Bool) -> Character {
    let signs = Array(isASCII ? (isHollow ? "oOvdpq" : "*#VDPQ") : isHollow ? "○□△◇▽☆" : "●■▲◆▼★")
    return tinted(signs[max(0, place) % signs.count], place)
  }

  /// The texture of a class among so many: the higher, the denser.
  func texture(_ step: Int, of count: Int) -> Character {
    let signs = Array(isASCII ? ".-+%#" : "·░▒▓█")
    return tinted(signs[Classes.sign(step, of: count)], 0)
  }

  /// The sign of a height from 0 to 1.
  func level(_ height: Double) -> Character {
    let signs = Array(isASCII ? "_.-=+*%#" : "▁▂▃▄▅▆▇█")
    let place = Int((min(1, max(0, height)) * Double(signs.count - 1)).rounded())
    return tinted(signs[place], 0)
  }

  /// A sign of the legend.
  func text(_ sign: LegendEntry.Sign, isStacked: Bool) -> String {
    switch sign {
    case .fill(let fill): String(cell(fill, isStacked: isStacked))
    case .mark(-1, _): isASCII ? "oOvdpq" : "○ □ △"
    case .mark(let place, let isHollow): String(mark(place, isHollow: isHollow))
    case .count: isASCII ? "2 to 9" : "2…9"
    case .step(let step, let count):
      "\(step + 1) " + String(repeating: texture(step, of: count), count: 3)
    case .unknown: "?"
    case .absent: "blank"
    }
  }

  var vertical: Character { isASCII ? "|" : "│" }
  var horizontal: Character { isASCII ? "-" : "─" }
  var corner: Character { isASCII ? "+" : "└" }
  var tick: Character { isASCII ? "+" : "┤" }
  var leftEnd: Character { isASCII ? "|" : "├" }
  var endCorner: Character { isASCII ? "+" : "┘" }
  var dashed: Character { isASCII ? "-" : "╌" }
  var dashedVertical: Character { isASCII ? ":" : "┊" }
  var leftArrow: Character { isASCII ? "<" : "◁" }
  var rightArrow: Character { isASCII ? ">" : "▷" }
  var ellipsis: String { isASCII ? "..." : "…" }
  /// A part of a cell, in eighths from one to seven.
  func eighths(_ count: Int) -> Character { tinted(Array("▏▎▍▌▋▊▉")[count - 1], 0) }
}

// MARK: - Tints

extension SignSet {
  /// One for each series that can be told apart.
  private static let tintCount = UInt32(ChartData.mostSeries)
  /// The scalars that stand behind a tinted sign, until the sign is painted: selectors of variants
  /// take no room, and no sign of a chart has variants.
  private static let selectors = 0xE01A0..<(0xE01A0 + tintCount)

  /// A sign with the tint of a series.
  func tinted(_ sign: Character, _ series: Int) -> Character {
    let tint = UInt32(clamping: max(0, series)) % SignSet.tintCount
    let number = SignSet.selectors.lowerBound + tint
    guard isTinted, let selector = Unicode.Scalar(number) else { return sign }
    var scalars = String(sign).unicodeScalars
    scalars.append(selector)
    return Character(String(scalars))
  }

  /// A line whose tinted stretches `paint` colors.
  static func painted(_ line: String, _ paint: (Int, String) -> String) -> String {
    var (result, stretch, current) = ("", "", nil as Int?)
    func flush() {
      result += current.map { paint($0, stretch) } ?? stretch
      stretch = ""
    }
    for character in line {
      var scalars = character.unicodeScalars
      let last = scalars.last.map(\.value) ?? 0
      let isTinted = scalars.count > 1 && selectors.contains(last)
      let tint = isTinted ? Int(last - selectors.lowerBound) : nil
      if tint != current {
        flush()
        current = tint
      }
      if isTinted { scalars.removeLast() }
      stretch.unicodeScalars.append(contentsOf: scalars)
    }
    flush()
    return result
  }
}
