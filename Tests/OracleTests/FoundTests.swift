import Execution
import Generator
import Language
import Plans
import Tables
import Testing

/// Queries in which random ones found a fault, with their right answers.
@Suite struct FoundTests {
  static let world = World(
    tables: [
      (
        "alpha",
        Table(
          schema: Schema(
            [
              Field("id", .text, role: .key), Field("word", .text),
              Field("whole", .integer, role: .additive), Field("day", .date),
            ],
            key: ["id"]
          ),
          columns: [
            Column(["a", "b", "c", "d"].map { .text($0) }, as: .text),
            Column([.text("x"), .text("x"), .text("y"), .missing], as: .text),
            Column([.integer(1), .integer(2), .missing, .integer(4)], as: .integer),
            Column([.ordinal(15_000), .ordinal(15_001), .ordinal(15_031), .missing], as: .date),
          ],
          rowCount: 4
        )
      ),
      (
        "beta",
        Table(
          schema: Schema([
            Field("by", .boolean), Field("fiscal", .period(.fiscalYear(start: 10))),
            Field("part", .period(.month)), Field("two words", .period(.week)),
          ]),
          columns: [
            Column([.boolean(false), .boolean(true), .missing], as: .boolean),
            Column(
              [.ordinal(2011), .missing, .ordinal(2012)],
              as: .period(.fiscalYear(start: 10))
            ),
            Column([.ordinal(24_137), .ordinal(24_138), .missing], as: .period(.month)),
            Column([.missing, .ordinal(2140), .ordinal(2141)], as: .period(.week)),
          ],
          rowCount: 3
        )
      ),
    ],
    result: nil,
    parameters: [:]
  )

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
    environment.peek = nil
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

  /// Queries whose SQL was wrong once.
  @Test(arguments: [
    "alpha | count | count", "beta | count by `by` = year(part)",
    "beta | count by `by`, part | pivot `by` | unpivot `false` as c, d",
    "beta | count by `by` | pivot `by` | where false",
    "beta | count by `by`, part | pivot `by` | bottom 2 by `false`",
    "beta | append (beta | count by `by` | pivot `by`)",
    "alpha | where whole > 1 | add p = 2011-08 + whole, q = 2011-W08 - whole",
    "alpha | add p = first(day), q = last(word) per word | add r = at_max(id, whole)",
    "beta | add n = days_in(fiscal), e = end_of(fiscal), q = start_of(fiscal)",
    "beta | join last beta at fiscal = fiscal", "beta | append beta | count",
    "alpha | summarize c = max(1) | add p = previous(false) along c | drop c",
    "alpha | summarize n = count | add m = n is missing | keep m",
    "alpha | where word is missing | count by word | pivot word | where false",
    "alpha | where false | summarize c = max(1) by word | pivot word | describe",
    "alpha | summarize w = weighted_mean(whole, 1)", "alpha | keep id | add x = 0.5 / 0.0",
    "alpha | add d = months_between(if false then day else missing, day)",
    #"alpha | summarize n = count by k = word ?? "x" | add l = k ?? k"#,
    "beta | add d = part - (if false then part else missing) | count by d",
    "alpha | add n = next(whole) along day | sort n desc | summarize f = at_min(1, 1)",
    "alpha | add n = next(whole) along day | sort n desc | add r = running(1)",
    "alpha | add n = running(-whole) | sort n | drop n | where whole > 1",
    "alpha | add n = running(-whole) | sort n | drop n | join beta on whole = fiscal",
    "alpha | add n = next(id) | sort n desc | drop n | append alpha",
    "alpha | add n = next(id) | sort n desc | drop n | first 1 per word",
    "alpha | add n = next(id) | sort n desc | drop n | where id in (alpha | where whole > 1 | keep id)",
  ])
  func sqliteAgrees(_ text: String) {
    #expect(mismatch(Self.world, text, SQLiteRunner()) == nil)
  }
}
