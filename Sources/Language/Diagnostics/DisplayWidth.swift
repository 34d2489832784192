/// How many columns `text` takes on a terminal.
public func displayWidth(of text: String) -> Int {
  var width = 0
  for character in text { width += displayWidth(of: character) }
  return width
}

/// How many columns `character` takes on a terminal: 0, 1 or 2.
public func displayWidth(of character: Character) -> Int {
  if let ascii = character.asciiValue { return ascii.isControl ? 0 : 1 }
  let scalars = character.unicodeScalars
  if scalars.contains("\u{FE0F}") { return 2 }
  return scalars.first.map(width) ?? 0
}

private func width(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation { return 2 }
  return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// The blocks of East Asian scripts whose characters take two columns.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
  0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
  0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
]
