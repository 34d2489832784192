import Diagnostics
import Syntax

/// A phrase of another language at which a statement cannot be read: how it is found, its message,
/// and how it is written here.
struct PhraseHabit: Sendable {
  /// The diagnostic for the phrase that begins with a token, if it is one.
  let match: @Sendable (_ statement: UnreadStatement, _ start: Int) -> Diagnostic?

  /// Phrases that functions recognize.
  static func functions(
    _ matchers: [@Sendable (UnreadStatement) -> (Int) -> Diagnostic?]
  ) -> [PhraseHabit] {
    matchers.map { matcher in PhraseHabit { matcher($0)($1) } }
  }

  /// The phrases of a table: lines `code: message`, below each its patterns, indented, as
  /// `pattern → rewrite`; `$x` in message and rewrite stands for the piece called x.
  static func rows(_ text: String) -> [PhraseHabit] {
    headed(text).map { message, row in
      let sides = row.split(separator: " → ", maxSplits: 1, omittingEmptySubsequences: false)
      let (pattern, rewrite) = (TokenPattern(sides[0]), sides.dropFirst().first.map(String.init))
      return PhraseHabit { statement, start in
        guard let match = pattern.match(statement, at: start) else { return nil }
        let said = Message(message.code, match.filled(message.text))
        var found = statement.diagnostic(said, match.marked)
        let place = statement.span(match.replaced)
        found.fix = rewrite.map { .replacing(place, with: match.filled($0)) }
        return found
      }
    }
  }

  /// The diagnostic for the first phrase in which reading stopped, or right behind which it did.
  static func diagnosis(of statement: UnreadStatement) -> Diagnostic? {
    for habit in table {
      for start in statement.tokens.indices {
        if let found = habit.match(statement, start), statement.stopped(within: found.span) {
          return found
        }
      }
    }
    return nil
  }
}

/// A pattern of tokens: pieces with blanks between them.
///
/// A piece is a word or sign as it is written, or several with `/` between them, of which one is
/// there; `$x` a name, `#x` a name or number that needs no brackets beside an operator, `@` a text,
/// `_` any token, `*x` a run of tokens whose brackets match, `^x` two or more words that begin with
/// a capital. `|w` is the word w as the verb of its stage, `;` the end of a stage, `⊢` the start of
/// the statement; at `·` there is no blank. The part between `«` and `»`, or all, is marked; that,
/// or the part between `‹` and `›`, is replaced.
struct TokenPattern: Sendable {
  private enum Piece: Sendable {
    case words([String]), verb([String])
    case name(Character), operand(Character), run(Character), capitals(Character)
    case text, any, start, stageEnd, touch, mark(Character)

    /// Whether tokens match it, not places between them.
    var isToken: Bool {
      switch self {
      case .start, .stageEnd, .touch, .mark: false
      default: true
      }
    }
  }

  private let pieces: [Piece]

  /// A match of a pattern.
  struct Match {
    /// The tokens that are marked, and those that a repair replaces.
    var (marked, replaced): (Range<Int>, Range<Int>)
    /// The named pieces; of alternatives, the first is called 1.
    var texts: [Character: String] = [:]

    /// `text` with the named pieces for `$x`.
    func filled(_ text: String) -> String {
      texts.reduce(text) { text, piece in
        text.replacing("$\(piece.key)", with: piece.value)
      }
    }
  }

  init(_ text: Substring) {
    let spaced = text.map { "«»‹›".contains($0) ? " \($0) " : String($0) }.joined()
    pieces = spaced.split(separator: " ").map { piece in
      let rest = piece.dropFirst()
      switch piece.first {
      case "«", "»", "‹", "›": return .mark(piece.first ?? "«")
      case "⊢": return .start
      case "·": return .touch
      case "@": return .text
      case "_": return .any
      case ";": return .stageEnd
      case "|" where !rest.isEmpty: return .verb(rest.split(separator: "/").map(String.init))
      case "$": return .name(rest.first ?? "x")
      case "^" where !rest.isEmpty: return .capitals(rest.first ?? "x")
      case "#": return .operand(rest.first ?? "x")
      case "*" where !rest.isEmpty: return .run(rest.first ?? "x")
      default: return .words(piece == "/" ? ["/"] : piece.split(separator: "/").map(String.init))
      }
    }
  }

  /// The match that begins with a token.
  func match(_ statement: UnreadStatement, at start: Int) -> Match? {
    var match = Match(marked: start..<start, replaced: start..<start)
    var place = start
    var marks: [Character: Int] = [:]
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .mark(let mark): marks[mark] = place
      case .start:
        guard place == 0 else { return nil }
      case .touch:
        guard statement.touch(place - 1) else { return nil }
      case .stageEnd:
        guard place == statement.stageEnd(place) else { return nil }
      case .capitals(let name):
        let end = (place..<statement.tokens.count).first { !statement.isCapital($0) }
        let words = place..<(end ?? statement.tokens.count)
        guard words.count > 1 else { return nil }
        match.texts[name] = statement.written(words)
        place = words.upperBound
      case .run(let name):
        let next = pieces[(index + 1)...].first(where: \.isToken)
        guard let end = runEnd(statement, place, before: next) else { return nil }
        match.texts[name] = statement.written(place..<end)
        place = end
      default:
        guard place < statement.tokens.count, holds(piece, statement, place, &match) else {
          return nil
        }
        place += 1
      }
    }
    match.marked = (marks["«"] ?? start)..<(marks["»"] ?? place)
    match.replaced = marks["‹"].map { $0..<(marks["›"] ?? place) } ?? match.marked
    return match.marked.isEmpty ? nil : match
  }

  private func holds(
    _ piece: Piece,
    _ statement: UnreadStatement,
    _ place: Int,
    _ match: inout Match
  ) -> Bool {
    switch piece {
    case .words(let words):
      let word = words.first { statement.stands($0, place, inAnyCase: true) }
      if words.count > 1 { match.texts["1"] = match.texts["1"] ?? word }
      return word != nil
    case .verb(let words):
      return words.contains { statement.stands($0, place) } && statement.verb(of: place) == place
    case .name(let name):
      guard let word = statement.name(place), !Keywords.clauses.contains(word),
        !Keywords.statements.contains(word)
      else { return false }
      match.texts[name] = statement.written(place)
      return true
    case .operand(let name):
      guard statement.isSimple(place) else { return false }
      match.texts[name] = statement.written(place)
      return true
    case .text: return statement.tokens[place].text != nil
    default: return true
    }
  }

  /// The end of a run that begins at `place`: the first token outside brackets that is `next`.
  private func runEnd(
    _ statement: UnreadStatement,
    _ place: Int,
    before next: Piece?
  ) -> Int? {
    var (end, depth) = (place, 0)
    while end < statement.tokens.count {
      var none = Match(marked: 0..<0, replaced: 0..<0)
      if depth == 0, end > place, let next, holds(next, statement, end, &none) { return end }
      if statement.opens(end) { depth += 1 }
      if statement.closes(end) { depth -= 1 }
      if depth < 0 { return nil }
      end += 1
    }
    return nil
  }
}
