import Catalog
import Functions
import Planner
import Syntax

/// The grader of a course: it judges answers by their results.
///
/// Models run over the tables as they are, never over what a student made; their results are kept.
public final class Grader {
  /// The course.
  public let course: Course
  /// What runs the queries.
  public var engine: LessonEngine
  /// Whether an answer that is right only over these data counts as wrong.
  public var refusesLuck = false
  private var results: [String: LessonResult?] = [:]
  private var mutants: [String: Mutants] = [:]
  private lazy var context = MutationContext(engine.environment.catalog, course)
  /// What fixes the changes of the data over which right answers are tried again.
  var seeds = ChangedTable.usualSeeds
  lazy var changedEngines = seeds.map(engine.overChangedData)

  /// The usual mistakes on the model of an exercise: those that were run, with their results, and
  /// those that were not yet.
  struct Mutants {
    var found: [(mutation: Mutation, result: LessonResult)] = []
    var rest: ArraySlice<Mutation> = []
  }

  /// A grader of a course, whose queries `engine` runs.
  public init(_ course: Course, _ engine: LessonEngine) {
    (self.course, self.engine) = (course, engine)
  }

  /// The result of a query of the course; nil where it has none.
  func result(_ query: LessonQuery) -> LessonResult? {
    if let known = results[query.text] { return known }
    let result = engine.result(query.text)
    // One that was stopped is run again.
    if !engine.cancellation.isCancelled { results[query.text] = .some(result) }
    return result
  }

  /// Judges the result of a student's query; nil where it is no attempt at the exercise.
  ///
  /// `isAsked` takes any result for an attempt. Throws when the query is stopped.
  public func judge(
    _ attempt: LessonResult,
    _ exercise: Exercise,
    isAsked: Bool = false
  ) throws -> Judgement? {
    guard let answer = exercise.answer, let model = result(answer) else { return nil }
    let comparison = comparison(with: model, exercise.compared)
    switch try comparison.outcome(of: attempt.table) {
    case .same(let remarks):
      var judgement = try right(attempt, exercise)
      judgement.remarks = remarks + judgement.remarks
      return judgement
    case .different(let difference):
      if let found = try foreseen(attempt, exercise, model) { return found }
      if !isAsked, try !isAttempt(attempt, model) { return nil }
      return try explained(attempt, exercise, model, difference)
    }
  }

  /// A comparison with a model's result, which knows rows that equal the last one it takes.
  func comparison(
    with model: LessonResult,
    _ parts: ComparedParts,
    over engine: LessonEngine? = nil
  ) -> TableComparison {
    let cutsTies = model.ledger.steps.contains { step in
      step.notices.contains { if case .tiesCut = $0 { true } else { false } }
    }
    guard cutsTies, var pipeline = model.pipeline,
      let place = pipeline.stages.lastIndex(where: { ["top", "bottom"].contains($0.verb.text) })
    else { return TableComparison(model, parts) }
    pipeline.stages[place].arguments["ties"] = true
    let text = Statement(.pipeline(pipeline), pipeline.span).formatted(verbs: Verb.shapes)
    let all = (engine ?? self.engine).result(text)
    return TableComparison(model, parts, withTies: all?.table)
  }
}

// MARK: - Wrong answers

extension Grader {
  /// What the lesson's file says of a wrong answer with this result.
  private func foreseen(
    _ attempt: LessonResult,
    _ exercise: Exercise,
    _ model: LessonResult
  ) throws -> Judgement? {
    for wrong in exercise.wrong {
      guard let result = result(wrong), isOfSameTables(result, attempt),
        try isSame(result, attempt, exercise.compared)
      else { continue }
      let mutation = try mutation(giving: attempt, exercise, model)
      return Judgement(.wrong, wrong.words, mistake: mutation?.name ?? "foreseen", by: .teacher)
    }
    return nil
  }

  private func isOfSameTables(_ one: LessonResult, _ other: LessonResult) -> Bool {
    Set(one.bound.tables) == Set(other.ledger.tables)
  }

  /// Whether a result is that of a mistake: in its compared columns, or in all where it lacks these.
  private func isSame(
    _ mistake: LessonResult,
    _ attempt: LessonResult,
    _ parts: ComparedParts
  ) throws -> Bool {
    var parts = parts
    let names = mistake.table.schema.fields.map(\.name)
    if !parts.columns.allSatisfy(names.contains) { parts.columns = [] }
    let comparison = TableComparison(mistake, parts)
    if case .same = try comparison.outcome(of: attempt.table) { return true }
    return false
  }

  /// Whether a result may be meant as an answer: it has as many values as the model's, or a column or
  /// key of it.
  ///
  /// A look at rows as they are is none, unless the model is one.
  private func isAttempt(_ attempt: LessonResult, _ model: LessonResult) throws -> Bool {
    if attempt.isLook, !model.isLook { return false }
    let (own, wanted) = (attempt.table, model.table)
    if own.rowCount * own.columns.count == wanted.rowCount * wanted.columns.count { return true }
    let names = Set(own.schema.fields.map(\.name))
    if wanted.schema.fields.contains(where: { names.contains($0.name) }) { return true }
    guard own.rowCount == wanted.rowCount else { return false }
    let comparison = CellComparison()
    for place in wanted.columns.indices {
      let cells = try wanted.cells(place)
      for other in own.columns.indices where try isSameBag(cells, own.cells(other), comparison) {
        return true
      }
    }
    return false
  }

