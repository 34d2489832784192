extension PatternMistake {
  static func unknownGroup(_ index: Int) -> PatternMistake {
    PatternMistake("has a (? that is neither (?: nor (?i)", at: index)
  }

  init(_ what: String, at index: Int) {
    self.init(character: index + 1, text: "The pattern \(what) (character \(index + 1)).")
  }
}

/// What is wrong with a pattern, and where.
public struct PatternMistake: Error, Hashable, Sendable {
  /// The place, as the number of a character of the pattern, from 1.
  public var character: Int
  /// What is wrong, in a sentence.
  public var text: String

}
