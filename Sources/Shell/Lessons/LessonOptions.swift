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
  /// The courses that are part of the program: their names and the bytes of their files.
  public var courses: [(name: String, bytes: [UInt8])] = []

  /// The options of a student alone.
  public init() {}
}
