/// What is said of an answer.
public struct Judgement: Sendable {
  /// The verdict.
  public var verdict: Verdict
  /// The mistake's short name, if one was found.
  public var mistake: String?
  /// What the mistake was found by.
  public var foundBy: Finding?
  /// What is said first: what differs, or what a right answer means.
  public var words: String
  /// What is said when the same exercise is wrong again: at which stage.
  public var further = ""
  /// What is worth a remark, whatever the verdict.
  public var remarks: [String] = []

  /// The verdicts.
  public enum Verdict: String, Sendable {
    case right
    /// Right over these data, and wrong over others.
    case luck
    /// Right as far as it goes.
    case begun
    case wrong
    case refused
    case skipped
    /// The answer was shown on request.
    case shown
  }

  /// What a mistake was found by, the most telling first.
  public enum Finding: String, Sendable {
    /// By the result of a wrong answer that the lesson's file foresees.
    case teacher
    /// By the result of a usual mistake made on the model.
    case mutation
    /// By what happened to the rows on the way.
    case ledger
    /// By the words of the query.
    case query
    /// By the shape of the result alone.
    case shape
  }

  init(_ verdict: Verdict, _ words: String = "", mistake: String? = nil, by finding: Finding? = nil)
  {
    (self.verdict, self.words, self.mistake, foundBy) = (verdict, words, mistake, finding)
  }

  /// Whether the exercise is done with it.
  public var isDone: Bool { [.right, .luck, .skipped].contains(verdict) }
}

extension Judgement {
  /// An input that the shell refused, which says why itself.
  public static let refusal = Judgement(.refused)

  /// A verdict without an answer: an exercise that was left, or whose answer was shown.
  public static func without(_ verdict: Verdict) -> Judgement { Judgement(verdict) }
}
