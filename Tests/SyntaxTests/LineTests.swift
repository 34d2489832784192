import Habits
import Syntax
import Planner
import Testing

@Suite struct LineTests {
  private func count(_ source: String, _ mode: LineMode) -> Int {
    parse(source, verbs: Verb.shapes, mode: mode, habits: ForeignLanguages()).statements.count
  }

  private func isIncomplete(_ source: String) -> Bool {
    parse(source, verbs: Verb.shapes, mode: .prompt, habits: ForeignLanguages()).isIncomplete
  }

  @Test func aBlockGoesOnWhereTheNextLineSaysSo() {
    let block = """
      deportations
      # only some

      | where state = "MA"
        or state = "NY"
      | top 3
      by removals
      stories
      """
    #expect(count(block, .block) == 2)
  }

  @Test func atThePromptEnterEnds() {
    #expect(count("deportations\n| count", .prompt) == 2)
    #expect(count("deportations |\ncount", .prompt) == 1)
    #expect(count("deportations | where (state\n= \"MA\")", .prompt) == 1)
  }

  @Test func semicolonsEndEverywhere() {
    #expect(count("deportations;stories;;events;", .prompt) == 3)
    #expect(count("deportations;\n| count", .block) == 2)
  }

  @Test(arguments: [
    "deportations |", "deportations | where", "deportations | count by", "deportations | keep a,",
    "deportations | where (a", "deportations | where a =", "deportations | where a and",
    "deportations | where a is not", "deportations | where date before",
    "deportations | add x = if a then", "let x =", "deportations | top 3 with",
    "deportations | chart bar title", "a | join (b", "deportations | where a in",
  ])
  func asksForAnotherLine(_ source: String) {
    // A verb alone is not open by the rules of lines, though it lacks its head.
    #expect(isIncomplete(source) == (source != "deportations | where"))
  }

  @Test(arguments: [
    "deportations", "deportations | count", "a | join b many", "deportations | keep before",
    "deportations | where (a b", "deportations | where a = \"MA", "a | join b every",
    "deportations | keep title", "a | sort after", "let by = (",
  ])
  func isFinished(_ source: String) { #expect(!isIncomplete(source)) }

  @Test func oneErrorAStatement() {
    let program = parse(
      "a | where = = ; b | top ; c | count",
      verbs: Verb.shapes,
      habits: ForeignLanguages()
    )
    #expect(program.diagnostics.count == 2)
    #expect(program.statements.count == 1)
  }

  @Test func commentsStandAnywhere() {
    let source = "-- first\ndeportations # second\n  -- third\n| count # fourth | where"
    let program = parse(source, verbs: Verb.shapes, habits: ForeignLanguages())
    #expect(program.diagnostics.isEmpty)
    #expect(program.statements.count == 1)
  }
}
