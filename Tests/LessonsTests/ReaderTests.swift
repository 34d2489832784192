import Foundation
import Testing

@testable import Lessons

/// Files of lessons as teachers write them, with what is wrong in them and where.
@Suite struct ReaderTests {
  static func problems(_ source: String) -> [String] {
    readCourse(Array(source.utf8), name: "one").1.map { $0.words(in: "one.lesson") }
  }

  static let lesson = """
    # 4. Of what?

    goal: You can.
    time: 5

    A text
    of two lines.

        states | count
        states
        | count by region

    ## 4.2 California [core]

    Which share?

    answer: states | count by region
      | share
    wrong: states | count
      Not by region.
      Twice.
    choice

    <!-- for the
    teacher -->
    hint: nearly
      there

    """

  @Test func readsWhatStandsThere() throws {
    let source = Self.lesson.replacingOccurrences(of: "choice\n", with: "")
    let (course, problems) = readCourse(Array(source.utf8), name: "one")
    #expect(problems.isEmpty)
    let lesson = try #require(course.lessons.first)
    #expect(lesson.id == "4" && lesson.title == "Of what?" && lesson.minutes == 5)
    #expect(lesson.text.count == 3)
    guard case .paragraph("A text of two lines.") = lesson.text[0],
      case .demonstration(let first) = lesson.text[1],
      case .demonstration(let second) = lesson.text[2]
    else {
      Issue.record("\(lesson.text)")
      return
    }
    #expect(first.text == "states | count" && first.line == 9 && first.column == 5)
    #expect(second.text == "states\n| count by region")
    let exercise = try #require(lesson.exercises.first)
    #expect(exercise.id == "4.2" && exercise.title == "California" && exercise.tag == "core")
    #expect(exercise.answer?.text == "states | count by region\n| share")
    #expect(exercise.wrong.first?.words == "Not by region. Twice.")
    #expect(exercise.hints == ["nearly there"])
    guard case .note("for the\nteacher")? = exercise.text.last else {
      Issue.record("\(exercise.text)")
      return
    }
  }

  @Test func takesFilesOfAnyEditor() throws {
    let plain = Self.lesson.replacingOccurrences(of: "choice\n", with: "")
    let marked = "\u{FEFF}" + plain.replacingOccurrences(of: "\n", with: "\r\n")
    let (one, two) = (
      readCourse(Array(plain.utf8), name: "a").0, readCourse(Array(marked.utf8), name: "a").0
    )
    #expect("\(one.lessons)" == "\(two.lessons)")
  }

  @Test func turnsSignsOfWordProcessorsBack() {
    #expect(Typography.plain("states | where code = “MA”") == "states | where code = \"MA\"")
    #expect(Typography.plain("a\u{00A0}| count") == "a | count")
    #expect(Typography.plain("x in FY2010–FY2012") == "x in FY2010..FY2012")
    #expect(Typography.plain("x = 2011–06") == "x = 2011-06")
    #expect(Typography.plain("title contains \"a – b\"") == "title contains \"a – b\"")
    let noted = Self.problems(
      "# 1. A\n\ngoal: x\n\n## 1.1 B\n\nHow?\n\nanswer: states | where code = ‘MA’\n"
    )
    #expect(
      noted == [
        "one.lesson:9:1: note: Signs of a word processor are read as plain ones: "
          + "states | where code = 'MA'"
      ]
    )
  }

  @Test(
    arguments: [
      ("hnit: x", "one.lesson:9:1: There is no field hnit: Did you mean hint?"),
      ("Answer: states", "one.lesson:9:1: Answer: is written in small letters: answer:"),
      ("goal: x", "one.lesson:9:1: goal: belongs to a lesson, before its first exercise."),
      ("compare: colums a", "one.lesson:9:10: compare: cannot say colums a. Did you mean columns?"),
      ("compare: within much", "one.lesson:9:10: compare: cannot say within much."),
      ("answer:", "one.lesson:9:1: answer: has no text."),
      ("answer: a\nanswer: b", "one.lesson:10:1: answer: stands on line 9 already."),
      ("answer: a\n\n  more", "one.lesson:11:1: This line begins with two spaces, but there is no"),
      (
        "answer: a\nmore", "one.lesson:10:1: This line stands right below answer: Begin it with two"
      ),
      ("wrong: b", "one.lesson:9:1: A wrong: needs words:"),
      ("reply: 7\nanswer: a", "one.lesson:5:1: Exercise 1.1 has answer: and reply: at once."),
      ("choice: a *", "one.lesson:9:1: Of the choices of exercise 1.1, which are two or more,"),
      ("choice: a *\nchoice: b", "one.lesson:10:1: A wrong choice needs words:"),
      ("reply: 7\nwitness: A", "one.lesson:5:1: Exercise 1.1 has a witness: but no choice:"),
      ("### x", "one.lesson:9:1: A heading is # 4. TITLE for a lesson,"),
      ("## two", "one.lesson:9:1: A heading begins with its number:"),
      (
        "## 1.1 Again\n\nHow?\n\nreply: 7", "one.lesson:9:1: Exercise 1.1 stands on line 5 already."
      ),
      ("<!-- x", "one.lesson:9:1: This note has no end; write --> behind it."),
      ("# 2. B\n\nneeds: 3", "one.lesson:9:1: Lesson 2 needs lesson 3, which does not come before"),
      (
        "# 2. B\n\ntime: soon",
        "one.lesson:11:7: time: is a number of minutes, such as 5, not soon."
      ),
    ]
  )
  func saysWhatIsWrongAndWhere(_ line: String, _ message: String) {
    let source = "# 1. A\n\ngoal: x\n\n## 1.1 B [core]\n\nHow many?\n\n" + line + "\n"
    let problems = Self.problems(source)
    #expect(problems.contains { $0.hasPrefix(message) }, "\(problems)")
  }

  @Test func saysWhereAFileIsNotUTF8() {
    let (_, problems) = readCourse([35, 32, 49, 10, 0xFF, 10], name: "one")
    #expect(problems.first?.line == 2)
  }

  @Test func layoutKeepsWhatIsRead() throws {
    let source = try #require(try? Played.source())
    let laidOut = formattedCourse(source)
    #expect(formattedCourse(laidOut) == laidOut)
    #expect(laidOut == source, "scomm --fmt lays the course out")
    let rough = Self.lesson.replacingOccurrences(of: "choice\n", with: "")
      .replacingOccurrences(of: "states | count by region", with: "states|count   by region")
    let lined = formattedCourse(rough)
    #expect(formattedCourse(lined) == lined)
    #expect(lined.contains("answer: states | count by region | share\n"))
    #expect(lined.contains("wrong: states | count\n  Not by region. Twice.\n"))
    #expect(lined.contains("<!-- for the\nteacher -->"))
  }
}
