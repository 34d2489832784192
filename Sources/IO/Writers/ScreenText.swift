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

/// `text` cut to `width` columns behind a word or a part of one, where what is kept fills a third.
package func shortenedAtWord(_ text: String, to width: Int, mark: String) -> String {
  let cut = shortened(text, to: width, mark: mark)
  if cut == text { return text }
  let kept = cut.dropLast(mark.count)
  guard let space = kept.lastIndex(where: { $0 == " " || wordJoints.contains($0) }),
    displayWidth(of: String(kept[..<space])) * 3 >= width
  else { return cut }
  return String(kept[...space]) + mark
}

/// The signs behind which a word may be cut.
private let wordJoints = "-_/."

/// The words of a text, those that consist of parts cut behind each hyphen, underscore, slash or
/// point.
func wordParts(of text: String) -> [String] {
  text.split(separator: " ").flatMap { word in
    var parts = [""]
    for character in word {
      parts[parts.count - 1].append(character)
      if wordJoints.contains(character) { parts.append("") }
    }
    return parts.filter { !$0.isEmpty }
  }
}

/// `text` in lines of at most `width` columns, as cells of a table have them: broken at spaces, and
/// words that are wider than a line behind their parts.
func wrappedInCell(_ text: String, to width: Int) -> [String] {
  wrapped(text, to: width).flatMap { line -> [String] in
    if displayWidth(of: line) <= width { return [line] }
    var lines = [""]
    for part in wordParts(of: line) {
      let joined = lines[lines.count - 1] + part
      if displayWidth(of: joined) > width, !lines[lines.count - 1].isEmpty {
        lines.append(part)
      } else {
        lines[lines.count - 1] = joined
      }
    }
    return lines
  }
}

/// `text` as messages quote it: control characters as symbols, and not more than a line's worth.
func shown(_ text: String) -> String {
  let visible = visibleText(text)
  return visible.count <= 60 ? visible : String(visible.prefix(60)) + "…"
}
