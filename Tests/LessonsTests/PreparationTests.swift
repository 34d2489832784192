import Functions
import Testing

@testable import Lessons

/// What is prepared before an answer is given.
@Suite struct PreparationTests {
  static let exercise = """
    answer: deportations | total removals by state | share | where state = "CA"
    wrong: deportations | count
      The teacher's own words.
    hint: x

    """
  static let attempt =
    #"deportations | where state = "CA" | total removals by state | share"#

  @Test func anAnswerIsJudgedWithoutAnotherQuery() throws {
    let (grader, first) = try Played.grader(Self.exercise)
    let result = try #require(grader.engine.result(Self.attempt))
    var steps = 0
    while try grader.prepare(first) { steps += 1 }
    #expect(steps > 10)
    #expect(try !grader.prepare(first))
    let stopped = Cancellation()
    stopped.cancel()
    grader.engine.cancellation = stopped
    let judgement = try grader.judge(result, first)
    #expect(judgement?.mistake == "condition-too-early" && judgement?.foundBy == .mutation)
    let (other, same) = try Played.grader(Self.exercise)
    other.engine.cancellation = stopped
    #expect(try other.judge(result, same) == nil)
  }

  @Test func whatWasStoppedIsPreparedAgain() throws {
    let (grader, first) = try Played.grader(Self.exercise)
    let result = try #require(grader.engine.result(Self.attempt))
    let (whole, stopped) = (grader.engine.cancellation, Cancellation())
    stopped.cancel()
    for _ in 0..<5 {
      grader.engine.cancellation = stopped
      #expect(throws: RunFailure.self) {
        try Cancellation.with(stopped) { try grader.prepare(first) }
      }
      grader.engine.cancellation = whole
      #expect(try grader.prepare(first))
    }
    #expect(try grader.judge(result, first)?.mistake == "condition-too-early")
  }
}
