import Catalog
import Columns
import Diagnostics
import Functions
import Lessons
import Planner
import Syntax

// Judging what a student asks, replies or chooses.

extension Session {
  /// Judges a result, where a lesson asks for one; `isAsked` takes it for an attempt whatever it is.
  func judge(_ answer: Answer, isAsked: Bool = false) {
    guard let play, let exercise = play.current, !play.isOver || isAsked else { return }
    let attempt = LessonResult(wholeQuery(of: answer), answer.bound, answer.table, answer.ledger)
    let cancellation = isAsked ? beginCancellation() : cancellation
    play.grader.engine.cancellation = cancellation
    do {
      let judgement = try Cancellation.with(cancellation) {
        play.seen.formUnion(try play.grader.evidence(of: attempt))
        return try play.grader.judge(attempt, exercise, isAsked: isAsked)
      }
      if let judgement { tell(judgement, query: attempt.query, exercise) }
    } catch {
      console.flush()
      console.note("The answer was not judged: it was stopped. .check judges it.")
    }
  }

  /// Prepares a little of what judging the next answer takes, in no more than a moment; false where
  /// nothing is left, or a query takes longer.
  func prepareJudging() -> Bool {
    guard let play, let exercise = play.current, !play.isOver, play.unprepared != exercise.id else {
      return false
    }
    let moment = Cancellation(timeout: .init(seconds: 0.02, text: "a moment"))
    play.grader.engine.cancellation = moment
    do {
      return try MemoryBudget.with(memory) {
        try Cancellation.with(moment) { try play.grader.prepare(exercise) }
      }
    } catch {
      play.unprepared = exercise.id
      return false
    }
  }

  /// The query of a result with those of the results that it goes on from.
  private func wholeQuery(of answer: Answer) -> String {
    guard let origin = answer.origin, origin > 0, results.indices.contains(origin - 1),
      let bar = answer.query.firstIndex(of: "|")
    else { return answer.query }
    return wholeQuery(of: results[origin - 1]) + "\n" + answer.query[bar...]
  }

  /// Says what is to be said of an input that the shell refused: whether its repair is the answer.
  func judgeRefusal(_ text: String) {
    guard let play, let exercise = play.current, exercise.kind == .query, !play.isOver else {
      return
    }
    var judgement = Judgement.refusal
    play.grader.engine.cancellation = beginCancellation()
    if let suggestion, let result = play.grader.engine.result(suggestion),
      let repaired = try? play.grader.judge(result, exercise, isAsked: true),
      repaired.verdict == .right, !options.lessons.isExam
    {
      judgement.words = "\(upKey) brings the repaired question; it is the right one."
      say(judgement.words)
    }
    note(judgement, text, exercise)
  }

  /// Whether a line is a reply or a choice, which the exercise asks for, and no query.
  func takesReply(_ line: String) -> Bool {
    guard let play, let exercise = play.current, exercise.kind != .query, !play.isOver else {
      return false
    }
    let text = line.trimmingBlanks
    let first = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let isTable = environment.catalog.table(String(first)) != nil
    let begins = Keywords.statements.contains(String(first)) || first.hasPrefix("_")
    return !(text.isEmpty || text.contains("|") || isTable || begins || text.contains("\n"))
  }

  /// Takes a line for a reply or a choice where the exercise asks for one; nil where it is a query.
  func takeReply(_ line: String) -> Exit? {
    guard takesReply(line), let play, let exercise = play.current else { return nil }
    let text = line.trimmingBlanks
    if exercise.kind == .reply {
      if let judgement = play.grader.judge(reply: text, exercise) {
        tell(judgement, query: text, exercise)
      }
      return .fine
    }
    guard let choice = place(ofChoice: text, exercise, choiceOrder(of: exercise)),
      let judgement = play.grader.judge(choice: choice, exercise, seen: play.seen)
    else {
      return refuse("Type the number of a choice, 1 to \(exercise.choices.count).", .query)
    }
    tell(judgement, query: exercise.choices[choice].text, exercise)
    return .fine
  }

  /// The choice that a text means: by its number, its letter, or its first words.
  private func place(ofChoice text: String, _ exercise: Exercise, _ order: [Int]) -> Int? {
    let word = text.lowercased()
    if let number = Int(word), order.indices.contains(number - 1) { return order[number - 1] }
    if word.count == 1, let letter = word.utf8.first, letter >= 97,
      order.indices.contains(Int(letter) - 97)
    {
      return order[Int(letter) - 97]
    }
    let meant = exercise.choices.indices.filter {
      exercise.choices[$0].text.lowercased().hasPrefix(word)
    }
    return meant.count == 1 ? meant[0] : nil
  }

  /// Says what came of an answer, and writes it down.
  private func tell(_ judgement: Judgement, query: String, _ exercise: Exercise) {
    guard let play else { return }
    note(judgement, query, exercise)
    if judgement.isDone { play.isOver = true }
    if judgement.verdict == .wrong { play.mistakes += 1 }
    say(words(judgement, exercise, play))
    if let problem = play.record.problem { console.note(problem + " What you try is not kept.") }
  }

  /// Writes an attempt down; what is right as far as it goes is none.
  private func note(_ judgement: Judgement, _ query: String, _ exercise: Exercise) {
    guard let play, judgement.verdict != .begun else { return }
    play.record.add(
      judgement,
      query: query,
      lesson: play.currentLesson,
      exercise: exercise,
      hints: play.hints,
      seconds: play.seconds
    )
  }

  /// What is said: first what differs, then at which stage, then that there is a hint.
  private func words(_ judgement: Judgement, _ exercise: Exercise, _ play: LessonPlay) -> String {
    var parts: [String] = []
    switch judgement.verdict {
    case .right: parts = ["Right.", judgement.words]
    case .luck: parts = [judgement.words, exercise.after]
    case .begun: parts = [judgement.words]
    default:
      if options.lessons.isExam { return "Not yet." }
      parts = ["Not yet.", judgement.words]
      if play.mistakes > 1 { parts.append(judgement.further) }
    }
    parts += judgement.remarks
    if judgement.isDone {
      parts.append("Enter goes on, .again repeats.")
    } else if judgement.verdict == .wrong, !options.lessons.isExam {
      let left = exercise.hints.count - play.hints
      if play.mistakes > 2 || left > 0 && play.hints == 0 {
        parts.append(
          left > 0
            ? ".hint nudges (\(play.hints) of \(exercise.hints.count))."
            : ".answer shows the answer."
        )
      }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Writes down that an exercise was left, or its answer shown.
  func note(_ verdict: Judgement.Verdict) {
    guard let play, let exercise = play.current else { return }
    note(Judgement.without(verdict), "", exercise)
  }
}

extension String {
  /// The text without the blanks at its ends.
  var trimmingBlanks: String {
    let rest = drop(while: \.isWhitespace)
    return String(rest.reversed().drop(while: \.isWhitespace).reversed())
  }
}
