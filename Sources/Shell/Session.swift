import Catalog
import Columns
import Diagnostics
import Execution
import Functions
import Habits
import IO
import Planner
import Remote
import Syntax

/// The state of a conversation over a catalog: results, tables named by `let`, parameters and
/// options.
///
/// `run` parses a text and hands each statement to a `StatementRunner`, which binds it, has the
/// backend run it, and writes the result in a format.
public final class Session {
  /// What queries may refer to.
  var environment: Environment
  /// How results and errors are shown.
  public var options: SessionOptions
  /// The results so far; the one called `_3` is the third.
  private(set) var results: [Answer] = []
  /// What was run in this session.
  var log: [LoggedInput] = []
  /// The files that `.read` runs now, the outermost first.
  var filesBeingRead: [String] = []
  /// Where the command stands that a script runs now.
  var commandPlace: Origin?
  /// The pager that the prompt shows long results in, if it does.
  var pager: Pager?
  /// The lines of a page that the screen could not hold, which Enter shows.
  var restOfPage: [Substring] = []
  /// The course that is being played, if one is.
  var play: LessonPlay?
  /// The transcript that is being written, if one is.
  var transcript: TranscriptFile?
  /// The notebook that is being kept, if one is.
  var notebook: Notebook?
  /// How the transcript or notebook that is being kept is written, if one is.
  var record: RecordState?
  /// Whether the last query failed, so that `|` goes on from the result before it.
  var hasFailed = false
  /// The repaired text of the last statement that failed, where every error had one repair.
  var suggestion: String?
  /// What stands at the next prompt before anything is typed.
  var draft: String?
  /// Why the file of the last `save` could not be written, until that is reported.
  var writeFailure: RunFailure?
  /// The flag that stops the running query.
  var cancellation = Cancellation()
  /// What queries may hold, and what is bound and written for them.
  let memory: MemoryBudget
  let console: Console
  let backend: any Backend
  /// The engine that runs the queries in place of this process, if there is one.
  let server: RemoteServer?
  /// The caveats that were shown already.
  var shownCaveats: Set<String> = []
  /// The tables of which it was said what a row is.
  var shownGrains: Set<String> = []
  /// The tables of the record, whose names no result may take.
  let shippedTables: Set<String>

  /// A session over `catalog` that writes to `console`; tables that lie elsewhere are those of
  /// `server`.
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
    environment.offerCharts()
    environment.allowsUnknownValues = options.allowsUnknownValues
    (self.options, self.console, self.server) = (options, console, server)
    memory = .ofProcess(limit: options.memoryLimit)
    let here = backend ?? Engine(catalog: catalog, workers: options.threads, memory: memory)
    self.backend = server.map { RemoteBackend($0, catalog: catalog, here: here) } ?? here
    shippedTables = Set(catalog.tables.map(\.name))
  }

  /// Runs all statements of a text that need not be valid UTF-8, up to the first that fails unless
  /// the options say to keep going.
  ///
  /// Gives the exit code of the first failure.
  public func run(bytes: [UInt8], from origin: Origin) -> Exit {
    // What is played again runs statement by statement, and its errors show no other one.
    guard isRecorded, console.copy == nil else { return runTogether(bytes, from: origin) }
    return firstFailure(of: Submission.texts(in: bytes, from: origin)) { text in
      runTogether(text.bytes, from: text.origin)
    }
  }

  private func runTogether(_ bytes: [UInt8], from origin: Origin) -> Exit {
    let isLine = options.isInteractive && origin.file == nil && !bytes.contains(10)
    backend.prepareForQuery()
    let mode: LineMode = isLine ? .prompt : .block
    let program = parsed(bytes, mode: mode)
    let source = String(decoding: bytes, as: UTF8.self)
    if takesReply(source) {
      return recording(source.trimmingBlanks, in: origin.file) { takeReply(source) } ?? .fine
    }
    for table in environment.catalog.tables { table.prefetch(source) }
    if options.isInteractive { Interrupts.acknowledge() }
    suggestion = nil
    return firstFailure(of: Submission.all(in: program, source, origin)) { submission in
      defer {
        Interrupts.endProcessOverTime(saying: nil)
        Interrupts.stopTimer()
        showFileNotes()
      }
      let exit = timed {
        recording(text(of: submission), in: origin.file) { answer(submission) } ?? .fine
      }
      log.append(LoggedInput(text: text(of: submission), exit: exit))
      if exit == .query { judgeRefusal(text(of: submission)) }
      guard let problem = ChangedFiles.takeProblem() else { return exit }
      console.error(visibleText(problem) + "\n")
      return .file
    }
  }

  private func answer(_ submission: Submission) -> Exit {
    MemoryBudget.with(memory) { StatementRunner(session: self, submission: submission).run() }
  }

  /// Runs `body` over the items; gives the exit code of the first failure, after which only
  /// `keepsGoing` lets anything run.
  func firstFailure<Item>(of items: [Item], _ body: (Item) -> Exit) -> Exit {
    var exit = Exit.fine
    for item in items {
      let outcome = body(item)
      if exit == .fine { exit = outcome }
      if outcome == .interrupted || (outcome != .fine && !options.keepsGoing) { break }
    }
    return exit
  }
}

// MARK: - Running

extension Session {
  /// What `bind` gives while stages may look at their data, until Ctrl-C.
  func peeking(_ bind: () -> BindingResult) -> BindingResult {
    cancellation = beginCancellation()
    let backend = backend
    environment.evaluateSubquery = { [cancellation] in try backend.run($0, until: cancellation).0 }
    defer { environment.evaluateSubquery = nil }
    return Cancellation.with(cancellation, bind)
  }

  /// What stops from now on: Ctrl-C, and `--timeout`, whose timer ends what reads a file, too.
  func beginCancellation() -> Cancellation {
    Interrupts.startTimer(options.timeout?.seconds)
    // A script ends with the first Ctrl-C, also with one that came before it had begun.
    let interrupts = options.isInteractive ? Interrupts.count : 0
    return Cancellation(timeout: options.timeout) { Interrupts.count != interrupts }
  }

  /// The result of a query, which is written as `text`.
  func answer(_ query: BoundQuery, text: String) throws -> Answer {
    let (table, ledger) = try backend.run(query, until: cancellation)
    if let problem = ChangedFiles.takeProblem() { throw RunFailure(problem, .table) }
    let described = table.described(by: query)
    var bound = query
    bound.ledger = ledger
    return Answer(query: text, table: described, ledger: ledger, bound: bound)
  }

  /// Keeps a result as `_` and under its number.
  func remember(_ answer: Answer) {
    results.append(answer)
    hasFailed = false
    for name in ["_", "_\(results.count)"] {
      environment.results[name] = answer.table
      environment.queries[name] = answer.bound
    }
  }

  /// The value of `text`, given on the command line for a parameter: of its default's type, if
  /// there is a default; nil for a value of another type.
  func constant(_ text: String, like initial: Constant?) -> Constant? {
    if let initial, initial.type.isTextual { return Constant(.text(text), .text) }
    let source = "param p = " + text
    let program = parse(source, verbs: Verb.shapes)
    guard program.diagnostics.isEmpty, program.statements.count == 1,
      case .parameter(_, let expression?, _) = program.statements[0].kind,
      case .success(let constant) = bindConstant(expression, in: environment, source: source)
    else { return initial == nil ? Constant(.text(text), .text) : nil }
    guard let initial else { return constant }
    let isWhole = constant.type == .integer && (initial.type == .real || initial.type == .percent)
    return isWhole || constant.type == initial.type ? constant : nil
  }
}
