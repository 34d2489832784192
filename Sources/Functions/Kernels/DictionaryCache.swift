import Columns
import Parallel

/// What was made of a dictionary, or of two, kept until others come: chunks of a column share one.
final class DictionaryCache<Made: Sendable>: Sendable {
  private let last = Lock<(dictionaries: [TextDictionary], made: Made)?>(nil)

  /// What `make` gives for the dictionaries, made once.
  func value(for dictionaries: TextDictionary..., make: () throws -> Made) rethrows -> Made {
    try last.withLock { last in
      if let last, zip(last.dictionaries, dictionaries).allSatisfy({ $0 === $1 }) {
        return last.made
      }
      let made = try make()
      last = (dictionaries, made)
      return made
    }
  }
}
