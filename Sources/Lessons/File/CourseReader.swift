import Diagnostics
import IO
import Planner
import Syntax

/// The lessons of a file, and all that is wrong with how they are written.
///
/// The file is Markdown: `#` begins a lesson, `##` an exercise, `word:` a field, four spaces a query
/// that is shown; other lines are text. It may be of any editor: with a byte order mark, with ends of
/// lines of either kind, with the quotes of a word processor.
public func readCourse(_ bytes: [UInt8], name: String) -> (Course, [LessonProblem]) {
  var bytes = bytes[...]
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
  var reader = CourseReader(name: name)
  reader.course.hash = shortHash(of: Array(bytes))
  if let source = String(validating: bytes, as: UTF8.self) {
    reader.read(source)
  } else {
    let before = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let line = before.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    reader.report("This line is not UTF-8. Save the file as UTF-8.", line: line + 1)
  }
  return (reader.course, reader.problems.inOrder)
}

/// The reader of a lesson's file: it looks at a line at a time.
struct CourseReader {
  var course: Course
  var problems: [LessonProblem] = []
  /// The field that lines go on with.
  var field: RawField?
  /// The fields of the exercise or lesson that is being read.
  var fields: [RawField] = []
  private var paragraph: [String] = []
  private var note: [String]?
  private var noteLine = 0
  /// Whether the line before ended a demonstration, which a line with a bar goes on with.
  private var isInDemonstration = false

  init(name: String) { course = Course(name: name) }

  mutating func report(_ text: String, line: Int, column: Int = 1) {
    problems.append(LessonProblem(.error, line: line, column: column, text))
  }

  mutating func read(_ source: String) {
    let lines = source.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd)
    for (place, line) in lines.enumerated() { read(line, place + 1) }
    if note != nil {
      report("This note has no end; write --> behind it.", line: noteLine)
    }
    endField()
    endParagraph()
    finishSection()
    if course.lessons.isEmpty, problems.isEmpty {
      report("There is no lesson. One begins with a line such as # 1. What is a row?", line: 1)
    }
    checkIDs()
  }

  private mutating func read(_ line: Substring, _ number: Int) {
    if note != nil || line.hasPrefix("<!--") { return readNote(line, number) }
    if line.allSatisfy(\.isWhitespace) {
      endField()
      endParagraph()
      isInDemonstration = false
    } else if line.hasPrefix("#") {
      readHeading(line, number)
    } else if field != nil, line.hasPrefix("  ") || line.hasPrefix("\t") {
      goOn(line)
    } else if line.hasPrefix("    ") || line.hasPrefix("\t") {
      readDemonstration(line, number)
    } else if line.hasPrefix("  ") {
      let reason =
        "This line begins with two spaces, but there is no field right above it that it goes on "
        + "with. Take the empty line before it out, or the spaces."
      report(reason, line: number)
    } else if !readField(line, number) {
      readText(line, number)
    }
  }

  private mutating func readText(_ line: Substring, _ number: Int) {
    if let name = field?.name.rawValue {
      let reason =
        "This line stands right below \(name): Begin it with two spaces where it goes on with "
        + "that, or leave an empty line before it."
      report(reason, line: number)
      endField()
    }
    if course.lessons.isEmpty {
      return report("A file begins with a lesson: # 1. TITLE", line: number)
    }
    isInDemonstration = false
    paragraph.append(String(line.drop(while: \.isWhitespace)))
  }

  /// Ends the paragraph, which then stands in the lesson or exercise.
  mutating func endParagraph() {
    if paragraph.isEmpty { return }
    add(.paragraph(paragraph.joined(separator: " ")))
    paragraph = []
  }

  private mutating func add(_ block: Block) {
    guard let lesson = course.lessons.indices.last else { return }
    if let exercise = course.lessons[lesson].exercises.indices.last {
      course.lessons[lesson].exercises[exercise].text.append(block)
    } else {
      course.lessons[lesson].text.append(block)
    }
  }

  private mutating func readNote(_ line: Substring, _ number: Int) {
    if note == nil {
      endField()
      endParagraph()
      (note, noteLine) = ([], number)
    }
    var text = note?.isEmpty == true && number == noteLine ? line.dropFirst(4) : line
    var isEnd = false
    if let end = text.range(of: "-->") {
      if text[end.upperBound...].contains(where: { !$0.isWhitespace }) {
        report("Nothing stands behind --> on its line.", line: number)
      }
      (text, isEnd) = (text[..<end.lowerBound], true)
    }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if !words.isEmpty { note?.append(words) }
    if isEnd {
      add(.note((note ?? []).joined(separator: "\n")))
      note = nil
    }
  }

  private mutating func readDemonstration(_ line: Substring, _ number: Int) {
    endParagraph()
    let blanks = line.prefix { $0 == " " || $0 == "\t" }.count
    let text = plainQuery(String(line.dropFirst(blanks)), number)
    if isInDemonstration, text.hasPrefix("|"), goesOnWithDemonstration(text) { return }
    if course.lessons.isEmpty {
      return report("A file begins with a lesson: # 1. TITLE", line: number)
    }
    add(.demonstration(LessonQuery(text: text, line: number, column: blanks + 1)))
    isInDemonstration = true
  }

  private mutating func goesOnWithDemonstration(_ text: String) -> Bool {
    guard let lesson = course.lessons.indices.last else { return false }
    func longer(_ blocks: inout [Block]) -> Bool {
      guard case .demonstration(var query)? = blocks.last else { return false }
      query.text += "\n" + text
      blocks[blocks.count - 1] = .demonstration(query)
      return true
    }
    if let exercise = course.lessons[lesson].exercises.indices.last {
      return longer(&course.lessons[lesson].exercises[exercise].text)
    }
    return longer(&course.lessons[lesson].text)
  }

  /// A query with straight quotes and plain spaces; a note says where it had others.
  mutating func plainQuery(_ text: String, _ line: Int) -> String {
    let plain = Typography.plain(text)
    if plain != text {
      let words = "Signs of a word processor are read as plain ones: \(plain)"
      problems.append(LessonProblem(.note, line: line, words))
    }
    return plain
  }
}

/// Whether a character ends a line of a file: other separators belong to its text.
func isLineEnd(_ character: Character) -> Bool {
  character == "\n" || character == "\r\n" || character == "\r"
}

extension Substring {
  /// Where `text` stands first.
  func range(of text: String) -> Range<Index>? {
    var place = startIndex
    while place < endIndex {
      let rest = self[place...]
      if rest.hasPrefix(text) { return place..<rest.index(place, offsetBy: text.count) }
      place = index(after: place)
    }
    return nil
  }
}
