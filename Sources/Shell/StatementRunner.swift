import Catalog
import Columns
import Diagnostics
import Functions
import Planner
import Syntax

/// The runner of one statement: binds it, runs it, shows its result and reports its errors.
struct StatementRunner {
  /// The state that the statement reads and leaves.
  let session: Session
  /// The statement.
  let submission: Submission

  /// A failure that has been reported, with the exit code that it calls for.
  struct Reported: Error {
    var exit: Exit
  }

  /// Runs the statement; an error of the parser is reported together with those of binding.
  func run() -> Exit {
    prepareForEndOfTime()
    do throws(Reported) {
      guard let statement = submission.statement else { throw report(submission.diagnostics) }
      if submission.diagnostics.contains(where: { !$0.isNote }) {
        let others = statement.pipeline.map(binding)?.diagnostics ?? []
        throw report((submission.diagnostics + others).inOrder)
      }
      session.environment.allowsUnknownValues = session.options.allowsUnknownValues
      return try run(statement)
    } catch {
      return error.exit
    }
  }

  private func run(_ statement: Statement) throws(Reported) -> Exit {
    switch statement.kind {
    case .pipeline(let pipeline):
      if pipeline.goesOn { session.noteOrigin() }
      var (answer, display) = try answer(pipeline, at: statement.span, isShown: true)
      if pipeline.goesOn { answer.origin = session.results.count }
      session.remember(answer)
      let exit = session.show(answer, display)
      if let failure = session.writeFailure {
        session.writeFailure = nil
        throw report(failure, ofDisplayOf: answer.bound)
      }
      if exit == .fine { session.judge(answer) }
      return exit
    case .binding(let name, let pipeline):
      guard !session.shippedTables.contains(name.text) else {
        throw report([Diagnostic(.nameIsTable(name.text), at: name.span)])
      }
      let result = try answer(pipeline, at: pipeline.span, isShown: false).0
      let table = InMemoryTable(name: name.text, title: result.query, table: result.table)
      session.environment.catalog.add(table)
      session.environment.queries[name.text] = result.bound
    case .parameter(let name, let initial, _): try declare(name, initial)
    case .explanation(let what, let pipeline): try explain(what, pipeline)
    }
    return .fine
  }

  private func binding(of pipeline: Pipeline) -> BindingResult {
    bind(pipeline, in: session.environment, source: submission.text)
  }

  /// Binds a pipeline, whose stages may look at their data until Ctrl-C; errors are reported.
  func bound(
    _ pipeline: Pipeline
  ) throws(Reported) -> (query: BoundQuery, assertions: [Assertion]) {
    let binding = session.peeking { self.binding(of: pipeline) }
    guard let query = binding.query else { throw report(binding.diagnostics) }
    return (query, binding.assertions)
  }

  /// The result of a pipeline, written at `span`, and where it is to be shown; errors are reported.
  ///
  /// What must be known of the rows behind it is found where it `isShown`.
  func answer(
    _ pipeline: Pipeline,
    at span: SourceSpan,
    isShown: Bool
  ) throws(Reported) -> (Session.Answer, BoundQuery.Display) {
    let (query, assertions) = try bound(pipeline)
    do {
      try check(assertions)
      var answer = try session.answer(query, text: submission.text.text(at: span))
      if isShown {
        try session.trace(&answer)
        try session.drawChart(of: &answer)
      }
      return (answer, query.display)
    } catch let refusal as ChartRefusal {
      throw report(refusal, of: query)
    } catch let failure as RunFailure {
      throw report(failure, of: query)
    } catch {
      throw report([Diagnostic(.runFailure("\(error)"), at: whole)])
    }
  }

  /// Throws where an assertion does not hold.
  private func check(_ assertions: [Assertion]) throws {
    for assertion in assertions {
      let (table, _) = try session.backend.run(assertion.query, until: session.cancellation)
      if table.rowCount == 1, table.columns[0][0] == .boolean(true) { continue }
      let stage = assertion.query.stageSpans.firstIndex {
        $0.start <= assertion.span.start && assertion.span.end <= $0.end
      }
      let text = assertion.text.map { "\($0): this does not hold of the table." }
      throw RunFailure(text ?? "This does not hold of the table.", .assertion, stage: stage)
    }
  }

  /// The statement's place in the text; the whole text where there is none.
  var whole: SourceSpan {
    submission.statement?.span ?? SourceSpan(0, submission.text.utf8.count)
  }
}

// MARK: - Checking

extension StatementRunner {
  /// Binds the statement without running it.
  ///
  /// Its result is stood in for by an empty table of its columns, so that later statements bind
  /// against it.
  func check() -> Exit {
    do throws(Reported) {
      switch submission.statement?.kind {
      case .pipeline(let pipeline), .explanation(_, let pipeline):
        session.environment.results["_"] = try emptyTable(pipeline)
      case .binding(let name, let pipeline):
        let table = InMemoryTable(name: name.text, title: "", table: try emptyTable(pipeline))
        session.environment.catalog.add(table)
      case .parameter(let name, let initial, _):
        session.environment.parameters[name.text] =
          try value(of: name, initial) ?? Constant(.missing, .text)
      case nil: break
      }
      return .fine
    } catch {
      return error.exit
    }
  }

  /// A table without rows that has a pipeline's columns.
  private func emptyTable(_ pipeline: Pipeline) throws(Reported) -> Table {
    let binding = self.binding(of: pipeline)
    guard binding.query != nil else { throw report(binding.diagnostics) }
    let columns = binding.fields.map { Column(repeating: .missing, as: $0.type, count: 0) }
    return Table(schema: Schema(binding.fields), columns: columns, rowCount: 0)
  }
}

// MARK: - Parameters

extension StatementRunner {
  /// Gives a parameter its value.
  private func declare(_ name: Name, _ initial: Expression?) throws(Reported) {
    guard let value = try value(of: name, initial) else {
      throw report([Diagnostic(.parameterUnset(name.text), at: name.span)], .usage)
    }
    session.environment.parameters[name.text] = value
  }

  /// The value of a parameter: the command line's, else its default, if there is one.
  private func value(of name: Name, _ initial: Expression?) throws(Reported) -> Constant? {
    let value = try initial.map { (expression) throws(Reported) in try constant(expression) }
    guard let setting = session.options.settings[name.text] else { return value }
    guard let constant = session.constant(setting, like: value) else {
      let type = value?.type.word ?? "value"
      throw report([.init(.settingHasWrongType(name.text, setting, type), at: name.span)], .usage)
    }
    return constant
  }

  /// The value of a constant term.
  private func constant(_ expression: Expression) throws(Reported) -> Constant {
    switch bindConstant(expression, in: session.environment, source: submission.text) {
    case .success(let constant): return constant
    case .failure(let failure): throw report(failure.diagnostics, failure.kind.exit)
    }
  }
}
