// Statements, sources and what is left over.

import Diagnostics

extension Message {
  static func letNeedsEqual(_ name: String) -> Message {
    "let-form: After let \(name) stands = and a query: let \(name) = TABLE | count."
  }

  static func missingDialect(found: String?) -> Message {
    "missing-dialect: After explain sql for stands a dialect, such as sqlite; \(here(found))."
  }

  static func missingName(_ verb: String, found: String?) -> Message {
    "missing-name: \(verb) needs a name; \(here(found))."
  }

  static func missingSource(found: String?) -> Message {
    "missing-table: A query begins with a table, such as TABLE | count; \(here(found))."
  }

  static let quotedSource: Message =
    "quoted-name: Quotes make texts; a table is named without them."

  static let quotedColumn: Message =
    "quoted-name: Quotes make texts; a name stands without them, or in back-quotes."

  static func reservedName(_ word: String) -> Message {
    """
    reserved-word: \(word) is a word of the language. A column or table of that name stands in \
    back-quotes: `\(word)`.
    """
  }

  static let openBracket: Message = "open-bracket: This bracket is never closed."
  static let strayBracket: Message = "stray-bracket: No bracket is open that this one could close."
  static let doubleBar: Message = "double-bar: One | is enough between two stages."
  static let strayRange: Message = "stray-range: A range stands after in: COLUMN in FY2010..FY2012."

  static func missingBar(_ verb: String) -> Message {
    "missing-bar: Before the verb \(verb) stands a |."
  }

  static func foreignClause(_ word: String, hint: String) -> Message {
    "foreign-verb: \(word) is no verb here: \(hint). Each verb stands after a |."
  }

  static func leftover(found: String) -> Message {
    "leftover: \(found) cannot follow here. After a table stands | and a verb, or the end."
  }

  static func tooManyStages(limit: Int) -> Message {
    """
    too-many-stages: A statement may have \(limit) stages at most. Name what stands before with \
    let, and go on from it.
    """
  }

  static func nestedTooDeep(limit: Int) -> Message {
    "nested-too-deep: More than \(limit) brackets and conditions are nested here."
  }

  static func tooManyOperators(limit: Int) -> Message {
    """
    too-many-operators: This statement has more than \(limit) operators. A long list of values \
    goes after in: COLUMN in (VALUE, …).
    """
  }
}
