import Catalog
import Diagnostics
import Execution
import Functions
import Planner
import Syntax

/// A query that broke a law: which, and how.
public struct Breach: Sendable {
  /// The law, in a word or two; what a smaller query must break, too.
  public var law: String
  /// What was found.
  public var words: String
}

/// A query that was bound, with all that binding gave.
struct Bound {
  var text: String
  var pipeline: Pipeline
  var query: BoundQuery
  var assertions: [Assertion]
  var fields: [Field]
}

/// What holds of every query, whatever it asks.
public struct Laws {
  private let catalog: Catalog
  let environment: Environment

  /// The laws over the tables of a world.
  public init(_ world: World) {
    catalog = world.catalog()
    environment = world.environment(catalog)
  }

  /// The query of a text, or the codes of the errors that it has.
  func bound(_ text: String) -> Result<Bound, BindingErrors> {
    let program = parse(text, verbs: Verb.shapes)
    let problems = program.diagnostics.filter { !$0.isNote }
    guard problems.isEmpty, program.statements.count == 1,
      let pipeline = program.statements[0].pipeline
    else { return .failure(BindingErrors(problems)) }
    let binding = bind(pipeline, in: environment, source: text)
    guard let query = binding.query else {
      return .failure(BindingErrors(binding.diagnostics.filter { !$0.isNote }))
    }
    return .success(
      Bound(
        text: text,
        pipeline: pipeline,
        query: query,
        assertions: binding.assertions,
        fields: binding.fields
      )
    )
  }

  /// What a query gives on an engine of this kind.
  func answer(
    _ query: BoundQuery,
    workers: Int = 1,
    chunkSize: Int = 65_536,
    optimizes: Bool = true
  ) -> Answer {
    let engine = Engine(
      catalog: catalog,
      workers: workers,
      chunkSize: chunkSize,
      optimizes: optimizes
    )
    do {
      let (table, ledger) = try engine.run(query, until: Cancellation())
      return .rows(table, ledger)
    } catch let failure as RunFailure {
      return .failure(failure)
    } catch {
      return .failure(RunFailure("\(error)", .table))
    }
  }

  /// The first law that a query breaks; nil where all hold, or it does not bind.
  public func breach(_ text: String) -> Breach? {
    guard case .success(let bound) = bound(text) else { return nil }
    for query in [bound.query] + bound.assertions.map(\.query) {
      let first = answer(query)
      if let breach = cutting(query, first) ?? wellMade(query, first) { return breach }
    }
    return printing(bound) ?? explaining(bound.query) ?? partition(bound) ?? checking(bound)
      ?? continuing(bound)
  }

  /// No answer depends on chunks, workers or the optimizer.
  private func cutting(_ query: BoundQuery, _ first: Answer) -> Breach? {
    for chunkSize in [1, 7, 65_536] {
      for workers in [1, 2] {
        for optimizes in [true, false] where (chunkSize, workers, optimizes) != (65_536, 1, true) {
          let other = answer(
            query,
            workers: workers,
            chunkSize: chunkSize,
            optimizes: optimizes
          )
          guard let difference = first.difference(from: other) else { continue }
          let how = "\(chunkSize) rows a chunk, \(workers) workers, optimizer \(optimizes)"
          return Breach(law: optimizes ? "chunks" : "optimizer", words: "\(how): \(difference)")
        }
      }
    }
    return nil
  }

  /// The table is what its schema says, and the ledger adds up.
  private func wellMade(_ query: BoundQuery, _ answer: Answer) -> Breach? {
    guard case .rows(let table, let ledger) = answer else { return nil }
    if let flaw = table.flaw { return Breach(law: "table", words: flaw) }
    if let flaw = ledger.flaw(rowCount: table.rowCount) {
      return Breach(law: "ledger", words: flaw)
    }
    return nil
  }

  /// A query that is printed and read again asks the same.
  private func printing(_ bound: Bound) -> Breach? {
    let printed = formatted(bound.text, verbs: Verb.shapes)
    if formatted(printed, verbs: Verb.shapes) != printed {
      return Breach(law: "printing", words: "printed once and twice differ: \(printed)")
    }
    let oneLine = Statement(.pipeline(bound.pipeline), bound.pipeline.span)
      .formatted(verbs: Verb.shapes)
    for text in [printed, oneLine] {
      guard case .success(let again) = self.bound(text) else {
        return Breach(law: "printing", words: "what is printed does not bind: \(text)")
      }
      let (one, two) = (answer(bound.query), answer(again.query))
      guard case .rows(let first, _) = one, case .rows(let second, _) = two else { continue }
      if let difference = first.difference(from: second) {
        return Breach(law: "printing", words: "\(difference), printed: \(text)")
      }
    }
    return nil
  }

  /// `explain` has words for every stage, and the plan an outline.
  private func explaining(_ query: BoundQuery) -> Breach? {
    let descriptions = query.descriptions
    if descriptions.count != query.stages.count
      || descriptions.contains(where: { $0.words.isEmpty })
    {
      return Breach(law: "explain", words: "a stage without words")
    }
    let optimized = query.plan.optimizedWithReports()
    if optimized.plan.outline.isEmpty || optimized.reports.contains(where: { $0.words.isEmpty }) {
      return Breach(law: "explain", words: "a plan without outline")
    }
    return nil
  }

  /// `where C` and `where not (C)` together give every row once; so do the counts of rows for which
  /// C holds and does not, and C kept as a value selects the same rows.
  private func partition(_ bound: Bound) -> Breach? {
    guard let last = bound.pipeline.stages.last, last.verb.text == "where",
      let expression = last.arguments["condition"] as? Expression
    else { return nil }
    let bytes = Array(bound.text.utf8)
    let condition = String(
      decoding: bytes[expression.span.start..<expression.span.end],
      as: UTF8.self
    )
    let before = String(decoding: bytes[..<last.verb.span.start], as: UTF8.self)
    let others = before + "where not (\(condition))"
    let all = before + "where true"
    let kept = before + "add law_kept = (\(condition)) | where law_kept"
    let counts = [bound.text, others, all, kept].map { text -> Int? in
      guard case .success(let bound) = self.bound(text),
        case .rows(let table, _) = answer(bound.query)
      else { return nil }
      return table.rowCount
    }
    guard let one = counts[0], let two = counts[1], let sum = counts[2] else { return nil }
    if one + two != sum {
      return Breach(law: "partition", words: "\(one) and \(two) of \(sum) rows")
    }
    if let kept = counts[3], kept != one {
      return Breach(law: "kept", words: "\(one) rows as a condition, \(kept) by the value kept")
    }
    return nil
  }
}

/// Why a query does not bind.
struct BindingErrors: Error {
  /// The codes of the messages.
  var codes: [String]
  init(_ diagnostics: [Diagnostic]) { codes = diagnostics.map(\.message.code) }
}
