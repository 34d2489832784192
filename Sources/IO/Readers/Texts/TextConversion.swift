import Catalog
import Columns

/// The conversion of a column of texts to the type that all of them write in some notation, or all
/// but the usual words for missing values.
struct TextConversion {
  /// What the values are.
  let kind: FieldKind
  /// How they are written.
  let notation: TextNotation
  private let labels: TextDictionary
  /// For each code its value; missing for a word.
  private let values: Column
  /// The codes of the words.
  let words: [Int]

  /// The conversion of the texts of `labels`; nil where they stay texts.
  ///
  /// The first of `notations` that reads them all is taken, unless its rival does so, too: then the
  /// order of day and month is open. `check` is called now and then, and stops it by throwing.
  init?(
    _ labels: TextDictionary,
    _ missing: MissingWords,
    among notations: [TextNotation] = TextNotation.all,
    _ check: () throws(TableFailure) -> Void
  ) throws(TableFailure) {
    for notation in notations {
      guard let values = try TextConversion.values(labels, missing, notation, check)
      else { continue }
      let rival = notations.first { $0.name != nil && $0.name == notation.rival }
      if let rival, try TextConversion.values(labels, missing, rival, check) != nil { return nil }
      (kind, self.notation, self.labels, self.values) = (notation.kind, notation, labels, values)
      words = (0..<labels.count).filter { !values.isKnown($0) }
      return
    }
    return nil
  }

  /// For each text its value in a notation, missing for a usual word; nil where a text is not
  /// written so, or all are words.
  private static func values(
    _ labels: TextDictionary,
    _ missing: MissingWords,
    _ notation: TextNotation,
    _ check: () throws(TableFailure) -> Void
  ) throws(TableFailure) -> Column? {
    let builder = ColumnBuilder(notation.kind.type)
    var scratch: [UInt8] = []
    var wordCount = 0
    for code in 0..<labels.count {
      if code & 0xFFF == 0 { try check() }
      if missing.usualContain(labels.utf8(code)) {
        builder.appendMissing()
        wordCount += 1
      } else if let value = labels.withPadded(code, &scratch, notation.read) {
        builder.append(value)
      } else {
        return nil
      }
    }
    return wordCount < labels.count ? builder.finish() : nil
  }

  /// The values of `column`, whose texts are those that were converted.
  func column(_ column: Column) -> Column {
    let codes = column.texts.codes
    let places = Buffer(count: column.count) { target in
      for row in 0..<column.count { target[row] = column.isKnown(row) ? Int32(codes[row]) : -1 }
    }
    return values.gathered(places).narrowed
  }

  /// What is to be said of the conversion of `column`, called `name`, in the file at `path`.
  func warnings(_ column: Column, _ name: String, _ path: String) -> [String] {
    let rows = column.codeCounts
    let types = kind.type.word + "s"
    var lines: [String] = []
    if notation.name != nil {
      let codes = (0..<labels.count).filter { values.isKnown($0) }
      let example = codes.max { labels.utf8($0).count < labels.utf8($1).count } ?? 0
      let value = CellText(values, kind.type)[example] ?? ""
      let hint = notation.hint.map { "; " + $0 } ?? ""
      lines = ["\(path): \(name) is read as \(types): \"\(labels[example])\" is \(value)\(hint)"]
    }
    if !words.isEmpty {
      let counted = words.map { (word: labels[$0], rows: rows[$0]) }
      lines.append(wordsWarning(counted, name, others: types, path))
    }
    return lines
  }
}

/// Why texts that write numbers alone are no numbers; nil if there are others.
func wideNumbers(_ labels: TextDictionary) -> String? {
  var isWide = false
  if labels.count == 0 { return nil }
  for code in 0..<labels.count {
    let text = labels.utf8(code)
    if !NumberReading.isPlain(text) || NumberReading.real(text) == nil { return nil }
    let isWhole = text.allSatisfy { $0 == 0x2D || $0 >= 0x30 && $0 <= 0x39 }
    if isWhole && NumberReading.integer(text) == nil { isWide = true }
  }
  return isWide
    ? "it has integers of more than 64 bits" : "a real cannot hold its integers exactly"
}

/// Which few values keep a column of texts from being one of numbers, or of days, and how they are
/// taken as missing; nil where most values are neither, or texts are wanted as they are.
func oddTexts(_ column: Column, _ missing: MissingWords) -> String? {
  if !missing.guessesUsual { return nil }
  let kinds: [(name: String, isRead: (UnsafeBufferPointer<UInt8>) -> Bool)] = [
    ("number", { NumberReading.isPlain($0) && NumberReading.real($0) != nil }),
    ("day", { QuickDateParser().parse($0) != nil }),
  ]
  let labels = column.texts.labels
  for kind in kinds {
    guard let codes = oddCodes(labels, missing, kind.isRead), !codes.isEmpty else { continue }
    let rows = column.codeCounts
    let count = codes.reduce(0) { $0 + rows[$1] }
    let all = (0..<column.count).count { column.isKnown($0) }
    if count * 2 >= all { continue }
    let texts = codes.map { labels[$0] }
    let isOne = count == 1
    let signs: Set<Character> = ["-", ".", "_", "/"]
    let areWords = texts.allSatisfy { text in
      text.first?.isLetter == true
        && text.allSatisfy { $0.isLetter || $0.isNumber || signs.contains($0) }
    }
    let words = texts.joined(separator: ",")
    let way = "; --missing \(words) takes \(isOne ? "it" : "them") as missing"
    return "\(count) of \(all) values \(isOne ? "is" : "are") no \(kind.name): "
      + texts.map { "\"\($0)\"" }.joined(separator: ", ") + (areWords ? way : "")
  }
  return nil
}

/// The codes of the texts that are not read, if they are few.
private func oddCodes(
  _ labels: TextDictionary,
  _ missing: MissingWords,
  _ isRead: (UnsafeBufferPointer<UInt8>) -> Bool
) -> [Int]? {
  let most = 3
  var (found, scratch): ([Int], [UInt8]) = ([], [])
  for code in 0..<labels.count where !missing.usualContain(labels.utf8(code)) {
    if labels.withPadded(code, &scratch, isRead) { continue }
    found.append(code)
    if found.count > most { return nil }
  }
  return found
}

/// What is to be said where usual words stand for missing values.
func wordsWarning(
  _ words: [(word: String, rows: Int)],
  _ name: String,
  others: String,
  _ path: String
) -> String {
  let counted = words.map { "\($0.rows) \"\($0.word)\"" }.joined(separator: ", ")
  let isOne = words.reduce(0) { $0 + $1.rows } == 1
  return "\(path): in \(name) \(counted) \(isOne ? "is" : "are") missing, since the others are "
    + "\(others); --missing none keeps \(name) as text"
}

extension TextDictionary {
  /// Calls `body` with a text, behind which eight bytes can be read.
  fileprivate func withPadded<Result>(
    _ code: Int,
    _ scratch: inout [UInt8],
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let text = utf8(code)
    if offsets[code + 1] + 8 <= bytes.count { return body(text) }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: text)
    scratch.append(contentsOf: repeatElement(0, count: 8))
    return scratch.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[..<text.count]))
    }
  }
}

extension ColumnBuilder {
  /// Adds a value that a text wrote.
  fileprivate func append(_ value: Value) {
    switch value {
    case .boolean(let truth): append(truth)
    case .integer(let number): append(number)
    case .real(let number): append(number)
    case .ordinal(let day): append(day)
    case .text, .missing: appendMissing()
    }
  }
}
