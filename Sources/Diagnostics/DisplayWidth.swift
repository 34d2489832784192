/// The display width of `text` in columns of a terminal: wide characters and emoji two, combining
/// marks without a width of their own none.
public func displayWidth(of text: String) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The display width of a character (a grapheme cluster) in columns of a terminal.
public func displayWidth(of character: Character) -> Int {
  let scalars = character.unicodeScalars
  // An emoji selector makes a narrow sign a picture; two regional letters are a flag.
  if scalars.contains("\u{FE0F}") { return 2 }
  if scalars.contains(where: { $0.value > 0xFF && $0.properties.isEmoji }) {
    return scalars.map(width).max() ?? 0
  }
  // Terminals draw the letters of a conjunct one after the other.
  return scalars.reduce(0) { $0 + width(of: $1) }
}

private func width(of scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  if (0x1160...0x11FF).contains(scalar.value) { return 0 }
  if (0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }
  return isWide(scalar.value) ? 2 : 1
}

private func isWide(_ value: UInt32) -> Bool {
  var low = 0
  var high = wideCharacters.count
  while low < high {
    let middle = (low + high) / 2
    if wideCharacters[middle].upperBound < value { low = middle + 1 } else { high = middle }
  }
  return low < wideCharacters.count && wideCharacters[low].contains(value)
}
