import Diagnostics
import Functions
import IO
import Planner
import Syntax

extension StatementRunner {
  /// Reports errors of the statement, with the repaired query where every error has a repair.
  ///
  /// Where nothing is wrong but values of parameters, the exit code is that of wrong arguments.
  func report(_ diagnostics: [Diagnostic], _ exit: Exit? = nil) -> Reported {
    // Values that were read as zeros are no reason for anything.
    if let problem = ChangedFiles.takeProblem() {
      return report([Diagnostic(.failure(RunFailure(problem, .table)), at: whole)], .file)
    }
    session.console.flush()
    session.hasFailed = true
    Interrupts.endProcessOverTime(saying: nil)
    let diagnostics = answering(diagnostics)
    let isFile = diagnostics.contains { $0.message.isAboutFile }
    // What was not read to its end is no reason for anything either.
    if Interrupts.hasPending { return stopped() }
    if Interrupts.isOverTime, !isFile, let timeout = session.options.timeout, exit == nil {
      return report([Diagnostic(.failure(timeout.failure), at: whole)], .file)
    }
    write(diagnostics)
    let isOfParameters = diagnostics.allSatisfy { diagnostic in
      let text = submission.text.text(at: diagnostic.span)
      let isSet = session.environment.parameters[String(text.dropFirst())] != nil
      return diagnostic.isNote || text.hasPrefix("$") && isSet
    }
    return Reported(exit: isFile ? .file : exit ?? (isOfParameters ? .usage : .query))
  }

  /// Where the statement stands: its file, and the line there with which its text begins.
  private var place: SourceStart? { session.place(submission.origin)?.start }

  /// Prepares the end of a script whose statement does not stop at the end of its time: what was
  /// written goes out, and the error is ready.
  func prepareForEndOfTime() {
    guard let timeout = session.options.timeout, !session.options.isInteractive,
      !session.options.keepsGoing, !session.options.isReplay
    else { return }
    session.console.flush()
    let diagnostic = Diagnostic(.failure(timeout.failure), at: whole)
    let words =
      session.console.errorsAsJSON
      ? diagnostic.json(source: submission.text, place: place) + "\n"
      : session.options.isPlain
        ? self.words([diagnostic], nil, place) : drawn([diagnostic], nil, place)
    Interrupts.endProcessOverTime(saying: words)
  }

  /// Writes errors in the form that the options ask for, and keeps the repaired query.
  private func write(_ diagnostics: [Diagnostic]) {
    session.suggestion = repaired(diagnostics)
    session.writing {
      show(diagnostics, fixed: session.suggestion)
      return .fine
    }
  }

  private func show(_ diagnostics: [Diagnostic], fixed: String?) {
    let (console, options) = (session.console, session.options)
    if console.errorsAsJSON {
      for diagnostic in diagnostics {
        console.json(diagnostic.json(source: submission.text, place: place))
      }
    } else {
      let shown = Array(diagnostics.prefix(StatementRunner.mostErrors))
      console.error(options.isPlain ? words(shown, fixed, place) : drawn(shown, fixed, place))
      let more = diagnostics.count - shown.count
      if more > 0 { console.error("… and \(more) more.\n") }
    }
  }

  /// Errors below the lines that they mark.
  private func drawn(_ errors: [Diagnostic], _ fixed: String?, _ place: SourceStart?) -> String {
    render(
      errors,
      source: submission.text,
      place: place,
      fixed: fixed.map(withKey),
      width: session.options.layout.width
    ) + "\n"
  }

  /// Errors as a screen reader reads them.
  private func words(_ errors: [Diagnostic], _ fixed: String?, _ place: SourceStart?) -> String {
    let byKey = fixed.map(offersKey) ?? false
    return spoken(
      errors,
      source: submission.text,
      place: place,
      fixed: fixed,
      introduction: byKey ? "Fixed, by the up arrow:" : "Fixed:"
    ) + "\n"
  }

  /// Reports a failure of a running query at the stage that failed.
  func report(_ failure: RunFailure, of query: BoundQuery) -> Reported {
    let isOver = failure.kind == .cancelled
    if isOver || (failure.kind == .table && Interrupts.hasPending) { return stopped() }
    let span = failure.stage.flatMap {
      query.stageSpans.indices.contains($0) ? query.stageSpans[$0] : nil
    }
    return report([Diagnostic(.failure(failure), at: span ?? whole)], failure.kind.exit)
  }

  /// Reports a failure to write the result of a query at the stage that asks for that.
  func report(_ failure: RunFailure, ofDisplayOf query: BoundQuery) -> Reported {
    let place = query.displayStages.max()
    let span = place.flatMap {
      query.stageSpans.indices.contains($0) ? query.stageSpans[$0] : nil
    }
    return report([Diagnostic(.failure(failure), at: span ?? whole)], failure.kind.exit)
  }

  /// Reports a chart that the rows of a result do not allow, at its stage.
  func report(_ refusal: ChartRefusal, of query: BoundQuery) -> Reported {
    let place = query.chart?.stage ?? 0
    let span = query.stageSpans.indices.contains(place) ? query.stageSpans[place] : whole
    return report([Diagnostic(Message(refusal.code, refusal.text), at: span)])
  }

