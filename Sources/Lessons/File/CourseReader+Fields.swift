import Diagnostics
import Planner
import Syntax

// Headings and fields of a lesson's file.

extension CourseReader {
  /// Reads `# 4. Of what?` or `## 4.2 California [core]`.
  mutating func readHeading(_ line: Substring, _ number: Int) {
    endSection()
    let marks = line.prefix { $0 == "#" }.count
    var words = line.dropFirst(marks).split(whereSeparator: \.isWhitespace).map(String.init)
    guard marks <= 2, !words.isEmpty else {
      let reason = "A heading is # 4. TITLE for a lesson, or ## 4.2 TITLE [core] for an exercise."
      return report(reason, line: number)
    }
    var id = words[0]
    while id.hasSuffix(".") { id.removeLast() }
    guard id.first?.isNumber == true, id.allSatisfy({ $0.isNumber || $0 == "." || $0.isLetter })
    else {
      let example = marks == 1 ? "# 4. \(words[0])" : "## 4.2 \(words[0])"
      return report("A heading begins with its number: \(example) …", line: number)
    }
    words.removeFirst()
    if marks == 1 {
      let title = words.joined(separator: " ")
      course.lessons.append(Lesson(id: id, title: title, line: number))
    } else if course.lessons.isEmpty {
      report("An exercise stands in a lesson. Write # 1. TITLE before it.", line: number)
    } else {
      var exercise = Exercise(id: id, title: "", line: number)
      if let last = words.last, last.hasPrefix("["), last.hasSuffix("]"), last.count > 2 {
        exercise.tag = String(last.dropFirst().dropLast())
        words.removeLast()
      }
      exercise.title = words.joined(separator: " ")
      course.lessons[course.lessons.count - 1].exercises.append(exercise)
    }
  }

  private mutating func endSection() {
    endField()
    endParagraph()
    finishSection()
  }

  /// Reads `word: …`; false where the line is text.
  mutating func readField(_ line: Substring, _ number: Int) -> Bool {
    guard let colon = line.firstIndex(of: ":") else { return false }
    let word = line[..<colon]
    let rest = line[line.index(after: colon)...]
    guard !word.isEmpty, word.allSatisfy({ $0.isLetter && $0.isASCII }),
      rest.isEmpty || rest.first?.isWhitespace == true
    else { return false }
    let known = FieldName(rawValue: String(word))
    if word.first?.isUppercase == true {
      guard FieldName(rawValue: word.lowercased()) != nil else { return false }
      report("\(word): is written in small letters: \(word.lowercased()):", line: number)
      return true
    }
    endField()
    endParagraph()
    guard let name = known else {
      let reason =
        "There is no field \(word): \(offer(for: String(word), among: FieldName.names)) Where it is "
        + "text, let another word begin the line."
      report(reason, line: number)
      return true
    }
    let blanks = rest.prefix(while: \.isWhitespace).count
    let text = String(rest.dropFirst(blanks))
    let column = word.count + 2 + blanks
    let plain = name.holdsQuery ? plainQuery(text, number) : text
    field = RawField(name: name, text: plain, line: number, column: column)
    return true
  }

  /// Adds a line that begins with two spaces to the field above it.
  mutating func goOn(_ line: Substring) {
    guard var open = field else { return }
    let text = String(line.drop(while: \.isWhitespace))
    let isMore = open.name.holdsQuery && open.words.isEmpty
    if isMore, text.hasPrefix("|") || isUnfinished(open.text) {
      open.text += "\n" + plainQuery(text, open.line)
    } else if open.name.holdsQuery || open.name == .choice {
      open.words += (open.words.isEmpty ? "" : " ") + text
    } else {
      open.text += (open.text.isEmpty ? "" : " ") + text
    }
    field = open
  }

  /// Whether a query only lacks its end.
  private func isUnfinished(_ query: String) -> Bool {
    query.hasSuffix("|") || query.hasSuffix(",")
      || parse(query, verbs: Verb.shapes, mode: .prompt).isIncomplete
  }

