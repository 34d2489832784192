import Diagnostics

/// A turn of phrase of another language: what to say of it, and how it is said here if that is clear.
struct ForeignPhrase {
  var message: Message
  var span: SourceSpan
  var fix: FixIt?
}

/// The tokens of a statement that could not be read, in which turns of phrase of other languages are looked
/// for.
struct ForeignPhrases {
  /// The statement's tokens, without its end.
  let tokens: [Token]
  /// The source.
  let bytes: [UInt8]
  /// The token at which reading stopped.
  let stop: Int
  /// The verbs that there are.
  let verbs: Set<String>

  /// The phrase at which reading stopped, if one is known.
  var found: ForeignPhrase? {
    let matchers: [(ForeignPhrases) -> (Int) -> ForeignPhrase?] = [
      ForeignPhrases.dottedStages, ForeignPhrases.letWithout, ForeignPhrases.toFile,
      ForeignPhrases.prefixedVerb, ForeignPhrases.subquery, ForeignPhrases.pipelineInSet,
      ForeignPhrases.caseWhen,
      ForeignPhrases.window, ForeignPhrases.cast, ForeignPhrases.extractFrom,
      ForeignPhrases.membershipOfVector, ForeignPhrases.isIn, ForeignPhrases.method,
      ForeignPhrases.braces, ForeignPhrases.indexing, ForeignPhrases.power,
      ForeignPhrases.wholeQuotient, ForeignPhrases.remainder, ForeignPhrases.notSign,
      ForeignPhrases.approximateSign, ForeignPhrases.ampersand, ForeignPhrases.glued,
      ForeignPhrases.commaInNumber, ForeignPhrases.currency, ForeignPhrases.severalWords,
      ForeignPhrases.renaming, ForeignPhrases.alias, ForeignPhrases.allColumns,
      ForeignPhrases.minusColumn, ForeignPhrases.trailingIf, ForeignPhrases.joinKind,
      ForeignPhrases.usingBrackets, ForeignPhrases.appendUsing, ForeignPhrases.regexWord,
      ForeignPhrases.countDistinct, ForeignPhrases.groupBy, ForeignPhrases.pivotWord,
      ForeignPhrases.twoNames, ForeignPhrases.betweenCall, ForeignPhrases.caseWhenCall,
      ForeignPhrases.monthName, ForeignPhrases.unknownUnit, ForeignPhrases.groupPrefix,
      ForeignPhrases.bracketsRoundAll,
    ]
    for matcher in matchers {
      for start in tokens.indices {
        if let phrase = matcher(self)(start), holdsStop(phrase.span) { return phrase }
      }
    }
    return nil
  }

  /// Whether reading stopped within a phrase or right behind it.
  private func holdsStop(_ span: SourceSpan) -> Bool {
    guard tokens.indices.contains(stop) else { return tokens.last?.span.end == span.end }
    let place = tokens[stop].span.start
    let behind = tokens.first { $0.span.start >= span.end }?.span.start
    return span.start <= place && (place < span.end || place == behind)
  }

  // What matchers ask.

  func word(_ index: Int) -> String? { tokens.indices.contains(index) ? tokens[index].word : nil }

  func name(_ index: Int) -> String? {
    tokens.indices.contains(index) ? tokens[index].nameText : nil
  }

  func isSign(_ sign: Sign, _ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .sign(sign)
  }

  /// Whether bytes that say nothing stand here, such as `{`.
  func isStrange(_ text: String, _ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .problem && written(index) == text
  }

  func isText(_ index: Int) -> Bool {
    guard tokens.indices.contains(index), case .literal(.text) = tokens[index].kind else {
      return false
    }
    return true
  }

  /// Whether the token is a name or a number, which needs no brackets beside an operator.
  func isSimple(_ index: Int) -> Bool {
    guard tokens.indices.contains(index) else { return false }
    switch tokens[index].kind {
    case .literal(.integer), .literal(.real), .quoted: return true
    case .name(let word):
      return !Words.inTerms.contains(word) && !isSign(.open, index + 1) && !isSign(.dot, index + 1)
    default: return false
    }
  }

  func written(_ index: Int) -> String { written(index..<index + 1) }

  /// The source of these tokens.
  func written(_ range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last, last < tokens.count else { return "" }
    return String(decoding: bytes[tokens[first].span.start..<tokens[last].span.end], as: UTF8.self)
  }

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(tokens[range.lowerBound].span.start, tokens[range.upperBound - 1].span.end)
  }

  /// Whether two tokens stand side by side without a blank.
  func touch(_ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens.indices.contains(index + 1)
      && tokens[index].span.end == tokens[index + 1].span.start
  }

  /// The place of the bracket that closes the one at `open`, whichever kind they are.
  func closing(_ open: Int) -> Int? {
    var depth = 0
    for index in tokens.indices.dropFirst(open) {
      if isSign(.open, index) || isStrange("{", index) || isStrange("[", index) { depth += 1 }
      if isSign(.close, index) || isStrange("}", index) || isStrange("]", index) { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  /// The place of the verb of the stage in which a token stands; nil before the first bar.
  func verb(of index: Int) -> Int? {
    var place = index
    while place > 0 {
      if isSign(.bar, place - 1) { return place }
      place -= 1
    }
    return nil
  }

  /// Where the stage ends in which a token stands: the next bar in no bracket, or the end.
  func stageEnd(_ index: Int) -> Int {
    var depth = 0
    for place in tokens.indices.dropFirst(index) {
      if isSign(.open, place) { depth += 1 }
      if isSign(.close, place) { depth -= 1 }
      if depth < 0 || depth == 0 && isSign(.bar, place) { return place }
    }
    return tokens.count
  }

  func phrase(_ message: Message, _ range: Range<Int>, _ ours: String? = nil) -> ForeignPhrase {
    let span = span(range)
    return ForeignPhrase(message: message, span: span, fix: ours.map { .replacing(span, with: $0) })
  }
}
