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
  let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  if isPlain { return text }
  var visible = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { visible.append(visibleScalar(scalar)) }
  return String(visible)
}
