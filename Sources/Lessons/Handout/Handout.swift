import Diagnostics

/// A course on paper: for students, or with answers and notes for the teacher.
public struct Handout {
  /// What stands on it, in order.
  private(set) var pieces: [Piece] = []
  private let isForTeacher: Bool
  /// What a query gives, as text; nil where it is not shown.
  private let answer: (LessonQuery) -> String?

  /// A piece of a handout.
  enum Piece {
    case heading(Int, String)
    case paragraph(String)
    /// Text in which every blank counts: a query, and what it gives.
    case code(String)
    /// Items, with boxes to be ticked where they are choices.
    case list([String], isChoice: Bool)
    /// Something that only the teacher sees.
    case note(label: String, String)
  }

  /// The handout of a course; `answer` gives what a demonstration shows.
  public init(
    of course: Course,
    forTeacher isForTeacher: Bool,
    answer: @escaping (LessonQuery) -> String?
  ) {
    (self.isForTeacher, self.answer) = (isForTeacher, answer)
    for lesson in course.lessons { add(lesson) }
  }

  private mutating func add(_ lesson: Lesson) {
    pieces.append(.heading(1, "\(lesson.id). \(lesson.title)"))
    if !lesson.goal.isEmpty { pieces.append(.paragraph(lesson.goal)) }
    if isForTeacher, let minutes = lesson.minutes {
      let words = lesson.teaches.isEmpty ? "" : "; new: " + lesson.teaches.joined(separator: " ")
      pieces.append(.note(label: "Time", counted(minutes, "minute") + words))
    }
    add(lesson.text)
    for exercise in lesson.exercises { add(exercise) }
  }

  private mutating func add(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .paragraph(let text): pieces.append(.paragraph(text))
      case .demonstration(let query):
        pieces.append(.code(query.text + (answer(query).map { "\n\n" + $0 } ?? "")))
      case .note(let text): if isForTeacher { pieces.append(.note(label: "Note", text)) }
      }
    }
  }

  private mutating func add(_ exercise: Exercise) {
    let tag = exercise.tag == "core" ? "" : " (\(exercise.tag))"
    pieces.append(.heading(2, "\(exercise.id) \(exercise.title)\(tag)"))
    add(exercise.text)
    if let run = exercise.run {
      pieces.append(.code(run.text + (answer(run).map { "\n\n" + $0 } ?? "")))
    }
    if let start = exercise.start { pieces.append(.code(start.text)) }
    if !exercise.choices.isEmpty {
      pieces.append(.list(exercise.choices.map(\.text), isChoice: true))
    }
    if isForTeacher { addAnswers(exercise) }
  }

  private mutating func addAnswers(_ exercise: Exercise) {
    let right = exercise.reply ?? exercise.choices.first(where: \.isRight)?.text
    if let right { pieces.append(.note(label: "Answer", right)) }
    if let answer = exercise.answer {
      pieces.append(.note(label: "Answer", ""))
      pieces.append(.code(answer.text))
    }
    for also in exercise.also {
      pieces.append(.note(label: "Also right", also.words))
      pieces.append(.code(also.text))
    }
    for wrong in exercise.wrong {
      pieces.append(.note(label: "Wrong", wrong.words))
      pieces.append(.code(wrong.text))
    }
    for choice in exercise.choices where !choice.isRight {
      pieces.append(.note(label: "Wrong: \(choice.text)", choice.words))
    }
    if !exercise.hints.isEmpty {
      pieces.append(.note(label: "Hints", ""))
      pieces.append(.list(exercise.hints, isChoice: false))
    }
    if !exercise.after.isEmpty { pieces.append(.note(label: "Afterwards", exercise.after)) }
  }
}

extension Handout {
  /// The handout as Markdown.
  public var markdown: String {
    pieces.map { piece in
      switch piece {
      case .heading(let level, let text): String(repeating: "#", count: level) + " " + text
      case .paragraph(let text): escaped(text)
      case .code(let text):
        lines(text).map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
      case .list(let items, let isChoice):
        items.map { (isChoice ? "- [ ] " : "- ") + escaped($0) }.joined(separator: "\n")
      case .note(let label, let text):
        "**\(escaped(label)):**" + (text.isEmpty ? "" : " " + escaped(text))
      }
    }
    .joined(separator: "\n\n") + "\n"
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// A text without signs that Markdown reads as its own.
  private func escaped(_ text: String) -> String {
    text.map { "\\`*_<>|".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// The handout as a page of HTML, which needs no network and no script.
  public func html(title: String, language: String) -> String {
    let body = pieces.map { piece in
      switch piece {
      case .heading(let level, let text): "<h\(level)>\(quoted(text))</h\(level)>"
      case .paragraph(let text): "<p>\(quoted(text))</p>"
      case .code(let text): "<pre>\(quoted(text))</pre>"
      case .list(let items, let isChoice):
        "<ul\(isChoice ? " class=\"choices\"" : "")>"
          + items.map { "<li>\(quoted($0))</li>" }.joined() + "</ul>"
      case .note(let label, let text):
        "<p class=\"note\"><strong>\(quoted(label)):</strong> \(quoted(text))</p>"
      }
    }
    return """
      <!DOCTYPE html>
      <html lang="\(quoted(language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(quoted(title))</title>
      <style>
      body { max-width: 42em; margin: 2em auto; padding: 0 1em; font-family: serif; line-height: 1.4; }
      pre { overflow-x: auto; line-height: 1.2; }
      .choices { list-style: square; }
      .note { border-left: 3px solid; padding-left: 0.6em; }
      @media print { h1 { break-before: page; } h1:first-of-type { break-before: auto; } pre { break-inside: avoid; } }
      </style>
      </head>
      <body>
      \(body.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private func quoted(_ text: String) -> String {
    text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: String(character)
      }
    }.joined()
  }
}
