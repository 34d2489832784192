import Diagnostics
import Syntax
import Catalog
import Columns

/// What a query may refer to besides itself: tables, earlier results, parameters.
public struct Environment {
  /// The tables.
  public var catalog: Catalog
  /// The last result and older ones, by the names `_` and `_3`.
  public var results: [String: Table] = [:]
  /// The queries that made results and tables of this session, by the names of these.
  public var queries: [String: BoundQuery] = [:]
  /// Parameters by name.
  public var parameters: [String: Constant] = [:]
  /// Whether a text that no row has is only worth a note.
  public var allowsUnknownValues = false
  /// The names of output formats, for `as`.
  public var formats: [String] = []
  /// The kinds of charts, for `chart`.
  public var charts: [String] = []
  /// The formats that a chart may have, for `as`, and the endings of files that hold one.
  public var chartFormats: (names: [String], endings: [String]) = ([], [])
  /// Says what a chart of a result with these columns cannot show, if there is anything.
  public var chartChecker: (@Sendable (ChartRequest, Schema) -> ChartRefusal?)?
  /// Runs a query whose result a stage must know to say what its columns are, as `pivot` must; nil
  /// where nothing may run, so that those columns stay open.
  public var evaluateSubquery: ((BoundQuery) throws -> Table)?
  /// What is known of the verbs and functions of other languages.
  package var habits: (any HabitTranslator)?

  /// An environment of these tables and nothing else.
  public init(catalog: Catalog) { self.catalog = catalog }

  /// The environment with its tables as far as they are known at once, while `text` is typed; and
  /// the names of those that are not known whole.
  public func snapshot(for text: String) -> (environment: Environment, partial: [String]) {
    var environment = self
    let snapshot = catalog.snapshot(for: text)
    environment.catalog = snapshot.catalog
    return (environment, snapshot.partial)
  }
}

/// A value with its type: a literal, or what a parameter holds.
public struct Constant: Sendable {
  /// The value.
  public var value: Value
  /// Its type.
  public var type: DataType

  /// The constant `value`.
  public init(_ value: Value, _ type: DataType) { (self.value, self.type) = (value, type) }
}

/// What binding a pipeline gave: the query, or all that is wrong with it; and notes either way.
public struct BindingResult {
  /// The query, unless there are errors.
  public var query: BoundQuery?
  /// Errors and notes, in order of place.
  public var diagnostics: [Diagnostic]
  /// The visible columns that come out, as far as they are known.
  public var fields: [Field]
  /// Assertions, each a plan whose one row holds one truth value.
  public var assertions: [Assertion]
  /// Whether a stage was not understood, so that there may be other columns than `fields`.
  public var hasUnknownColumns: Bool
}

/// A condition over a whole table, checked before the query runs.
public struct Assertion: Sendable {
  /// One row, one column: whether it holds.
  public var query: BoundQuery
  /// What to say when it does not.
  public var text: String?
  /// The stage as written.
  public var span: SourceSpan
}

/// Gives a pipeline its meaning in `environment`, or gathers everything that is wrong with it.
///
/// - Parameters:
///   - pipeline: The pipeline as parsed.
///   - environment: What it may refer to.
///   - source: The text from which it was parsed.
/// - Returns: The query, or the errors; and the columns that come out either way.
public func bind(
  _ pipeline: Pipeline,
  in environment: Environment,
  source: String
) -> BindingResult {
  let binder = Binder(environment: environment, source: source)
  let builder = binder.lower(pipeline)
  let errors = binder.diagnostics.sorted { $0.span.start < $1.span.start }
  return BindingResult(
    query: errors.allSatisfy(\.isNote) ? builder.map { binder.query($0) } : nil,
    diagnostics: errors,
    fields: builder?.visible.map(\.field) ?? [],
    assertions: binder.assertions,
    hasUnknownColumns: builder?.hasUnknownColumns ?? true
  )
}

/// The value of a term that reads no column: a literal, a parameter, or a negative number.
package func bindConstant(
  _ expression: Expression,
  in environment: Environment,
  source: String
) -> Result<Constant, Failure> {
  let binder = Binder(environment: environment, source: source)
  guard let constant = binder.constant(expression), binder.diagnostics.isEmpty else {
    let diagnostics =
      binder.diagnostics.isEmpty
      ? [Diagnostic(.notConstant(binder.text(expression.span)), at: expression.span)]
      : binder.diagnostics
    return .failure(Failure(diagnostics, kind: .usage))
  }
  return .success(constant)
}
