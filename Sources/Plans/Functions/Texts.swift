import Language
import Tables

extension Function {
  /// The functions of text, as help lists them.
  static let texts: [Function] = letters + pieces + compositions

  private static let letters: [Function] = [
    text(
      "lower",
      "The text in lower case; only the letters A to Z are changed.",
      "kind",
      "states | add key = lower(name) | keep code, key | first 3"
    ) {
      text,
      bytes in
      for byte in text { bytes.append(byte >= 65 && byte <= 90 ? byte + 32 : byte) }
    },
    text(
      "upper",
      "The text in upper case; only the letters a to z are changed.",
      "kind",
      "states | add heading = upper(name) | keep code, heading | first 3"
    ) {
      text,
      bytes in
      for byte in text { bytes.append(byte >= 97 && byte <= 122 ? byte - 32 : byte) }
    },
    text(
      "trim",
      "The text without white space at its ends.",
      "title",
      "jurisdictions | add county = trim(split_part(label, \",\", 2)) | count by county | first 3"
    ) { text, bytes in
      bytes.append(contentsOf: String(decoding: text, as: UTF8.self).trimmed.utf8)
    },
    Function(
      "length",
      "length(text)",
      "The number of characters, as a reader sees them.",
      missing: "Missing where the text is.",
      examples: [
        "events | add letters = length(title) | top 3 by letters | keep letters, title",
        "states | count by letters = length(name)",
      ],
      .scalar { site in
        guard site.expectCount(1...1), let formula = site.text(at: 0) else { return nil }
        let cache = DictionaryCache<OncePerText.Values<Int64>>()
        return site.call(.integer, [formula]) { operands, evaluation in
          let column = operands[0].column(rows: evaluation.rowCount)
          return OncePerText.values(column, cache) {
            Int64(String(decoding: $0, as: UTF8.self).count)
          }.column
        }
      }
    ),
  ]

  private static func text(
    _ name: String,
    _ summary: String,
    _ argument: String,
    _ example: String,
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
  ) -> Function {
    Function(
      name,
      "\(name)(text)",
      summary,
      missing: "Missing where the text is, or where nothing is left.",
      examples: ["events | add x = \(name)(\(argument)) | keep date, x | first 5", example],
      .scalar { site in
        guard site.expectCount(1...1), let formula = site.text(at: 0) else { return nil }
        return site.texts(formula, [], body)
      }
    )
  }

  private static let pieces: [Function] = [
    ends(
      "left",
      "first",
      [
        "sources | add year = left(published, 4) | count by year",
        "events | where precision = \"day\" | count by decade = left(text(date), 3)",
      ]
    ) {
      String($0.prefix($1))
    },
    ends(
      "right",
      "last",
      [
        "jurisdictions | add county = right(fips, 3) | keep name, county",
        "events | add day = right(text(date), 2) | count by day | top 3",
      ]
    ) {
      String($0.suffix($1))
    },
    Function(
      "split_part",
      "split_part(text, separator, n)",
      "The n-th piece between separators, counted from 1, or from the end if n is below zero.",
      missing: "Missing where the text is, or where there is no such piece or nothing in it.",
      examples: [
        "jurisdictions | add county = split_part(label, \",\", 1) | keep county | first 5",
        "stories | add last_word = split_part(title, \" \", -1) | keep last_word, title | first 3",
      ],
      .scalar { $0.splitPart() }
    ),
    Function(
      "extract",
      "extract(text, pattern)",
      "What the first group in brackets of a regular expression matches, or all of the match; "
        + "patterns have no back-references and no look-around.",
      missing: "Missing where the text is, or where nothing matches.",
      examples: [
        "sources | add year = extract(published, \"[0-9]{4}\") | count by year",
        "events | where title matches \"[0-9]+\" "
          + "| add number = extract(title, \"([0-9]+)\") | keep number, title | first 3",
      ],
      .scalar { $0.extraction() }
    ),
  ]

  private static func ends(
    _ name: String,
    _ which: String,
    _ examples: [String],
    _ part: @escaping @Sendable (String, Int) -> String
  ) -> Function {
    Function(
      name,
      "\(name)(text, n)",
      "The \(which) n characters, as a reader sees them.",
      missing: "Missing where the text is, or where n is 0.",
      examples: examples,
      .scalar { site in
        guard site.expectCount(2...2), let formula = site.text(at: 0),
          let count = site.naturalNumber(1)
        else { return nil }
        return site.texts(formula, [.literal(.integer(Int64(count)), .integer)]) { text, bytes in
          bytes.append(contentsOf: part(String(decoding: text, as: UTF8.self), count).utf8)
        }
      }
    )
  }
}

extension CallSite {
  /// A text made of each text, once a distinct value; of it nothing is missing.
  func texts(
    _ formula: Formula,
    _ literals: [Formula],
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
  ) -> Formula {
    let cache = DictionaryCache<OncePerText.Texts>()
    return call(.text, [formula] + literals) { operands, evaluation in
      let column = operands[0].column(rows: evaluation.rowCount)
      return try OncePerText.texts(column, cache, body).column
    }
  }

  /// A whole number from zero on that is known before the query runs.
  func naturalNumber(_ index: Int) -> Int? {
    guard let number = literalInteger(index) else { return nil }
    if number >= 0 { return number }
    fail(
      .wantsLiteral(function: name.text, wanted: "a whole number from 0 on", found: text(index)),
      at: index
    )
    return nil
  }

  /// A literal text that is not empty, as bytes.
  func searchText(_ index: Int) -> [UInt8]? {
    guard let text = literalText(index) else { return nil }
    if !text.isEmpty { return Array(text.utf8) }
    fail(.emptyText(function: name.text), at: index)
    return nil
  }

  fileprivate func splitPart() -> Formula? {
    guard expectCount(3...3), let formula = text(at: 0), let separator = searchText(1),
      let number = literalInteger(2)
    else { return nil }
    let literals: [Formula] = [
      .literal(.text(String(decoding: separator, as: UTF8.self)), .text),
      .literal(.integer(Int64(number)), .integer),
    ]
    return texts(formula, literals) { text, bytes in
      var pieces: [Range<Int>] = []
      var start = 0
      while let place = text.firstIndex(of: separator, from: start) {
        pieces.append(start..<place)
        start = place + separator.count
      }
      pieces.append(start..<text.count)
      let index = number > 0 ? number - 1 : pieces.count + number
      if number != 0, pieces.indices.contains(index) {
        bytes.append(contentsOf: text[pieces[index]])
      }
    }
  }

  fileprivate func extraction() -> Formula? {
    guard expectCount(2...2), let formula = text(at: 0), let pattern = literalText(1)
    else { return nil }
    do {
      let expression = try RegularExpression(pattern)
      return texts(formula, [.literal(.text(pattern), .text)]) { text, bytes in
        let found = expression.extracted(from: String(decoding: text, as: UTF8.self))
        bytes.append(contentsOf: (found ?? "").utf8)
      }
    } catch {
      fail(.badPattern(error), at: 1)
      return nil
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    var view = unicodeScalars[...]
    while let first = view.first, first.properties.isWhitespace { view.removeFirst() }
    while let last = view.last, last.properties.isWhitespace { view.removeLast() }
    return String(view)
  }
}
