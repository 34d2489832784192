// Verbs, their arguments and options.

import Diagnostics

extension Message {
  /// What stands at the place of an error, as the end of its sentence; nil is the query's end.
  static func here(_ found: String?) -> String {
    found.map { "here stands \($0)" } ?? "here the query ends"
  }

  static func missingVerb(found: String?) -> Message {
    "missing-verb: After | stands a verb, such as where or count; \(here(found))."
  }

  static func missingArgument(
    _ verb: String,
    _ slot: AnySlot,
    usage: String,
    found: String?
  ) -> Message {
    "missing-argument: \(verb) needs \(slot.meaning); \(here(found)). It is written: \(usage)"
  }

  static func missingAfterClause(_ clause: String, _ slot: AnySlot, found: String?) -> Message {
    "missing-argument: After \(clause) stands \(slot.meaning); \(here(found))."
  }

  /// A stage, as far as it is `written`, without an option that its verb needs.
  static func missingOption(
    _ written: String,
    _ option: Shape.Option,
    _ verb: String,
    usage: String
  ) -> Message {
    let clause = option.clause
    let example = option.slot.example.map { ", such as \(written) \(clause) \($0)" } ?? ""
    return "missing-option: \(verb) needs \(clause)\(example). It is written: \(usage)"
  }

  static func incompleteClause(_ verb: String, _ clauses: [[String]], found: String?) -> Message {
    let ways = clauses.map { $0.joined(separator: " ") }.joined(separator: " or ")
    return "incomplete-option: \(verb) knows \(ways); \(here(found))."
  }

  static func optionTwice(_ verb: String, _ first: String, _ second: String) -> Message {
    let words = first == second ? first : "\(first) and \(second)"
    return "option-twice: \(verb) takes \(words) once, and it stands here a second time."
  }

  static func optionNotForMode(_ option: String, _ verb: String, _ modes: [String]) -> Message {
    let hint = modes.isEmpty ? "" : " It belongs to \(modes.joined(separator: ", "))."
    return noOption(verb, option, hint: hint)
  }

  static func noSuchOption(_ verb: String, _ word: String, usage: String) -> Message {
    noOption(verb, word, hint: " It is written: \(usage)")
  }

  static func otherOption(_ verb: String, _ word: String, ours: String) -> Message {
    noOption(verb, word, hint: " Did you mean \(ours)?")
  }

  static func commaBetweenKeys(_ verb: String) -> Message {
    noOption(verb, "per", hint: " Several keys stand after by, with commas.")
  }

  private static func noOption(_ verb: String, _ word: String, hint: String) -> Message {
    "option-not-here: \(verb) has no option \(word).\(hint)"
  }

  static func missingBy(_ word: String) -> Message {
    "missing-by: \(word) cannot follow here. Did you mean by \(word)?"
  }

  /// A missing comma between two of `items`, which are names or values.
  static func missingComma(_ items: String, _ word: String) -> Message {
    "missing-comma: Between two \(items) stands a comma. Is one missing before \(word)?"
  }

  static func missingAnd(_ word: String) -> Message {
    "missing-and: \(word) cannot follow here. Is and or or missing before it, or a | and a verb?"
  }

  static let strayNot: Message =
    "stray-not: not stands before a condition: not (x = 3). Two values are compared by !=."

  static func conditionsWithComma(_ verb: String) -> Message {
    "stray-comma: \(verb) takes no list here. Conditions are joined by and; stages by |."
  }

  static func andBetweenItems(_ verb: String) -> Message {
    "stray-and: In the list after \(verb) stands a comma, not and."
  }

  static func computedColumn(_ verb: String, _ function: String) -> Message {
    """
    computed-column: \(verb) takes columns only. Compute first: add x = \(function)(…) | \(verb) \
    x.
    """
  }

  static func leftoverInStage(_ verb: String, found: String, usage: String) -> Message {
    "leftover: \(found) cannot follow here. \(verb) is written: \(usage)"
  }

  static func missingColumn(found: String?) -> Message {
    "missing-column: A column should stand here; \(here(found))."
  }

  static func missingAfterDot(found: String?) -> Message {
    """
    missing-column: After the dot stands a column of the linked table: LINK.COLUMN; \
    \(here(found)).
    """
  }

  static func renameNeedsEqual(_ new: String, found: String?) -> Message {
    "rename-form: rename is written new = old: rename \(new) = COLUMN; \(here(found))."
  }

  static func assignmentNeedsName(_ verb: String) -> Message {
    "missing-name: \(verb) needs a name for each column: \(verb) NAME = EXPR."
  }

  static func joinRange(_ left: String, _ low: String, found: String?) -> Message {
    """
    join-range: After in stand the two columns that bound \(left): \(left) in \(low)..end; \
    \(here(found)).
    """
  }

  static func notACount(_ verb: String, found: String?, percent: Bool) -> Message {
    let kinds = percent ? "a whole number, a percentage" : "a whole number"
    return "not-a-count: \(verb) needs \(kinds) or a $parameter; \(here(found))."
  }

  static func notAnInterval(found: String?) -> Message {
    "not-a-span: A length of time is written 90 days or $span; \(here(found))."
  }

  static func missingUnit(_ count: String, found: String?) -> Message {
    """
    missing-unit: After \(count) stands a unit: days, weeks, months, quarters or years; \
    \(here(found)).
    """
  }

  static func notAUnit(found: String?) -> Message {
    "not-a-unit: The units are day, week, month, quarter and year; \(here(found))."
  }

  static func secondName(_ verb: String, _ first: String, found: String?) -> Message {
    """
    second-name: \(verb) needs two names, for the old names and for the values: \(first), NAME; \
    \(here(found)).
    """
  }

  static func missingText(found: String?) -> Message {
    "missing-text: A text in quotes should stand here; \(here(found))."
  }
}
