import Diagnostics
import Planner
import Syntax

/// A lesson's file in canonical layout: queries as `--fmt` lays them out, words in lines of at most 92
/// columns, one empty line between paragraphs, exercises and demonstrations.
///
/// Text is not changed, but for where its lines end; notes stay as they are.
public func formattedCourse(_ source: String) -> String {
  var layout = CourseLayout()
  var lines = source.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd)
  if lines.first?.hasPrefix("\u{FEFF}") == true { lines[0] = lines[0].dropFirst() }
  for line in lines { layout.add(line) }
  layout.endParts()
  var text = layout.lines
  while text.last?.isEmpty == true { text.removeLast() }
  return text.joined(separator: "\n") + "\n"
}

/// The layout of a lesson's file, a line at a time.
private struct CourseLayout {
  var lines: [String] = []
  /// The parts of a field: its query lines, and its words.
  private var field: (name: FieldName, query: [String], words: [String])?
  private var paragraph: [String] = []
  private var demonstration: [String] = []
  private var isInNote = false
  private static let width = 92

  mutating func add(_ line: Substring) {
    if isInNote || line.hasPrefix("<!--") {
      endParts()
      lines.append(trimmedEnd(line))
      isInNote = !line.contains("-->")
      return
    }
    let text = trimmed(line)
    if text.isEmpty { return separate() }
    if line.hasPrefix("#") {
      endParts()
      if lines.last?.isEmpty == false { lines.append("") }
      lines.append(text)
    } else if line.hasPrefix("  "), field != nil {
      goOn(text)
    } else if line.hasPrefix("    ") {
      endWords()
      if !text.hasPrefix("|") { endDemonstration() }
      demonstration.append(Typography.plain(text))
    } else if !beginField(line) {
      endField()
      endDemonstration()
      paragraph.append(text)
    }
  }

  private mutating func separate() {
    endParts()
    if lines.last?.isEmpty == false { lines.append("") }
  }

  private mutating func beginField(_ line: Substring) -> Bool {
    guard let colon = line.firstIndex(of: ":"),
      let name = FieldName(rawValue: String(line[..<colon]))
    else { return false }
    endParts()
    let text = trimmed(line[line.index(after: colon)...])
    field = (name, name.holdsQuery || name == .choice ? [text] : [], [])
    if !name.holdsQuery, name != .choice { field?.words = [text] }
    return true
  }

  private mutating func goOn(_ text: String) {
    guard var open = field else { return }
    let query = open.query.joined(separator: "\n")
    let isMore =
      open.name.holdsQuery && open.words.isEmpty
      && (text.hasPrefix("|") || query.hasSuffix("|") || query.hasSuffix(",")
        || parse(query, verbs: Verb.shapes, mode: .prompt).isIncomplete)
    if isMore { open.query.append(text) } else { open.words.append(text) }
    field = open
  }

  /// Ends whatever is being laid out.
  mutating func endParts() {
    endField()
    endWords()
    endDemonstration()
  }

  private mutating func endWords() {
    if paragraph.isEmpty { return }
    lines += wrapped(paragraph.joined(separator: " "), to: CourseLayout.width)
    paragraph = []
  }

  private mutating func endDemonstration() {
    if demonstration.isEmpty { return }
    lines += laidOut(demonstration.joined(separator: "\n")).map { "    " + $0 }
    demonstration = []
  }

  private mutating func endField() {
    guard let open = field else { return }
    field = nil
    let margin = open.name.rawValue + ": "
    if open.name.holdsQuery || open.name == .choice {
      let text = open.query.joined(separator: "\n")
      // What is wrong on purpose stays as it is.
      let isWrong = open.name == .refused || open.name == .start || open.name == .choice
      let query = isWrong ? open.query : laidOut(Typography.plain(text))
      lines.append(margin + (query.first ?? ""))
      lines += query.dropFirst().map { "  " + $0 }
      if !open.words.isEmpty { lines += words(open.words.joined(separator: " ")) }
    } else {
      let text = wrapped(margin + open.words.joined(separator: " "), to: CourseLayout.width)
      lines.append(text[0])
      lines += text.dropFirst().map { "  " + $0 }
    }
  }

  private func words(_ text: String) -> [String] {
    wrapped(text, to: CourseLayout.width - 2).map { "  " + $0 }
  }

  /// A query on one line where it fits, else broken before its bars; as it is where it cannot be read.
  private func laidOut(_ query: String) -> [String] {
    let program = parse(query, verbs: Verb.shapes)
    guard program.diagnostics.isEmpty, program.statements.count == 1, !query.contains("#") else {
      return query.split(separator: "\n").map(String.init)
    }
    let flat = query.split(separator: "\n").joined(separator: " ")
    let line = formatted(flat, verbs: Verb.shapes).split(separator: "\n").map(trimmed)
      .joined(separator: " ")
    if line.count <= CourseLayout.width - 12 { return [line] }
    let stages = parse(line, verbs: Verb.shapes).statements.first?.pipeline?.stages ?? []
    let bytes = Array(line.utf8)
    var pieces: [String] = []
    var start = 0
    for stage in stages {
      // A stage begins behind its bar and a blank.
      let end = max(start, stage.span.start - 2)
      pieces.append(trimmed(String(decoding: bytes[start..<end], as: UTF8.self)))
      start = end
    }
    pieces.append(trimmed(String(decoding: bytes[start...], as: UTF8.self)))
    return joined(pieces)
  }

  /// Stages in as few lines as hold them.
  private func joined(_ pieces: [String]) -> [String] {
    var lines: [String] = []
    for piece in pieces where !piece.isEmpty {
      if let last = lines.last, last.count + 1 + piece.count <= CourseLayout.width - 12 {
        lines[lines.count - 1] = last + " " + piece
      } else {
        lines.append(piece)
      }
    }
    return lines
  }

  private func trimmedEnd(_ line: Substring) -> String {
    var line = line
    while line.last?.isWhitespace == true { line.removeLast() }
    return String(line)
  }
}
