import Catalog
import Diagnostics
import Execution
import Functions
import IO
import Lessons
import Planner

// Beginning a lesson, and showing it.

extension Session {
  /// What runs the queries of lessons: over the tables as they are, without results of the session.
  package var lessonEngine: LessonEngine {
    var environment = environment
    environment.parameters = [:]
    var engine = LessonEngine(
      environment: environment,
      backend: backend,
      cancellation: beginCancellation()
    )
    let (memory, threads) = (memory, options.threads)
    engine.backendOver = { Engine(catalog: $0, workers: threads, memory: memory) }
    engine.repair = { text in
      let submission = Submission(text: text, origin: .prompt)
      return StatementRunner(session: self, submission: submission).bindable(text)
    }
    return engine
  }

  /// The course called `name`, one of those that are part of the program, or in the file there.
  func course(_ name: String) throws(FileProblem) -> (Course, [LessonProblem]) {
    if let shipped = environment.catalog.courses.first(where: { $0.name == name }) {
      return readCourse(shipped.bytes, name: shipped.name)
    }
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let base = file.hasSuffix(courseEnding) ? String(file.dropLast(courseEnding.count)) : file
    return readCourse(try readFile(homeExpanded(name)), name: base)
  }

  /// Begins a course at a lesson or exercise, or where the student left it.
  public func play(course name: String, at id: String? = nil) -> Exit {
    do throws(FileProblem) {
      let (course, problems) = try course(name)
      if let first = problems.first(where: { $0.weight == .error }) {
        console.report(first, in: name)
        return refuse("scomm --check \(visibleText(name)) lists all that is wrong with it.", .file)
      }
      let grader = Grader(course, lessonEngine)
      grader.refusesLuck = options.lessons.isExam
      let package = environment.catalog.package
      let record = LessonRecord(course, options.lessons) { (try? package?.hash()) ?? "" }
      let play = LessonPlay(grader, record, lesson: 0)
      self.play = play
      greet(record)
      if let words = course.otherData(environment.catalog.package) { console.note(words) }
      if let id { return go(to: id) }
      let open = course.lessons.firstIndex { lesson in
        lesson.exercises.contains { $0.tag == "core" && !record.done.contains($0.id) }
      }
      return enter(lesson: open ?? 0)
    } catch {
      return refuse(error.text, .file)
    }
  }

  /// Says under which word a student of a class is known, and where nothing can be kept.
  private func greet(_ record: LessonRecord) {
    if options.lessons.areKept, !record.canBeWritten {
      let reason = record.problem ?? "There is no folder for results."
      console.note(reason + " What you try is not kept.")
    } else if options.lessons.classFolder != nil {
      say("You are \(record.student). SCOMM_STUDENT=\(record.student) brings you back here.")
    }
  }

  /// Goes to a lesson or exercise of the course that is being played.
  func go(to id: String) -> Exit {
    guard let play, let place = play.place(of: id) else {
      let ids = play?.course.lessons.map(\.id) ?? []
      return refuse("There is no lesson \(id). There are \(ids.joined(separator: ", ")).", .usage)
    }
    if options.lessons.isLocked, let open = play.undone(before: place.lesson, place.exercise) {
      return refuse("Exercise \(open.id) comes first: --lesson-lock lets none be left out.", .query)
    }
    guard let exercise = place.exercise else { return enter(lesson: place.lesson) }
    play.move(to: place.lesson, exercise: exercise)
    return showExercise(isFirst: true)
  }

  /// Shows a lesson's introduction, and its first exercise that is not done, if the screen holds both.
  private func enter(lesson: Int) -> Exit {
    guard let play else { return .fine }
    play.move(to: lesson, exercise: nil)
    let content = play.currentLesson
    let before = console.lineCount
    headLine("", rest: content.minutes.map { counted($0, "minute") } ?? "")
    if !content.goal.isEmpty { say("Goal: " + content.goal) }
    show(content.text)
    if content.exercises.isEmpty { return .fine }
    let height = options.isInteractive ? options.layout.height : nil
    if let height, console.lineCount - before > height - 12 {
      say("Enter goes on.")
      return .fine
    }
    return goOn()
  }

  /// Goes to the next exercise, or the next lesson.
  func goOn() -> Exit {
    guard let play else { return .fine }
    guard let next = play.next else {
      say("That was the last exercise of \(play.course.name). .lesson lists the lessons.")
      return .fine
    }
    guard let exercise = next.exercise else { return enter(lesson: next.lesson) }
    play.move(to: next.lesson, exercise: exercise)
    return showExercise(isFirst: true)
  }

