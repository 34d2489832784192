// Names, parameters, texts, and characters beyond ASCII.

import Diagnostics

extension Lexer {
  // name = ( letter | "_" ) { letter | digit | "_" } | "`" … "`" ;
  mutating func name() {
    let start = place
    skipNameParts()
    let word = written(from: start)
    if word.hasPrefix("FY"), word.utf8.dropFirst(2).first?.isDigit == true {
      return fiscalPeriod(word, from: start)
    }
    add(.name(word), from: start)
  }

  /// Moves over letters, digits and `_`, of any alphabet.
  mutating func skipNameParts() {
    while place < bytes.count {
      if byte().isNamePart {
        place += 1
      } else if byte() >= 0x80, let (scalar, length) = scalar(), scalar.properties.isXIDContinue {
        place += length
      } else {
        return
      }
    }
  }

  // "`" … "`" ;   (* a doubled back-quote stands for one *)
  mutating func quotedName() {
    let start = place
    guard let text = quoted() else {
      let fix = closing("`", from: start)
      return problem(.openBackQuote, from: start, at: SourceSpan(start, start + 1), fix: fix)
    }
    if text.isEmpty { return problem(.emptyName, from: start) }
    if let message = badCharacter(from: start + 1, to: place - 1) {
      return problem(message, from: start)
    }
    add(.quoted(text), from: start)
  }

  /// What stands between the quote at the place and the next one, behind which it goes; nil if the
  /// line has none.
  ///
  /// A doubled quote stands for one.
  private mutating func quoted() -> String? {
    let quote = byte()
    var content: [UInt8] = []
    place += 1
    while place < bytes.count, !byte().isLineEnd {
      if byte() == quote {
        place += 1
        if byte() != quote { return String(decoding: content, as: UTF8.self) }
      }
      content.append(byte())
      place += 1
    }
    return nil
  }

  // "$" name
  mutating func parameter() {
    let start = place
    place += 1
    skipNameParts()
    let name = String(decoding: bytes[(start + 1)..<place], as: UTF8.self)
    guard let first = name.utf8.first, !first.isDigit else {
      return problem(.nameAfterDollar(written(from: start)), from: start)
    }
    add(.parameter(name), from: start)
  }

  // text = '"' … '"' | "'" … "'" ;   (* one line; a doubled quote stands for one; no escapes *)
  mutating func text() {
    let start = place
    let sign = String(decoding: [byte()], as: UTF8.self)
    guard let text = quoted() else {
      let fix = closing(sign, from: start)
      return problem(.openQuote(sign), from: start, at: SourceSpan(start, start + 1), fix: fix)
    }
    if let message = badCharacter(from: start, to: place) { return problem(message, from: start) }
    add(.literal(.text(text)), from: start)
  }

  /// The repair of a text or name that is not closed on its line.
  ///
  /// A sign that touches the word before it closes that; else it is closed before the next bar, `and`
  /// or `or`, or the bracket of a list in which it stands, or at the end of the line.
  private func closing(_ sign: String, from start: Int) -> FixIt {
    func inserting(at place: Int) -> FixIt { .replacing(SourceSpan(place, place), with: sign) }
    if let word = result.tokens.last, word.span.end == start, case .name = word.kind {
      return inserting(at: word.span.start)
    }
    let depth = result.tokens.reduce(0) { $0 + $1.nesting }
    let ends = [UInt8(ascii: "|")] + (depth > 0 ? [UInt8(ascii: ")")] : [])
    let rest = bytes[(start + 1)..<place]
    let words = [" and ", " or "].compactMap { rest.firstRange(of: Array($0.utf8))?.lowerBound }
    var end = ([place] + words + [rest.firstIndex(where: ends.contains) ?? place]).min() ?? place
    while end > start + 1, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return inserting(at: end)
  }

  /// The error for a control character or a broken one between two places.
  private func badCharacter(from start: Int, to end: Int) -> Message? {
    if let control = bytes[start..<end].first(where: \.isControl) { return .control(control) }
    return String(validating: bytes[start..<end], as: UTF8.self) == nil ? .brokenCharacter : nil
  }

  /// The character at the place and the number of its bytes; nil if the bytes are none.
  func scalar() -> (Unicode.Scalar, Int)? {
    let length = byte() >= 0xF0 ? 4 : byte() >= 0xE0 ? 3 : 2
    guard byte() >= 0xC2, place + length <= bytes.count,
      let text = String(validating: bytes[place..<(place + length)], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return nil }
    return (scalar, length)
  }

  /// A character beyond ASCII: a letter, a blank, a sign of typographers, or nothing we know.
  mutating func wide() {
    let start = place
    guard let (scalar, length) = scalar() else {
      while place < bytes.count, byte() >= 0x80, self.scalar() == nil { place += 1 }
      return problem(.brokenCharacter, from: start)
    }
    if scalar.properties.isXIDStart { return name() }
    place += length
    if scalar.properties.isWhitespace { return }
    let written = String(scalar)
    if let ours = Lexer.typeset[written] {
      let message = Message.otherSign("typeset-sign", written, ours: ours.rawValue)
      return add(.sign(ours), from: start, message, writing: ours.rawValue)
    }
    if Lexer.curlyQuotes.contains(written) { return curlyText(from: start) }
    problem(.strangeSign(written), from: start)
  }

  /// Signs that typographers write otherwise.
  private static let typeset: [String: Sign] = [
    "≠": .notEqual, "≤": .lessOrEqual, "≥": .greaterOrEqual, "−": .minus, "–": .minus,
    "×": .times, "÷": .divide, "…": .range,
  ]

  private static let curlyQuotes: Set<String> = ["“", "”", "„", "‘", "’", "‚", "«", "»"]

  /// Notes a token that is spelled otherwise here, with its repair.
  private mutating func add(
    _ kind: Token.Kind,
    from start: Int,
    _ message: Message,
    writing ours: String
  ) {
    let span = SourceSpan(start, place)
    result.problems[start] = Diagnostic(message, at: span, fix: .replacing(span, with: ours))
    add(kind, from: start)
  }

  /// A text between curly quotes, which is read as if they were straight.
  private mutating func curlyText(from start: Int) {
    let first = place
    let line = bytes[first...].prefix { !$0.isLineEnd }
    let text = String(validating: line, as: UTF8.self)?.unicodeScalars
    guard let text, let quote = text.firstIndex(where: { Lexer.curlyQuotes.contains(String($0)) })
    else {
      place += line.count
      let end = closing("\"", from: start).edits
      let fix = FixIt([FixIt.Edit(SourceSpan(start, first), "\"")] + end)
      return problem(.curlyQuotes, from: start, at: SourceSpan(start, first), fix: fix)
    }
    let content = String(text[..<quote])
    place += content.utf8.count + String(text[quote]).utf8.count
    add(.literal(.text(content)), from: start, .curlyQuotes, writing: Spelling.text(content))
  }
}
