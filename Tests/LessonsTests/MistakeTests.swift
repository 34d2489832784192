import Planner
import Syntax
import Testing

@testable import Lessons

/// Mistakes that are found without the words of a teacher.
@Suite struct MistakeTests {
  /// What a wrong answer is called, and what is said of it.
  static func mistake(_ model: String, _ query: String) throws -> Judgement {
    let (grader, exercise) = try Played.grader("answer: \(model)\nhint: x\n")
    let result = try #require(grader.engine.result(query))
    return try #require(try grader.judge(result, exercise, isAsked: true))
  }

  @Test(
    arguments: [
      ("total removals by state", "count by state", "rows-for-sum"),
      ("total removals by state", "summarize mean(removals) by state", "another-aggregate"),
      ("where state = \"MA\" | total removals", "total removals", "condition-left-out"),
      (
        "where state in (\"MA\", \"NY\") | total removals",
        "where state = \"MA\" and state = \"NY\" | total removals", "and-for-or"
      ),
      (
        "where state in (\"MA\", \"NY\") | total removals", "where state = \"NY\" | total removals",
        "one-of-several"
      ),
      (
        "where removals is missing | count", "where removals = 0 | count", "zero-for-missing"
      ),
      (
        "where removals is missing | count", "where removals is not missing | count",
        "known-for-missing"
      ),
      (
        "where fiscal_year in FY2010..FY2012 | total removals",
        "where fiscal_year >= FY2010 | total removals", "span-open"
      ),
      (
        "where fiscal_year in FY2010..FY2012 | total removals",
        "where fiscal_year > FY2010 and fiscal_year <= FY2012 | total removals", "span-end"
      ),
      (
        "total removals by state | share | where state = \"CA\"",
        "where state = \"CA\" | total removals by state | share", "condition-too-early"
      ),
      (
        "total removals by state | share | where state = \"CA\"",
        "total removals by state | top 5 | share | where state = \"CA\"", "cut-before-share"
      ),
      (
        "total removals by state.region, fiscal_year | share per fiscal_year",
        "total removals by state.region, fiscal_year | share", "per-left-out"
      ),
      ("total removals by state | top 5", "total removals by state | bottom 5", "another-end"),
      ("total removals by state | top 5", "top 5 by removals", "rows-for-groups"),
      ("total removals by state | top 5", "total removals by state | top 3", "another-count"),
      ("total removals by state", "total removals by fiscal_year", "another-key"),
      ("total removals by state", "total removals", "key-left-out"),
      (
        "where not partial | total removals by fiscal_year",
        "where partial | total removals by fiscal_year", "condition-turned-round"
      ),
      (
        "where state = \"MA\" | add c = change(removals) along fiscal_year | keep fiscal_year, c",
        "where state = \"MA\" | add c = pct_change(removals) along fiscal_year | keep fiscal_year, c",
        "another-function"
      ),
      (
        "total removals by state | add rate = removals / state.foreign_born | keep state, rate",
        "total removals by state | add rate = removals / state.population | keep state, rate",
        "another-divisor"
      ),
    ]
  )
  func namesMistakesMadeOnTheModel(_ model: String, _ query: String, _ name: String) throws {
    let found = try Self.mistake("deportations | " + model, "deportations | " + query)
    #expect(found.foundBy == .mutation, "\(found)")
    #expect(found.mistake == name, "\(found)")
  }

  @Test(
    arguments: [
      ("stories | count by kind", "events | count by kind", "another-table"),
      (
        "stories | around 2011-06-06 by 3 months | count by phase",
        "stories | around 2011-06-06 by 6 months | count by phase", "another-span"
      ),
      (
        "states | join deportations on code = state unmatched | keep name",
        "states | join deportations on code = state matched many | keep name", "other-partners"
      ),
      (
        "stories | where date in FY2012 | count", "stories | where date in 2012 | count",
        "calendar-year"
      ),
      (
        "policies | where detainer_limits > \"none\" | count",
        "policies | where detainer_limits != \"none\" | count", "another-comparison"
      ),
    ]
  )
  func namesMistakesOverOtherTables(_ model: String, _ query: String, _ name: String) throws {
    let found = try Self.mistake(model, query)
    #expect(found.mistake == name && found.foundBy == .mutation, "\(found)")
  }

  @Test func findsWhereLedgersPart() throws {
    let kept = try Self.mistake(
      "figures | where level = \"Level 1\" | count by measure",
      "figures | where level != \"Level 2\" | count by measure"
    )
    #expect(kept.foundBy == .ledger && kept.mistake == "kept-missing")
    #expect(kept.further.contains("68 rows without level are in yours"))
    let fewer = try Self.mistake(
      "deportations | total removals by state",
      "deportations | where not partial and removals > 100 | total removals by state"
    )
    #expect(fewer.foundBy == .ledger && fewer.mistake == "rests-on-fewer")
    #expect(fewer.further.contains("the question's on 357"))
  }

  @Test func findsAnotherValueByTheWords() throws {
    let found = try Self.mistake(
      "deportations | where state = \"MA\" | total removals",
      "deportations | where state = \"MD\" | total removals"
    )
    #expect(found.foundBy == .query && found.mistake == "another-value")
    #expect(found.further == "You asked for state = \"MD\"; the question is about state = \"MA\".")
  }

  @Test func aBeginningIsNoMistake() throws {
    let found = try Self.mistake(
      "deportations | total removals by state | top 5",
      "deportations | total removals by state"
    )
    #expect(found.verdict == .begun)
  }

  /// Every mutation is a query that can be read, other than the model, and each stands once.
  @Test func mutationsAreQueries() throws {
    let (course, _) = try Played.course()
    let context = MutationContext(try Played.catalog(), course)
    for exercise in course.exercises {
      guard let answer = exercise.answer else { continue }
      let pipeline = try #require(
        parse(answer.text, verbs: Verb.shapes).statements.first?.pipeline
      )
      let mutations = Mutator.mutations(of: pipeline, context)
      #expect(mutations.count > 5, "\(exercise.id)")
      #expect(Set(mutations.map(\.query)).count == mutations.count)
      for mutation in mutations {
        let program = parse(mutation.query, verbs: Verb.shapes)
        #expect(program.diagnostics.isEmpty, "\(mutation.query)")
        #expect(mutation.query != answer.oneLine && !mutation.words.isEmpty)
      }
    }
  }
}
