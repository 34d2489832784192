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
      )
    ],
    result: nil,
    parameters: [:]
  )

  /// The rows that a query gives, as literal rows.
  static func rows(_ text: String) throws -> [String] {
    let catalog = world.catalog()
    let program = parse(text, verbs: Verb.shapes)
    #expect(program.diagnostics.isEmpty, "\(program.diagnostics)")
    let pipeline = try #require(program.statements.first?.pipeline)
    let binding = bind(pipeline, in: world.environment(catalog), source: text)
    let query = try #require(binding.query, "\(binding.diagnostics)")
    let (table, _) = try Engine(catalog: catalog).run(query, until: Cancellation())
    return table.words.split(separator: "\n").dropFirst().map {
      $0.trimmingPrefix("  ").description
    }
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
}
