import Catalog
import Diagnostics
import Functions
import Planner
import Syntax

/// The check of a course: it plays each query of it and compares what should hold.
public struct CourseCheck {
  /// What was found, in order of place.
  public private(set) var problems: [LessonProblem]
  /// How many queries ran.
  public private(set) var queryCount = 0
  private let course: Course
  private let grader: Grader
  private var numbers = NumbersInWords()

  /// Plays a course; `problems` are those that its reader found.
  ///
  /// Throws when it is stopped.
  public init(_ course: Course, _ problems: [LessonProblem], _ engine: LessonEngine) throws {
    (self.course, self.problems) = (course, problems)
    grader = Grader(course, engine)
    var taught = TaughtWords()
    for lesson in course.lessons {
      numbers = NumbersInWords()
      taught.add(lesson.teaches)
      check(lesson.text, taught)
      checkNumbers(in: lesson.text, "the text", lesson.line)
      for exercise in lesson.exercises {
        try Cancellation.check()
        try check(exercise, taught)
      }
    }
    checkMinutes()
    if let words = course.otherData(engine.environment.catalog.package) {
      self.problems.append(LessonProblem(.warning, line: course.lessons[0].line, words))
    }
    self.problems = self.problems.inOrder
  }

  /// Whether the course can be played as it is.
  public var isFine: Bool { !problems.contains { $0.weight == .error } }

  /// What was played, in a line.
  public var summary: String {
    let counts = LessonProblem.Weight.allCases.compactMap { weight -> String? in
      let count = problems.count { $0.weight == weight }
      return count == 0 ? nil : "\(count) \(weight.rawValue)\(count == 1 ? "" : "s")"
    }
    let (lessons, exercises) = (course.lessons.count, course.exercises.count)
    return "\(lessons) \(lessons == 1 ? "lesson" : "lessons"), \(exercises) "
      + "\(exercises == 1 ? "exercise" : "exercises"), \(queryCount) queries: "
      + (counts.isEmpty ? "fine" : counts.joined(separator: ", "))
  }

  private mutating func report(
    _ weight: LessonProblem.Weight,
    _ query: LessonQuery,
    _ text: String
  ) {
    problems.append(LessonProblem(weight, line: query.line, column: query.column, text))
  }

  /// Runs a query that must run; reports why it does not.
  private mutating func played(_ query: LessonQuery, _ field: String) -> LessonResult? {
    queryCount += 1
    switch grader.engine.run(query.text) {
    case .result(let result):
      if case .save = result.bound.display {
        report(.warning, query, "This \(field) saves no file when it is played: leave save out.")
      }
      return result
    case .refused(let diagnostic):
      let (line, column) = SourceLines(query.text).position(of: diagnostic.span.start)
      let start = line == 1 ? query.column - 1 : 2
      problems.append(
        LessonProblem(
          .error,
          line: query.line + line - 1,
          column: start + column,
          "This \(field) does not run. " + diagnostic.message.text
        )
      )
    case .failed(let reason): report(.error, query, "This \(field) does not run. " + reason)
    }
    return nil
  }
}

// MARK: - Exercises

extension CourseCheck {
  private mutating func check(_ blocks: [Block], _ taught: TaughtWords) {
    for case .demonstration(let query) in blocks {
      if let result = played(query, "demonstration") {
        numbers.learn(result)
        warnOfUntaught(query, taught)
      }
    }
  }

  private mutating func check(_ exercise: Exercise, _ taught: TaughtWords) throws {
    check(exercise.text, taught)
    for query in [exercise.run, exercise.answer].compactMap({ $0 }) + exercise.also {
      numbers.learn(text: query.text)
    }
    if let run = exercise.run, let result = played(run, "run:") { numbers.learn(result) }
    if let answer = exercise.answer, let model = played(answer, "answer:") {
      numbers.learn(model)
      warnOfUntaught(answer, taught)
      checkColumns(exercise, model)
      try checkAlso(exercise, model)
      try checkWrong(exercise, model)
      checkRefused(exercise, model)
      try noteAlike(exercise, model)
    }
    if let reply = exercise.reply {
      numbers.learn(text: reply)
      for wrong in exercise.wrong where Reply.means(wrong.text, oneOf: [reply] + exercise.accepted)
      {
        report(.error, wrong, "This reply is the right one.")
      }
      for wrong in exercise.wrong { numbers.learn(text: wrong.text) }
    }
    checkNumbers(in: exercise.text, "the question of exercise \(exercise.id)", exercise.line)
    checkHints(exercise, taught)
    checkNumbers(exercise)
  }

  /// The names of `compare:` must be columns of the model.
  private mutating func checkColumns(_ exercise: Exercise, _ model: LessonResult) {
    let names = model.table.schema.fields.map(\.name)
    for column in exercise.compared.columns where !names.contains(column) {
      let parts = exercise.compared
      problems.append(
        LessonProblem(
          .error,
          line: parts.line ?? exercise.line,
          column: parts.column,
          "The answer has no column \(column). \(offer(for: column, among: names))"
        )
      )
    }
  }

  private mutating func checkAlso(_ exercise: Exercise, _ model: LessonResult) throws {
    for query in exercise.also {
      guard let result = played(query, "also:") else { continue }
      numbers.learn(result)
      guard let judgement = try grader.judge(result, exercise, isAsked: true) else { continue }
      if judgement.verdict != .right {
        report(.error, query, "This also: is no right answer. \(judgement.words)")
      }
    }
  }

