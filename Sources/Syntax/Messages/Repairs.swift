// Slips within a stage of ours whose repair is clear.

import Diagnostics

extension Message {
  static func misspeltOption(_ word: String, _ ours: String) -> Message {
    "misspelt-option: \(word) cannot follow here. Did you mean \(ours)?"
  }

  static func verbFirst(_ verb: String) -> Message {
    """
    verb-first: \(verb) is a verb. A query begins with a table, and each verb stands after a |: \
    TABLE | count by KEY.
    """
  }

  static func foreignOperator(_ word: String, ours: String) -> Message {
    "foreign-operator: \(word) is written \(ours)."
  }

  static func countOfRows(_ verb: String) -> Message {
    "count-of-rows: \(verb) takes a number alone: \(verb) 10."
  }

  static func directionOfTop(_ verb: String) -> Message {
    """
    direction-of-top: \(verb) takes no direction: top takes the largest first, bottom the \
    smallest.
    """
  }

  static func missingClause(_ verb: String, _ clause: String, number: Int64) -> Message {
    "missing-option: Before \(number) the word \(clause) is missing: \(verb) … \(clause) \(number)."
  }

  package static func bracketsRoundArguments(_ verb: String) -> Message {
    "brackets-round-arguments: \(verb) is written without brackets."
  }

  static func rankedKey(_ verb: String, _ name: String) -> Message {
    """
    ranked-key: \(name) cannot follow here: \(verb) takes rows as they are. What is ranked is added \
    up before: total COLUMN by KEY.
    """
  }

  static func totaledCall(_ function: String) -> Message {
    """
    computed-column: total adds up columns, without a function. Other aggregates stand in \
    summarize: summarize \(function)(…).
    """
  }

  static let sortWithoutBy: Message =
    "sort-without-by: sort takes what it sorts by without by: sort COLUMN desc."

  static func columnsNotRows(_ verb: String) -> Message {
    """
    columns-not-rows: \(verb) chooses columns. Rows are chosen by where: where CONDITION, where \
    not (CONDITION).
    """
  }

  static func ratioForPercent(_ ours: String) -> Message {
    "ratio-for-percent: A part of the rows is written as a percentage: \(ours)."
  }

  package static let countDistinct: Message =
    "count-distinct: Different values are counted by distinct(x)."
}
