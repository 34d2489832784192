/// The identifiers in `text`, bare or in back-quotes, keywords among them.
package func names(in text: String) -> [String] {
  Lexer.read(Array(text.utf8)).tokens.compactMap(\.nameText)
}

/// The keywords of the language, by where they are reserved.
package enum Keywords {
  /// Keywords that begin an option of a stage of any verb.
  package static let clauses: Set<String> = [
    "by", "per", "along", "at", "within", "on", "as", "to", "with", "showing", "seed", "each",
    "many", "every", "matched", "unmatched",
  ]

  /// Clause keywords without an argument.
  package static let completeClauses: Set<String> = ["many", "every", "matched", "unmatched"]

  /// Keywords that are operators or values in expressions.
  package static let inTerms: Set<String> = [
    "and", "or", "not", "in", "is", "between", "if", "then", "else", "missing", "true", "false",
  ]

  /// Keywords after which an expression must go on.
  static let openInTerms = inTerms.subtracting(["missing", "true", "false"])

  /// Operators that are keywords only after a value, so that columns may have these names.
  static let comparing: Set<String> = [
    "contains", "matches", "starts", "ends", "before", "after", "since", "until",
  ]

  /// Keywords with which a line continues the one before.
  static let continuing = clauses.union(["and", "or", "else"])

  /// The names of a missing value in other languages.
  package static let foreignMissing: Set<String> = ["NULL", "null", "NA", "nil", "None", "NaN"]

  /// Keywords that begin a statement.
  package static let statements: Set<String> = ["let", "param", "explain"]

  static let all = clauses.union(inTerms).union(comparing).union(statements)

  /// The unit that `word` names, singular or plural.
  package static func unit(_ word: String) -> TimeUnit? {
    TimeUnit(rawValue: word) ?? TimeUnit.allCases.first { $0.rawValue + "s" == word }
  }

  /// Whether `token` is an operator, so that a value stands before it.
  static func isOperator(_ token: Token) -> Bool {
    if let word = token.identifier {
      return comparing.contains(word) || ["and", "or", "in", "is", "between"].contains(word)
    }
    guard case .sign(let sign) = token.kind else { return false }
    let others: [Sign] = [
      .bar, .comma, .semicolon, .open, .close, .dot, .range, .not, .pipeR, .pipeGreater,
    ]
    return !others.contains(sign)
  }
}
