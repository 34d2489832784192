import Columns
import Functions

/// What is looked for: words without regard to capitals and accents, and the number that they are.
struct Phrase: Sendable {
  /// The words as they are compared.
  private let forms: [[UInt8]]
  /// The number that they begin with, if they are a number, with or without a unit.
  let number: Double?
  /// The unit behind the number, as it is compared.
  private let unit: [UInt8]?

  /// How well a text fits, from the best on.
  enum Fit: Int, Comparable, Sendable {
    /// The whole text is the phrase.
    case whole
    /// The phrase stands in it as words.
    case words
    /// The phrase stands in it as a part of words.
    case part

    static func < (one: Fit, other: Fit) -> Bool { one.rawValue < other.rawValue }
  }

  /// The phrase that a text is; quotes around it and blanks at its ends are no part of it.
  init(_ text: String) {
    var words = text[...]
    if words.count > 1, let quote = words.first, quote == "\"" || quote == "'", words.last == quote
    {
      words = words.dropFirst().dropLast()
    }
    let form = Phrase.folded(words.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    let digits = form.prefix {
      $0 == 0x2C || $0 == 0x2E || $0 == 0x2D || (0x30...0x39).contains($0)
    }
    let written = String(decoding: digits.filter { $0 != 0x2C }, as: UTF8.self)
    let rest = form.dropFirst(digits.count).drop { $0 == 0x20 }
    number = Double(written)
    let isPercent = rest.elementsEqual("%".utf8) || rest.elementsEqual("percent".utf8)
    unit = number == nil || rest.isEmpty ? nil : isPercent ? Array("percent".utf8) : Array(rest)
    var forms = [form]
    if number != nil, isPercent {
      forms = ["%", " percent"].map { Array(digits) + Array($0.utf8) }
    }
    self.forms = forms.filter { !$0.isEmpty }
  }

  /// Whether there is nothing to look for.
  var isEmpty: Bool { forms.isEmpty }

  /// How well a text fits; nil where the phrase is not in it.
  func fit(of text: UnsafeBufferPointer<UInt8>) -> Fit? {
    var best: Fit?
    for form in forms {
      if let fit = fit(of: text, form), fit < (best ?? .part) || best == nil { best = fit }
    }
    return best
  }

  /// The same of a text at hand.
  func fit(of text: String) -> Fit? {
    var text = text
    return text.withUTF8 { fit(of: $0) }
  }

  /// Whether a number is the one looked for, whatever its unit; a percentage is a ratio.
  func fits(_ value: Double, isPercent: Bool) -> Bool {
    guard let number else { return false }
    let value = isPercent ? value * 100 : value
    return value == number || abs(value - number) < 1e-9 * max(1, abs(number))
  }

  /// Whether a unit is the one looked for, if there is one.
  func fits(unit given: String?, isPercent: Bool) -> Bool {
    guard let unit else { return true }
    guard let given = isPercent ? "percent" : given else { return false }
    let units = Phrase.folded(given).split(separator: 0x20)
    return Phrase.folded(given) == unit || units.contains { $0.elementsEqual(unit) }
  }

  private func fit(of text: UnsafeBufferPointer<UInt8>, _ form: [UInt8]) -> Fit? {
    guard let first = form.first else { return nil }
    for place in 0..<text.count where text[place] >= 0x80 {
      let folded = Phrase.folded(String(decoding: text, as: UTF8.self))
      return folded.withUnsafeBufferPointer { Phrase.fit(of: $0, form, first) }
    }
    return Phrase.fit(of: text, form, first)
  }

  /// How well a text fits that has no accents any more, whatever its capitals.
  private static func fit(
    of text: UnsafeBufferPointer<UInt8>,
    _ form: [UInt8],
    _ first: UInt8
  ) -> Fit? {
    var best: Fit?
    var start = 0
    while start + form.count <= text.count {
      defer { start += 1 }
      if lowered(text[start]) != first { continue }
      var length = 1
      while length < form.count, lowered(text[start + length]) == form[length] { length += 1 }
      if length < form.count { continue }
      if length == text.count { return .whole }
      let end = start + length
      let begins = start == 0 || !(isWord(text[start - 1]) && isWord(first))
      let ends = end == text.count || !(isWord(text[end]) && isWord(form[length - 1]))
      if begins, ends { return .words }
      best = .part
    }
    return best
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(lowered(byte))
  }
}

extension Phrase {
  /// A text in small letters without accents.
  static func folded(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    for character in text { folded += Phrase.folded(character) }
    return folded
  }

  /// A character in small letters without accents.
  static func folded(_ character: Character) -> [UInt8] {
    if let byte = character.asciiValue { return [lowered(byte)] }
    var folded = ""
    for scalar in character.unicodeScalars where !scalar.properties.generalCategory.isMark {
      folded += base(of: scalar) ?? scalar.properties.lowercaseMapping
    }
    return Array(folded.utf8)
  }

  /// The letter under the accents of a Latin one: its name has that, `LATIN SMALL LETTER E WITH
  /// ACUTE`.
  private static func base(of scalar: Unicode.Scalar) -> String? {
    guard let words = scalar.properties.name?.split(separator: " "), words.count > 5,
      words[0] == "LATIN", words[2] == "LETTER", words[4] == "WITH"
    else { return nil }
    return words[3].lowercased()
  }

  /// The part of a text around the phrase, of at most some characters on either side.
  func excerpt(of text: String, around width: Int = 36) -> String {
    let characters = text.map { $0.isNewline ? " " : $0 }
    if characters.count <= 2 * width { return String(characters) }
    let folded = characters.map(Phrase.folded)
    let place =
      characters.indices.first { start in
        forms.contains { form in
          var rest = form[...]
          for piece in folded[start...] {
            guard rest.starts(with: piece) else { break }
            rest = rest.dropFirst(piece.count)
            if rest.isEmpty { return true }
          }
          return rest.isEmpty
        }
      } ?? 0
    let start = max(0, min(place - width / 2, characters.count - 2 * width))
    let end = min(characters.count, start + 2 * width)
    return (start > 0 ? "…" : "") + String(characters[start..<end])
      + (end < characters.count ? "…" : "")
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isMark: Bool {
    self == .nonspacingMark || self == .enclosingMark || self == .spacingMark
  }
}
