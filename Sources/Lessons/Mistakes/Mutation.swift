import Diagnostics
import Planner
import Syntax

/// A usual mistake, made on a model query: the query with the mistake in it, and what is said of it.
struct Mutation {
  /// A short name of the kind of mistake, for results of a class.
  var name: String
  /// What is said to a student who made it, in a sentence or two.
  var words: String
  /// The query.
  var pipeline: Pipeline

  /// The query as text.
  var query: String {
    Statement(.pipeline(pipeline), pipeline.span).formatted(verbs: Verb.shapes)
  }
}

/// What mutations of a query may draw from: the words of a course and its tables.
struct MutationContext {
  /// The names of the tables.
  var tables: [String] = []
  /// For each table the terms that rows may be grouped by.
  var keys: [String: [String]] = [:]
  /// For each table what a row of it is.
  var rows: [String: String] = [:]
  /// For each table its columns that link to another, with that table.
  var links: [String: [String: String]] = [:]
  /// For each table the numbers in it.
  var measures: [String: [String]] = [:]
}

/// A maker of mutations: it makes the usual mistakes on each stage of a query.
struct Mutator {
  let pipeline: Pipeline
  let context: MutationContext
  var mutations: [Mutation] = []

  init(_ pipeline: Pipeline, _ context: MutationContext) {
    (self.pipeline, self.context) = (pipeline, context)
  }

  /// The table that the query begins with.
  var table: String {
    if case .table(let name)? = pipeline.source { name.text } else { "" }
  }

  /// What one of its rows is.
  var row: String { context.rows[table].map { "a row is \($0)" } ?? "a row is no sum" }

  /// All mutations of the query, each query once, the likeliest mistakes first.
  static func mutations(of pipeline: Pipeline, _ context: MutationContext) -> [Mutation] {
    var mutator = Mutator(pipeline, context)
    mutator.leaveOutStages()
    mutator.changeSource()
    for place in pipeline.stages.indices {
      mutator.changeAggregate(place)
      mutator.changeCondition(place)
      mutator.changeRanking(place)
      mutator.changeShare(place)
      mutator.changeGroups(place)
      mutator.changeWindow(place)
      mutator.changeJoin(place)
      mutator.changeColumns(place)
    }
    mutator.moveConditions()
    let original = Statement(.pipeline(pipeline), pipeline.span).formatted(verbs: Verb.shapes)
    var seen: Set<String> = [original]
    return mutator.mutations.filter { seen.insert($0.query).inserted }
  }

  /// Notes the query with other stages in place of one.
  mutating func add(_ name: String, _ words: String, at place: Int, _ stages: [Stage]) {
    var changed = pipeline
    changed.stages.replaceSubrange(place...place, with: stages)
    if changed.stages.isEmpty, pipeline.source == nil { return }
    mutations.append(Mutation(name: name, words: words, pipeline: changed))
  }

  /// Notes the query with other stages throughout.
  mutating func add(_ name: String, _ words: String, _ stages: [Stage]) {
    var changed = pipeline
    changed.stages = stages
    mutations.append(Mutation(name: name, words: words, pipeline: changed))
  }
}

// MARK: - Making syntax

/// A place for syntax that stands in no text.
let nowhere = SourceSpan(0, 0)

extension Stage {
  /// A stage of a verb.
  init(_ verb: String, _ arguments: [String: any Sendable] = [:]) {
    self.init(verb: Name(verb, nowhere), arguments: arguments, span: nowhere)
  }

  /// The stage with another argument in a slot; nil takes it out.
  func with(_ label: String, _ argument: (any Sendable)?) -> Stage {
    var stage = self
    stage.arguments[label] = argument
    return stage
  }

  /// The stage as a query writes it.
  var text: String {
    let pipeline = Pipeline(source: nil, stages: [self], span: nowhere)
    let text = Statement(.pipeline(pipeline), nowhere).formatted(verbs: Verb.shapes)
    return String(text.dropFirst(2))
  }

  /// The keys after `by`.
  var keys: [KeyItem] { arguments["by"] as? [KeyItem] ?? [] }

  /// The columns after `per`.
  var groups: [Path] { arguments["per"] as? [Path] ?? [] }

  /// Whether it makes one row of several.
  var folds: Bool { ["count", "total", "summarize", "distinct"].contains(verb.text) }
}

/// The stages of a text such as `count by kind | top 5`.
func stages(_ text: String) -> [Stage] {
  parse("_ | " + text, verbs: Verb.shapes).statements.first?.pipeline?.stages ?? []
}

/// The expression that a text is.
func expression(_ text: String) -> Expression? {
  stages("where " + text).first?.arguments["condition"] as? Expression
}

extension Quantity {
  /// A count.
  static func count(_ count: Int) -> Quantity { Quantity(.count(count), nowhere) }

  /// The count, if it is one.
  var count: Int? { if case .count(let count) = kind { count } else { nil } }
}
