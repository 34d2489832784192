/// Signs that a word processor put in place of others in a query, turned back.
enum Typography {
  /// The query as it was meant: straight quotes, plain spaces, dots and hyphens.
  ///
  /// Within quotes only spaces are turned back: a text may hold a dash.
  static func plain(_ query: String) -> String {
    var plain = ""
    var quote: Character?
    let characters = Array(query)
    for (place, character) in characters.enumerated() {
      let meant = straight(character)
      if let open = quote {
        if meant == open { quote = nil }
        plain.append(meant)
      } else if meant == "\"" || meant == "'" {
        quote = meant
        plain.append(meant)
      } else if character == "\u{2026}" {
        plain += "..."
      } else if character == "\u{2013}" || character == "\u{2014}" {
        plain += dash(between: characters[..<place], and: characters[(place + 1)...])
      } else {
        plain.append(meant)
      }
    }
    return plain
  }

  private static func straight(_ character: Character) -> Character {
    switch character {
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}": "\""
    case "\u{2018}", "\u{2019}", "\u{201A}": "'"
    case "\u{00A0}", "\u{202F}", "\u{2009}": " "
    default: character
    }
  }

  /// A dash between two years or periods was two dots, one within a day a hyphen, another a minus.
  private static func dash(
    between left: ArraySlice<Character>,
    and right: ArraySlice<Character>
  ) -> String {
    let before = left.reversed().prefix { $0.isNumber || $0.isLetter || $0 == "-" }
    let after = right.prefix { $0.isNumber || $0.isLetter || $0 == "-" }
    let isYear = { (word: [Character]) in
      word.filter(\.isNumber).count >= 4
    }
    return isYear(Array(before)) && isYear(Array(after)) ? ".." : "-"
  }
}
