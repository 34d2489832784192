import Diagnostics
import Functions
import IO
import Planner
import Syntax
import Testing

@testable import Execution
@testable import Shell

/// `explain` says queries back; `explain plan` shows plans; the optimizer changes nothing that is
/// seen.
@Suite struct ExplainTests {
  static let examples = Verb.all.entries.flatMap(\.examples)

  /// What a source says on a screen of 80 columns, and its errors.
  private func said(_ source: String) throws -> (data: String, notes: String, exit: Exit) {
    let screen = Record.Screen()
    var options = SessionOptions(layout: FormatOptions(width: 80))
    options.format = "plain"
    let session = Session(
      catalog: try Record.catalog(),
      options: options,
      console: Console(output: { screen.data += $0 }, errors: { screen.notes += $0 })
    )
    let exit = session.run(bytes: Array(source.utf8), from: Origin(file: nil))
    return (screen.data, screen.notes, exit)
  }

  @Test(arguments: examples)
  func plansCallOnlyWhatQueriesCanCall(_ example: String) throws {
    let (data, notes, exit) = try said("explain plan " + example)
    #expect(exit == .fine, "\(notes)")
    for match in data.matches(of: /([a-z_]+)\(/) {
      #expect(Function.all[String(match.output.1)] != nil, "\(match.output.0) in \(data)")
    }
  }

  @Test(arguments: examples)
  func saysEachStageBack(_ example: String) throws {
    let (data, notes, exit) = try said("explain " + example)
    #expect(exit == .fine, "\(notes)")
    let lines = data.split(separator: "\n").map { $0.drop(while: { $0 == " " }) }
    let program = parse(example, verbs: Verb.shapes)
    guard case .pipeline(let pipeline)? = program.statements.first?.kind else { return }
    for (place, stage) in pipeline.stages.enumerated() {
      let line = lines.first { $0.hasPrefix("\(place + 2). ") }
      #expect(line?.contains(stage.verb.text) == true, "\(example): \(stage.verb.text)")
    }
    #expect(!data.contains("{") && !data.contains("Optional"))
    #expect(data.split(separator: "\n").allSatisfy { displayWidth(of: String($0)) <= 80 })
  }

  @Test(arguments: examples)
  func showsThePlan(_ example: String) throws {
    let (data, notes, exit) = try said("explain plan " + example)
    #expect(exit == .fine, "\(notes)")
    for pass in ["fold constants: ", "push filters: ", "prune columns: "] {
      #expect(data.contains("\n" + pass), "\(example)")
    }
    #expect(!data.contains("column -1") && !data.contains("Optional"))
  }

  @Test(arguments: examples + pushing)
  func optimizesWithoutATrace(_ example: String) throws {
    let plain = try outcome(example, optimizes: false)
    let optimized = try outcome(example, optimizes: true)
    #expect(plain == optimized, "\(example)")
    #expect(plain.exit == .fine, "\(plain.notes)")
  }

  /// Queries whose filters move, or nearly.
  static let pushing = [
    "deportations | sort removals desc | where state = \"MA\" | keep state, fiscal_year, removals",
    "deportations | keep state, n = removals | sort n | keep n, state | where n > 10 * 10 | first 3",
    "deportations | sort state | add twice = removals * 2 | where removals < 2 | total twice",
    "deportations | sort removals | add half = removals / 0 | where removals != 1 | count",
    "deportations | sort removals | rename r = removals | sort state desc | where r != 3 | top 4 by r",
    "states | join (deportations | sort removals | where removals > 0 | first 3) on code = state many",
    "deportations | sort removals | where removals > 5 | sort state | where state != \"MA\" | share",
  ]

  private struct Outcome: Equatable {
    var data: String
    var notes: String
    var ledgers: [String]
    var exit: Exit
  }

  private func outcome(_ source: String, optimizes: Bool) throws -> Outcome {
    let screen = Record.Screen()
    var options = SessionOptions(layout: FormatOptions())
    options.format = "csv"
    let catalog = try Record.catalog()
    let session = Session(
      catalog: catalog,
      options: options,
      console: Console(output: { screen.data += $0 }, errors: { screen.notes += $0 }),
      backend: Engine(catalog: catalog, workers: 2, chunkSize: 7, optimizes: optimizes)
    )
    let exit = session.run(bytes: Array(source.utf8), from: Origin(file: nil))
    for step in session.results.flatMap(\.ledger.steps) { #expect(step.addsUp, "\(step)") }
    return Outcome(
      data: screen.data,
      notes: screen.notes,
      ledgers: session.results.map { json(of: $0.ledger) },
      exit: exit
    )
  }

  @Test func reportsWhatThePassesDid() throws {
    let query = "deportations | sort removals | where removals > 10 * 10 | keep state | first 2"
    let data = try said("explain plan " + query).data
    #expect(data.contains("\n    sort by removals\n      filter removals > 100\n"))
    #expect(data.contains("fold constants: 10 * 10 is 100\n"))
    #expect(data.contains("the filter removals > 100 went below the sort by removals\n"))
    #expect(data.contains("prune columns: deportations reads 2 of 7 columns (state, removals)\n"))
  }

  @Test func saysAQueryInSQL() throws {
    let query = "deportations | where level_is_no_matter | count"
    let ranked =
      "deportations | total removals by state.region, state | top 3 by removals per region"
    #expect(try said("explain sql " + query).exit == .query)
    let (data, notes, exit) = try said("explain sql for duckdb " + ranked)
    #expect(exit == .fine && notes.isEmpty)
    #expect(
      data == """
        select states.region, deportations.state, sum(deportations.removals) as removals
        from deportations
        left join states on states.code = deportations.state
        group by states.region, deportations.state
        having sum(deportations.removals) is not null
        qualify row_number() over (
          partition by states.region
          order by sum(deportations.removals) desc, deportations.state
        ) <= 3
        order by
          list_position(['Northeast', 'Midwest', 'South', 'West', 'Territories'], states.region),
          removals desc,
          deportations.state;

        """
    )
    #expect(try said("explain sql for sqlite jurisdictions | sample 3").exit == .query)
  }

  @Test func explainsTheLastResult() throws {
    let (_, _, _, session) = try Record.answer("states | count by region")
    guard session.run(command: ".explain", []) == .fine else {
      Issue.record(".explain failed")
      return
    }
    #expect(
      session.results.last?.bound.descriptions.last?.words == "counts the rows for each region"
    )
  }

  @Test func explainLeavesNoResult() throws {
    let session = try Record.answer("explain states | count").session
    #expect(session.results.isEmpty)
    guard session.run(command: ".explain", []) == .query else {
      Issue.record(".explain explains something")
      return
    }
  }

  /// The queries of `Tests/explanations.txt`, each with what `explain` writes on 80 columns.
  static let explanations: [(query: String, text: String)] = {
    let blocks = ((try? Record.text("Tests/explanations.txt")) ?? "").split(separator: "\n\n")
    return blocks.map { block in
      let lines = block.split(separator: "\n", maxSplits: 1)
      let text = String(lines[1])
      return (String(lines[0].dropFirst(2)), text.hasSuffix("\n") ? text : text + "\n")
    }
  }()

  @Test(arguments: explanations.indices)
  func saysItJustSo(_ index: Int) throws {
    let (query, text) = Self.explanations[index]
    #expect(try said("explain " + query).data == text)
  }

  @Test func thereAreExplanations() { #expect(Self.explanations.count == 10) }
}
