/// How lessons are played: by whom, under which rules, and where the results go.
public struct LessonOptions: Sendable {
  /// The file into which attempts are written; nil for the one that the shell keeps.
  public var results: String?
  /// The folder in which each student of a class has a file of results.
  public var classFolder: String?
  /// Whether an exercise can only be left when it is done.
  public var isLocked = false
  /// Whether hints, answers and what is right by luck are refused.
  public var isExam = false
  /// Whether attempts are written down at all, as they are not while a transcript is played again.
  var areKept = true

  /// The options of a student alone.
  public init() {}
}
