import Catalog
import IO
import Shell
import TestSupport

@testable import Lessons

/// The course of the record, and what judges its answers.
enum Played {
  static func catalog() throws -> Catalog {
    try openDataPackage(folder: Repository.root + "/datasets")
  }

  static func engine() throws -> LessonEngine {
    let session = Session(
      catalog: try catalog(),
      options: SessionOptions(layout: FormatOptions()),
      console: Console(output: { _ in }, errors: { _ in })
    )
    return session.lessonEngine
  }

  static func source() throws -> String { try Repository.text("datasets/lessons/course.lesson") }

  static func course() throws -> (Course, [LessonProblem]) {
    readCourse(Array(try source().utf8), name: "course")
  }

  static func grader() throws -> Grader { Grader(try course().0, try engine()) }

  /// A course of one exercise.
  static func course(_ exercise: String) -> (Course, [LessonProblem]) {
    let head =
      "# 1. A lesson\n\ngoal: You can.\nteaches: count\n\n## 1.1 An exercise [core]\n\nHow many?\n\n"
    return readCourse(Array((head + exercise).utf8), name: "one")
  }

  static func grader(_ exercise: String) throws -> (Grader, Exercise) {
    let (course, problems) = course(exercise)
    guard let first = course.exercises.first, !problems.contains(where: { $0.weight == .error })
    else { throw Wrong(problems.map(\.text)) }
    return (Grader(course, try engine()), first)
  }

  struct Wrong: Error {
    var problems: [String]
    init(_ problems: [String]) { self.problems = problems }
  }
}
