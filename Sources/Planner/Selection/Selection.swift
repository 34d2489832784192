import Catalog
import Columns
import Functions

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
  private let run: (BoundQuery) throws -> Table
  private var tables: [Field.Link: (keys: Column, labels: Column)?] = [:]
  private var found: [Field.Link: [String: String?]] = [:]

  /// The labels of the tables of `catalog`; `run` asks for those of a table that lies elsewhere.
  public init(_ catalog: Catalog, run: @escaping (BoundQuery) throws -> Table) {
    (self.catalog, self.run) = (catalog, run)
  }

  /// What the row is called to which `key` leads; nil where the row or its label is not known.
  public func label(of key: String, along link: Field.Link) -> String? {
    if let known = found[link]?[key] { return known }
    let label = find(key, link)
    found[link, default: [:]][key] = .some(label)
    return label
  }

  private func find(_ key: String, _ link: Field.Link) -> String? {
    guard let table = catalog.table(link.table), let schema = try? table.schema(),
      let name = schema.notes.places.label, let keyPlace = schema.index(of: link.key),
      let place = schema.index(of: name)
    else { return nil }
    if table.isElsewhere {
      let query = BoundQuery(reading: link.table, schema, places: [keyPlace, place])
      return ask(key, query)
    }
    if tables[link] == nil {
      let columns = try? table.load([keyPlace, place]).columns
      tables[link] = .some(columns.map { ($0[0], $0[1]) })
    }
    guard let (keys, labels) = tables[link] ?? nil, case .code(let codes, let texts) = keys.storage,
      let code = texts.code(of: key)
    else { return nil }
    let row = (0..<keys.count).first { codes[$0] == code && keys.isKnown($0) }
    guard let row, case .text(let label) = labels[row] else { return nil }
    return label
  }

  /// The label beside a key among the rows that a query gives.
  private func ask(_ key: String, _ query: BoundQuery) -> String? {
    let column = query.plan.columns[0]
    let isIt = Operators.comparison(.equal, column.expression, .literal(.text(key), .text))
    var asked = query
    asked.plan = LogicalPlan(.filter(query.plan, Predicate(isIt)), columns: query.plan.columns)
    guard let rows = try? run(asked), rows.rowCount == 1, case .text(let label) = rows.columns[1][0]
    else { return nil }
    return label
  }
}

/// `a, b and c`; of more than five the first four, and how many more there are.
func few<Item>(_ items: [Item], _ words: (Item) -> String) -> String {
  let most = 5
  if items.count <= most { return listed(items.map(words)) }
  let rest = "\(items.count - most + 1) more"
  return listed(items.prefix(most - 1).map(words) + [rest])
}
