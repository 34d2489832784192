import Catalog
import Execution
import Functions
import Generator
import Planner
import Syntax
import Testing

/// Queries in which random ones found a fault, with their right answers.
@Suite struct FoundTests {
  static let world = Found.world

  /// The table that a query gives, in an environment that `change` made another.
  static func table(
    _ text: String,
    _ change: (inout Environment) -> Void = { _ in }
  ) throws -> Table {
    let catalog = world.catalog()
    var environment = world.environment(catalog)
    change(&environment)
    let program = parse(text, verbs: Verb.shapes)
    #expect(program.diagnostics.isEmpty, "\(program.diagnostics)")
    let pipeline = try #require(program.statements.first?.pipeline)
    let binding = bind(pipeline, in: environment, source: text)
    let query = try #require(binding.query, "\(binding.diagnostics)")
    return try Engine(catalog: catalog).run(query, until: Cancellation()).0.described(by: query)
  }

  /// The rows of a table, as literal rows.
  static func rows(_ table: Table) -> [String] {
    table.words.split(separator: "\n").dropFirst().map { $0.trimmingPrefix("  ").description }
  }

  /// The rows that a query gives, as literal rows.
  static func rows(_ text: String) throws -> [String] { rows(try table(text)) }

  /// What is found wrong with a query where nothing may run.
  static func errorsUnrun(_ text: String) throws -> [String] {
    var environment = world.environment(world.catalog())
    environment.evaluateSubquery = nil
    let pipeline = try #require(parse(text, verbs: Verb.shapes).statements.first?.pipeline)
    return bind(pipeline, in: environment, source: text).diagnostics.filter { !$0.isNote }
      .map(\.message.text)
  }

  @Test func aReplacedColumnStillGroupsTheRestOfItsStage() throws {
    #expect(
      try Self.rows("alpha | add word = upper(word), n = count per word | keep word, n")
        == [#"("X", 2)"#, #"("X", 2)"#, #"("Y", 1)"#, "(missing, 1)"]
    )
    #expect(
      try Self.rows("alpha | add whole = -whole, n = row_number() along whole desc | keep whole, n")
        == ["(-1, 3)", "(-2, 2)", "(missing, 4)", "(-4, 1)"]
    )
  }

  @Test func keysAtTheEndOfIntegersAreGrouped() throws {
    #expect(
      try Self.rows("alpha | count by k = whole + 9_223_372_036_854_775_803")
        == [
          "(9223372036854775804, 1)", "(9223372036854775805, 1)", "(9223372036854775807, 1)",
          "(missing, 1)",
        ]
    )
  }

  @Test func countsAreZeroInAbsentCellsOfALaterLine() throws {
    let counts = try Self.table("alpha | where day is not missing | count by word, id")
    let whole = try Self.rows("alpha | where day is not missing | count by word, id | pivot id")
    #expect(whole == [#"("x", 1, 1, 0)"#, #"("y", 0, 0, 1)"#])
    #expect(try Self.rows(Self.table("| pivot id") { $0.results["_"] = counts }) == whole)
  }

  @Test(arguments: [
    "alpha | total whole by id, word | pivot word | rename word = id",
    "alpha | count by word, id | pivot id | drop word",
    #"alpha | lump word to 1 as "rest" | where word = "rest""#,
    #"alpha | add w = lower(word) | lump w to 1 as "rest" | where w = "rest""#,
  ])
  func whatRunsIsNotWrongBefore(_ text: String) throws {
    _ = try Self.table(text)
    #expect(try Self.errorsUnrun(text) == [])
  }

  @Test(arguments: Found.queries)
  func sqliteAgrees(_ text: String) {
    let words = mismatch(Self.world, text, SQLiteRunner())
    #expect(words == nil || words?.hasPrefix("is refused") == true)
  }
}
