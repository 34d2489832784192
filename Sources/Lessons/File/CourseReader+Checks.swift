// What an exercise must have, as far as its file alone tells.

extension CourseReader {
  /// Reports what an exercise lacks or has too much of.
  mutating func check(_ exercise: Exercise) {
    let kinds = [
      exercise.answer.map { _ in "answer" }, exercise.reply.map { _ in "reply" },
      exercise.choices.isEmpty ? nil : "choice",
    ].compactMap { $0 }
    if kinds.count != 1 {
      let reason =
        kinds.isEmpty
        ? "Exercise \(exercise.id) has no answer. Give it one of answer:, reply: and choice:"
        : "Exercise \(exercise.id) has \(kinds.joined(separator: ": and ")): at once. Keep one."
      report(reason, line: exercise.line)
    }
    let hasOne = exercise.choices.filter(\.isRight).count == 1
    if !exercise.choices.isEmpty, exercise.choices.count < 2 || !hasOne {
      let reason =
        "Of the choices of exercise \(exercise.id), which are two or more, one is right: its line "
        + "ends in a blank and a star."
      report(reason, line: exercise.choices[0].line)
    }
    if exercise.answer == nil, let query = exercise.also.first ?? exercise.refused.first {
      report("This belongs to an exercise with an answer:", line: query.line)
    }
    if exercise.reply == nil, !exercise.accepted.isEmpty {
      report("Exercise \(exercise.id) has accept: but no reply:", line: exercise.line)
    }
    if exercise.choices.isEmpty, !exercise.witness.isEmpty {
      report("Exercise \(exercise.id) has a witness: but no choice:", line: exercise.line)
    }
    for query in exercise.wrong where query.words.isEmpty {
      let reason = "A wrong: needs words: what is said to a student who answers so."
      problems.append(LessonProblem(.error, line: query.line, reason))
    }
    for choice in exercise.choices where !choice.isRight && choice.words.isEmpty {
      let reason = "A wrong choice needs words: what is said to a student who takes it."
      problems.append(LessonProblem(.error, line: choice.line, reason))
    }
    if exercise.text.isEmpty, exercise.kind != .choice {
      report("Exercise \(exercise.id) asks nothing. Write its question.", line: exercise.line)
    }
  }

  /// Reports ids that stand twice, and lessons that need others which do not come before them.
  mutating func checkIDs() {
    var lines: [String: Int] = [:]
    for exercise in course.exercises {
      if let line = lines[exercise.id] {
        report("Exercise \(exercise.id) stands on line \(line) already.", line: exercise.line)
      }
      lines[exercise.id] = exercise.line
    }
    var before: [String] = []
    for lesson in course.lessons {
      if before.contains(lesson.id) {
        report("There is a lesson \(lesson.id) already.", line: lesson.line)
      }
      for need in lesson.needs where !before.contains(need) {
        report(
          "Lesson \(lesson.id) needs lesson \(need), which does not come before it.",
          line: lesson.line
        )
      }
      before.append(lesson.id)
      if lesson.goal.isEmpty {
        let words = "Lesson \(lesson.id) has no goal: what can a student do afterwards?"
        problems.append(LessonProblem(.warning, line: lesson.line, words))
      }
    }
  }
}