  private func stopped() -> Reported {
    if Interrupts.takeStopped() { session.console.error("Stopped.\n", code: "stopped") }
    return Reported(exit: .interrupted)
  }

  /// A repaired query with the key that brings it, on a line of its own where both have no room in
  /// one.
  private func withKey(_ fixed: String) -> String {
    if !offersKey(fixed) { return fixed }
    let (gap, hint) = ("        ", "(press ↑ to get it)")
    let width = displayWidth(of: "Fixed:  " + fixed + gap + hint)
    return fixed + (width > session.options.layout.width ?? .max ? "\n" : gap) + hint
  }

  /// Whether a key of the prompt brings a repaired query.
  private func offersKey(_ fixed: String) -> Bool {
    session.options.isInteractive && !fixed.contains("\n")
  }

  /// The number of errors of a statement that are reported at once.
  private static let mostErrors = 10
}

// MARK: - Repairs

extension StatementRunner {
  /// The statement with all repairs made, if every error has one and the result parses and binds.
  func repaired(_ diagnostics: [Diagnostic]) -> String? {
    guard let fixed = mended(diagnostics, submission.text) else { return nil }
    let grown = fixed.utf8.count - submission.text.utf8.count
    return bindable(fixed.text(at: SourceSpan(whole.start, whole.end + grown)))
  }

  /// A statement that parses and binds, made of `text` by the repairs of all its errors.
  ///
  /// A repair may bring to light what stood behind it, which is repaired in turn.
  func bindable(_ text: String) -> String? {
    var text = text
    for _ in 0..<StatementRunner.mostRepairs {
      let program = parsed(text.utf8)
      var wrong = program.diagnostics.filter { !$0.isNote }
      guard program.statements.count == 1 || !wrong.isEmpty else { return nil }
      if case .binding(let name, _)? = program.statements.first?.kind,
        session.shippedTables.contains(name.text)
      {
        return nil
      }
      if let pipeline = program.statements.first?.pipeline {
        wrong += bind(pipeline, in: session.environment, source: text)
          .diagnostics.filter { !$0.isNote }
      }
      if wrong.isEmpty {
        while text.last == " " { text.removeLast() }
        return withoutRepetitions(text)
      }
      guard let next = mended(wrong, text), next != text else { return nil }
      text = next
    }
    return nil
  }

  /// The number of times that what a repair brings to light is repaired in turn.
  private static let mostRepairs = 6

  /// `source` after all repairs, if every error has one.
  private func mended(_ diagnostics: [Diagnostic], _ source: String) -> String? {
    let errors = diagnostics.filter { !$0.isNote }
    let fixes = errors.compactMap(\.fix)
    guard !errors.isEmpty, fixes.count == errors.count else { return nil }
    return applying(fixes, to: source)
  }
}

// MARK: - Messages

extension RunFailure.Kind {
  /// The exit code of the failure.
  fileprivate var exit: Exit {
    switch self {
    case .arithmetic, .join, .refused: .query
    case .assertion: .assertion
    case .table, .memory, .timeout: .file
    case .cancelled: .interrupted
    }
  }
}

extension Console {
  /// Reports a file that could not be read or written; nothing after Ctrl-C while it was read.
  public func report(
    fileProblem text: String,
    hasLines: Bool = false,
    isInteractive: Bool = false
  ) -> Exit {
    if Interrupts.count > 0, !isInteractive { return .interrupted }
    flush()
    if errorsAsJSON {
      let leading = FilePlace.leading(text)
      let (place, said) = (leading?.place ?? FilePlace.file(leading: text), leading?.text ?? text)
      copy?.text += visibleText(text) + "\n"
      json(errorJSON(said, code: Message.tableFailure(said).code, place: place))
    } else {
      error((hasLines ? text : visibleText(text)) + "\n")
    }
    return .file
  }
}

extension Message {
  static func runFailure(_ text: String) -> Message { Message("run-failure", text) }

  /// A failure while running; what another engine cannot be asked has a code of its own.
  fileprivate static func failure(_ failure: RunFailure) -> Message {
    switch failure.kind {
    case .refused: Message("not-in-sql", failure.text)
    case .table: tableFailure(visibleText(failure.text))
    default: runFailure(failure.text)
    }
  }

  static func nameIsTable(_ name: String) -> Message {
    "name-is-table: There is a table \(name) in the record already. Choose another name."
  }

  static func parameterUnset(_ name: String) -> Message {
    "parameter-unset: The parameter \(name) has no value. Give it one: --set \(name)=…"
  }

  static func settingHasWrongType(_ name: String, _ text: String, _ type: String) -> Message {
    "setting-type: --set \(name)=\(text): \(article(type)) is wanted, as its default is."
  }

  private static func article(_ type: String) -> String {
    ["a", "e", "i", "o", "u"].contains(type.prefix(1)) ? "an \(type)" : "a \(type)"
  }
}
