/// `text` as messages quote it: control characters as symbols, and not more than a line's worth.
func shown(_ text: String, limit: Int = 60) -> String {
  let visible = String(String.UnicodeScalarView(text.unicodeScalars.map(visibleScalar)))
  if visible.count <= limit { return visible }
  return String(visible.prefix(limit)) + "…"
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