  private mutating func checkWrong(_ exercise: Exercise, _ model: LessonResult) throws {
    var earlier: [(query: LessonQuery, result: LessonResult)] = []
    let comparison = grader.comparison(with: model, exercise.compared)
    for query in exercise.wrong {
      guard let result = played(query, "wrong:") else { continue }
      numbers.learn(result)
      numbers.learn(text: query.text)
      if case .same = try comparison.outcome(of: result.table) {
        report(.error, query, "This wrong: gives the answer, so that it would be accepted.")
        continue
      }
      for (other, known) in earlier {
        let parts = ComparedParts()
        guard case .same = try TableComparison(known, parts).outcome(of: result.table),
          Set(known.bound.tables) == Set(result.bound.tables)
        else { continue }
        let words = "This gives what the wrong: on line \(other.line) gives, whose words are said."
        report(.warning, query, words)
      }
      earlier.append((query, result))
    }
  }

  private mutating func checkRefused(_ exercise: Exercise, _ model: LessonResult) {
    for query in exercise.refused {
      queryCount += 1
      switch grader.engine.run(query.text) {
      case .result:
        report(.error, query, "The shell does not refuse this: make it a wrong: with words.")
      case .failed: break
      case .refused:
        guard let repaired = grader.engine.repair(query.oneLine) else { continue }
        let comparison = grader.comparison(with: model, exercise.compared)
        guard let result = grader.engine.result(repaired),
          case .same? = try? comparison.outcome(of: result.table)
        else {
          report(.note, query, "The repair that is offered is no right answer: \(repaired)")
          continue
        }
      }
    }
  }

  /// Notes the usual mistakes that give the answer over these data, though not over others.
  private mutating func noteAlike(_ exercise: Exercise, _ model: LessonResult) throws {
    let comparison = grader.comparison(with: model, exercise.compared)
    for (mutation, result) in try grader.mutants(of: exercise, model) {
      guard case .same = try comparison.outcome(of: result.table),
        try grader.isLuck(result, exercise)
      else { continue }
      let words =
        "Exercise \(exercise.id) tells this from the answer only over other data "
        + "(\(mutation.name)): \(mutation.query)"
      problems.append(LessonProblem(.note, line: exercise.answer?.line ?? exercise.line, words))
    }
  }
}

// MARK: - Words

extension CourseCheck {
  private mutating func warnOfUntaught(_ query: LessonQuery, _ taught: TaughtWords) {
    let words = taught.untaught(in: query.text)
    if words.isEmpty { return }
    let list = words.joined(separator: " ")
    report(.warning, query, "No lesson so far teaches: \(list)")
  }

  private mutating func checkHints(_ exercise: Exercise, _ taught: TaughtWords) {
    for hint in exercise.hints {
      let words = taught.untaughtVerbs(in: hint)
      if !words.isEmpty {
        let text = "A hint uses what no lesson so far teaches: \(words.joined(separator: " "))"
        problems.append(LessonProblem(.warning, line: exercise.line, text))
      }
      if let answer = exercise.answer, hint == answer.oneLine {
        let text = "A hint is the answer itself, which is always the last one: leave it out."
        problems.append(LessonProblem(.warning, line: exercise.line, text))
      }
    }
    if exercise.hints.isEmpty, exercise.kind == .query {
      let text = "Exercise \(exercise.id) has no hint."
      problems.append(LessonProblem(.note, line: exercise.line, text))
    }
  }

  /// Warns of numbers in a text that stand in no result so far, and takes them as known.
  private mutating func checkNumbers(in blocks: [Block], _ what: String, _ line: Int) {
    for case .paragraph(let paragraph) in blocks {
      let unknown = numbers.unknown(in: paragraph)
      if !unknown.isEmpty {
        let list = unknown.joined(separator: ", ")
        let text = "In \(what) stands what no result of the lesson so far has: \(list)"
        problems.append(LessonProblem(.warning, line: line, text))
      }
      numbers.learn(text: paragraph)
    }
  }

  /// Warns of numbers in what is said that stand in no result of the exercise or the lesson so far.
  private mutating func checkNumbers(_ exercise: Exercise) {
    let said =
      exercise.wrong.map { ("wrong:", $0.words, $0.line) }
      + exercise.also.map { ("also:", $0.words, $0.line) }
      + exercise.choices.map { ("choice:", $0.text + " " + $0.words, $0.line) }
      + exercise.hints.map { ("hint:", $0, exercise.line) }
      + [("after:", exercise.after, exercise.line)]
    for (field, words, line) in said {
      let unknown = numbers.unknown(in: words)
      if unknown.isEmpty { continue }
      let list = unknown.joined(separator: ", ")
      let text =
        "In \(field) of exercise \(exercise.id) stands what no result of the lesson so far "
        + "has: \(list)"
      problems.append(LessonProblem(.warning, line: line, text))
    }
  }

  /// The minutes of the lessons, as a note.
  private mutating func checkMinutes() {
    let minutes = course.lessons.compactMap(\.minutes)
    for lesson in course.lessons where lesson.minutes == nil {
      let text = "Lesson \(lesson.id) does not say how many minutes it takes: time: 5"
      problems.append(LessonProblem(.note, line: lesson.line, text))
    }
    if minutes.count == course.lessons.count, course.lessons.count > 1 {
      let text = "All lessons together take \(minutes.reduce(0, +)) minutes."
      problems.append(LessonProblem(.note, line: course.lessons[0].line, text))
    }
  }
}
