import Syntax

/// A verb of another language: the words for it, our verb, and how the stage is written here.
struct VerbHabit: Sendable {
  /// The words, with `_` for blanks, and `+` before the second word where that belongs to the verb.
  let words: [Substring]
  /// The verb that does it here.
  let ours: String
  /// The usage here, with slots such as COLUMN for the user's names.
  let hint: String
  /// The stage in our words; nil where it has no plain translation.
  let rewrite: StageRewrite.Function?
  /// The word with which a rewritten stage ends, after a blank.
  let ending: String

  /// A row of the table: `words → ours, rewrite ending: hint`.
  init(_ row: Substring) {
    let sides = row.split(separator: " → ", maxSplits: 1)
    let said = (sides.last ?? "").split(separator: ": ", maxSplits: 1)
    let names = (said.first ?? "").split { $0 == "," || $0 == " " }
    words = (sides.first ?? "").split(separator: " ")
    ours = String(names.first ?? "")
    hint = String(said.last ?? "")
    rewrite = names.count > 1 ? StageRewrite.named[String(names[1])] : nil
    ending = names.count > 2 ? " " + names[2] : ""
  }

  /// The habit of a word, in capitals or not; `order by` is found as `order_by`.
  static func named(_ word: String) -> VerbHabit? {
    byWord[String(word.lowercased().map { $0 == " " ? "_" : $0 })]
  }

  /// The habit of a stage and the stage that it is of: `remove duplicates` is a verb of two words.
  static func of(_ stage: ForeignStage) -> (habit: VerbHabit, stage: ForeignStage)? {
    let words = stage.arguments.split(separator: " ", maxSplits: 1).map(String.init)
    if let second = words.first, second.allSatisfy(\.isLetter),
      let habit = byWord[(stage.verb + "+" + second).lowercased()]
    {
      let rest = words.count > 1 ? " " + words[1] : ""
      return (habit, ForeignStage(stage.verb + " " + second, rest))
    }
    return named(stage.verb).map { ($0, stage) }
  }

  private static let byWord: [String: VerbHabit] = Dictionary(
    table.flatMap { habit in habit.words.map { (String($0), habit) } }
  ) { first, _ in first }

  /// The hint, in which a column that is all that was typed stands in its first slot.
  func hint(for arguments: String) -> String {
    let typed = StageText.withoutBrackets(arguments)
    let slots = hint.split { !$0.isLetter }.filter { $0 == "COLUMN" || $0 == "KEY" }
    let isName = typed.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    guard let slot = slots.first, isName, typed.first?.isLetter == true else { return hint }
    return hint.replacing(String(slot), with: typed)
  }

  /// A stage of this verb in our words; nil where a part of it does not translate.
  func rewritten(_ stage: ForeignStage) -> String? {
    rewrite?(StageText(stage, ours: ours, ending: ending))
  }

  /// Whether the verb only names groups for the stage after it.
  var isGrouping: Bool { words.contains("group_by") }

  /// The stage that does what grouping by `keys` and the stage `next` do together.
  static func grouped(by keys: String, _ next: ForeignStage) -> String? {
    let habit = named(next.verb)
    let stage = StageText(next, ours: habit?.ours ?? next.verb.lowercased())
    let by = StageText.items(StageText.withoutBrackets(keys)).map(StageText.withoutQuotes)
      .joined(separator: ", ")
    if by.isEmpty { return nil }
    switch stage.ours {
    case "count": return stage.parts.isEmpty ? "count by " + by : nil
    case "total": return stage.list(stage.parts).map { $0 + " by " + by }
    case "summarize", "add":
      if let habit, habit.rewrite == nil || StageRewrite.aggregates.contains(stage.verb) {
        return nil
      }
      let word = stage.ours == "add" ? " per " : " by "
      return StageRewrite.expressions(stage).map { $0 + word + by }
    case "first", "last", "top", "bottom":
      return habit?.rewritten(next).map { $0 + " per " + by }
    default: return nil
    }
  }
}
