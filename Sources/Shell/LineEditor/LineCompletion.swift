import Diagnostics

/// The completions in readline's form: whole buffers up to the cursor.
///
/// Readline finds words by break characters, which our language has not (a quoted text holds
/// spaces and commas); so the word that is replaced is always the whole buffer.
struct LineCompletion {
  /// What is inserted at once: all that the matches have in common, or the only match.
  var common: [UInt8]
  /// The buffers that may become of it.
  var matches: [[UInt8]]
  /// Whether a space follows the only match.
  var appendsSpace: Bool

  /// The completion of `buffer` at the byte `cursor`; none if nothing may stand there.
  init?(_ answer: CompletionAnswer, in buffer: [UInt8], cursor: Int) {
    guard !answer.candidates.isEmpty, (0...cursor).contains(answer.start) else { return nil }
    let next = cursor < buffer.count ? buffer[cursor] : nil
    let before = Array(buffer[..<answer.start])
    let texts = answer.candidates.map { LineCompletion.text($0, next: next) }
    let typed = String(decoding: buffer[answer.start..<cursor], as: UTF8.self)
    matches = texts.map { before + Array($0.utf8) }
    common = before + Array(LineCompletion.commonStart(texts, typed: typed).utf8)
    appendsSpace = answer.candidates.allSatisfy { $0.closesWord } && next != UInt8(ascii: " ")
    if let next, LineCompletion.quotes.contains(next) { appendsSpace = false }
  }

  private static let quotes = Array("\"'`".utf8)

  /// The candidate's text without its closing quote if that stands after the cursor already.
  private static func text(_ candidate: Candidate, next: UInt8?) -> String {
    guard let next, quotes.contains(next), candidate.text.utf8.last == next,
      candidate.text.utf8.count > 1
    else { return candidate.text }
    return String(candidate.text.dropLast())
  }

  /// What all `texts` begin with, whatever the case; what was typed if that is not part of it.
  static func commonStart(_ texts: [String], typed: String) -> String {
    guard texts.count > 1, let first = texts.first else { return texts.first ?? typed }
    let typedCharacters = Array(typed)
    var common: [Character] = []
    let others = texts.dropFirst().map(Array.init)
    for (index, character) in first.enumerated() {
      let found = others.compactMap { index < $0.count ? $0[index] : nil }
      let isShared =
        found.count == others.count
        && found.allSatisfy { $0.lowercased() == character.lowercased() }
      if !isShared { break }
      let isSame = found.allSatisfy { $0 == character }
      common.append(isSame || index >= typedCharacters.count ? character : typedCharacters[index])
    }
    let begins = zip(common, typedCharacters).allSatisfy { $0.lowercased() == $1.lowercased() }
    return begins && common.count >= typedCharacters.count ? String(common) : typed
  }
}

/// The candidates as they are listed: visible, and none wider than the screen.
struct CandidateList {
  /// The texts, in the order of the candidates.
  private(set) var texts: [String] = []
  /// The columns of the widest.
  private(set) var widest = 0

  /// The list of `candidates` cut to `columns`.
  init(_ candidates: [Candidate], columns: Int, width: (Unicode.Scalar) -> Int) {
    for candidate in candidates {
      var text = String.UnicodeScalarView()
      var used = 0
      for scalar in visibleText(candidate.display).unicodeScalars {
        let shown = width(scalar) < 0 ? "?" : scalar
        used += max(0, width(shown))
        if used > columns { break }
        text.append(shown)
      }
      texts.append(String(text))
      widest = max(widest, min(used, columns))
    }
  }

  /// Whether the list, in columns two apart, leaves a row of the screen for the prompt and is
  /// shorter than `limit`, which is readline's `completion-query-items` (0: any list fits).
  func fits(_ layout: LineLayout, limit: Int) -> Bool {
    let perRow = max(1, layout.columns / (widest + 2))
    return limit <= 0 || texts.count < limit && (texts.count + perRow - 1) / perRow < layout.rows
  }
}
