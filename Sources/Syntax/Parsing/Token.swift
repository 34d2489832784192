import Diagnostics

/// A token: the smallest unit of the grammar, with its place.
package struct Token: Sendable {
  package var kind: Kind
  package var span: SourceSpan

  package enum Kind: Hashable, Sendable {
    /// A bare identifier, which may be a keyword where it stands.
    case name(String)
    /// An identifier in back-quotes, which is never a keyword.
    case quoted(String)
    case literal(Literal)
    /// `$name`.
    case parameter(String)
    case sign(Sign)
    case newline
    /// Bytes that are no token; their diagnostic is kept in `Lexed.problems`.
    case problem
    /// The end of a statement.
    case terminator
    case end
  }

  /// The bare identifier or keyword, if it is one.
  package var identifier: String? {
    if case .name(let text) = kind { return text }
    return nil
  }

  /// The identifier, bare or in back-quotes.
  package var nameText: String? {
    switch kind {
    case .name(let text), .quoted(let text): text
    default: nil
    }
  }

  /// The text in quotes, if it is one.
  package var text: String? {
    if case .literal(.text(let text)) = kind { return text }
    return nil
  }

  /// The whole number, if it is one.
  package var integer: Int64? {
    if case .literal(.integer(let value)) = kind { return value }
    return nil
  }

  /// The change in the depth of round brackets: 1, -1 or 0.
  package var nesting: Int { kind == .sign(.open) ? 1 : kind == .sign(.close) ? -1 : 0 }

  /// Whether it begins a stage, in our spelling or another language's.
  var isBar: Bool {
    if case .sign(let sign) = kind { return sign == .bar || sign == .pipeR || sign == .pipeGreater }
    return false
  }

  /// Whether nothing more of the statement follows.
  var endsStatement: Bool { kind == .terminator || kind == .end }
}

/// Operators and punctuation by their spelling; some belong to other languages and are translated.
package enum Sign: String, CaseIterable, Hashable, Sendable {
  case bar = "|"
  case comma = ","
  case semicolon = ";"
  case open = "("
  case close = ")"
  case dot = "."
  case range = ".."
  case equal = "="
  case doubleEqual = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case coalesce = "??"
  case lessGreater = "<>"
  case and = "&&"
  case or = "||"
  case pipeR = "%>%"
  case pipeGreater = "|>"
  case not = "!"

  /// All signs by their bytes, longest first, so that the first that matches is right.
  static let longestFirst: [(bytes: [UInt8], sign: Sign)] =
    allCases
    .map { (Array($0.rawValue.utf8), $0) }
    .sorted { $0.0.count > $1.0.count }

  /// Whether a line that ends in it goes on.
  var needsMore: Bool {
    switch self {
    case .semicolon, .open, .close, .dot: false
    default: true
    }
  }
}

/// The lexer's result: the tokens of a source, its comments and its lexical errors.
struct Lexed: Sendable {
  var tokens: [Token] = []
  /// The places of comments, in order, each without the end of its line.
  var comments: [SourceSpan] = []
  /// The diagnostic of the token that starts at a place: all of a `problem`, or a habit of another
  /// language in a token that could be read.
  var problems: [Int: Diagnostic] = [:]
}
