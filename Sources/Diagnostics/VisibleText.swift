// What leaves the program for people's eyes goes through here. The rule: on a terminal, and in
// boxes, notes, errors and pages of help wherever they go, a text of others never commands, reorders
// or hides anything; formats for programs keep every byte in files and pipes. `Console` and
// `LineEditor` apply it, and docs/internals/output.md gives it way by way.

/// A line of text without anything that commands a terminal, hides or reorders text.
///
/// Control characters, ends of lines among them, become their pictures (U+2400 and on). Other
/// characters without a shape, and marks beyond four on one base, become U+FFFD; joiners and emoji
/// selectors stay where scripts and emoji need them. A mark that would stand on nothing stands on a
/// dotted circle.
public func visibleText(_ text: String) -> String {
  isPlainlyVisible(text) ? text : visible(text, keeping: [])
}

/// Lines of text as `visibleText` shows them; ends of lines and tabs stay.
public func visibleLines(_ text: String) -> String {
  isPlainlyVisible(text) ? text : visible(text, keeping: ["\n", "\t"])
}

/// A text that this program drew with `styles`, which stay where all else is as in `visibleLines`.
public func visibleLines(_ text: String, styles: [String]) -> String {
  guard text.utf8.contains(0x1B) else { return visibleLines(text) }
  let parts = text.split(separator: "\u{1B}", omittingEmptySubsequences: false).map(String.init)
  return visibleLines(parts[0])
    + parts.dropFirst().map { part in
      let isStyle = styles.contains { ("\u{1B}" + part).hasPrefix($0) }
      return (isStyle ? "\u{1B}" : "\u{241B}") + visibleLines(part)
    }.joined()
}

/// The scalars of a text, each as it can be shown: one for one, so that places stay.
public func visibleScalars(of text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
  let scalars = Array(text)
  var reader = VisibilityReader(scalars)
  return scalars.indices.map { place in
    switch reader.visibility(at: place) {
    case .shown: scalars[place]
    case .symbol(let symbol): symbol
    case .excess: VisibilityReader.replacement
    }
  }
}

private func visible(_ text: String, keeping kept: [Unicode.Scalar]) -> String {
  let scalars = Array(text.unicodeScalars)
  var reader = VisibilityReader(scalars)
  var result = String.UnicodeScalarView()
  var isInFlood = false
  for (place, scalar) in scalars.enumerated() {
    let next = place + 1 < scalars.count ? scalars[place + 1] : nil
    let endsLine = scalar == "\r" && next == "\n" && kept.contains("\n")
    let visibility = reader.visibility(at: place)
    let isExcess = visibility == .excess
    defer { isInFlood = isExcess }
    switch visibility {
    case .symbol where kept.contains(scalar) || endsLine: result.append(scalar)
    case .symbol(let symbol): result.append(symbol)
    case .excess: if !isInFlood { result.append(VisibilityReader.replacement) }
    case .shown:
      if scalar.isMark, place == 0 || kept.contains(scalars[place - 1]) {
        result.append("\u{25CC}")
      }
      result.append(scalar)
    }
  }
  return String(result)
}

/// Whether a text is known at a glance to have no character that must be looked at: ASCII, letters
/// of Europe, ideographs and drawn lines.
public func isPlainlyVisible(_ text: String) -> Bool {
  var before: UInt8 = 0
  for byte in text.utf8 {
    defer { before = byte }
    switch byte {
    case 0x20..<0x7F, 0xC3...0xCB, 0xE4...0xE9, 0xE2: continue
    case 0x80..<0xC0 where before != 0xE2 || (0x84..<0xB3).contains(byte): continue
    default: return false
    }
  }
  return true
}

/// How a scalar is shown, in the place where it stands.
enum Visibility: Equatable {
  case shown
  /// It is hidden or commands: this stands for it.
  case symbol(Unicode.Scalar)
  /// It is a mark beyond those that one base may have.
  case excess
}

