import Syntax

/// The text of a foreign stage, taken to pieces for its rewrite.
struct StageText {
  /// The foreign verb, in lower case.
  let verb: String
  /// Our verb.
  let ours: String
  /// The end of a rewritten stage.
  let ending: String
  /// The text after the verb.
  let arguments: String
  /// The arguments between commas, without the brackets round all of them.
  let parts: [String]

  init(_ stage: ForeignStage, ours: String, ending: String = "") {
    (verb, arguments) = (stage.verb.lowercased(), stage.arguments)
    (self.ours, self.ending) = (ours, ending)
    parts = Self.items(Self.withoutBrackets(stage.arguments))
  }

  /// The arguments without quotes.
  var names: [String] { parts.map(Self.withoutQuotes) }

  /// Our verb with a list; nil without any item.
  func list(_ items: [String]) -> String? {
    items.isEmpty ? nil : ours + " " + items.joined(separator: ", ")
  }

  /// `text` without spaces around it.
  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = text.drop { $0 == " " }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }

  /// `text` without the brackets that enclose all of it.
  static func withoutBrackets(_ text: String) -> String {
    let text = trimmed(text)
    guard text.hasPrefix("("), let end = closing(text[...]), text.index(after: end) == text.endIndex
    else { return text }
    return trimmed(text.dropFirst().dropLast())
  }

  /// `text` without the quotes that enclose it.
  static func withoutQuotes(_ text: String) -> String {
    guard text.count >= 2, let first = text.first, first == "\"" || first == "'",
      text.last == first, !text.dropFirst().dropLast().contains(first)
    else { return text }
    return String(text.dropFirst().dropLast())
  }

  /// The pieces between commas that stand in no bracket and no text.
  static func items(_ text: String) -> [String] {
    var (items, depth) = ([""], 0)
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "," && depth == 0 {
        items.append("")
        continue
      } else {
        depth += character == "(" ? 1 : character == ")" ? -1 : 0
      }
      items[items.count - 1].append(character)
    }
    return items.map(trimmed).filter { !$0.isEmpty && !$0.hasPrefix("na.rm") }
  }

  /// The digits of `10` and `n = 10`.
  static func number(_ part: String) -> String? {
    let digits = part.hasPrefix("n =") ? trimmed(part.dropFirst(3)) : part
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber } ? digits : nil
  }

  /// The bracket that closes the first one of `text`, with which it begins.
  private static func closing(_ text: Substring) -> String.Index? {
    var depth = 0
    return text.indices.first { index in
      depth += text[index] == "(" ? 1 : text[index] == ")" ? -1 : 0
      return depth == 0
    }
  }

  /// The spelling of words of other languages in expressions.
  private static let words: KeyValuePairs = [
    "n()": "count", "count()": "count", "size()": "count", "TRUE": "true", "FALSE": "false",
    "True": "true", "False": "false", "NA": "missing", "NULL": "missing", "None": "missing",
  ]

  /// The spelling of pieces of text, anywhere in an expression.
  private static let pieces: KeyValuePairs = [
    ", na.rm = TRUE": "", ", na.rm=TRUE": "", ", na.rm = T": "", "as.numeric(": "number(",
    "as.integer(": "number(", "as.character(": "text(", "as.Date(": "date(", "paste0(": "concat(",
  ]

  /// An expression with our words for `n()`, `is.na(x)`, `TRUE` and `NA`.
  static func expression(_ text: String) -> String {
    var said = text
    for (piece, ours) in pieces { said = said.replacing(piece, with: ours) }
    said = missingTests(said)
    for (word, ours) in words { said = said.replacing(word: word, with: ours) }
    return said
  }

  private static func missingTests(_ text: String) -> String {
    guard let found = text.firstRange(of: "is.na("),
      let close = closing(text[text.index(before: found.upperBound)...])
    else { return text }
    var before = text[..<found.lowerBound]
    let isNegated = before.hasSuffix("!")
    if isNegated { before = before.dropLast() }
    let test = text[found.upperBound..<close] + (isNegated ? " is not missing" : " is missing")
    return before + test + missingTests(String(text[text.index(after: close)...]))
  }
}

extension String {
  /// The text with `ours` for each `word` that stands by itself.
  fileprivate func replacing(word: String, with ours: String) -> String {
    var said = self
    for range in ranges(of: word).reversed() {
      let around = [self[..<range.lowerBound].last, self[range.upperBound...].first]
      if around.contains(where: { $0.map(\.isPartOfWord) ?? false }) { continue }
      said.replaceSubrange(range, with: ours)
    }
    return said
  }
}

extension Character {
  fileprivate var isPartOfWord: Bool { isLetter || isNumber || "_\"'.".contains(self) }
}
