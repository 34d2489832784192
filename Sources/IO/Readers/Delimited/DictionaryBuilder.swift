import Columns

/// A string table that a thread keeps for one column over all blocks that it reads.
final class DictionaryBuilder {
  var table: StringTable

  /// A table that begins with the texts of a declared category, if there is one.
  init(_ labels: TextDictionary?) { table = labels.map { StringTable($0) } ?? StringTable() }
}
