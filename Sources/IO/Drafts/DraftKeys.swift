import Catalog
import Columns
import Functions

/// A search for what names the rows of a drafted table, and for tables that its columns lead to.
struct DraftKeys {
  let columns: [DraftColumn]
  let rowCount: Int

  /// How many values may be looked at for keys of two columns.
  private static let mostValues = 20_000_000

  /// The places of the first column, or else pair of columns, whose values name each row; empty
  /// where there is none.
  ///
  /// The first column of the file goes first; then texts come before days and periods, and these before numbers, which may differ by chance. Throws when the search is stopped.
  func key() throws -> [Int] {
    if rowCount < 2 { return [] }
    let whole = columns.indices.filter { place in
      let column = columns[place]
      return ![.real, .percent, .boolean, .none].contains(column.kind)
        && column.values.knownCount == rowCount
    }
    let texts = whole.filter { columns[$0].kind == .text }
    let others = whole.filter { columns[$0].kind != .text && !isNumber($0) }
    let ordered = texts + others + whole.filter(isNumber)
    if whole.first == 0, columns[0].distinctCount == rowCount, try isUnique([0]) { return [0] }
    for place in ordered where columns[place].distinctCount == rowCount {
      if try isUnique([place]) { return [place] }
    }
    var left = DraftKeys.mostValues
    for (first, second) in pairs(of: ordered) {
      let (product, isMany) = columns[first].distinctCount
        .multipliedReportingOverflow(by: columns[second].distinctCount)
      if !isMany, product < rowCount { continue }
      left -= rowCount
      if left < 0 { return [] }
      if try isUnique([first, second]) { return [first, second].sorted() }
    }
    return []
  }

  private func isNumber(_ place: Int) -> Bool { columns[place].kind == .integer }

  /// The pairs of these places, those of names before those with a number; pairs of numbers are none.
  private func pairs(of places: [Int]) -> [(Int, Int)] {
    let all = places.indices.flatMap { first in
      places[(first + 1)...].map { (places[first], $0) }
    }
    return all.filter { !isNumber($0.1) } + all.filter { !isNumber($0.0) && isNumber($0.1) }
  }

  private func isUnique(_ places: [Int]) throws -> Bool {
    try Cancellation.check()
    return KeyNumbers(columns: places.count).add(places.map { columns[$0].values }) == nil
  }
}

/// A table to whose key a column of texts may lead.
struct DraftLink {
  let table: String
  let key: String
  /// How many different texts there are, and how many of them are keys there.
  let values: Int
  let matched: Int
  /// How many rows have a text, and how many of them one that is a key there.
  let rows: Int
  let matchedRows: Int
  /// A text that is no key there.
  let absent: String?
  /// How many keys the table has.
  fileprivate let keyCount: Int

  /// The tables of `catalog` with a key that at least half of a column's texts are, the best first.
  ///
  /// Throws where a table cannot be read, and when the search is stopped.
  static func all(of column: DraftColumn, in catalog: Catalog, besides name: String) throws
    -> [DraftLink]
  {
    guard column.kind == .text, column.distinctCount > 0 else { return [] }
    let labels = column.texts.texts.labels
    let counts = column.texts.codeCounts
    var found: [DraftLink] = []
    for table in catalog.tables where !table.isElsewhere && table.name != name {
      try Cancellation.check()
      let schema = try table.schema()
      guard schema.key.count == 1, let place = schema.index(of: schema.key[0]),
        schema.fields[place].type.isTextual,
        case .code(_, let keys) = try table.load([place]).columns[0].storage
      else { continue }
      // Of more texts fewer than half can be keys.
      if labels.count > 2 * keys.count { continue }
      let isKey = (0..<labels.count).map { keys.code(of: labels[$0]) != nil }
      let matched = isKey.count { $0 }
      if matched * 2 < labels.count || matched == 0 { continue }
      let rows = zip(counts, isKey).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
      let link = DraftLink(
        table: table.name,
        key: schema.key[0],
        values: labels.count,
        matched: matched,
        rows: column.texts.knownCount,
        matchedRows: rows,
        absent: isKey.firstIndex(of: false).map { labels[$0] },
        keyCount: keys.count
      )
      found.append(link)
    }
    return found.sorted { ($1.matched, $0.keyCount) < ($0.matched, $1.keyCount) }
  }

  /// Whether every text is a key there.
  var isWhole: Bool { matched == values }

  /// What was found, in words.
  var words: String {
    if isWhole { return "links to \(table).\(key), where all its values are" }
    let example = absent.map { ", \"\(shown($0))\" is not" } ?? ""
    let share = rows == 0 ? 0 : matchedRows * 100 / rows
    return "\(matched) of \(values) values (\(share)% of its rows) are in "
      + "\(table).\(key)\(example): no link is declared"
  }
}