  /// Ends the field above, which then belongs to what is being read.
  mutating func endField() {
    guard let ended = field else { return }
    field = nil
    guard let lesson = course.lessons.last else {
      return report("A file begins with a lesson: # 1. TITLE", line: ended.line)
    }
    let name = ended.name.rawValue
    if ended.name.isOfLesson != lesson.exercises.isEmpty {
      let reason =
        ended.name.isOfLesson
        ? "\(name): belongs to a lesson, before its first exercise."
        : "\(name): belongs to an exercise. Write ## \(lesson.id).1 TITLE [core] before it."
      return report(reason, line: ended.line)
    }
    if !ended.name.mayRepeat, let first = fields.first(where: { $0.name == ended.name }) {
      return report("\(name): stands on line \(first.line) already.", line: ended.line)
    }
    if ended.text.isEmpty { return report("\(name): has no text.", line: ended.line) }
    fields.append(ended)
  }

  /// Puts the fields where they belong, now that the lesson's head or the exercise is at its end.
  mutating func finishSection() {
    defer { fields = [] }
    guard let place = course.lessons.indices.last else { return }
    var lesson = course.lessons[place]
    if lesson.exercises.isEmpty {
      for field in fields { set(field, of: &lesson) }
    } else {
      let last = lesson.exercises.count - 1
      for field in fields { set(field, of: &lesson.exercises[last]) }
      check(lesson.exercises[last])
    }
    course.lessons[place] = lesson
  }

  private mutating func set(_ field: RawField, of lesson: inout Lesson) {
    let words = field.text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
    switch field.name {
    case .goal: lesson.goal = field.text
    case .time:
      guard let minutes = Int(field.text), (1...600).contains(minutes) else {
        let reason = "time: is a number of minutes, such as 5, not \(field.text)."
        return report(reason, line: field.line, column: field.column)
      }
      lesson.minutes = minutes
    case .needs: lesson.needs = words
    case .teaches: lesson.teaches = field.text.split(separator: " ").map(String.init)
    case .language: lesson.language = field.text
    case .data: lesson.data = field.text
    default: break
    }
  }

  private mutating func set(_ field: RawField, of exercise: inout Exercise) {
    var query = LessonQuery(text: field.text, line: field.line, column: field.column)
    query.words = field.words
    switch field.name {
    case .answer: exercise.answer = query
    case .also: exercise.also.append(query)
    case .wrong: exercise.wrong.append(query)
    case .refused: exercise.refused.append(query)
    case .start: exercise.start = query
    case .run: exercise.run = query
    case .compare: exercise.compared = comparedParts(field)
    case .reply: exercise.reply = field.text
    case .accept: exercise.accepted += field.text.split(separator: ",").map(trimmed)
    case .choice: exercise.choices.append(choice(field))
    case .witness: exercise.witness = field.text.split(separator: ",").map(trimmed)
    case .hint: exercise.hints.append(field.text)
    case .after: exercise.after = field.text
    default: break
    }
  }

  private func choice(_ field: RawField) -> Choice {
    let isRight = field.text.hasSuffix(" *")
    let text = isRight ? String(field.text.dropLast(2)) : field.text
    return Choice(text: text, words: field.words, isRight: isRight, line: field.line)
  }

  private mutating func comparedParts(_ field: RawField) -> ComparedParts {
    var parts = ComparedParts()
    (parts.line, parts.column) = (field.line, field.column)
    var isInColumns = false
    for item in field.text.split(separator: ",").map(trimmed) {
      let words = item.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("order", 1): parts.order = true
      case ("exact", 1): parts.exact = true
      case ("ties", 2) where words[1] == "any": parts.anyTies = true
      case ("columns", 2...):
        parts.columns.append(words.dropFirst().joined(separator: " "))
        isInColumns = true
      case ("within", 2):
        guard let distance = Double(words[1]), distance >= 0, distance.isFinite else { fallthrough }
        parts.tolerance = distance
      default:
        if isInColumns, words.count == 1 {
          parts.columns.append(item)
        } else {
          let known = ["order", "columns", "exact", "within", "ties"]
          let word = words.first ?? item
          let reason =
            "compare: cannot say \(item). " + offer(for: word, among: known)
            + " It is order; columns a, b; exact; within 0.5; or ties any."
          report(reason, line: field.line, column: field.column)
        }
      }
    }
    return parts
  }
}

/// A text without the blanks at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  let rest = text.drop(while: \.isWhitespace)
  return String(rest.reversed().drop(while: \.isWhitespace).reversed())
}
