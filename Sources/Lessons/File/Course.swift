import Catalog

/// A course: the lessons of one file, in their order.
public struct Course: Sendable {
  /// What the course is called: the name of its file without folder and ending.
  public var name: String
  /// The lessons.
  public var lessons: [Lesson] = []
  /// The first 16 digits of the SHA-256 of the file.
  public var hash = ""

  /// A course without lessons.
  public init(name: String) { self.name = name }

  /// The exercises of all lessons, in order.
  public var exercises: [Exercise] { lessons.flatMap(\.exercises) }
}

extension Course {
  /// What is said where the words of the course were written on other data than those of `package`;
  /// nil where they were not, or do not say.
  public func otherData(_ package: PackageIdentity?) -> String? {
    guard let data = lessons.lazy.compactMap(\.data).first, let package,
      data != package.version, data.lowercased() != (try? package.hash())
    else { return nil }
    return "The words of these lessons were written on data \(data); these are "
      + "\(package.version ?? "others"), so that numbers in them may differ."
  }
}

/// A lesson: a goal, a text with demonstrations, and exercises.
public struct Lesson: Sendable {
  /// The number before its title, such as `4`.
  public var id: String
  /// The title.
  public var title: String
  /// The line of its heading.
  public var line: Int
  /// What a student can do afterwards, in a sentence.
  public var goal = ""
  /// How many minutes it takes.
  public var minutes: Int?
  /// The ids of the lessons that come before it.
  public var needs: [String] = []
  /// The words of the language that are new in it.
  public var teaches: [String] = []
  /// The language of its texts, such as `en`.
  public var language: String?
  /// The version or hash of the data that its answers belong to.
  public var data: String?
  /// What stands before the first exercise.
  public var text: [Block] = []
  /// The exercises.
  public var exercises: [Exercise] = []
}

/// A piece of what a student reads.
public enum Block: Sendable {
  /// A paragraph, on one line.
  case paragraph(String)
  /// A query that is run and shown, and never graded.
  case demonstration(LessonQuery)
  /// A note for the teacher, which students do not see.
  case note(String)
}

/// An exercise: a question, and what is known of right and wrong answers to it.
public struct Exercise: Sendable {
  /// Its number, such as `4.2`.
  public var id: String
  /// The title.
  public var title: String
  /// The line of its heading.
  public var line: Int
  /// `core`, `extra`, or a tag of the teacher's own.
  public var tag = "core"
  /// The question.
  public var text: [Block] = []
  /// The model query, whose result is the answer.
  public var answer: LessonQuery?
  /// Other queries that are right, with what is said when one is used.
  public var also: [LessonQuery] = []
  /// Typical wrong answers, with what is said of them.
  public var wrong: [LessonQuery] = []
  /// Inputs that the shell itself refuses.
  public var refused: [LessonQuery] = []
  /// What of the answer is compared.
  public var compared = ComparedParts()
  /// A text at the prompt that is to be mended or completed.
  public var start: LessonQuery?
  /// A query that is run first, from which a number is to be read off.
  public var run: LessonQuery?
  /// The right reply, where no query is asked for.
  public var reply: String?
  /// Other spellings of it.
  public var accepted: [String] = []
  /// The answers from which one is chosen.
  public var choices: [Choice] = []
  /// Keys that must have stood in a result of the lesson before a choice counts.
  public var witness: [String] = []
  /// Hints, from a nudge to nearly the answer.
  public var hints: [String] = []
  /// What is said of a right answer.
  public var after = ""

  /// How it is answered.
  public enum Kind: Sendable {
    case query, reply, choice
  }

  /// How it is answered.
  public var kind: Kind { !choices.isEmpty ? .choice : reply != nil ? .reply : .query }
}

/// A query or reply as a lesson's file holds it, and what is said of it.
public struct LessonQuery: Sendable {
  /// The query, of one or more lines.
  public var text: String
  /// What is said when a student gives it.
  public var words = ""
  /// The line on which it begins, from 1.
  public var line: Int
  /// The column in which it begins, from 1.
  public var column: Int

  /// The query on one line.
  public var oneLine: String {
    text.split(separator: "\n").joined(separator: " ")
  }
}

/// An answer that can be chosen.
public struct Choice: Sendable {
  /// The answer.
  public var text: String
  /// What is said of it when it is wrong.
  public var words = ""
  /// Whether it is the right one.
  public var isRight: Bool
  /// The line on which it stands.
  public var line: Int
}

/// The parts of a result that decide whether an answer is right: what `compare:` says.
public struct ComparedParts: Sendable {
  /// Whether the rows must be in the order of the model's.
  public var order = false
  /// Whether rows of equal rank may change places.
  public var anyTies = false
  /// The columns that must be there; empty for all of the model's.
  public var columns: [String] = []
  /// Whether a percentage must be a percentage.
  public var exact = false
  /// How far a number may be from the model's; nil for the rounding of a screen.
  public var tolerance: Double?
  /// Where `compare:` stands, if it does.
  public var line: Int?
  /// The column of its text.
  public var column = 1

  /// The parts that count unless something else is said.
  public init() {}
}
