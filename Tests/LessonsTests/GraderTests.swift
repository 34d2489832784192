import Testing

@testable import Lessons

/// What is said of answers, replies and choices, and what counts as an attempt.
@Suite struct GraderTests {
  static func judged(
    _ exercise: String,
    _ query: String,
    isAsked: Bool = false
  ) throws -> Judgement? {
    let (grader, first) = try Played.grader(exercise)
    let result = try #require(grader.engine.result(query))
    return try grader.judge(result, first, isAsked: isAsked)
  }

  @Test func aLookIsNoAttempt() throws {
    let exercise = "answer: deportations | total removals by state\nhint: x\n"
    for look in ["deportations", "deportations | first 5", "deportations | keep state, removals"] {
      #expect(try Self.judged(exercise, look) == nil)
    }
    #expect(try Self.judged(exercise, "stories | count by kind") == nil)
    #expect(try Self.judged(exercise, "stories | count by kind", isAsked: true)?.verdict == .wrong)
    #expect(try Self.judged(exercise, "deportations | count by state")?.verdict == .wrong)
  }

  @Test func teachersWordsComeFirst() throws {
    let exercise = """
      answer: deportations | total removals
      wrong: deportations | count
        The teacher's own words.
      hint: x

      """
    let judgement = try Self.judged(exercise, "deportations | summarize rows = count")
    #expect(judgement?.foundBy == .teacher && judgement?.words == "The teacher's own words.")
  }

  @Test func alsoHasItsWords() throws {
    let exercise = """
      answer: states | where region = "South" | count
      also: states | count by region | where region = "South"
        Longer, and right.
      hint: x

      """
    let judgement = try Self.judged(exercise, "states | count by region | where region=\"South\"")
    #expect(judgement?.verdict == .right && judgement?.remarks.last == "Longer, and right.")
  }

  @Test func examsRefuseLuck() throws {
    let exercise = "answer: deportations | total removals by state | top 1\nhint: x\n"
    let (grader, first) = try Played.grader(exercise)
    let query = "deportations | total removals by state | where state = \"CA\""
    let result = try #require(grader.engine.result(query))
    #expect(try grader.judge(result, first)?.verdict == .luck)
    grader.refusesLuck = true
    #expect(try grader.judge(result, first)?.verdict == .wrong)
  }

  @Test(
    arguments: [
      ("3181", "3,181", true), ("52%", "52", true), ("52 percent", "52", true),
      ("7 rows", "7", true),
      ("\"MA\"", "ma", true), ("FY12", "FY2012", true), ("28 February 2015", "2015-02-28", true),
      ("Feb 28, 2015", "2015-02-28", true), ("2/28/2015", "2015-02-28", true),
      ("28.2.2015", "2015-02-28", true), ("February 28th 2015", "2015-02-28", true),
      ("2015-02-27", "2015-02-28", false), ("3/4/2015", "2015-03-04", false),
      ("2015-02-30", "2015-03-02", false), ("3182", "3181", false), ("", "0", false),
      ("missing", "0", false), ("-7", "7", false),
    ]
  )
  func repliesMeanWhatTheyMean(_ reply: String, _ right: String, _ isSame: Bool) {
    #expect(Reply.mean(reply, right) == isSame)
  }

  @Test func noVerdictWithoutEvidence() throws {
    let exercise = """
      choice: yes *
      choice: no
        No.
      witness: F0121, F0122

      """
    let (grader, first) = try Played.grader(exercise)
    let without = grader.judge(choice: 0, first, seen: ["F0121"])
    #expect(without?.verdict == .wrong && without?.mistake == "no-evidence")
    let query = "figures | where place = \"Boston\" and measure = \"removals\" | keep value"
    let seen = try grader.evidence(of: try #require(grader.engine.result(query)))
    #expect(seen.isSuperset(of: ["F0121", "F0122"]))
    #expect(grader.judge(choice: 0, first, seen: seen)?.verdict == .right)
    #expect(try grader.evidence(of: try #require(grader.engine.result("figures"))).isEmpty)
  }

  @Test func choicesAreShuffledByStudentAndStay() throws {
    let (course, _) = try Played.course()
    let exercise = try #require(course.exercises.first { $0.choices.count > 3 })
    let orders = (0..<40).map { Grader.order(of: exercise, for: "student-\($0)") }
    #expect(Set(orders).count > 5)
    #expect(orders == (0..<40).map { Grader.order(of: exercise, for: "student-\($0)") })
    #expect(orders.allSatisfy { $0.sorted() == Array(exercise.choices.indices) })
  }

  @Test func changedDataKeepKeysAndAreTheSameEachTime() throws {
    let engine = try Played.engine()
    let one = try #require(engine.overChangedData(31).result("deportations"))
    let two = try #require(engine.overChangedData(31).result("deportations"))
    let original = try #require(engine.result("deportations"))
    for place in one.table.columns.indices {
      #expect(try one.table.cells(place) == two.table.cells(place))
    }
    #expect(one.table.rowCount < original.table.rowCount)
    let names = Set(try original.table.cells(0))
    #expect(try one.table.cells(0).allSatisfy(names.contains))
    let removals = try #require(one.table.schema.index(of: "removals"))
    #expect(
      try one.table.cells(removals)
        != Array(original.table.cells(removals).prefix(one.table.rowCount))
    )
  }
}
