/// A text that may stand at the cursor.
public struct Candidate: Equatable, Sendable {
  /// The text that is inserted in place of the word, with its quotes.
  public var text: String
  /// What the list shows, which may hold a note: `MA   (7 rows)`.
  public var display: String
  /// Whether the word is finished with it, so that a space follows.
  public var closesWord: Bool

  /// The candidate `text`, shown as itself unless said otherwise.
  public init(_ text: String, display: String? = nil, closesWord: Bool = true) {
    self.text = text
    self.display = display ?? text
    self.closesWord = closesWord
  }
}

/// The texts that may stand at the cursor, in the order in which they are listed.
public struct CompletionAnswer: Equatable, Sendable {
  /// Where the word that they replace begins, as a UTF-8 offset in the buffer.
  public var start: Int
  /// The texts; none of them need begin with the word as it was typed.
  public var candidates: [Candidate]

  /// The answer that `candidates` may stand for what lies between `start` and the cursor.
  public init(start: Int, candidates: [Candidate]) {
    self.start = start
    self.candidates = candidates
  }
}

/// A stretch of the buffer that is shown in one style.
public struct StyledRange: Equatable, Sendable {
  /// The stretch, in UTF-8 offsets.
  public var range: Range<Int>
  /// What stands there.
  public var style: Style

  /// The stretch `range` in `style`.
  public init(_ range: Range<Int>, _ style: Style) {
    self.range = range
    self.style = style
  }
}

/// The language services behind a line editor; offsets and cursors are UTF-8 offsets.
///
/// A buffer of several lines holds `\n` between them. All but `isComplete` are asked while keys are
/// pressed and should answer in a few milliseconds.
public protocol LineEditorDelegate: AnyObject {
  /// The texts that may stand at the cursor, asked on Tab.
  func complete(_ buffer: String, cursor: Int) -> CompletionAnswer
  /// Whether Enter ends the statement; otherwise it begins a continuation line.
  func isComplete(_ buffer: String) -> Bool
  /// The styles of the text; where ranges overlap, the later one holds.
  func highlight(_ buffer: String) -> [StyledRange]
  /// A note shown dimly after the end of the text, when the cursor stands there.
  func hint(_ buffer: String, cursor: Int) -> String?
}

/// The outcome of reading a line.
public enum Line: Equatable, Sendable {
  /// A statement, of one or more lines.
  case text(String)
  /// Ctrl-C: what was typed is gone.
  case interrupted
  /// Ctrl-D on an empty line, or the terminal is gone.
  case end
}
