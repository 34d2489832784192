import Diagnostics
import Syntax

// Access to the tokens of a statement, for the recognition of phrases.

extension UnreadStatement {
  private func token(_ index: Int) -> Token? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  func word(_ index: Int) -> String? { token(index)?.identifier }
  func name(_ index: Int) -> String? { token(index)?.nameText }

  /// Whether the source has `text` here, exactly or with capitals for its letters.
  func stands(_ text: String, _ index: Int, inAnyCase: Bool = false) -> Bool {
    guard let span = token(index)?.span else { return false }
    return bytes[span.start..<span.end].elementsEqual(text.utf8) { written, wanted in
      written == wanted || inAnyCase && (65...90).contains(written) && written + 32 == wanted
    }
  }

  /// Whether a word stands here that begins with a capital.
  func isCapital(_ index: Int) -> Bool { word(index)?.first?.isUppercase == true }

  func opens(_ index: Int) -> Bool { ["(", "[", "{"].contains { stands($0, index) } }
  func closes(_ index: Int) -> Bool { [")", "]", "}"].contains { stands($0, index) } }

  /// The whole number that stands here.
  func integer(_ index: Int) -> Int64? { token(index)?.integer }

  /// Whether the token is a name or a number, which needs no brackets beside an operator.
  func isSimple(_ index: Int) -> Bool {
    switch token(index)?.kind {
    case .literal(.integer), .literal(.real), .quoted: return true
    case .name(let word):
      return !Keywords.inTerms.contains(word) && !stands("(", index + 1) && !stands(".", index + 1)
    default: return false
    }
  }

  func written(_ index: Int) -> String { written(index..<index + 1) }

  /// The source of these tokens.
  func written(_ range: Range<Int>) -> String {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= tokens.count else { return "" }
    let span = span(range)
    return String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(tokens[range.lowerBound].span.start, tokens[range.upperBound - 1].span.end)
  }

  /// Whether two tokens stand side by side without a blank.
  func touch(_ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens.indices.contains(index + 1)
      && tokens[index].span.end == tokens[index + 1].span.start
  }

  /// Whether reading stopped within a phrase or right behind it.
  func stopped(within span: SourceSpan) -> Bool {
    guard tokens.indices.contains(stop) else { return tokens.last?.span.end == span.end }
    let place = tokens[stop].span.start
    let behind = tokens.first { $0.span.start >= span.end }?.span.start
    return span.start <= place && (place < span.end || place == behind)
  }

  /// The place of the bracket that closes the one at `open`, whichever kind they are.
  func closing(_ open: Int) -> Int? {
    var depth = 0
    return tokens.indices.dropFirst(open).first { index in
      depth += opens(index) ? 1 : closes(index) ? -1 : 0
      return depth == 0
    }
  }

  /// The place of the verb of the stage in which a token stands; nil before the first bar.
  func verb(of index: Int) -> Int? {
    guard index > 0 else { return nil }
    return (1...index).last { stands("|", $0 - 1) }
  }

  /// The end of the stage of a token: the next bar outside brackets, or the statement's end.
  func stageEnd(_ index: Int) -> Int {
    var depth = 0
    for place in tokens.indices.dropFirst(index) {
      depth += tokens[place].nesting
      if depth < 0 || depth == 0 && stands("|", place) { return place }
    }
    return tokens.count
  }

  /// A diagnostic for these tokens, which are replaced by `ours`.
  func diagnostic(_ message: Message, _ range: Range<Int>, _ ours: String? = nil) -> Diagnostic {
    let span = span(range)
    return Diagnostic(message, at: span, fix: ours.map { .replacing(span, with: $0) })
  }
}
