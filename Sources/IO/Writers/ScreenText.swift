import Diagnostics

/// `text` in `width` columns: filled with spaces, on the left where `isRight`; longer text stays.
func filled(_ text: String, to width: Int, isRight: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - displayWidth(of: text)))
  return isRight ? space + text : text + space
}

/// `text` cut to `width` columns, the last of them `mark` where something was cut.
func shortened(_ text: String, to width: Int, mark: String) -> String {
  if displayWidth(of: text) <= width { return text }
  var left = max(0, width - displayWidth(of: mark))
  var kept = ""
  for character in text {
    left -= displayWidth(of: character)
    if left < 0 { break }
    kept.append(character)
  }
  return kept + mark
}

/// `text` without anything that commands a terminal: control characters become symbols such as ␛.
public func visibleText(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.map(visibleScalar)))
}

/// `text` as messages quote it: control characters as symbols, and not more than a line's worth.
func shown(_ text: String) -> String {
  let visible = visibleText(text)
  return visible.count <= 60 ? visible : String(visible.prefix(60)) + "…"
}

/// A character that can be sent to a terminal in the place of `scalar`.
///
/// Control characters become their pictures (U+2400 and on), other invisible commands U+FFFD.
func visibleScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
  case 0x7F: "\u{2421}"
  case 0x80..<0xA0, 0x2028, 0x2029: "\u{FFFD}"
  // Marks that turn the direction of text could make a cell look like another.
  case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
  default: scalar
  }
}