  /// A wrong answer with its mistake: made on the model, or found in the ledger, the query or the
  /// shape.
  private func explained(
    _ attempt: LessonResult,
    _ exercise: Exercise,
    _ model: LessonResult,
    _ difference: Difference
  ) throws -> Judgement {
    if let mutation = try mutation(giving: attempt, exercise, model) {
      let verdict: Judgement.Verdict = mutation.name == "unfinished" ? .begun : .wrong
      return Judgement(verdict, mutation.words, mistake: mutation.name, by: .mutation)
    }
    // Another engine does not count the rows of each stage.
    let isCounted = attempt.ledger.engine == nil && model.ledger.engine == nil
    let ledger = isCounted ? LedgerDifference(attempt.ledger, model.ledger) : nil
    var query: QueryDifference?
    if let own = attempt.pipeline, let asked = model.pipeline {
      query = QueryDifference(own, asked)
    }
    var judgement = Judgement(.wrong, difference.words)
    judgement.mistake = ledger?.name ?? query?.name ?? difference.name
    judgement.foundBy = ledger != nil ? .ledger : query != nil ? .query : .shape
    // The words of the query say more than a count does.
    let parts = [query?.words, ledger?.words].compactMap { $0 }
    judgement.further = parts.joined(separator: " ")
    return judgement
  }

  /// The usual mistake on the model whose result is this one; of several the one whose query is most
  /// like the student's.
  private func mutation(
    giving attempt: LessonResult,
    _ exercise: Exercise,
    _ model: LessonResult
  ) throws -> Mutation? {
    let own = Set(attempt.pipeline?.stages.map(\.text) ?? [])
    let asked = Set(model.table.schema.fields.map(\.name))
      .intersection(attempt.table.schema.fields.map(\.name))
    var best: (score: Int, mutation: Mutation)?
    for (mutation, result) in try mutants(of: exercise, model) {
      // A column that the student tried to work out is none that was left out.
      let names = result.table.schema.fields.map(\.name)
      guard isOfSameTables(result, attempt), asked.isSubset(of: names),
        try isSame(result, attempt, exercise.compared)
      else { continue }
      let stages = mutation.pipeline.stages.map(\.text)
      let shared = stages.count(where: own.contains)
      let score = 2 * shared - abs(stages.count - own.count)
      if best.map({ score > $0.score }) ?? true { best = (score, mutation) }
    }
    return best?.mutation
  }

  /// Beyond so many rows no mistakes are made on a model: each is a query of its own.
  private static let mostRowsOfMistakes = 1_000_000

  /// The usual mistakes on the model of an exercise that run, with their results.
  func mutants(
    of exercise: Exercise,
    _ model: LessonResult
  ) throws -> [(mutation: Mutation, result: LessonResult)] {
    while try runMutant(of: exercise, model) {}
    return mutants[exercise.id]?.found ?? []
  }

  /// Runs one more of the usual mistakes on the model of an exercise; false where there is none.
  private func runMutant(of exercise: Exercise, _ model: LessonResult) throws -> Bool {
    var known = mutants[exercise.id] ?? Mutants(rest: mutations(on: model)[...])
    defer { mutants[exercise.id] = known }
    guard let mutation = known.rest.first else { return false }
    let result = engine.result(mutation.query)
    try Cancellation.check()
    known.rest.removeFirst()
    if let result { known.found.append((mutation, result)) }
    return true
  }

  private func mutations(on model: LessonResult) -> [Mutation] {
    let read = model.ledger.steps.flatMap(\.flows).filter { $0.reason == .read }
    guard let pipeline = model.pipeline, model.ledger.engine == nil,
      read.reduce(0, { $0 + $1.rows }) <= Grader.mostRowsOfMistakes
    else { return [] }
    return Mutator.mutations(of: pipeline, context)
  }
}

// MARK: - Preparing

extension Grader {
  /// Runs one more of the queries with which answers to an exercise are compared, so that the first
  /// one is judged as soon as later ones; false where none is left.
  ///
  /// Throws when it is stopped, and goes on from there the next time.
  public func prepare(_ exercise: Exercise) throws -> Bool {
    guard let answer = exercise.answer else { return false }
    for query in [answer] + exercise.also + exercise.wrong where results[query.text] == nil {
      _ = result(query)
      try Cancellation.check()
      return true
    }
    guard let model = result(answer) else { return false }
    return try runMutant(of: exercise, model)
  }
}

extension LessonResult {
  /// Whether it only shows rows as they are.
  fileprivate var isLook: Bool {
    let verbs = [
      "first", "last", "sample", "describe", "keep", "drop", "rename", "sort", "as", "save",
      "chart",
      "map",
    ]
    return pipeline?.stages.allSatisfy { verbs.contains($0.verb.text) } ?? false
  }
}
