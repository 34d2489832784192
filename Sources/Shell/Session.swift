import Diagnostics
import Engines
import Execution
import Formats
import Habits
import Language
import Plans
import Tables

/// A conversation over a catalog: statements in, tables and messages out.
///
/// A statement lives as follows: `parse` reads it, `bind` gives it its meaning, the backend runs it, and a
/// format writes the table. Everything that a statement leaves behind (the last result, tables named by
/// `let`, parameters) is kept here.
public final class Session {
  /// What queries may refer to.
  public private(set) var environment: Environment
  /// How results and errors are shown.
  public var options: SessionOptions
  /// The results so far; the one called `_3` is the third.
  public private(set) var results: [Answer] = []
  /// The repaired text of the last statement that failed, where one repair was clearly meant.
  public private(set) var suggestion: String?
  /// Tells the running query to stop.
  public private(set) var cancellation = Cancellation()
  let console: Console
  let backend: any Backend
  /// The engine that runs the queries in our place, if there is one.
  let server: RemoteServer?
  private var saidCaveats: Set<String> = []
  /// The periods that tables in another engine tell to be partial, by the query that asks for them.
  var askedPartialPeriods: [String: Set<Int32>] = [:]
  /// The tables of the record, whose names no result may take.
  let shippedTables: Set<String>

  /// A session over `catalog` that writes to `console`; tables that lie elsewhere are those of `server`.
  public init(
    catalog: Catalog,
    options: SessionOptions,
    console: Console,
    backend: (any Backend)? = nil,
    server: RemoteServer? = nil
  ) {
    environment = Environment(catalog: catalog)
    environment.formats = Format.all.names
    environment.habits = ForeignLanguages()
    environment.allowsUnknownValues = options.allowsUnknownValues
    self.options = options
    self.console = console
    self.server = server
    let here = backend ?? Engine(catalog: catalog)
    self.backend = server.map { RemoteBackend($0, catalog: catalog, here: here) } ?? here
    shippedTables = Set(catalog.tables.map(\.name))
  }

  /// Runs all statements of `source`, up to the first that fails unless the options say to keep
  /// going.
  ///
  /// Gives the exit code of the first failure.
  public func run(_ source: String, from origin: Origin) throws -> Exit {
    run(bytes: Array(source.utf8), from: origin).exit
  }

  /// Runs the statements of a text that need not be valid UTF-8.
  func run(bytes: [UInt8], from origin: Origin) -> (exit: Exit, ran: Int) {
    let isLine = options.isInteractive && origin.file == nil && !bytes.contains(10)
    let mode: LineMode = isLine ? .prompt : .block
    backend.expectQuery()
    let program = parse(bytes: bytes, verbs: Verb.shapes, mode: mode, habits: ForeignLanguages())
    let source = String(decoding: bytes, as: UTF8.self)
    for table in environment.catalog.tables { table.expect(source) }
    if options.isInteractive { Interrupts.heed() }
    suggestion = nil
    var exit = Exit.fine
    var ran = 0
    for part in parts(of: program) {
      let outcome = run(part, source, origin)
      tellNews()
      if part.statement != nil { ran += 1 }
      if exit == .fine { exit = outcome }
      if outcome == .interrupted || (outcome != .fine && !options.keepsGoing) { break }
    }
    return (exit, ran)
  }

  /// Runs a statement, or tells all that is wrong with it at once.
  private func run(_ part: Part, _ source: String, _ origin: Origin) -> Exit {
    guard let statement = part.statement else {
      return report(part.diagnostics, source, nil, origin)
    }
    guard part.diagnostics.contains(where: { !$0.isNote }) else {
      return run(statement, source, origin)
    }
    var all = part.diagnostics
    if let pipeline = statement.pipeline {
      all += bind(pipeline, in: environment, source: source).diagnostics
    }
    return report(all.inOrder, source, statement.span, origin)
  }

  private func run(_ statement: Statement, _ source: String, _ origin: Origin) -> Exit {
    environment.allowsUnknownValues = options.allowsUnknownValues
    switch statement.kind {
    case .pipeline(let pipeline):
      return answer(pipeline, statement, source, origin)
    case .binding(let name, let pipeline):
      return bindTable(name, pipeline, statement, source, origin)
    case .parameter(let name, let initial, _):
      return declare(name, initial, statement, source, origin)
    case .explanation(let what, let pipeline):
      return explain(what, pipeline, statement, source, origin)
    }
  }

