import Catalog
import Diagnostics
import Functions
import IO
import Lessons

// What is done with the files of courses outside of the prompt.

extension Session {
  /// Plays the queries of a course and reports what is wrong with it.
  func check(course path: String) -> Exit {
    withCourse(path) { course, problems in
      let check = try CourseCheck(course, problems, lessonEngine)
      for problem in check.problems where problem.weight != .note || !options.isQuiet {
        console.report(problem, in: path)
      }
      console.flush()
      console.note("\(visibleText(path)): \(check.summary)")
      return check.isFine ? .fine : .query
    }
  }

  /// Writes courses for paper, for students or the teacher.
  public func handOut(_ paths: [String], forTeacher: Bool) -> Exit {
    guard ["html", "markdown", "tsv", "box", "spoken"].contains(options.format) else {
      return refuse("A handout is written as --format markdown or --format html.", .usage)
    }
    return paths.map { handOut($0, forTeacher: forTeacher) }.first { $0 != .fine } ?? .fine
  }

  private func handOut(_ path: String, forTeacher: Bool) -> Exit {
    let exit = withCourse(path) { course, problems in
      if let first = problems.first(where: { $0.weight == .error }) {
        console.report(first, in: path)
        return .query
      }
      let handout = Handout(of: course, forTeacher: forTeacher) { query in
        self.shown(query)
      }
      let language = course.lessons.compactMap(\.language).first ?? "en"
      let isPage = options.format == "html"
      console.data(isPage ? handout.html(title: course.name, language: language) : handout.markdown)
      return .fine
    }
    console.flush()
    return exit
  }

  /// What a query shows on a screen of 80 columns, with its ledger.
  private func shown(_ query: LessonQuery) -> String? {
    let screen = Console.Recording()
    var options = SessionOptions(layout: Transcript.layout)
    options.format = Transcript.format
    options.saysCaveatsOnce = true
    let session = Session(
      catalog: environment.catalog,
      options: options,
      console: Console(into: screen)
    )
    guard session.showResult(of: query) else { return nil }
    while screen.text.last == "\n" { screen.text.removeLast() }
    return screen.text
  }

  /// Reads a course and does something with it; reports where it cannot be read.
  private func withCourse(
    _ path: String,
    _ body: (Course, [LessonProblem]) throws -> Exit
  ) -> Exit {
    let course: (Course, [LessonProblem])
    do throws(FileProblem) {
      course = try self.course(path)
    } catch {
      return refuse(error.text, .file)
    }
    do {
      return try Cancellation.with(beginCancellation()) { try body(course.0, course.1) }
    } catch {
      return .interrupted
    }
  }

  /// Tries what a class needs: that the data can be read, that each exercise's answer is right, that
  /// results can be kept; says what the terminal is.
  public func selfTest(terminal: Terminal, version: String) -> Exit {
    var failures = 0
    func report(_ isFine: Bool, _ words: String) {
      if !isFine { failures += 1 }
      console.line((isFine ? "ok      " : "failed  ") + words)
    }
    let catalog = environment.catalog
    let unread = catalog.tables.filter { (try? $0.load([0])) == nil }.map(\.name)
    let data =
      catalog.package.map { "\($0.words) \($0.version ?? "")" } ?? "tables without a package"
    report(unread.isEmpty, "\(data): \(counted(catalog.tables.count, "table")) can be read")
    for name in unread { report(false, "the table \(name) cannot be read") }
    for shipped in catalog.courses {
      let (course, problems) = readCourse(shipped.bytes, name: shipped.name)
      let wrong = unanswered(course)
      let isFine = wrong.isEmpty && !problems.contains { $0.weight == .error }
      let words = "\(shipped.name): the answers of \(course.exercises.count) exercises are right"
      report(
        isFine,
        isFine ? words : "\(shipped.name): \(wrong.joined(separator: ", ")) not answered"
      )
      let record = LessonRecord(course, options.lessons) { "" }
      let path = record.path ?? "no folder"
      report(record.canBeWritten, "results are kept in \(path)")
    }
    let size = terminal.isInteractive ? "\(terminal.width) × \(terminal.height)" : "none"
    console.line(
      "        scomm \(version) · terminal \(size) · \(terminal.usesUTF8 ? "UTF-8" : "ASCII") · "
        + (terminal.color ? "color" : "no color")
    )
    console.flush()
    return failures == 0 ? .fine : .assertion
  }

  /// The exercises whose own answer is not judged right.
  private func unanswered(_ course: Course) -> [String] {
    let grader = Grader(course, lessonEngine)
    return course.exercises.filter { exercise in
      switch exercise.kind {
      case .query: !grader.answersItself(exercise)
      case .reply: grader.judge(reply: exercise.reply ?? "", exercise)?.verdict != .right
      case .choice: !exercise.choices.contains(where: \.isRight)
      }
    }
    .map(\.id)
  }
}

extension Console {
  /// Reports what is wrong with the file of a course.
  func report(_ problem: LessonProblem, in path: String) {
    if !errorsAsJSON { return error(problem.words(in: visibleText(path)) + "\n") }
    var place = FilePlace(path)
    (place.line, place.column) = (problem.line, problem.column)
    let severity = problem.weight.rawValue
    json(errorJSON(problem.text, code: "lesson", place: place, severity: severity))
  }
}
