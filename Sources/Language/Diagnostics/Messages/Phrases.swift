// Turns of phrase of other languages, each with its translation.

import Diagnostics

extension Message {
  static let dottedStages = Message(
    "dotted-stages",
    "Stages stand after a |, not after a dot: deportations | where state = \"MA\" | first 10."
  )

  static func letWithout(_ name: String) -> Message {
    Message("let-form", "A result is named by let: let \(name) = deportations | count.")
  }

  static let toFile = Message(
    "to-file",
    "A result is written to a file by the last stage: | save \"removals.csv\"."
  )

  static func verbBeforeTable(_ verb: String, _ table: String) -> Message {
    Message("verb-first", "The table comes first, then a | and the verb: \(table) | \(verb).")
  }

  static let showTables = Message("show-tables", "The tables are listed by the command .tables.")

  static func tableAlone(_ table: String) -> Message {
    Message("table-alone", "A table is shown by its name alone: \(table).")
  }

  static let subquery = Message(
    "subquery",
    "A query has no select, and none stands within a condition. After in stands a table, whose first "
      + "column is meant: state in states. Other rows are brought in by join."
  )

  static func pipelineInSet(_ query: String) -> Message {
    Message(
      "pipeline-in-set",
      "After in stands a table by its name, not a query. Name the query in a statement before, "
        + "let wanted = \(query), and write in wanted: its first column is meant."
    )
  }

  static let overWindow = Message(
    "over-window",
    "over is written behind the columns of add, with per for its groups and along for its order: "
      + "add so_far = running(removals) per state along fiscal_year."
  )

  static let groupsComeLast = Message(
    "groups-come-last",
    "Groups stand at the end of a stage: count by state, add m = mean(removals) per state."
  )

  static let choiceForm = Message(
    "choice-form",
    "A choice is written if … then … else …; its further cases follow after else if."
  )

  static let ifComesBefore = Message(
    "if-comes-before",
    "Rows are chosen by a stage of their own, before: where removals > 3 | count."
  )

  static let joinKind = Message(
    "join-kind",
    "join keeps all rows of the left table. A word at its end says otherwise: matched keeps the rows with "
      + "a partner, unmatched those without."
  )

  static let usingIsOn = Message("using-is-on", "The columns that must agree stand after on.")

  static let appendUsing = Message("append-using", "append is written with the table alone.")

  static let cast = Message(
    "cast",
    "Values are converted by text(x), number(x) and date(x)."
  )

  static let extractFrom = Message(
    "extract-from",
    "The parts of a date are year(d), quarter(d), month(d), week(d) and fy(d)."
  )

  static let membershipSign = Message(
    "membership-sign",
    "%in% is written in, and its list without c: state in (\"MA\", \"NY\")."
  )

  static func method(_ function: String, _ column: String) -> Message {
    Message(
      "method",
      "A function stands before its column, not behind a dot: "
        + (function == "isin" ? "\(column) in (…)." : "\(function)(\(column)).")
    )
  }

  static let bracesRoundList = Message(
    "braces",
    "A list stands without brackets, with commas: sort state, removals desc."
  )

  static let roundBrackets = Message(
    "braces",
    "Lists stand in round brackets: state in (\"MA\", \"NY\")."
  )

  static let indexing = Message(
    "indexing",
    "Nothing is picked by [ ] here. Columns are chosen by keep, rows by where, the row before by "
      + "previous(x)."
  )

  static let power = Message("power", "A power is written as a product: x * x.")

  static let wholeQuotient = Message(
    "whole-quotient",
    "/ always divides to a fraction; a whole quotient is floor(a / b)."
  )

  static let remainder = Message("remainder", "A remainder is mod(a, b).")

  static let notSign = Message("foreign-not", "The sign ~ is written not.")

  static let tildeEqual = Message(
    "tilde-equal",
    "~= is written !=; a pattern stands after matches: name matches \"^New\"."
  )

  static let equalTilde = Message(
    "tilde-equal",
    "=~ is written with lower: lower(name) = \"boston\"; a pattern stands after matches."
  )

  static let ampersand = Message(
    "ampersand",
    "Conditions are joined by and, texts by concat(a, b)."
  )

  static func gluedText(_ letter: String) -> Message {
    Message(
      "glued-text",
      "Before a text stands no \(letter). Texts are put together by concat(state, \" \", source)."
    )
  }

  static func commaInNumber(_ number: String) -> Message {
    Message("comma-in-number", "A number is written without commas: \(number).")
  }

  static func currency(_ number: String) -> Message {
    Message(
      "currency",
      "$ begins the name of a parameter; an amount is written without it: \(number)."
    )
  }

  static func severalWords(_ text: String) -> Message {
    Message("several-words", "A text stands in quotes: \"\(text)\".")
  }

  static let renameForm = Message("rename-form", "rename is written new = old: rename s = state.")

  static func nameComesFirst(_ verb: String) -> Message {
    let example =
      verb == "summarize" ? "summarize total = sum(removals)" : "\(verb) twice = removals"
    return Message("name-comes-first", "The new name comes first, with =: \(example).")
  }

  static let pivotWords = Message(
    "pivot-words",
    "pivot is written with the column whose values become columns, and showing before the one in the "
      + "cells: pivot fiscal_year showing removals."
  )

  static let twoNames = Message(
    "second-name",
    "Between the two names of unpivot stands a comma: as measure, value."
  )

  static let betweenCall = Message("between-form", "between is written x between 10 and 20.")

  static func monthForm(_ ours: String) -> Message {
    Message("month-form", "A month is written in digits, the year first: \(ours).")
  }

  static func unknownUnit(_ word: String) -> Message {
    Message(
      "not-a-unit",
      "\(word) is no unit of time; those are days, weeks, months, quarters and years."
    )
  }

  static func foreignName(_ ours: String) -> Message {
    Message("foreign-name", "The function is called \(ours) here.")
  }

  static let allColumns = Message(
    "all-columns",
    "All columns are there unless keep or drop says otherwise; * stands for none."
  )

  static let minusColumn = Message(
    "minus-column",
    "Columns are left out by drop: drop state, source."
  )
}