/// The rule of what is shown, applied to the scalars of a text from the first to the last.
struct VisibilityReader {
  static let replacement: Unicode.Scalar = "\u{FFFD}"
  /// The most marks of one base: letters of Hebrew and Vietnamese need up to four.
  private static let mostMarks = 4

  private let scalars: [Unicode.Scalar]
  private var marks = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func visibility(at place: Int) -> Visibility {
    let scalar = scalars[place]
    if scalar.isMark, !scalar.properties.isDefaultIgnorableCodePoint {
      marks += 1
      return marks > VisibilityReader.mostMarks ? .excess : .shown
    }
    switch scalar.value {
    case 0xFE0E...0xFE0F where isEmojiSelector(place): return .shown
    case 0x200D where joinsEmoji(place) || followsVirama(place): return .shown
    case 0x200C where followsVirama(place) || separatesJoiningLetters(place): return .shown
    case 0x180B...0x180F where before(place, in: 0x1820...0x18AA): return .shown
    default: marks = 0
    }
    return scalar.symbol.map(Visibility.symbol) ?? .shown
  }

  private func neighbor(_ place: Int) -> Unicode.Scalar? {
    scalars.indices.contains(place) ? scalars[place] : nil
  }

  private func before(_ place: Int, in range: ClosedRange<UInt32>) -> Bool {
    neighbor(place - 1).map { range.contains($0.value) } ?? false
  }

  /// Whether a selector says how the emoji or keycap before it is drawn.
  private func isEmojiSelector(_ place: Int) -> Bool {
    guard let base = neighbor(place - 1), base.properties.isEmoji else { return false }
    return base.value > 0x7F || neighbor(place + 1) == "\u{20E3}"
  }

  /// Whether a joiner makes one emoji of two.
  private func joinsEmoji(_ place: Int) -> Bool {
    guard let base = neighbor(place - 1), let next = neighbor(place + 1) else { return false }
    let isSelected = base == "\u{FE0F}" && isEmojiSelector(place - 1)
    return (isSelected || base.isPictograph) && next.isPictograph
  }

  /// Whether a joiner stands in a conjunct of an Indic script.
  private func followsVirama(_ place: Int) -> Bool {
    guard let base = neighbor(place - 1), let next = neighbor(place + 1) else { return false }
    let virama: UInt8 = 9
    return base.properties.canonicalCombiningClass.rawValue == virama && next.isPlainLetter
  }

  /// Whether a non-joiner stands between letters that would else join, as in Persian.
  private func separatesJoiningLetters(_ place: Int) -> Bool {
    guard let base = neighbor(place - 1), let next = neighbor(place + 1) else { return false }
    let joining: [ClosedRange<UInt32>] = [0x0620...0x08FF, 0x1820...0x18AA]
    let areOfOneScript = joining.contains { $0.contains(base.value) && $0.contains(next.value) }
    return areOfOneScript && (base.isPlainLetter || base.isMark) && next.isPlainLetter
  }
}

extension Unicode.Scalar {
  /// The symbol of a character that commands, or has no shape of its own; nil for others.
  fileprivate var symbol: Unicode.Scalar? {
    switch value {
    case 0..<0x20: Unicode.Scalar(0x2400 + value)
    case 0x7F: "\u{2421}"
    // Ends of lines and paragraphs, and what annotates in between the lines.
    case 0x80..<0xA0, 0x2028, 0x2029, 0xFFF9...0xFFFB: VisibilityReader.replacement
    // Direction marks, joiners, fillers, tags, selectors and all else that renderers leave out.
    default: properties.isDefaultIgnorableCodePoint ? VisibilityReader.replacement : nil
    }
  }

  /// Whether it is drawn on the character before it.
  fileprivate var isMark: Bool {
    if value < 0x300 { return false }
    let category = properties.generalCategory
    return category == .nonspacingMark || category == .enclosingMark
  }

  fileprivate var isPlainLetter: Bool { properties.generalCategory == .otherLetter }

  /// Whether it is a picture, or the color of one, and no digit or sign.
  fileprivate var isPictograph: Bool { value > 0xFF && properties.isEmoji }
}
