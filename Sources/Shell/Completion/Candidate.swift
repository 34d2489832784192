/// A text that may stand at the cursor.
struct Candidate {
  /// The text that is inserted in place of the word, with its quotes.
  let text: String
  /// What the list shows, which may hold a note: `MA   (7 rows)`.
  let display: String
  /// Whether the word is finished with it, so that a space follows.
  let closesWord: Bool
  /// Whether it is a value in the data, which the place of another may take.
  let isValue: Bool
  /// What may follow it, so that it can be tried out: nothing, or what it needs to be complete.
  var endings = [""]

  /// The candidate `text`, shown as itself unless said otherwise.
  init(_ text: String, display: String? = nil, closesWord: Bool = true, isValue: Bool = false) {
    self.text = text
    self.display = display ?? text
    self.closesWord = closesWord
    self.isValue = isValue
  }

  /// The candidate with what completes it.
  func ending(_ endings: String...) -> Candidate {
    var candidate = self
    candidate.endings = endings
    return candidate
  }
}

/// The texts that may stand at the cursor, in the order in which they are listed.
struct CompletionAnswer {
  /// Where the word that they replace begins, as a UTF-8 offset in the buffer.
  var start: Int
  /// The texts; none of them need begin with the word as it was typed.
  var candidates: [Candidate]
}

/// A stretch of the buffer, in UTF-8 offsets, that is shown in one style.
struct StyledRange {
  let range: Range<Int>
  let style: Style
}
