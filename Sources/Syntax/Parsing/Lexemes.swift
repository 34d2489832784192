import Diagnostics

/// A token with its lexical class, for coloring a query while it is typed.
package struct Lexeme: Hashable, Sendable {
  package var kind: Kind
  package var span: SourceSpan

  /// The looks of a piece.
  package enum Kind: Hashable, Sendable {
    /// The word after a bar.
    case verb
    /// The first word of a pipeline.
    case source
    /// The word before an opening bracket.
    case function
    /// A word of the language itself.
    case keyword
    /// Any other name.
    case name
    case text, number, parameter, sign, comment
    /// Bytes that are no token.
    case problem
  }
}

/// The lexemes of `source`, in order; errors in it do not matter.
package func lexemes(of source: String) -> [Lexeme] {
  let lexed = Lexer.read(Array(source.utf8))
  var found = lexed.comments.map { Lexeme(kind: .comment, span: $0) }
  var begins = true
  var afterBar = false
  for (place, token) in lexed.tokens.enumerated() {
    let next = lexed.tokens.dropFirst(place + 1).first
    if let kind = token.look(begins: begins, afterBar: afterBar, next: next) {
      found.append(Lexeme(kind: kind, span: token.span))
    }
    if token.kind == .newline { continue }
    afterBar = token.kind == .sign(.bar)
    begins = token.kind == .sign(.open) || token.kind == .sign(.semicolon)
  }
  return found.sorted { $0.span.start < $1.span.start }
}

extension Token {
  /// The lexical class of the token; nil for tokens without a color.
  fileprivate func look(begins: Bool, afterBar: Bool, next: Token?) -> Lexeme.Kind? {
    switch kind {
    case .name(let word):
      if afterBar { return .verb }
      if next?.kind == .sign(.open), !Keywords.inTerms.contains(word) { return .function }
      if Keywords.all.contains(word) { return .keyword }
      return begins ? .source : .name
    case .quoted: return .name
    case .literal(.text): return .text
    case .literal: return .number
    case .parameter: return .parameter
    case .sign: return .sign
    case .problem: return .problem
    case .newline, .terminator, .end: return nil
    }
  }
}
