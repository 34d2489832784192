import Catalog
import Functions
import Planner
import Syntax

extension Grader {
  /// Judges a typed reply.
  public func judge(reply: String, _ exercise: Exercise) -> Judgement? {
    guard let right = exercise.reply else { return nil }
    if Reply.means(reply, oneOf: [right] + exercise.accepted) {
      return Judgement(.right, exercise.after)
    }
    if let wrong = exercise.wrong.first(where: { Reply.mean(reply, $0.text) }) {
      return Judgement(.wrong, wrong.words, mistake: "foreseen", by: .teacher)
    }
    return Judgement(
      .wrong,
      "\(reply) is not what is asked for.",
      mistake: "other-reply",
      by: .shape
    )
  }

  /// Judges a choice, the place of one of `exercise.choices`.
  ///
  /// `seen` holds the keys of rows that stood in a result of the lesson: the evidence.
  public func judge(choice place: Int, _ exercise: Exercise, seen: Set<String>) -> Judgement? {
    guard exercise.choices.indices.contains(place) else { return nil }
    let choice = exercise.choices[place]
    let absent = exercise.witness.filter { !seen.contains($0) }
    if !absent.isEmpty {
      let words =
        "No verdict without evidence: show the rows that it rests on first. "
        + "\(absent.joined(separator: ", ")) \(absent.count == 1 ? "has" : "have") not stood in "
        + "a result of this lesson."
      return Judgement(.wrong, words, mistake: "no-evidence", by: .teacher)
    }
    return choice.isRight
      ? Judgement(.right, exercise.after)
      : Judgement(.wrong, choice.words, mistake: "foreseen", by: .teacher)
  }

  /// The keys of the rows of its first table that a query shows or rests on, as far as the stages
  /// before the first grouping tell.
  public func evidence(of attempt: LessonResult) throws -> Set<String> {
    guard var pipeline = attempt.pipeline else { return [] }
    let verbs = ["where", "sort", "top", "bottom", "first", "last", "around"]
    pipeline.stages = Array(pipeline.stages.prefix { verbs.contains($0.verb.text) })
    let text = Statement(.pipeline(pipeline), pipeline.span).formatted(verbs: Verb.shapes)
    guard let result = engine.result(text), let name = result.bound.tables.first,
      let schema = try? engine.environment.catalog.table(name)?.schema(), schema.key.count == 1,
      let place = result.table.schema.index(of: schema.key[0]),
      result.table.rowCount <= Grader.mostEvidence
    else { return [] }
    return Set(try result.table.cells(place).map(\.words))
  }

  /// Beyond so many rows a result is no evidence: it shows everything.
  private static let mostEvidence = 200

  /// The order in which a student sees the choices of an exercise: shuffled, and always the same.
  public static func order(of exercise: Exercise, for student: String) -> [Int] {
    exercise.choices.indices.sorted { one, other in
      hash(of: student + exercise.id + "\(one)") < hash(of: student + exercise.id + "\(other)")
    }
  }
}

extension Grader {
  /// Whether the model of an exercise runs and is right.
  public func answersItself(_ exercise: Exercise) -> Bool {
    guard let answer = exercise.answer, let model = engine.result(answer.text) else { return false }
    let judgement = try? judge(model, exercise, isAsked: true)
    return judgement?.verdict == .right
  }
}
