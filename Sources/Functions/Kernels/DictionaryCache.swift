import Synchronization
import Columns

/// What was made of a dictionary, kept until another dictionary comes: chunks of a column share
/// one.
final class DictionaryCache<Made: Sendable>: Sendable {
  private let last = Mutex<(dictionary: TextDictionary, made: Made)?>(nil)

  /// What `make` gives for `dictionary`, made once.
  func value(
    for dictionary: TextDictionary,
    _ make: (TextDictionary) throws -> Made
  ) rethrows -> Made {
    try last.withLock { last in
      if let last, last.dictionary === dictionary { return last.made }
      let made = try make(dictionary)
      last = (dictionary, made)
      return made
    }
  }
}

/// What was made of two dictionaries, kept until others come.
final class DictionaryPairCache<Made: Sendable>: Sendable {
  private let last = Mutex<(left: TextDictionary, right: TextDictionary, made: Made)?>(nil)

  /// What `make` gives for the two, made once.
  func value(
    for left: TextDictionary,
    _ right: TextDictionary,
    _ make: () -> Made
  ) -> Made {
    last.withLock { last in
      if let last, last.left === left, last.right === right { return last.made }
      let made = make()
      last = (left, right, made)
      return made
    }
  }
}
