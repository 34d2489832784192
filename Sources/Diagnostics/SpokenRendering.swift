/// Diagnostics as sentences for a screen reader: each names the word at which it is, and no marks
/// are drawn.
///
/// A message begins with `at word 4, stat:`, behind the line where there are several, and behind
/// the file where there is one. `fixed` is a query that repairs all; it stands alone on the last
/// line, below what `introduction` says of it.
public func spoken(
  _ diagnostics: [Diagnostic],
  source: String,
  place: SourceStart? = nil,
  fixed: String? = nil,
  introduction: String = "Fixed:"
) -> String {
  let lines = SourceLines(source)
  var output = diagnostics.inOrder.map { diagnostic in
    let note = diagnostic.isNote ? "Note: " : ""
    return spokenPlace(diagnostic.span, lines, place) + note + visibleLines(diagnostic.message.text)
  }
  if let fixed { output += [introduction, visibleLines(fixed)] }
  return output.joined(separator: "\n")
}

private func spokenPlace(
  _ span: SourceSpan,
  _ lines: SourceLines,
  _ place: SourceStart?
) -> String {
  let number = lines.line(of: span.start)
  let line = lines.span(of: number)
  let before = lines.bytes[line.start..<max(line.start, min(span.start, line.end))]
  let isGap = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
  // A word that the place lies within counts as the one that it is at.
  let words = before.split(whereSeparator: isGap).count
  let isWithin = before.last.map { !isGap($0) } ?? false
  let first = place?.firstLine ?? 1
  let isLater = number > 0 || place != nil
  let file = place.map { visibleText($0.file) + ", " } ?? ""
  let lineWords = isLater ? "line \(first + number), " : ""
  let marked = lines.bytes[span.start..<max(span.start, min(span.end, line.end))]
  let text = visibleText(String(decoding: marked.prefix(60), as: UTF8.self))
  let word = "word \(isWithin ? max(words, 1) : words + 1)"
  return file + lineWords + (file.isEmpty && !isLater ? "at " : "") + word
    + (text.isEmpty ? ": " : ", \(text): ")
}
