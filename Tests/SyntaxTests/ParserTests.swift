import Habits
import Syntax
import Planner
import Testing

@Suite struct ParserTests {
  @Test func readsEachStatement() {
    let program = parse(
      "deportations | count; stories\n| count by kind",
      verbs: Verb.shapes,
      habits: ForeignLanguages()
    )
    #expect(program.statements.count == 2)
    #expect(program.diagnostics.isEmpty)
  }
}
