/// Diagnostics as text: the query's lines with a mark under each place, then the messages.
///
/// Several messages are numbered. With a `place`, each begins with `file:line:column:` instead,
/// where the source begins in a file; what is wrong with a file of data has its own. `fixed` is a
/// query that repairs all. Where the screen has a `width`, messages are wrapped to it, and of longer
/// lines of the query only what fits is shown.
public func render(
  _ diagnostics: [Diagnostic],
  source: String,
  place: SourceStart? = nil,
  fixed: String? = nil,
  width: Int? = nil
) -> String {
  let lines = SourceLines(source)
  var output = markedLines(diagnostics, lines, width: width)
  for (index, diagnostic) in diagnostics.inOrder.enumerated() {
    let number = diagnostics.count > 1 && place == nil ? "\(index + 1). " : ""
    let note = diagnostic.isNote ? "Note: " : ""
    let prefix = place.map { position(diagnostic, lines, $0) } ?? number
    let text = note + visibleLines(diagnostic.message.text)
    output += hanging(text, behind: prefix, width: place == nil ? width : nil)
  }
  if let fixed {
    let lines = visibleLines(fixed).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      output += hanging(String(line), behind: index == 0 ? "Fixed:  " : "        ", width: width)
    }
  }
  return output.joined(separator: "\n")
}

private func position(
  _ diagnostic: Diagnostic,
  _ lines: SourceLines,
  _ place: SourceStart
) -> String {
  if diagnostic.message.isAboutFile, FilePlace.leading(diagnostic.message.text) != nil { return "" }
  let (line, column) = lines.position(of: diagnostic.span.start)
  return "\(visibleText(place.file)):\(place.firstLine + line - 1):\(column): "
}

/// The lines that hold a place, each with its marks below.
private func markedLines(
  _ diagnostics: [Diagnostic],
  _ lines: SourceLines,
  width: Int?
) -> [String] {
  let spans = diagnostics.flatMap { [$0.span] + $0.furtherSpans }
  let numbers = Set(spans.map { lines.line(of: $0.start) }).sorted()
  return numbers.flatMap { number in
    let excerpt = Excerpt(lines, number, width: width)
    return excerpt.rows(marking: spans.filter { lines.line(of: $0.start) == number })
  }
}

/// `source` after the edits of all `fixes`; of edits that overlap the first stands.
public func applying(_ fixes: [FixIt], to source: String) -> String {
  let bytes = Array(source.utf8)
  let edits = fixes.flatMap(\.edits).enumerated()
    .sorted { ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset) }
  var result: [UInt8] = []
  var place = 0
  for (_, edit) in edits where edit.span.start >= place && edit.span.end <= bytes.count {
    result += bytes[place..<edit.span.start] + Array(edit.text.utf8)
    place = edit.span.end
  }
  return String(decoding: result + bytes[place...], as: UTF8.self)
}
