// Habits of other languages, each with a line of translation.

import Diagnostics

extension Message {
  static let foreignSelect = Message(
    "foreign-select",
    "A query begins with its table here, and each step stands after a |: "
      + "deportations | where state = \"MA\" | keep fiscal_year, removals."
  )

  static let foreignFrom = Message(
    "foreign-from",
    "A query begins with the name of its table, without from."
  )

  static func foreignPipe(_ sign: String) -> Message {
    Message("foreign-pipe", "The sign \(sign) is written | here.")
  }

  static let foreignAnd = Message("foreign-and", "The sign && is written and.")
  static let foreignOr = Message(
    "foreign-or",
    "The sign || is written or; texts are put together by concat(a, b)."
  )
  static let foreignNot = Message("foreign-not", "The sign ! is written not.")
  static let notEqualSign = Message("foreign-not-equal", "The sign <> is written !=.")
  static let assignmentSign = Message("foreign-assignment", "A new column is written with one =.")

  static func capitalWord(_ word: String) -> Message {
    Message("capital-word", "The words of the language are in lower case: \(word.lowercased()).")
  }

  static func direction(_ ours: String) -> Message {
    Message("foreign-direction", "The direction is written \(ours).")
  }

  static func foreignMissing(_ word: String) -> Message {
    Message(
      "foreign-missing",
      "\(word) is written missing. A column of that name stands in back-quotes."
    )
  }

  static let countStar = Message(
    "count-star",
    "count(*) is written count; count(x) counts the rows in which x is known."
  )

  static func starArgument(_ function: String) -> Message {
    Message("star-argument", "\(function) needs a column; * stands for none.")
  }

  static let foreignLike = Message(
    "foreign-like",
    "like is written contains \"a\", starts with \"a\" or ends with \"a\"; patterns stand after "
      + "matches."
  )

  static func foreignElseIf(_ word: String) -> Message {
    Message("foreign-else-if", "\(word) is written else if.")
  }
}
