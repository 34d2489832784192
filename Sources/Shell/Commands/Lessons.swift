import Columns
import Diagnostics
import Lessons

// Commands of lessons.

extension Command {
  static let lesson = Command(
    name: ".lesson",
    usage: ".lesson [NUMBER|NAME|FILE|off]",
    summary: "lists the lessons of the course, or begins one: .lesson 4, .lesson 4.2",
    examples: [".lesson 1"],
    argument: .word { session in
      let course = session.play?.course ?? (try? session.course("course"))?.0
      return (course?.lessons.map(\.id) ?? []) + session.environment.catalog.courses.map(\.name) + [
        "off"
      ]
    }
  ) { session, arguments in
    guard let name = FileArgument.path(arguments) else { return session.listLessons() }
    if name == "off" {
      let reason = "No lesson is being played; .lesson lists them."
      if session.play == nil { return session.refuse(reason, .query) }
      session.play = nil
      return .fine
    }
    if session.play?.place(of: name) != nil { return session.go(to: name) }
    if name.first?.isNumber == true, name.allSatisfy({ $0.isNumber || $0 == "." }) {
      return session.play == nil ? session.play(course: "course", at: name) : session.go(to: name)
    }
    if ["of", "stop", "quit", "end", "exit"].contains(name.lowercased()) {
      return session.refuse("There is no lesson \(name). Did you mean .lesson off?", .usage)
    }
    return session.play(course: name)
  }

  static let hint = Command(
    name: ".hint",
    usage: ".hint",
    summary: "gives the next hint of the exercise"
  ) { session, _ in
    session.withExercise { play, exercise in
      if session.options.lessons.isExam {
        return session.refuse("There are no hints in an exam.", .query)
      }
      guard play.hints < exercise.hints.count else {
        session.say("There is no more hint; .answer shows the answer.")
        return .fine
      }
      play.hints += 1
      session.say(
        "Hint \(play.hints) of \(exercise.hints.count): \(exercise.hints[play.hints - 1])"
      )
      return .fine
    }
  }

  static let answer = Command(
    name: ".answer",
    usage: ".answer",
    summary: "shows the answer of the exercise, which is noted"
  ) { session, _ in
    session.withExercise { play, exercise in
      if session.options.lessons.isExam {
        return session.refuse("There are no answers in an exam.", .query)
      }
      session.note(.shown)
      session.say(exercise.answerWords)
      return .fine
    }
  }

  static let skip = Command(
    name: ".skip",
    usage: ".skip",
    summary: "shows the answer and goes on to the next exercise, which is noted"
  ) { session, _ in
    session.withExercise { play, exercise in
      if session.options.lessons.isLocked, !play.isOver, exercise.tag == "core" {
        return session.refuse("--lesson-lock lets no core exercise be left out.", .query)
      }
      if !play.isOver {
        session.note(.skipped)
        if !session.options.lessons.isExam { session.say(exercise.answerWords) }
      }
      return session.goOn()
    }
  }

  static let again = Command(
    name: ".again",
    usage: ".again",
    summary: "shows the exercise again, to be answered anew"
  ) { session, _ in
    session.withExercise { play, _ in
      play.begin()
      return session.showExercise(isFirst: true)
    }
  }

  static let check = Command(
    name: ".check",
    usage: ".check",
    summary: "judges the last result as an answer to the exercise"
  ) { session, _ in
    session.withExercise { _, exercise in
      guard exercise.kind == .query else {
        let what = exercise.kind == .reply ? "your reply" : "the number of a choice"
        return session.refuse("This exercise asks for no query: type \(what).", .query)
      }
      guard let answer = session.results.last else { return session.refuseWithoutResult() }
      session.judge(answer, isAsked: true)
      return .fine
    }
  }
}

extension Session {
  /// Whether a word such as next asks a lesson to go on, which it then does.
  func goesOn(with line: String) -> Bool {
    let words = ["next", "continue", "go on", "go"]
    guard let play, words.contains(line.trimmingBlanks.lowercased()) else { return false }
    if play.exercise == nil || play.isOver {
      enterPressed()
    } else {
      say("The exercise is still open: .hint nudges, .skip goes on without it.")
    }
    return true
  }

  /// The command of lessons that a word without a dot stands for, while one is played.
  func lessonCommand(in line: String) -> (name: String, arguments: [String])? {
    let word = line.trimmingBlanks.lowercased()
    let words = ["hint", "answer", "skip", "again", "check"]
    guard play != nil, words.contains(word), environment.catalog.table(word) == nil else {
      return nil
    }
    return ("." + word, [])
  }
}

extension Exercise {
  /// The answer in words.
  var answerWords: String {
    if let answer { return "The answer: " + answer.oneLine }
    let right = reply ?? choices.first(where: \.isRight)?.text ?? ""
    return "The answer: " + right
  }
}

extension Session {
  /// Runs `body` with the exercise that is being worked at; refuses where there is none.
  fileprivate func withExercise(_ body: (LessonPlay, Exercise) -> Exit) -> Exit {
    guard let play else {
      return refuse("No lesson is being played: .lesson lists them, .lesson 1 begins.", .query)
    }
    guard let exercise = play.current else {
      return refuse("The exercises are still to come: Enter goes on.", .query)
    }
    return body(play, exercise)
  }

  /// Lists the lessons with how many of their exercises are done.
  fileprivate func listLessons() -> Exit {
    let course: Course
    let done: Set<String>
    if let play {
      (course, done) = (play.course, play.record.done)
    } else {
      do throws(FileProblem) {
        course = try self.course("course").0
        done = LessonRecord(course, options.lessons) { "" }.done
      } catch {
        return refuse("There is no course here: .lesson FILE.lesson opens one.", .file)
      }
    }
    let rows = course.lessons.map { lesson -> [Value] in
      let count = lesson.exercises.count { done.contains($0.id) }
      return [
        .text(lesson.id), .text(lesson.title),
        lesson.minutes.map { .integer(Int64($0)) } ?? .missing,
        .text("\(count) of \(lesson.exercises.count)"),
      ]
    }
    list([("lesson", .text), ("title", .text), ("minutes", .integer), ("done", .text)], rows)
    if options.isInteractive { say(".lesson 1 begins the first; .lesson off ends.") }
    return .fine
  }
}
