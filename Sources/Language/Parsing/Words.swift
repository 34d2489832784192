/// The names that stand in `text`, bare or in back-quotes, words of the language among them.
public func names(in text: String) -> [String] {
  Lexer.read(Array(text.utf8)).tokens.compactMap(\.nameText)
}

/// The words that the language keeps for itself.
package enum Words {
  /// Words that begin an option of a stage, whatever the verb.
  package static let clauses: Set<String> = [
    "by", "per", "along", "at", "within", "on", "as", "to", "with", "showing", "seed", "each",
    "many", "every", "matched", "unmatched",
  ]

  /// Clause words that say all by themselves.
  package static let completeClauses: Set<String> = ["many", "every", "matched", "unmatched"]

  /// Words that are operators or values in expressions.
  package static let inTerms: Set<String> = [
    "and", "or", "not", "in", "is", "between", "if", "then", "else", "missing", "true", "false",
  ]

  /// Words after which an expression must go on.
  static let openInTerms: Set<String> = [
    "and", "or", "not", "in", "is", "between", "if", "then", "else",
  ]

  /// Operators that are words only after a value, so that columns may have these names.
  static let comparing: Set<String> = [
    "contains", "matches", "starts", "ends", "before", "after", "since", "until",
  ]

  /// Words with which a line goes on from the one before.
  static let continuing: Set<String> = ["and", "or", "else"]

  /// What other languages call a missing value.
  package static let foreignMissing: Set<String> = ["NULL", "null", "NA", "nil", "None", "NaN"]

  /// Words that begin a statement.
  package static let statements: Set<String> = ["let", "param", "explain"]

  /// The unit that `word` names, singular or plural.
  package static func unit(_ word: String) -> TimeUnit? {
    TimeUnit(rawValue: word) ?? TimeUnit.allCases.first { $0.rawValue + "s" == word }
  }

  /// Whether `token` is an operator, so that a value stands before it.
  static func isOperator(_ token: Token) -> Bool {
    if let word = token.word {
      return comparing.contains(word) || ["and", "or", "in", "is", "between"].contains(word)
    }
    guard case .sign(let sign) = token.kind else { return false }
    switch sign {
    case .bar, .comma, .semicolon, .open, .close, .dot, .range, .not, .pipeR, .pipeGreater:
      return false
    default: return true
    }
  }
}
