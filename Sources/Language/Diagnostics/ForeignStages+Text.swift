// How the arguments of foreign stages are taken to pieces.

extension ForeignStages {
  /// `text` without spaces around it.
  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = text.drop { $0 == " " }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }

  /// `text` without the brackets that enclose all of it.
  static func withoutBrackets(_ text: String) -> String {
    let text = trimmed(text)
    guard text.hasPrefix("("), let end = closing(text, from: text.startIndex),
      text.index(after: end) == text.endIndex
    else { return text }
    return trimmed(text.dropFirst().dropLast())
  }

  /// `text` without the quotes that enclose it.
  static func withoutQuotes(_ text: String) -> String {
    guard text.count >= 2, let first = text.first, first == "\"" || first == "'",
      text.last == first,
      !text.dropFirst().dropLast().contains(first)
    else { return text }
    return String(text.dropFirst().dropLast())
  }

  /// The pieces between commas that stand in no bracket and no text.
  static func items(_ text: String) -> [String] {
    var items: [String] = []
    var (item, depth) = ("", 0)
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "(" {
        depth += 1
      } else if character == ")" {
        depth -= 1
      } else if character == ",", depth == 0 {
        items.append(trimmed(item))
        item = ""
        continue
      }
      item.append(character)
    }
    items.append(trimmed(item))
    return items.filter { !$0.isEmpty && $0 != "na.rm = TRUE" && $0 != "na.rm=TRUE" }
  }

  /// The bracket that closes the one at `start`.
  private static func closing(_ text: String, from start: String.Index) -> String.Index? {
    var depth = 0
    for index in text.indices[start...] {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// An expression with our words for `n()`, `is.na(x)`, `TRUE` and `NA`.
  static func expression(_ text: String) -> String {
    var said = withoutMissingRemoval(text)
    for call in ["n()", "count()", "size()"] { said = replaced(call, in: said) { _ in "count" } }
    said = missingTests(said)
    let calls = [
      "as.numeric(": "number(", "as.integer(": "number(", "as.character(": "text(",
      "as.Date(": "date(", "paste0(": "concat(",
    ]
    for (call, ours) in calls { said = replaced(call, in: said, isWord: false) { _ in ours } }
    let words = [
      "TRUE": "true", "FALSE": "false", "True": "true", "False": "false", "NA": "missing",
      "NULL": "missing", "None": "missing",
    ]
    for (word, ours) in words { said = replaced(word, in: said) { _ in ours } }
    return said
  }

  private static func withoutMissingRemoval(_ text: String) -> String {
    var said = text
    for ending in [", na.rm = TRUE", ", na.rm=TRUE", ", na.rm = T"] {
      said = replaced(ending, in: said, isWord: false) { _ in "" }
    }
    return said
  }

  private static func missingTests(_ text: String) -> String {
    guard let found = ranges(of: "is.na(", in: text).first else { return text }
    let open = text.index(before: found.upperBound)
    guard let close = closing(text, from: open) else { return text }
    let inner = text[found.upperBound..<close]
    var before = text[..<found.lowerBound]
    let isNegated = before.hasSuffix("!")
    if isNegated { before = before.dropLast() }
    let test = inner + (isNegated ? " is not missing" : " is missing")
    return before + test + missingTests(String(text[text.index(after: close)...]))
  }

  /// `text` with something else for each `word` that stands by itself.
  private static func replaced(
    _ word: String,
    in text: String,
    isWord: Bool = true,
    _ ours: (String) -> String
  ) -> String {
    var said = text
    for range in ranges(of: word, in: text).reversed() {
      let before = text[..<range.lowerBound].last
      let after = text[range.upperBound...].first
      if isWord, [before, after].contains(where: isPartOfWord) { continue }
      said.replaceSubrange(range, with: ours(word))
    }
    return said
  }

  private static func isPartOfWord(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character.isLetter || character.isNumber || "_\"'.".contains(character)
  }

  private static func ranges(of word: String, in text: String) -> [Range<String.Index>] {
    text.indices.compactMap { start in
      guard text[start...].hasPrefix(word) else { return nil }
      return start..<text.index(start, offsetBy: word.count)
    }
  }
}
