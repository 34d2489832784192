import Diagnostics

/// Something wrong with a lesson's file, or worth knowing of it, with its place.
public struct LessonProblem: Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int
  /// What it is and what to do, in sentences.
  public var text: String
  /// How much it weighs.
  public var weight: Weight

  /// How much a problem weighs.
  public enum Weight: String, CaseIterable, Sendable {
    /// The lesson cannot be played as it is.
    case error
    /// It can, but a student may be misled.
    case warning
    /// Worth knowing.
    case note
  }

  /// A problem at this place.
  public init(_ weight: Weight, line: Int, column: Int = 1, _ text: String) {
    (self.weight, self.line, self.column, self.text) = (weight, line, column, text)
  }

  /// The problem in one line: `course.lesson:12:1: warning: …`; errors go without the word.
  public func words(in file: String) -> String {
    let kind = weight == .error ? "" : weight.rawValue + ": "
    return "\(file):\(line):\(column): \(kind)\(text)"
  }
}

extension [LessonProblem] {
  /// The problems in order of place.
  public var inOrder: [LessonProblem] {
    enumerated()
      .sorted {
        ($0.element.line, $0.element.column, $0.offset)
          < ($1.element.line, $1.element.column, $1.offset)
      }
      .map(\.element)
  }
}

/// The question whether one of `names` was meant instead of an unknown one; the whole list where
/// none is like it.
func offer(for word: String, among names: [String]) -> String {
  let near = nearest(word, in: names)
  return near.isEmpty
    ? "There are \(names.joined(separator: ", "))."
    : "Did you mean \(near.joined(separator: " or "))?"
}
