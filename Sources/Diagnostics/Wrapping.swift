/// `text` in lines of at most `width` columns, broken at spaces; longer words stand alone.
public func wrapped(_ text: String, to width: Int?) -> [String] {
  guard let width, displayWidth(of: text) > width else { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    let wordWidth = displayWidth(of: String(word))
    if used > 0, used + 1 + wordWidth > width {
      lines.append(line)
      (line, used) = ("", 0)
    } else if used > 0 {
      line += " "
      used += 1
    }
    line += word
    used += wordWidth
  }
  return lines + [line]
}

/// `text` in lines of at most `width` columns behind `margin`; lines after the first have a margin
/// of blanks.
public func hanging(_ text: String, behind margin: String, width: Int?) -> [String] {
  let room = width.map { max(20, $0 - displayWidth(of: margin)) }
  let blanks = String(repeating: " ", count: displayWidth(of: margin))
  return wrapped(text, to: room).enumerated().map { ($0 == 0 ? margin : blanks) + $1 }
}

/// A number of things in words, `1 row` or `2 rows`, where `noun` takes an s; `digits` are the number
/// as it is to be written.
public func counted(_ count: Int, _ noun: String, digits: String? = nil) -> String {
  "\(digits ?? String(count)) \(noun)\(count == 1 ? "" : "s")"
}
