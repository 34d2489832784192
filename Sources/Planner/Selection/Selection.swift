import Catalog
import Columns

/// What a query chose, as a phrase that stands under a picture: a condition, a cut, or how a number
/// is computed.
public struct Selection: Sendable {
  /// Gives the phrase; keys are said by what they are called.
  let phrase: Phrase
  /// The column of the result whose numbers it explains; nil where it says which rows there are.
  public var column: String?
  /// Whether it says which time the rows are of, or leaves that open.
  public var isOfTime = false
  /// Whether the rows that it keeps are groups of the rows of tables.
  public var isOfGroups = false

  /// What makes a phrase of what keys are called.
  typealias Phrase = @Sendable (KeyLabels) -> String

  init(_ phrase: @escaping Phrase, isOfTime: Bool = false) {
    (self.phrase, self.isOfTime) = (phrase, isOfTime)
  }

  /// A selection that is said in these words, whatever keys are called.
  public init(_ text: String) { phrase = { _ in text } }

  /// The phrase.
  public func text(_ labels: KeyLabels) -> String { phrase(labels) }
}

/// What the values of keys are called, as the packages of their tables declare.
public final class KeyLabels {
  private let catalog: Catalog
  private var tables: [Field.Link: (keys: Column, labels: Column)?] = [:]

  /// The labels of the tables of `catalog`.
  public init(_ catalog: Catalog) { self.catalog = catalog }

  /// What the row is called to which `key` leads; nil where the row or its label is not known.
  public func label(of key: String, along link: Field.Link) -> String? {
    if tables[link] == nil { tables[link] = .some(read(link)) }
    guard let (keys, labels) = tables[link] ?? nil, case .code(let codes, let texts) = keys.storage,
      let code = texts.code(of: key)
    else { return nil }
    let row = (0..<keys.count).first { codes[$0] == code && keys.isKnown($0) }
    guard let row, case .text(let label) = labels[row] else { return nil }
    return label
  }

  /// The keys and the labels of a table; nil where it declares no labels, or cannot be read at hand.
  private func read(_ link: Field.Link) -> (keys: Column, labels: Column)? {
    guard let table = catalog.table(link.table), !table.isElsewhere,
      let schema = try? table.schema(), let name = schema.notes.places.label,
      let key = schema.index(of: link.key), let label = schema.index(of: name),
      let columns = try? table.load([key, label]).columns
    else { return nil }
    return (columns[0], columns[1])
  }
}

/// `a, b and c`; of more than five the first four, and how many more there are.
func few<Item>(_ items: [Item], _ words: (Item) -> String) -> String {
  let most = 5
  if items.count <= most { return listed(items.map(words)) }
  let rest = "\(items.count - most + 1) more"
  return listed(items.prefix(most - 1).map(words) + [rest])
}
