/// The words that stand for a missing value in one's own files.
public struct MissingWords: Sendable {
  /// Those that the user gave, which are missing in every column.
  let given: MissingTexts
  /// Whether the usual ones are missing in a column whose other values are numbers, dates or the
  /// like.
  let guessesUsual: Bool
  /// Their spelling, in small letters.
  private static let usual = MissingTexts([
    "na", "n/a", "#n/a", "null", "nan", "-", "--", ".", "..",
  ])

  /// The usual words alone.
  public init() { (given, guessesUsual) = (MissingTexts(), true) }

  /// The words that `text` lists, with commas between them, besides the usual ones; no words at all
  /// where it says `none`.
  public init(_ text: String) {
    let words = text.split(separator: ",").map { String(trimmed($0.utf8)) ?? "" }
    guessesUsual = words != ["none"]
    given = MissingTexts(guessesUsual ? words : [])
  }

  /// The words with others, which are missing in every column, too.
  func adding(_ words: [String]) -> MissingWords {
    MissingWords(given: MissingTexts(words, besides: given), guessesUsual: guessesUsual)
  }

  private init(given: MissingTexts, guessesUsual: Bool) {
    (self.given, self.guessesUsual) = (given, guessesUsual)
  }

  /// Whether `text` is one of the usual words, in whatever case.
  func usualContain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // A number, which is the usual case, is recognized by its first byte.
    if !guessesUsual || text.count > 4 || text.first.map({ (0x30...0x39).contains($0) }) == true {
      return false
    }
    return text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
      .withUnsafeBufferPointer(MissingWords.usual.contain)
  }
}

private func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
  var text = text.drop { $0 == 0x20 }
  while text.last == 0x20 { text.removeLast() }
  return text
}
