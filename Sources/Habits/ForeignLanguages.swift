import Diagnostics
import Syntax

/// The habits of SQL, R, Python, Stata, KQL, PRQL and spreadsheets, and how they are written here.
///
/// Its tables are made when the first wrong query is met.
public struct ForeignLanguages: Sendable {
  /// All that is known of other languages.
  public init() {}
}

extension ForeignLanguages: HabitTranslator {
  package func diagnosis(of statement: UnreadStatement) -> Diagnostic? {
    PhraseHabit.diagnosis(of: statement)
  }

  package func verb(of stage: ForeignStage) -> VerbTranslation? {
    VerbHabit.named(stage.verb).map {
      VerbTranslation(
        ours: $0.ours,
        hint: $0.hint(for: stage.arguments),
        isGrouping: $0.isGrouping
      )
    }
  }

  package func rewritten(_ stage: ForeignStage, before next: ForeignStage?) -> String? {
    guard let habit = VerbHabit.named(stage.verb) else { return nil }
    guard let next else { return habit.rewritten(stage) }
    return habit.isGrouping ? VerbHabit.grouped(by: stage.arguments, next) : nil
  }

  package func call(_ name: String, _ arguments: [String]) -> CallTranslation? {
    FunctionHabit.translated(name, arguments)
  }

  package func reading(of written: String, at place: HabitPlace) -> HabitReading? {
    switch (place, written) {
    case (.conjunction, "AND"), (.disjunction, "OR"), (.negation, "NOT"), (.comparison, "IN"),
      (.comparison, "IS"), (.comparison, "NOT"), (.comparison, "BETWEEN"), (.comparison, "LIKE"):
      HabitReading(written.lowercased(), .capitalWord(written))
    case (.pattern, "like"), (.pattern, "ilike"): HabitReading("contains", .foreignLike)
    case (.direction, "DESC"), (.direction, "descending"): direction("desc")
    case (.direction, "ASC"), (.direction, "ascending"): direction("asc")
    case (.missing, _) where Keywords.foreignMissing.contains(written):
      HabitReading("missing", .missing(written))
    case (.alternative, "elif"), (.alternative, "elsif"), (.alternative, "elseif"):
      HabitReading("if", .elseIf(written), writing: "else if")
    case (.call, "count(*)"): HabitReading("count", .countStar)
    case (.source, "from"): HabitReading("", .from)
    default: sign(written, at: place)
    }
  }

  private func sign(_ written: String, at place: HabitPlace) -> HabitReading? {
    switch (place, written) {
    case (.conjunction, "&&"):
      HabitReading("and", Message("foreign-and", "The sign && is written and."))
    case (.disjunction, "||"):
      HabitReading(
        "or",
        Message("foreign-or", "The sign || is written or; texts are put together by concat(a, b).")
      )
    case (.negation, "!"):
      HabitReading("not", Message("foreign-not", "The sign ! is written not."), writing: "not ")
    case (.comparison, "<>"):
      HabitReading("!=", Message("foreign-not-equal", "The sign <> is written !=."))
    case (.assignment, "=="):
      HabitReading("=", Message("foreign-assignment", "A new column is written with one =."))
    case (.pipe, "%>%"), (.pipe, "|>"):
      HabitReading("|", Message("foreign-pipe", "The sign \(written) is written | here."))
    default: nil
    }
  }

  private func direction(_ ours: String) -> HabitReading {
    HabitReading(ours, Message("foreign-direction", "The direction is written \(ours)."))
  }
}

extension Message {
  fileprivate static func capitalWord(_ word: String) -> Message {
    Message("capital-word", "The words of the language are in lower case: \(word.lowercased()).")
  }

  fileprivate static func missing(_ word: String) -> Message {
    Message(
      "foreign-missing",
      "\(word) is written missing. A column of that name stands in back-quotes."
    )
  }

  fileprivate static func elseIf(_ word: String) -> Message {
    Message("foreign-else-if", "\(word) is written else if.")
  }

  fileprivate static let from = Message(
    "foreign-from",
    "A query begins with the name of its table, without from."
  )

  fileprivate static let countStar = Message(
    "count-star",
    "count(*) is written count; count(x) counts the rows in which x is known."
  )

  fileprivate static let foreignLike = Message(
    "foreign-like",
    "like is written contains \"a\", starts with \"a\" or ends with \"a\"; patterns stand after "
      + "matches."
  )
}
