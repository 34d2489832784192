import Catalog
import Columns

extension Function {
  /// The functions of text, as help lists them.
  static let texts: [Function] = letters + pieces + compositions

  private static let letters: [Function] = [
    text(
      "lower",
      sql: "translate($1, '\(capitals)', '\(smallLetters)')",
      "The text in lower case; only the letters A to Z are changed.",
      "kind",
      "states | add key = lower(name) | keep code, key | first 3"
    ) { try map($0, to: &$1) { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 } },
    text(
      "upper",
      sql: "translate($1, '\(smallLetters)', '\(capitals)')",
      "The text in upper case; only the letters a to z are changed.",
      "kind",
      "states | add heading = upper(name) | keep code, heading | first 3"
    ) { try map($0, to: &$1) { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 } },
    text(
      "trim",
      "The text without white space at its ends.",
      "title",
      "jurisdictions | add county = trim(split_part(label, \",\", 2)) | count by county | first 3"
    ) { text, bytes in
      bytes.append(contentsOf: text[try text.trimmed()])
    },
    Function(
      "length",
      ["text": .text],
      "The number of characters, as a reader sees them.",
      .scalar { call in
        call.ofTexts(.integer, [call[0]]) { Int64(try $0.characterCount()) }
      },
      examples: "events | add letters = length(title) | top 3 by letters | keep letters, title",
      "states | count by letters = length(name)"
    ),
  ]

  private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let smallLetters = "abcdefghijklmnopqrstuvwxyz"

  /// Appends `text` with each byte changed by `change`.
  @inline(__always)
  private static func map(
    _ text: UnsafeBufferPointer<UInt8>,
    to bytes: inout [UInt8],
    _ change: (UInt8) -> UInt8
  ) throws {
    bytes.reserveCapacity(text.count)
    try Cancellation.checkingPieces(of: text) { piece in
      for byte in piece { bytes.append(change(byte)) }
    }
  }

  private static func text(
    _ name: String,
    sql: SQLTemplate? = nil,
    _ summary: String,
    _ argument: String,
    _ example: String,
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, inout [UInt8]) throws -> Void
  ) -> Function {
    Function(
      name,
      ["text": .text],
      summary,
      missing: "Missing where the text is, or where nothing is left.",
      sql: sql,
      .scalar { $0.texts($0[0], [], body) },
      examples: "events | add x = \(name)(\(argument)) | keep date, x | first 5",
      example
    )
  }

  private static let pieces: [Function] = [
    ends(
      "left",
      "first",
      "sources | add year = left(published, 4) | count by year",
      "events | where precision = \"day\" | count by decade = left(text(date), 3)"
    ) { try $0.prefix(characters: $1) },
    ends(
      "right",
      "last",
      "jurisdictions | add county = right(fips, 3) | keep name, county",
      "events | add day = right(text(date), 2) | count by day | top 3"
    ) { try $0.suffix(characters: $1) },
    Function(
      "split_part",
      ["text": .text, "separator": .searchText, "n": .integer],
      "The n-th piece between separators, counted from 1, or from the end if n is below zero.",
      missing: "Missing where the text is, or where there is no such piece or nothing in it.",
      .scalar { $0.splitPart() },
      examples: "jurisdictions | add county = split_part(label, \",\", 1) | keep county | first 5",
      "stories | add last_word = split_part(title, \" \", -1) | keep last_word, title | first 3"
    ),
    Function(
      "extract",
      ["text": .text, "pattern": .pattern],
      "What the first group in brackets of a regular expression matches, or all of the match; "
        + "patterns have no back-references and no look-around.",
      missing: "Missing where the text is, or where nothing matches.",
      .scalar { call throws(CallError) in try call.extraction() },
      examples: "sources | add year = extract(published, \"[0-9]{4}\") | count by year",
      "events | where title matches \"[0-9]+\" "
        + "| add number = extract(title, \"([0-9]+)\") | keep number, title | first 3"
    ),
  ]

  private static func ends(
    _ name: String,
    _ which: String,
    _ example: String,
    _ other: String,
    _ part: @escaping @Sendable (String, Int) throws -> Substring
  ) -> Function {
    Function(
      name,
      ["text": .text, "n": .natural],
      "The \(which) n characters, as a reader sees them.",
      missing: "Missing where the text is, or where n is 0.",
      .scalar { call in
        let count = call.integer(1)
        return call.texts(call[0], [call[1]]) { text, bytes in
          bytes.append(contentsOf: try part(String(decoding: text, as: UTF8.self), count).utf8)
        }
      },
      examples: example,
      other
    )
  }
}

extension BoundCall {
  /// A value made of each text of the first operand, once a distinct value; what has none is
  /// counted.
  func ofTexts<Result: Stored>(
    _ type: DataType,
    _ operands: [BoundExpression],
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>) throws -> Result?
  ) -> BoundExpression {
    let cache = DictionaryCache<DictionaryEvaluation.Values<Result>>()
    return call(type, operands) { operands, context in
      let column = operands[0].column(rows: context.rowCount)
      let (values, failures) = try DictionaryEvaluation.values(column, cache, body)
      context.noteFailedConversions(name, failures)
      return values
    }
  }

  /// A text made of each text, once a distinct value; of it nothing is missing.
  func texts(
    _ bound: BoundExpression,
    _ literals: [BoundExpression],
    _ body: @escaping @Sendable (UnsafeBufferPointer<UInt8>, inout [UInt8]) throws -> Void
  ) -> BoundExpression {
    let cache = DictionaryCache<DictionaryEvaluation.Texts>()
    return call(.text, [bound] + literals) { operands, context in
      let column = operands[0].column(rows: context.rowCount)
      return try DictionaryEvaluation.texts(column, cache, body)
    }
  }

  fileprivate func splitPart() -> BoundExpression {
    let (separator, number) = (Array(literalText(1).utf8), integer(2))
    return texts(self[0], [self[1], self[2]]) { text, bytes in
      let pieces = try text.pieces(between: separator)
      let index = number > 0 ? number - 1 : pieces.count + number
      if number != 0, pieces.indices.contains(index) {
        bytes.append(contentsOf: text[pieces[index]])
      }
    }
  }

  fileprivate func extraction() throws(CallError) -> BoundExpression {
    let expression: RegularExpression
    do throws(PatternMistake) {
      expression = try RegularExpression(literalText(1))
    } catch {
      throw CallError(.badPattern(error), at: 1)
    }
    return texts(self[0], [self[1]]) { text, bytes in
      let found = try expression.extracted(from: text)
      bytes.append(contentsOf: (found ?? "").utf8)
    }
  }
}