  /// Shows the exercise: its head, its question and its choices; the query that belongs to it, where
  /// it `isFirst` shown.
  func showExercise(isFirst: Bool) -> Exit {
    guard let play, let exercise = play.current else { return .fine }
    let all = play.currentLesson.exercises
    let place = all.prefix { $0.id != exercise.id }.count { $0.tag == exercise.tag } + 1
    let count = all.count { $0.tag == exercise.tag }
    console.beginResult()
    headLine(
      exercise.id + " " + exercise.title,
      rest: "exercise \(place) of \(count) \(exercise.tag)"
    )
    if isFirst, let run = exercise.run { demonstrate(run) }
    show(isFirst ? exercise.text : exercise.text.filter { !$0.isDemonstration })
    for (number, choice) in choiceOrder(of: exercise).enumerated() {
      let margin = "  \(number + 1). "
      for line in hanging(
        exercise.choices[choice].text,
        behind: margin,
        width: options.layout.width
      ) {
        console.page(line + "\n")
      }
    }
    if let start = exercise.start {
      (suggestion, draft) = (start.oneLine, start.oneLine)
      say("To be mended: " + start.oneLine)
    }
    return .fine
  }

  /// The order in which the choices of an exercise are shown: each student's own, but one for all in
  /// transcripts, which others play again.
  func choiceOrder(of exercise: Exercise) -> [Int] {
    let isOwn = !isRecorded && options.lessons.areKept
    return Grader.order(of: exercise, for: isOwn ? play?.record.student ?? "" : "transcript")
  }

  /// A line with the lesson, what comes next, and `rest` on the right.
  private func headLine(_ title: String, rest: String) {
    guard let play else { return }
    let lesson = play.currentLesson
    let name = title.isEmpty ? lesson.title : title
    let left = "Lesson \(lesson.id) of \(play.course.lessons.count) · \(name)"
    let width = min(options.layout.width ?? 80, 100)
    let room = width - displayWidth(of: left) - displayWidth(of: rest)
    let line = room < 2 ? left : left + String(repeating: " ", count: room) + rest
    console.line(line)
  }

  /// Shows texts, and runs demonstrations.
  private func show(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .paragraph(let text): say(text)
      case .demonstration(let query): demonstrate(query)
      case .note: break
      }
    }
  }

  /// Runs a query of the lesson and shows it with its ledger, of which nothing was told before; no file
  /// is written, whatever the query asks for.
  private func demonstrate(_ query: LessonQuery) {
    console.page("    " + visibleText(query.oneLine) + "\n")
    showResult(of: query)
  }

  /// Shows what a query of a lesson gives; false where it fails.
  @discardableResult
  func showResult(of query: LessonQuery) -> Bool {
    let (caveats, grains) = (shownCaveats, shownGrains)
    (shownCaveats, shownGrains) = ([], [])
    defer { (shownCaveats, shownGrains) = (caveats.union(shownCaveats), grains.union(shownGrains)) }
    let program = parsed(query.text.utf8)
    guard let statement = program.statements.first, let pipeline = statement.pipeline else {
      return false
    }
    let submission = Submission(text: query.text, origin: .prompt, statement: statement)
    let runner = StatementRunner(session: self, submission: submission)
    console.startAfresh()
    defer { console.flush() }
    guard let (answer, _) = try? runner.answer(pipeline, at: statement.span, isShown: true) else {
      return false
    }
    return show(answer, .table) == .fine
  }

  /// Writes a text in lines that the screen holds.
  func say(_ text: String) {
    console.flush()
    writing {
      for line in wrapped(text, to: min(options.layout.width ?? 80, 100)) { console.line(line) }
      return .fine
    }
  }
}

/// The ending of the files of courses.
public let courseEnding = ".lesson"

extension Session {
  /// The key that brings a query back, as it is read.
  var upKey: String { options.isPlain ? "The up arrow" : "↑" }
}

extension Block {
  /// Whether it is a query that is run.
  fileprivate var isDemonstration: Bool { if case .demonstration = self { true } else { false } }
}

// MARK: - At the prompt

extension Session {
  /// Goes on where Enter does: from an introduction, or an exercise that is done.
  func enterPressed() {
    guard let play, play.exercise == nil || play.isOver else { return }
    console.startAfresh()
    _ = goOn()
    console.flush()
  }

  /// Shows the exercise again where what was written since pushed it off the screen.
  func keepInView(lines: Int, of height: Int) {
    if let own = exerciseHeight, lines + own + 2 > height { _ = showExercise(isFirst: false) }
  }

  /// How many lines the exercise takes that is being worked at; nil where there is none.
  var exerciseHeight: Int? {
    guard let play, let exercise = play.current, !play.isOver else { return nil }
    let width = max(20, options.layout.width ?? 80)
    return 2 + exercise.choices.count
      + exercise.text.reduce(0) { sum, block in
        if case .paragraph(let text) = block { sum + wrapped(text, to: width).count } else { sum }
      }
  }
}
