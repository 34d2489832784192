import Catalog
import Planner
import Syntax

extension Grader {
  /// What is said of an answer whose result is the model's.
  func right(_ attempt: LessonResult, _ exercise: Exercise) throws -> Judgement {
    let own = canonical(attempt.query)
    let also = exercise.also.first { canonical($0.text) == own && !$0.words.isEmpty }
    var judgement = Judgement(.right, exercise.after)
    if let also { judgement.remarks.append(also.words) }
    if own != canonical(exercise.answer?.text ?? ""), try isLuck(attempt, exercise) {
      judgement.verdict = .luck
      judgement.mistake = "luck"
      judgement.words =
        "Right here, but by luck: over other data your query would give another answer than the "
        + "question asks for. Name what is asked for, not what it happens to be."
      if refusesLuck { judgement.verdict = .wrong }
    }
    return judgement
  }

  /// Whether an answer is right over these data, and over changed ones gives something else than any
  /// right answer of the exercise that is known.
  func isLuck(_ attempt: LessonResult, _ exercise: Exercise) throws -> Bool {
    let tables = attempt.ledger.tables.compactMap(engine.environment.catalog.table)
    // The rows of another engine are not changed here.
    if tables.contains(where: \.isElsewhere) { return false }
    if asksElsewhere(attempt, exercise) { return true }
    for place in changedEngines.indices {
      changedEngines[place].cancellation = engine.cancellation
      if try isWrong(attempt, exercise, over: changedEngines[place]) { return true }
    }
    return false
  }

  /// Whether one number was found without any of the tables that the right answers ask.
  private func asksElsewhere(_ attempt: LessonResult, _ exercise: Exercise) -> Bool {
    guard attempt.table.rowCount == 1, attempt.table.columns.count == 1 else { return false }
    let asked = ([exercise.answer].compactMap { $0 } + exercise.also).flatMap {
      result($0)?.bound.tables ?? []
    }
    return Set(asked).isDisjoint(with: attempt.ledger.tables)
  }

  /// Whether an answer is wrong over changed data; one that fails there is not judged by them.
  private func isWrong(
    _ attempt: LessonResult,
    _ exercise: Exercise,
    over engine: LessonEngine
  ) throws -> Bool {
    guard let answer = exercise.answer, let other = engine.result(attempt.query) else {
      return false
    }
    for query in [answer] + exercise.also {
      guard let model = engine.result(query.text) else { return false }
      let comparison = comparison(with: model, exercise.compared, over: engine)
      if case .same = try comparison.outcome(of: other.table) { return false }
    }
    return true
  }

  /// A query in canonical form.
  private func canonical(_ query: String) -> String {
    parse(query, verbs: Verb.shapes).statements.first?.formatted(verbs: Verb.shapes) ?? query
  }
}

extension LessonEngine {
  /// The engine over the tables as another record might have them.
  func overChangedData(_ seed: UInt64) -> LessonEngine {
    let catalog = environment.catalog.changed(seed: seed)
    var environment = environment
    environment.catalog = catalog
    environment.allowsUnknownValues = true
    return LessonEngine(
      environment: environment,
      backend: backendOver(catalog),
      cancellation: cancellation
    )
  }
}
