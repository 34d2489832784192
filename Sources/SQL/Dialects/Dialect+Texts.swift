// Texts and names reach an engine through a channel: lines that its shell reads for commands, a C
// string that ends at a NUL, a splitter at semicolons. What such a channel could take for more than
// a part of a literal never stands there as it is.

extension Dialect {
  /// A text as a literal; characters that a channel could lose, change or act upon are spelled by
  /// a function: `('two' || chr(10) || 'lines')`.
  ///
  /// `obstacle(inText:)` says which texts the product cannot hold at all.
  func text(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !shellEdits { return between(text) }
    let runs = runs(of: text)
    // So many signs between pieces would be too deep a tree.
    if runs.count > 40 { return spelled(Array(text.unicodeScalars)[...]) }
    let parts = runs.map { run in
      run.isPlain
        ? between(String(String.UnicodeScalarView(run.scalars))) : spelled(run.scalars)
    }
    return parts.count > 1 ? "(\(parts.joined(separator: " || ")))" : parts.first ?? between("")
  }

  /// A plain text between quotes.
  private func between(_ text: String) -> String {
    let sign: Unicode.Scalar = escapesBackslashes ? "\\" : "'"
    let escaped: [Unicode.Scalar] = escapesBackslashes ? ["\\", "'"] : ["'"]
    return "'" + text.escaping(escaped, with: sign) + "'"
  }

  /// The longest runs of characters that are all plain, or all not.
  private func runs(
    of text: String
  ) -> [(isPlain: Bool, scalars: ArraySlice<Unicode.Scalar>)] {
    let scalars = Array(text.unicodeScalars)
    var runs: [(isPlain: Bool, scalars: ArraySlice<Unicode.Scalar>)] = []
    for place in scalars.indices {
      let opensVariable =
        shellEdits && scalars[place] == "{" && place > 0 && scalars[place - 1] == "$"
      let isPlain = scalars[place].isPlain && !opensVariable
      if let last = runs.last, last.isPlain == isPlain {
        runs[runs.count - 1].scalars = scalars[last.scalars.startIndex...place]
      } else {
        runs.append((isPlain, scalars[place...place]))
      }
    }
    return runs
  }

  /// Why a text cannot be a value of this product; nil where it can.
  func obstacle(inText text: String) -> Unsupported? {
    guard !holdsNUL, text.utf8.contains(0) else { return nil }
    return Unsupported(
      "\(title) has no texts with a NUL in them, as \(brief(text)) is.",
      remedy: "Leave out such rows, or write another value in their place."
    )
  }

  /// Why a name cannot stand in a statement of this dialect; nil where it can.
  public func obstacle(inName name: String) -> Unsupported? {
    let sign = name.unicodeScalars.first { scalar in
      scalar != "\n" && scalar.properties.generalCategory == .control
    }
    let words = ["\n", "\\", "'", "\"", ";", "--", "/*", "${"]
    let word = shellEdits ? words.first { name.utf8.contains($0.utf8) } : nil
    guard let found = sign.map(String.init) ?? word else { return nil }
    return Unsupported(
      "The name \(brief(name)) holds \(brief(found)), which cannot stand in a name sent to "
        + "\(title).",
      remedy: "Give it another name where it comes from."
    )
  }
}

extension Unicode.Scalar {
  /// Whether it may stand within quotes in any statement: it is visible, or a blank of ASCII.
  fileprivate var isPlain: Bool {
    if isASCII { return value >= 0x20 && value < 0x7F }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}

extension String {
  /// The text with blanks in the place of control characters and invisible ones.
  var withoutControls: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.isPlain ? $0 : " " }))
  }
}

/// The beginning of a text in quotes, each control character by its code.
private func brief(_ text: String) -> String {
  let scalars = text.unicodeScalars.prefix(40).map { scalar in
    scalar.isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
  }
  return "\"\(scalars.joined())\(text.unicodeScalars.count > 40 ? "…" : "")\""
}

// MARK: Spelling

extension Dialect {
  /// `chr` of one character; of more, `decode` of their bytes in the digits of base 16.
  static func characters(
    _ decode: @escaping @Sendable (_ digits: String) -> String
  ) -> @Sendable (ArraySlice<Unicode.Scalar>) -> String {
    { scalars in
      if scalars.count == 1, let scalar = scalars.first { return "chr(\(scalar.value))" }
      return decode(hexadecimal(scalars))
    }
  }

  /// The bytes of characters in UTF-8, in the digits of base 16.
  static func hexadecimal(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = scalars.flatMap { UTF8.encode($0).map(Array.init) ?? [] }
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// SQLite's `char`, which takes a hundred codes at a time: bytes cast to a text would be read in
  /// the encoding of the database, which need not be UTF-8.
  static func codes(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    if scalars.count <= 100 {
      return "char(\(scalars.map { String($0.value) }.joined(separator: ", ")))"
    }
    let middle = scalars.startIndex + scalars.count / 2
    return "(\(codes(scalars[..<middle])) || \(codes(scalars[middle...])))"
  }
}
