import Diagnostics
import Syntax

/// A phrase of another language at which a statement cannot be read: how it is found, what is said
/// of it, and how it is written here.
struct PhraseHabit: Sendable {
  /// The diagnostic for the phrase that begins with a token, if it is one.
  let match: @Sendable (_ statement: UnreadStatement, _ start: Int) -> Diagnostic?

  /// A phrase that a function recognizes.
  init(_ match: @escaping @Sendable (UnreadStatement) -> (Int) -> Diagnostic?) {
    self.match = { match($0)($1) }
  }

  /// A phrase that a pattern of tokens recognizes; `$x` in message and rewrite stands for the piece
  /// called x.
  init(_ pattern: Substring, _ message: Message, _ rewrite: String?) {
    let pattern = TokenPattern(pattern)
    match = { statement, start in
      guard let match = pattern.match(statement, at: start) else { return nil }
      let said = Message(message.code, match.filled(message.text))
      return statement.diagnostic(said, match.marked, rewrite.map(match.filled))
    }
  }

  /// Phrases that functions recognize.
  static func functions(
    _ matchers: [@Sendable (UnreadStatement) -> (Int) -> Diagnostic?]
  ) -> [PhraseHabit] {
    matchers.map { PhraseHabit($0) }
  }

  /// The phrases of a text: lines `code: message`, below each its patterns, indented, as
  /// `pattern → rewrite`.
  static func rows(_ text: String) -> [PhraseHabit] {
    var message = Message("", "")
    return text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  ") else {
        let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
        message = Message(parts[0], parts.last ?? "")
        return nil
      }
      let sides = line.split(separator: " → ", maxSplits: 1)
      return PhraseHabit(sides[0], message, sides.count > 1 ? String(sides[1]) : nil)
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
/// `_` any token, `*x` a run of tokens whose brackets match. `|w` is the word w as the verb of its
/// stage, `;` the end of a stage. The part between `«` and `»`, or all, is marked and replaced.
struct TokenPattern: Sendable {
  private enum Piece: Sendable {
    case words([String]), verb([String])
    case name(Character), operand(Character), run(Character)
    case text, any, stageEnd, mark, endMark
  }

  private let pieces: [Piece]

  /// Where a pattern was found.
  struct Match {
    /// The tokens that are marked.
    var marked: Range<Int>
    /// The named pieces; of alternatives, the first is called 1.
    var texts: [Character: String] = [:]

    /// `text` with the named pieces for `$x`.
    func filled(_ text: String) -> String {
      texts.reduce(text) { text, piece in
        text.split(separator: "$\(piece.key)", omittingEmptySubsequences: false)
          .joined(separator: piece.value)
      }
    }
  }

  init(_ text: Substring) {
    let spaced = text.map { $0 == "«" || $0 == "»" ? " \($0) " : String($0) }.joined()
    pieces = spaced.split(separator: " ").map { piece in
      let rest = piece.dropFirst()
      switch piece.first {
      case "«": return .mark
      case "»": return .endMark
      case "@": return .text
      case "_": return .any
      case ";": return .stageEnd
      case "|" where !rest.isEmpty: return .verb(rest.split(separator: "/").map(String.init))
      case "$": return .name(rest.first ?? "x")
      case "#": return .operand(rest.first ?? "x")
      case "*" where !rest.isEmpty: return .run(rest.first ?? "x")
      default: return .words(piece == "/" ? ["/"] : piece.split(separator: "/").map(String.init))
      }
    }
  }

  /// The match that begins with a token.
  func match(_ statement: UnreadStatement, at start: Int) -> Match? {
    var match = Match(marked: start..<start)
    var (place, from, to) = (start, start, Int?.none)
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .mark: from = place
      case .endMark: to = place
      case .stageEnd:
        guard place == statement.stageEnd(start) else { return nil }
      case .run(let name):
        guard let end = runEnd(statement, place, before: nextPiece(after: index)) else {
          return nil
        }
        match.texts[name] = statement.written(place..<end)
        place = end
      default:
        guard place < statement.tokens.count, holds(piece, statement, place, &match) else {
          return nil
        }
        place += 1
      }
    }
    match.marked = from..<(to ?? place)
    return match.marked.isEmpty ? nil : match
  }

  /// The next piece that tokens can be.
  private func nextPiece(after index: Int) -> Piece? {
    pieces[(index + 1)...].first {
      switch $0 {
      case .mark, .endMark: false
      default: true
      }
    }
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
      guard let word = statement.name(place), !Keywords.clauses.contains(word) else { return false }
      match.texts[name] = statement.written(place)
      return true
    case .operand(let name):
      guard statement.isSimple(place) else { return false }
      match.texts[name] = statement.written(place)
      return true
    case .text: return statement.isText(place)
    default: return true
    }
  }

  /// Where a run ends that begins at `place`: before the first token in no bracket that is `next`.
  private func runEnd(
    _ statement: UnreadStatement,
    _ place: Int,
    before next: Piece?
  ) -> Int? {
    var (end, depth) = (place, 0)
    while end < statement.tokens.count {
      var none = Match(marked: 0..<0)
      if depth == 0, end > place, let next, holds(next, statement, end, &none) { return end }
      if statement.opens(end) { depth += 1 }
      if statement.closes(end) { depth -= 1 }
      if depth < 0 { return nil }
      end += 1
    }
    return nil
  }
}
