import Catalog
import Functions
import SQL

/// One query asked of our engine and, in SQL, of another.
struct Trial {
  /// What another engine is to be asked, and the rows that it should give.
  struct Question {
    var errand: Errand
    var wanted: [[Cell]]
    /// Statements that find nothing where our engine does not fail.
    var checks: [String] = []

    /// The query and its checks, each with the tables.
    var errands: [Errand] {
      [errand] + checks.map { Errand(setup: errand.setup, query: $0) }
    }
  }

  /// What became of a query before another engine was asked.
  enum Start {
    case question(Question)
    /// It did not bind.
    case unbound(code: String)
    /// Our engine failed at it while running.
    case failed(RunFailure)
    /// The dialect cannot say it.
    case refused(Unsupported)
  }

  /// The question that a query is to another engine.
  static func start(_ world: World, _ text: String, in dialect: Dialect) -> Start {
    let laws = Laws(world)
    let bound: Bound
    switch laws.bound(text) {
    case .failure(let errors): return .unbound(code: errors.codes.first ?? "none")
    case .success(let found): bound = found
    }
    let table: Table
    switch laws.answer(bound.query) {
    case .failure(let failure): return .failed(failure)
    case .rows(let rows, let ledger):
      table = rows
      if ledger.leavesCalendar {
        return .refused(
          Unsupported("\(dialect.name) goes on beyond the years 1 to 9999.", remedy: "")
        )
      }
    }
    let loading = Loading(dialect: dialect.name)
    var relations: [String: Relation] = [:]
    var setup: [String] = []
    for item in world.tables
    where bound.query.tables.contains(item.name) || world.isLinked(item.name) {
      relations[item.name] = Relation(
        path: [item.name],
        columns: item.table.schema.fields.map(\.name),
        order: ["_row"]
      )
      setup += loading.statements(item.name, item.table)
    }
    do throws(Unsupported) {
      let written = try writeSQL(bound.query, in: dialect, relations: relations)
      if written.remarks.contains(where: { $0.contains("counts Unicode scalars") }) {
        throw Unsupported(
          "\(dialect.name) counts scalars, not the characters of a reader.",
          remedy: ""
        )
      }
      if written.remarks.contains(where: { $0.contains("Computed real numbers") }) {
        throw Unsupported(
          "\(dialect.name) computes the real numbers that are to be columns.",
          remedy: ""
        )
      }
      return .question(
        Question(
          errand: Errand(setup: setup, query: written.text),
          wanted: table.cells,
          checks: written.checks.map(\.text)
        )
      )
    } catch {
      return .refused(error)
    }
  }

  /// In what another engine's answers differ from ours; nil where they agree.
  static func differences(_ questions: [Question], _ runner: some Runner) -> [String?] {
    let errands = questions.flatMap(\.errands)
    var answers = (errands.isEmpty ? [] : runner.run(errands)).makeIterator()
    return questions.map { question in
      var found: String?
      for (place, errand) in question.errands.enumerated() {
        let wanted = place == 0 ? question.wanted : []
        let words = answers.next().flatMap { difference(wanted, $0) }
        found = found ?? words.map { place == 0 ? $0 : "\($0), in a check: \(errand.query)" }
      }
      return found
    }
  }

  private static func difference(
    _ wanted: [[Cell]],
    _ answer: Result<[[Cell]], RunnerFailure>
  ) -> String? {
    switch answer {
    case .success(let rows): Generator.difference(wanted, rows)
    case .failure(let failure): "error: " + failure.text
    }
  }
}

/// What another engine makes of one query: nil where it agrees, else what it says.
public func mismatch(_ world: World, _ text: String, _ runner: some Runner) -> String? {
  guard let dialect = Dialect.all[runner.dialect] else { return "no dialect \(runner.dialect)" }
  switch Trial.start(world, text, in: dialect) {
  case .unbound(let code): return "does not bind: \(code)"
  case .failed(let failure): return "fails: \(failure.text)"
  case .refused(let refusal): return "is refused: \(refusal.text)"
  case .question(let question):
    return Trial.differences([question], runner)[0]
  }
}

/// What was found while another engine was asked.
public struct TrialReport {
  private let runner: any Runner
  private let dialect: Dialect
  /// How many queries were made.
  public private(set) var queries = 0
  /// How many of them the other engine was asked.
  public private(set) var asked = 0
  /// To how many of these it gave our answer.
  public private(set) var agreed = 0
  /// Queries that the engines answer differently, each as a report.
  public private(set) var mismatches: [String] = []
  private var unbound: [String: Int] = [:]
  private var failed: [String: Int] = [:]
  private var refused: [String: Int] = [:]
  /// How many mismatches are made as small as they can be; the others are only named.
  public var shrinksAtMost = 10

