import Diagnostics
import Syntax

/// The habits of SQL, R, Python, Stata, KQL, PRQL and spreadsheets, and how they are written here.
///
/// Its tables are made when the first wrong query is met.
public struct ForeignLanguages: Sendable {
  /// The translator of all these languages.
  public init() {}
}

extension ForeignLanguages: HabitTranslator {
  package func diagnosis(of statement: UnreadStatement) -> Diagnostic? {
    PhraseHabit.diagnosis(of: statement)
  }

  package func verb(of stage: ForeignStage) -> VerbTranslation? {
    VerbHabit.of(stage).map { habit, stage in
      VerbTranslation(
        ours: habit.ours,
        hint: habit.hint(for: stage.arguments),
        isGrouping: habit.isGrouping
      )
    }
  }

  package func rewritten(_ stage: ForeignStage, before next: ForeignStage?) -> String? {
    guard let (habit, stage) = VerbHabit.of(stage) else { return nil }
    guard let next else { return habit.rewritten(stage) }
    return habit.isGrouping ? VerbHabit.grouped(by: stage.arguments, next) : nil
  }

  package func call(_ name: String, _ arguments: [String]) -> CallTranslation? {
    FunctionHabit.translated(name, arguments)
  }

  package func reading(of written: String, at place: HabitPlace) -> HabitReading? {
    Self.readings[place]?[written]
  }

  /// The words and signs that are read as ours, by place; `$1` is the word as written, `$2` ours,
  /// and a second arrow leads to what a repair writes if that is more.
  private static let readings: [HabitPlace: [String: HabitReading]] = {
    var readings: [HabitPlace: [String: HabitReading]] = [:]
    for (message, row) in headed(rows) {
      let sides = row.split(separator: " → ").map(String.init)
      let words = sides[0].split(separator: " ").map(String.init)
      guard let place = HabitPlace(rawValue: words[0]) else { continue }
      for word in words.dropFirst() {
        let text = message.text.replacing("$1", with: word).replacing("$2", with: sides[1])
        let said = Message(message.code, text)
        readings[place, default: [:]][word] = HabitReading(sides[1], said, writing: sides.last)
      }
    }
    return readings
  }()

  private static let rows = """
    capital-word: The words of the language are in lower case: $2.
      conjunction AND → and
      disjunction OR → or
      negation NOT → not
      comparison IN → in
      comparison IS → is
      comparison NOT → not
      comparison BETWEEN → between
      comparison LIKE → like
    foreign-like: like is written contains "a", starts with "a" or ends with "a"; patterns stand \
    after matches.
      pattern like ilike → contains
    foreign-direction: The direction is written $2.
      direction DESC descending → desc
      direction ASC ascending → asc
    foreign-missing: $1 is written missing. A column of that name stands in back-quotes.
      missing \(Keywords.foreignMissing.joined(separator: " ")) → missing
    foreign-else-if: $1 is written else if.
      alternative elif elsif elseif → if → else if
    count-star: count(*) is written count; count(x) counts the rows in which x is known.
      call count(*) → count
    foreign-from: A query begins with the name of its table, without from.
      source from → from
    foreign-and: The sign && is written and.
      conjunction && → and
    foreign-or: The sign || is written or; texts are put together by concat(a, b).
      disjunction || → or
    foreign-not: The sign ! is written not.
      negation ! → not → not\u{20}
    foreign-not-equal: The sign <> is written !=.
      comparison <> → !=
    foreign-assignment: A new column is written with one =.
      assignment == → =
    foreign-pipe: The sign $1 is written | here.
      pipe %>% |> → |
    """
}

/// The rows of a table: lines `code: message`, below each its rows, indented.
func headed(_ text: String) -> [(message: Message, row: Substring)] {
  var message: Message = ""
  return text.split(separator: "\n").compactMap { line in
    if line.hasPrefix("  ") { return (message, line.drop { $0 == " " }) }
    message = Message(stringLiteral: String(line))
    return nil
  }
}
