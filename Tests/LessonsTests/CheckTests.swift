import Testing

@testable import Lessons

/// The check of a course: the course of the record passes it, and what is wrong in others is found.
@Suite struct CheckTests {
  static func problems(_ exercise: String) throws -> [String] {
    let (course, problems) = Played.course(exercise)
    let check = try CourseCheck(course, problems, try Played.engine())
    return check.problems.filter { $0.weight != .note }.map { "\($0.weight) \($0.line) \($0.text)" }
  }

  @Test func theCourseIsFine() throws {
    let (course, problems) = try Played.course()
    let check = try CourseCheck(course, problems, try Played.engine())
    let found = check.problems.filter { $0.weight != .note }
    #expect(found.isEmpty, "\(found.map { $0.words(in: "course.lesson") })")
    #expect(course.lessons.count == 12 && course.exercises.count == 59)
    #expect(check.queryCount > 170)
  }

  @Test func everyAnswerOfTheCourseIsRight() throws {
    let grader = try Played.grader()
    for exercise in grader.course.exercises where exercise.kind == .query {
      #expect(grader.answersItself(exercise), "\(exercise.id)")
    }
  }

  @Test(
    arguments: [
      ("answer: states | conut", "error 10 This answer: does not run. There is no verb conut."),
      (
        "answer: states | count\nalso: states | count by region",
        "error 11 This also: is no right answer."
      ),
      (
        "answer: states | count\nwrong: states | summarize n = count\n  No.",
        "error 11 This wrong: gives the answer, so that it would be accepted."
      ),
      (
        "answer: states | count\nwrong: states | conut\n  No.", "error 11 This wrong: does not run."
      ),
      (
        "answer: states | count\nrefused: states | count by region",
        "error 11 The shell does not refuse this"
      ),
      (
        "answer: states | count by region\ncompare: columns regoin",
        "error 11 The answer has no column regoin. Did you mean region?"
      ),
      ("reply: 7\nwrong: 7\n  No.", "error 11 This reply is the right one."),
      ("answer: states | count by region", "warning 10 No lesson so far teaches: by"),
      ("answer: states | count\nhint: states | top 5", "warning 6 A hint uses what no lesson"),
      (
        "answer: states | count\nafter: There are 57 of them.",
        "warning 6 In after: of exercise 1.1"
      ),
      (
        "answer: states | count\nwrong: states | count by region\n  One of 99.",
        "warning 11 In wrong: of exercise 1.1 stands what no result of the lesson so far has: 99"
      ),
    ]
  )
  func findsWhatIsWrong(_ exercise: String, _ message: String) throws {
    let found = try Self.problems(exercise + "\n")
    #expect(found.contains { $0.hasPrefix(message) }, "\(found)")
  }

  @Test func numbersInWordsAreThoseOfResults() {
    func numbers(_ text: String) -> [String] { NumberInText.all(in: text).map(\.text) }
    #expect(numbers("1,286 of 357 rows, 30.3 percent.") == ["1,286", "357", "30.3"])
    #expect(numbers("FY2012, F0121, Level 3, lesson 5, 6 June 2011, \"25025\", 2011-06") == [])
    var known = NumbersInWords()
    known.learn(text: "30.278 and 357")
    #expect(known.unknown(in: "30.3 percent of 357") == [])
    #expect(known.unknown(in: "30.4 percent") == ["30.4"])
    #expect(known.unknown(in: "150 of 300 is 50 percent, so 25 percent") == ["150", "25"])
  }

  @Test func notesMistakesThatOnlyOtherDataTellApart() throws {
    let (course, problems) = Played.course(
      "answer: policies | where year = 2019 and detainer_limits > \"none\" | count\nhint: x\n"
    )
    let check = try CourseCheck(course, problems, try Played.engine())
    let notes = check.problems.filter { $0.text.contains("only over other data") }
    #expect(notes.contains { $0.text.contains("where year >= 2019") }, "\(notes)")
    #expect(check.isFine)
  }
}
