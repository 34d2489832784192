import Functions
import Lessons

/// A course that is being played: where the student is, and what was tried there.
final class LessonPlay {
  /// What judges the answers.
  let grader: Grader
  /// Where attempts are written down.
  let record: LessonRecord
  /// The place of the lesson.
  var lesson: Int
  /// The place of the exercise in it; nil in the introduction.
  var exercise: Int?
  /// How many hints were shown.
  var hints = 0
  /// How many wrong answers there were.
  var mistakes = 0
  /// Whether the exercise is done.
  var isOver = false
  /// The exercise whose answers are not judged from what was prepared: that takes too long.
  var unprepared: String?
  /// The keys of rows that stood in results of the lesson.
  var seen: Set<String> = []
  /// When the exercise began.
  private var start = Cancellation.now()

  init(_ grader: Grader, _ record: LessonRecord, lesson: Int, exercise: Int? = nil) {
    (self.grader, self.record, self.lesson, self.exercise) = (grader, record, lesson, exercise)
  }

  var course: Course { grader.course }
  var currentLesson: Lesson { course.lessons[lesson] }

  /// The exercise that is being worked at; nil in an introduction.
  var current: Exercise? { exercise.map { currentLesson.exercises[$0] } }

  /// Goes to an exercise, or to the introduction of a lesson.
  func move(to lesson: Int, exercise: Int?) {
    if lesson != self.lesson { seen = [] }
    (self.lesson, self.exercise) = (lesson, exercise)
    begin()
  }

  /// Begins the exercise anew.
  func begin() {
    (hints, mistakes, isOver) = (0, 0, false)
    start = Cancellation.now()
  }

  /// The exercise behind the current one; nil at the end of the course.
  var next: (lesson: Int, exercise: Int?)? {
    let place = exercise.map { $0 + 1 } ?? 0
    if place < currentLesson.exercises.count { return (lesson, place) }
    return lesson + 1 < course.lessons.count ? (lesson + 1, nil) : nil
  }

  /// The seconds since the exercise began.
  var seconds: Int { Int(min(max(0, Cancellation.now() - start), 1e6)) }

  /// The place of the exercise with an id; the lesson's introduction for a lesson's.
  func place(of id: String) -> (lesson: Int, exercise: Int?)? {
    for (lesson, content) in course.lessons.enumerated() {
      if content.id == id { return (lesson, nil) }
      if let exercise = content.exercises.firstIndex(where: { $0.id == id }) {
        return (lesson, exercise)
      }
    }
    return nil
  }

  /// The first core exercise before a place that is not done.
  func undone(before lesson: Int, _ exercise: Int?) -> Exercise? {
    let earlier =
      course.lessons[..<lesson].flatMap(\.exercises)
      + (exercise.map { Array(course.lessons[lesson].exercises[..<$0]) } ?? [])
    return earlier.first { $0.tag == "core" && !record.done.contains($0.id) }
  }
}
