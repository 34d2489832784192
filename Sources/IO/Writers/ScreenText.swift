import Diagnostics

/// `text` in `width` columns: filled with spaces, on the left where `isRight`; longer text stays.
package func filled(_ text: String, to width: Int, isRight: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - displayWidth(of: text)))
  return isRight ? space + text : text + space
}

/// `text` cut to `width` columns, the last of them `mark` where something was cut.
package func shortened(_ text: String, to width: Int, mark: String) -> String {
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

/// `text` as messages quote it: control characters as symbols, and not more than a line's worth.
func shown(_ text: String) -> String {
  let visible = visibleText(text)
  return visible.count <= 60 ? visible : String(visible.prefix(60)) + "…"
}
