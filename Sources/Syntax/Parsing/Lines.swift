import Diagnostics

/// The rule by which lines make statements.
package enum LineMode: Hashable, Sendable {
  /// Enter ends a finished statement.
  case prompt
  /// A file or a pasted block, where a statement also goes on when the next line begins like a
  /// continuation.
  case block
}

/// The splitter of a program into statements: it decides which ends of lines end one.
struct Lines {
  private let mode: LineMode
  private let verbs: [String: Shape]
  private var statement: [Token] = []
  private var verb: Shape?
  private var depth = 0
  private var result: [Token] = []

  private init(_ verbs: [String: Shape], _ mode: LineMode) {
    (self.verbs, self.mode) = (verbs, mode)
  }

  /// The tokens without newlines but with the ends of statements, and whether the last one is open.
  static func split(
    _ tokens: [Token],
    verbs: [String: Shape],
    mode: LineMode
  ) -> (tokens: [Token], isOpen: Bool) {
    var lines = Lines(verbs, mode)
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .newline: lines.newline(token, before: tokens[index...])
      case .sign(.semicolon): lines.end(token)
      case .end:
        // The end stands right behind the last word, so that marks do.
        let place = lines.statement.last?.span.end ?? token.span.start
        lines.result.append(Token(kind: .end, span: SourceSpan(place, place)))
      default: lines.take(token)
      }
    }
    return (lines.result, lines.isOpen)
  }

  private mutating func take(_ token: Token) {
    depth = max(0, depth + token.nesting)
    if isAfterBar(statement.count), let word = token.identifier { verb = verbs[word] }
    statement.append(token)
    result.append(token)
  }

  private mutating func end(_ token: Token) {
    let last = statement.last?.span.end ?? token.span.start
    result.append(Token(kind: .terminator, span: SourceSpan(last, last)))
    (statement, verb, depth) = ([], nil, 0)
  }

  private mutating func newline(_ token: Token, before rest: ArraySlice<Token>) {
    if statement.isEmpty || isOpen { return }
    if mode == .block, let next = rest.first(where: { $0.kind != .newline }), continues(next) {
      return
    }
    end(token)
  }

  /// Whether the statement cannot end here: an open bracket, or a keyword that needs something
  /// after it.
  private var isOpen: Bool {
    guard let last = statement.last else { return false }
    if depth > 0 { return true }
    if case .sign(let sign) = last.kind { return sign.needsMore }
    guard let word = last.identifier, !isAfterBar(statement.count - 1) else { return false }
    if Keywords.openInTerms.contains(word) { return true }
    if Keywords.clauses.contains(word) { return !Keywords.completeClauses.contains(word) }
    if Keywords.comparing.contains(word) { return isOperand(statement.count - 2) }
    return verb?.options.contains { $0.words == [word] && !$0.slot.isFlag } ?? false
  }

  private func isAfterBar(_ index: Int) -> Bool {
    index > 0 && statement[index - 1].isBar
  }

  /// Whether a value ends at `index`, so that a word after it is an operator.
  private func isOperand(_ index: Int) -> Bool {
    guard index >= 0 else { return false }
    switch statement[index].kind {
    case .literal, .quoted, .parameter, .sign(.close): return true
    case .name(let word):
      if word == "not" || word == "missing" || word == "true" || word == "false" { return true }
      return !isAfterBar(index) && !Keywords.inTerms.contains(word)
        && !Keywords.clauses.contains(word)
    default: return false
    }
  }

  /// Whether a line that begins with `token` goes on from the one before.
  private func continues(_ token: Token) -> Bool {
    if token.isBar { return true }
    guard let word = token.identifier else { return false }
    return Keywords.continuing.contains(word)
      || verb?.options.contains { $0.words.first == word } ?? false
  }
}
