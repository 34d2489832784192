import Diagnostics
import IO

extension Scene {
  /// What the query chose, in a sentence.
  var phraseSentence: String { "Shown: " + phrases.joined(separator: "; ") + "." }
}

/// The phrases under a title in at most two lines of a screen; how many have no room there is said.
func phraseLines(_ phrases: [String], width: Int, ellipsis: String) -> [String] {
  let most = 2
  // A phrase takes a column at least, and three stand between two.
  var kept = min(phrases.count, most * width / 4 + 1)
  while kept > 0 {
    let rest = phrases.count - kept
    let shown = phrases.prefix(kept) + (rest > 0 ? [more(rest, ellipsis, width)] : [])
    let lines = flowed(Array(shown), width: width)
    if lines.count <= most, lines.allSatisfy({ displayWidth(of: $0) <= width }) { return lines }
    kept -= 1
  }
  guard let phrase = phrases.first else { return [] }
  let lines = wrapped(phrase, to: width)
  let first = shortened(lines[0], to: width, mark: ellipsis)
  if phrases.count > 1 {
    let cut = first == lines[0] && lines.count > 1
    let line = cut ? shortened(first + " " + lines[1], to: width, mark: ellipsis) : first
    return [line, more(phrases.count - 1, ellipsis, width)]
  }
  if lines.count == 1 || first != lines[0] { return [first] }
  let rest = lines.dropFirst().joined(separator: " ")
  return [first, shortened(rest, to: width, mark: ellipsis)]
}

/// `… and 3 more conditions`.
private func more(_ count: Int, _ ellipsis: String, _ width: Int) -> String {
  let words = "\(ellipsis) and \(count) more \(count == 1 ? "condition" : "conditions")"
  return displayWidth(of: words) <= width ? words : "\(ellipsis) \(count) more"
}

/// Phrases one behind the other, as many in a line as fit.
private func flowed(_ phrases: [String], width: Int) -> [String] {
  var lines: [String] = []
  for phrase in phrases {
    let longer = lines.last.map { $0 + " · " + phrase }
    if let longer, displayWidth(of: longer) <= width {
      lines[lines.count - 1] = longer
    } else {
      lines += wrapped(phrase, to: width)
    }
  }
  return lines
}
