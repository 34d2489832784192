import Catalog
import Diagnostics
import Execution
import Functions
import Habits
import Planner
import Syntax

/// What runs the queries of lessons: tables, an engine, and a flag that stops it.
public struct LessonEngine {
  /// What queries may refer to.
  public var environment: Environment
  /// What runs them.
  public var backend: any Backend
  /// The flag that stops a running query.
  public var cancellation: Cancellation
  /// What runs queries over other tables.
  public var backendOver: (Catalog) -> any Backend = { Engine(catalog: $0, workers: 1) }
  /// A query with its errors repaired, where every error has one repair that is clearly meant.
  public var repair: (String) -> String? = { _ in nil }

  /// An engine over an environment of tables, without results of earlier queries.
  public init(
    environment: Environment,
    backend: any Backend,
    cancellation: Cancellation = Cancellation()
  ) {
    (self.environment, self.backend, self.cancellation) = (environment, backend, cancellation)
    (self.environment.results, self.environment.queries) = ([:], [:])
  }

  /// Parses a query, binds and runs it.
  public func run(_ text: String) -> Outcome {
    let program = parse(text, verbs: Verb.shapes, habits: ForeignLanguages())
    if let problem = program.diagnostics.first(where: { !$0.isNote }) {
      return .refused(problem)
    }
    guard program.statements.count == 1, let pipeline = program.statements[0].pipeline,
      case .pipeline = program.statements[0].kind
    else {
      let message: Message = "no-query: This is no query of one statement."
      return .refused(Diagnostic(message, at: SourceSpan(0, text.utf8.count)))
    }
    return run(pipeline, text)
  }

  private func run(_ pipeline: Pipeline, _ text: String) -> Outcome {
    var environment = environment
    let (backend, cancellation) = (backend, cancellation)
    environment.evaluateSubquery = { try backend.run($0, until: cancellation).0 }
    let binding = Cancellation.with(cancellation) {
      bind(pipeline, in: environment, source: text)
    }
    guard let query = binding.query else {
      let problem = binding.diagnostics.first { !$0.isNote }
      return problem.map(Outcome.refused) ?? .failed("The query cannot be bound.")
    }
    do {
      for assertion in binding.assertions {
        let (table, _) = try backend.run(assertion.query, until: cancellation)
        if table.rowCount == 1, table.columns[0][0] == .boolean(true) { continue }
        return .failed(assertion.text ?? "An assertion does not hold.")
      }
      let (table, ledger) = try backend.run(query, until: cancellation)
      return .result(LessonResult(text, pipeline, query, table, ledger))
    } catch let failure as RunFailure {
      return .failed(failure.text)
    } catch {
      return .failed("\(error)")
    }
  }

  /// The result of a query; nil where it is refused or fails.
  public func result(_ text: String) -> LessonResult? {
    if case .result(let result) = run(text) { result } else { nil }
  }

  /// The outcome of running a query.
  public enum Outcome {
    case result(LessonResult)
    /// It is wrong, with the first reason.
    case refused(Diagnostic)
    /// It is right, but failed while it ran.
    case failed(String)

    /// Why there is no result.
    public var reason: String? {
      switch self {
      case .result: nil
      case .refused(let diagnostic): diagnostic.message.text
      case .failed(let text): text
      }
    }
  }
}

/// The result of a query, with the query.
public struct LessonResult {
  /// The query as text; all of it, where it was asked in several steps.
  public var query: String
  /// Its syntax.
  public var pipeline: Pipeline?
  /// What it was bound to.
  public var bound: BoundQuery
  /// Its rows.
  public var table: Table
  /// What happened to the rows on the way.
  public var ledger: Ledger

  /// The result of a query whose syntax is known.
  public init(
    _ query: String,
    _ pipeline: Pipeline?,
    _ bound: BoundQuery,
    _ table: Table,
    _ ledger: Ledger
  ) {
    (self.query, self.pipeline, self.bound) = (query, pipeline, bound)
    (self.table, self.ledger) = (table, ledger)
  }

  /// The result of a query that is given as text.
  public init(_ query: String, _ bound: BoundQuery, _ table: Table, _ ledger: Ledger) {
    let pipeline = parse(query, verbs: Verb.shapes).statements.first?.pipeline
    self.init(query, pipeline, bound, table, ledger)
  }
}