  private func answer(
    _ pipeline: Pipeline,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Exit {
    let text = sourceText(source, statement.span)
    switch computed(pipeline, text, statement, source, origin) {
    case .failure(let exit): return exit.code
    case .success(let (answer, display)):
      remember(answer)
      return show(answer, display)
    }
  }

  /// A failure that has been reported.
  struct Reported: Error {
    var code: Exit
  }

  /// What `bind` gives while stages may look at their data, until Ctrl-C.
  func peeking(_ bind: () -> Binding) -> Binding {
    // A script ends with the first Ctrl-C, also with one that came before it had begun.
    let interrupts = options.isInteractive ? Interrupts.count : 0
    cancellation = Cancellation { Interrupts.count != interrupts }
    let backend = backend
    environment.peek = { [cancellation] in try backend.run($0, until: cancellation).0 }
    defer { environment.peek = nil }
    return bind()
  }

  /// Binds and runs a pipeline; what goes wrong has been reported.
  func computed(
    _ pipeline: Pipeline,
    _ text: String,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Result<(Answer, BoundQuery.Display), Reported> {
    let binding = peeking { bind(pipeline, in: environment, source: source) }
    guard let query = binding.query else {
      let code = report(binding.diagnostics, source, statement.span, origin)
      return .failure(Reported(code: code))
    }
    do {
      try check(binding.assertions)
      let (table, ledger) = try backend.run(query, until: cancellation)
      var answer = Answer(
        query: text,
        table: table.described(by: query),
        ledger: ledger,
        totaled: query.totaled,
        sayings: query.sayings,
        bound: query
      )
      answer.partialPeriods = partialPeriods(in: answer.table)
      answer.ledger.tell(answer.partialPeriods.map { .partialPeriod($0) })
      return .success((answer, query.display))
    } catch let failure as RunFailure {
      let span = failure.stage.flatMap {
        query.stageSpans.indices.contains($0) ? query.stageSpans[$0] : nil
      }
      let diagnostic = Diagnostic(.failure(failure), at: span ?? statement.span)
      return .failure(
        Reported(code: report([diagnostic], source, statement.span, origin, kind: failure.kind))
      )
    } catch {
      let diagnostic = Diagnostic(.runFailure("\(error)"), at: statement.span)
      return .failure(Reported(code: report([diagnostic], source, statement.span, origin)))
    }
  }

  private func check(_ assertions: [Assertion]) throws {
    for assertion in assertions {
      let (table, _) = try backend.run(assertion.query, until: cancellation)
      if table.rowCount == 1, table.columns[0][0] == .boolean(true) { continue }
      let stage = assertion.query.stageSpans.firstIndex {
        $0.start <= assertion.span.start && assertion.span.end <= $0.end
      }
      let text = assertion.text.map { "\($0): this does not hold of the table." }
      throw RunFailure(text ?? "This does not hold of the table.", .assertion, stage: stage)
    }
  }

  private func bindTable(
    _ name: Name,
    _ pipeline: Pipeline,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Exit {
    if shippedTables.contains(name.text) {
      let diagnostic = Diagnostic(.nameIsTable(name.text), at: name.span)
      return report([diagnostic], source, statement.span, origin)
    }
    let text = sourceText(source, pipeline.span)
    switch computed(pipeline, text, statement, source, origin) {
    case .failure(let exit): return exit.code
    case .success(let (answer, _)):
      environment.catalog.add(StoredTable(name: name.text, title: text, table: answer.table))
      return .fine
    }
  }

  private func declare(
    _ name: Name,
    _ initial: Term?,
    _ statement: Statement,
    _ source: String,
    _ origin: Origin
  ) -> Exit {
    var given: Constant?
    if let initial {
      switch bindConstant(initial, in: environment, source: source) {
      case .success(let constant): given = constant
      case .failure(let failure):
        return report(
          failure.diagnostics,
          source,
          statement.span,
          origin,
          exit: failure.kind.exit
        )
      }
    }
    if let setting = options.settings[name.text] {
      guard let constant = constant(setting, like: given) else {
        let message = Message.settingHasWrongType(name.text, setting, given?.type.word ?? "value")
        return report(
          [Diagnostic(message, at: name.span)],
          source,
          statement.span,
          origin,
          exit: .usage
        )
      }
      given = constant
    }
    guard let given else {
      return report(
        [Diagnostic(.parameterUnset(name.text), at: name.span)],
        source,
        statement.span,
        origin,
        exit: .usage
      )
    }
    environment.parameters[name.text] = given
    return .fine
  }

  /// Keeps a result as `_` and under its number.
  private func remember(_ answer: Answer) {
    results.append(answer)
    environment.results["_"] = answer.table
    environment.results["_\(results.count)"] = answer.table
  }

  /// The caveats that were not said yet in this session; they count as said from now on.
  func unsaid(_ caveats: [String]) -> [String] {
    caveats.filter { saidCaveats.insert($0).inserted }
  }

  /// The stretch `span` of `source`.
  func sourceText(_ source: String, _ span: SourceSpan) -> String {
    let bytes = Array(source.utf8)
    let end = min(span.end, bytes.count)
    return String(decoding: bytes[min(span.start, end)..<end], as: UTF8.self)
  }

  /// Makes queries find `table` under `name`.
  func leave(_ table: Table, as name: String) { environment.results[name] = table }

  /// Makes queries find `constant` in the parameter `name`.
  func leave(_ constant: Constant, as name: String) { environment.parameters[name] = constant }

  /// Keeps the repaired text of a failed statement for the editor.
  func suggest(_ text: String?) { suggestion = text }

  /// Forgets the repaired text: something else was done since.
  func forgetSuggestion() { suggestion = nil }
}
