// Expressions.

import Diagnostics

extension Message {
  static func missingOperand(found: String?) -> Message {
    "missing-value: A value or a column should stand here; \(here(found))."
  }

  static func missingBranch(_ word: String, found: String?) -> Message {
    Message(
      "missing-\(word)",
      "A choice is written if … then … else …; where \(word) should stand, "
        + (found.map { "\($0) stands." } ?? "the query ends.")
    )
  }

  static let bracketsRoundIf: Message =
    "brackets-round-if: An if inside an expression stands in brackets: x = (if … then … else …)."

  static let bracketsRoundNot: Message = """
    brackets-round-not: ! is written not, and a not inside an expression stands in brackets: x = \
    (not y).
    """

  static let zeroBeforePoint: Message =
    "zero-before-point: Before a dot stands a name or a digit: 0.5."

  static let digitAfterPoint: Message =
    "digit-after-point: After the dot of a number stands a digit: 5.0."

  static func starArgument(_ function: String) -> Message {
    "star-argument: \(function) needs a column; * stands for none."
  }

  static let listWithoutIn: Message = """
    list-without-in: A list stands after in: COLUMN in (VALUE, …). Elsewhere brackets hold one \
    value.
    """

  static func isBlank(_ word: String, negated: Bool) -> Message {
    "is-form: \(word) is written missing: is \(negated ? "not " : "")missing."
  }

  static func isNeedsMissing(negated: Bool, found: String?) -> Message {
    let (not, ours) = negated ? ("not ", "!=") : ("", "=")
    return """
      is-form: is \(not)asks for missing only. Other values are compared by \(ours); \(here(found)).
      """
  }

  static func betweenNeedsAnd(found: String?) -> Message {
    "between-form: between is written x between 10 and 20; \(here(found))."
  }

  static func missingWith(_ word: String, found: String?) -> Message {
    "missing-with: After \(word) stands with: place \(word) with \"S\"; \(here(found))."
  }

  static func chainedComparison(_ middle: String, _ sign: String) -> Message {
    """
    chained-comparison: Comparisons are not chained. Each is written whole: … and \(middle) \
    \(sign) ….
    """
  }
}