  /// A report of what `runner` answers; nil for a dialect that is not known.
  public init?(_ runner: any Runner) {
    guard let dialect = Dialect.all[runner.dialect] else { return nil }
    (self.runner, self.dialect) = (runner, dialect)
  }

  /// Makes the queries of these seeds, and asks them all at once.
  public mutating func add(_ seeds: Range<UInt64>) {
    add(seeds.map { QueryMaker.query(seed: $0, allowingExtremes: false).0 })
  }

  /// Asks the queries that were wrong once.
  public mutating func addFound() {
    add(Found.queries.map { MadeQuery(seed: 0, world: Found.world, text: $0) })
  }

  private mutating func add(_ made: [MadeQuery]) {
    var questions: [(made: MadeQuery, question: Trial.Question)] = []
    for made in made {
      queries += 1
      switch Trial.start(made.world, made.text, in: dialect) {
      case .unbound(let code): unbound[code, default: 0] += 1
      case .failed(let failure): failed["\(failure.kind)", default: 0] += 1
      case .refused(let refusal): refused[refusal.text, default: 0] += 1
      case .question(let question): questions.append((made, question))
      }
    }
    asked += questions.count
    let differences = Trial.differences(questions.map(\.question), runner)
    for ((made, _), difference) in zip(questions, differences) {
      guard let difference else {
        agreed += 1
        continue
      }
      mismatches.append(told(made, difference))
    }
  }

  /// A mismatch with the smallest query and tables that show it.
  private func told(_ made: MadeQuery, _ difference: String) -> String {
    let heading = "seed \(made.seed): "
    if mismatches.count >= shrinksAtMost { return heading + difference + "\n" + made.text }
    let isError = difference.hasPrefix("error")
    var shrinker = Shrinker(budget: runner.patience, batch: runner.batch) { candidates in
      self.differences(candidates).map { smaller in
        smaller.map { $0.hasPrefix("error") == isError } ?? false
      }
    }
    let least = shrinker.smallest(made.world, made.text)
    let found = differences([(least.world, least.text)])[0] ?? difference
    return heading + found + "\n"
      + details(least.world, least.text)
  }

  /// In what the engines differ over each query; nil where they agree, or it cannot be asked.
  private func differences(_ queries: [(World, String)]) -> [String?] {
    let questions = queries.map { world, text -> Trial.Question? in
      guard case .question(let question) = Trial.start(world, text, in: dialect) else { return nil }
      return question
    }
    var found = Trial.differences(questions.compactMap { $0 }, runner).makeIterator()
    return questions.map { question in question == nil ? nil : found.next() ?? nil }
  }

  private func details(_ world: World, _ text: String) -> String {
    guard case .question(let question) = Trial.start(world, text, in: dialect) else { return text }
    let answer = runner.run([question.errand]).first
    let found: String =
      switch answer {
      case .success(let rows)?: words(rows)
      case .failure(let failure)?: failure.text
      case nil: "nothing"
      }
    return "\(text)\n\(world.words)\n\(question.errand.query)\nours:\n\(words(question.wanted))"
      + "\n\(dialect.name):\n\(found)\n"
  }

  private func words(_ rows: [[Cell]]) -> String {
    rows.map { "  (" + $0.map(\.words).joined(separator: ", ") + ")" }.joined(separator: "\n")
  }

  /// The report in words.
  public var words: String {
    let lines = [
      "\(dialect.name): \(queries) queries, \(asked) asked, \(agreed) agreed, "
        + "\(mismatches.count) mismatches",
      "did not bind: \(sorted(unbound))", "failed while running: \(sorted(failed))",
      "\(dialect.name) cannot say:",
    ]
    let reasons = refused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "  \($0.value) × \($0.key)" }
    return (lines + reasons + mismatches).joined(separator: "\n")
  }
}

extension Ledger {
  /// Whether a date or period was moved out of the years that dates may have.
  fileprivate var leavesCalendar: Bool {
    steps.flatMap(\.notices).contains { notice in
      if case .outOfDomain("+", _) = notice { return true }
      if case .outOfDomain("-", _) = notice { return true }
      return false
    }
  }
}

extension World {
  /// Whether a link of another table leads to the table called `name`.
  func isLinked(_ name: String) -> Bool {
    tables.contains { $0.table.schema.fields.contains { $0.link?.table == name } }
  }
}
