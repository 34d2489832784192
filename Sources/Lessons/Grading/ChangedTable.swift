import Catalog
import Columns

/// A table as another record might have it: a tenth of its rows left out, and most of those of some
/// groups, its numbers scaled group by group and row by row, some of its texts and numbers exchanged,
/// some numbers made equal.
///
/// Keys, links, dates and truth values stay: what depends on them still holds. An answer that is right
/// over the table and over this one is right for a reason.
final class ChangedTable: TableSource {
  private let original: any TableSource
  /// The rows that are left, once they are known.
  private var rows: Buffer<Int32>?
  /// By what the numbers of each row are multiplied, once it is known.
  private var scales: [Double]?
  /// The changed columns so far, by their places.
  private var known: [Int: Column] = [:]
  private let seed: UInt64

  /// Up to so many rows a table that others link to is one in which they look something up.
  private static let mostLookedUp = 1000
  /// Beyond so many rows a table stays as it is.
  private static let mostRows = 200_000

  /// Whether other tables look its rows up, which then all stay.
  private let isLookedUp: Bool

  init(_ original: any TableSource, isLinkedTo: Bool, seed: UInt64) {
    self.original = original
    let rows = (try? original.counts(of: []).rows) ?? 0
    isLookedUp = isLinkedTo && rows <= ChangedTable.mostLookedUp
    self.seed = hash(of: original.name, seed)
  }

  /// What fixes the changes, once for each of the data that answers are tried over: small numbers may be
  /// the same by chance over one of them.
  static let usualSeeds: [UInt64] = [31, 32, 48]

  var name: String { original.name }
  var title: String { original.title }
  var package: PackageIdentity? { original.package }
  var holdsDocuments: Bool { original.holdsDocuments }
  func schema() throws(TableFailure) -> Schema { try original.schema() }

  func load(_ columns: [Int]) throws(TableFailure) -> Table {
    let table = try original.load(columns)
    if table.rowCount > ChangedTable.mostRows { return table }
    let kept = try keptRows(table.rowCount)
    let scales = try scales(table.rowCount)
    let changed = columns.indices.map { place in
      let (column, field) = (table.columns[place], table.schema.fields[place])
      let changed = known[columns[place]] ?? self.changed(column, field, table.schema, kept, scales)
      known[columns[place]] = changed
      return changed
    }
    return Table(schema: table.schema, columns: changed, rowCount: kept.count)
  }

  private func keptRows(_ count: Int) throws(TableFailure) -> Buffer<Int32> {
    if let rows { return rows }
    if isLookedUp { return Buffer((0..<count).map(Int32.init)) }
    let fields = try original.schema().fields
    let group = fields.firstIndex { $0.link != nil && $0.link?.table != original.name }
    let column = try group.map { (place) throws(TableFailure) in
      try original.load([place]).columns[0]
    }
    let kept = (0..<count).filter { row in
      let isOfSmall = column.map { chance(hash(of: "\($0[row])", seed), 8) < 0.35 } ?? false
      return chance(row, 1) >= (isOfSmall ? 0.7 : 0.1)
    }
    let rows = Buffer(kept.map(Int32.init))
    self.rows = rows
    return rows
  }

  /// By what the numbers of each row are multiplied: rows that share the first part of the key go up
  /// or down together, and each row a little for itself.
  private func scales(_ count: Int) throws(TableFailure) -> [Double] {
    if let scales { return scales }
    let found = try foundScales(count)
    scales = found
    return found
  }

  private func foundScales(_ count: Int) throws(TableFailure) -> [Double] {
    let schema = try original.schema()
    guard let key = schema.key.first.flatMap({ schema.index(of: $0) }) else {
      return (0..<count).map { 0.4 + 1.4 * chance($0, 2) }
    }
    let column = try original.load([key]).columns[0]
    return (0..<count).map { row in
      let group = chance(hash(of: "\(column[row])", seed), 3)
      return (0.1 + 2.4 * group * group) * (0.8 + 0.4 * chance(row, 4))
    }
  }

  private func changed(
    _ column: Column,
    _ field: Field,
    _ schema: Schema,
    _ kept: Buffer<Int32>,
    _ scales: [Double]
  ) -> Column {
    if field.role == .key || schema.key.contains(field.name) || field.link != nil {
      return column.gathered(kept)
    }
    switch (column.storage, field.type) {
    case (.integer, _), (.real, .real): return scaled(column, field, kept, scales)
    case (.code(let codes, _), _):
      // Texts of which each stands once are as good as a key.
      if Set((0..<codes.count).map { codes[$0] }).count == codes.count {
        return column.gathered(kept)
      }
      let salt = hash(of: field.name, seed)
      let rows = (0..<kept.count).map { place -> Int32 in
        let isExchanged = chance(UInt64(place) ^ salt, 5) < 0.4
        return isExchanged
          ? kept[Int(chance(UInt64(place) ^ salt, 6) * Double(kept.count))] : kept[place]
      }
      return column.gathered(Buffer(rows))
    default: return column.gathered(kept)
    }
  }

  private func scaled(
    _ column: Column,
    _ field: Field,
    _ kept: Buffer<Int32>,
    _ scales: [Double]
  ) -> Column {
    var values: [Value] = []
    for place in 0..<kept.count {
      let row = Int(kept[place])
      // Some rows equal the one before: ties.
      if chance(row, 7) < 0.05, let last = values.last, last != .missing, column.isKnown(row) {
        values.append(last)
        continue
      }
      let isExchanged = chance(row, 9) < 0.06
      let other = isExchanged ? Int(kept[Int(chance(row, 10) * Double(kept.count))]) : row
      switch column[other] {
      case .integer(let number) where number.magnitude < 1 << 50:
        values.append(.integer(Int64((Double(number) * scales[row]).rounded())))
      case .real(let number): values.append(.real(number * scales[row]))
      case let value: values.append(value)
      }
    }
    return Column(values, as: field.type)
  }

  private func chance(_ row: Int, _ salt: UInt64) -> Double {
    chance(UInt64(truncatingIfNeeded: row) ^ seed, salt)
  }

  /// A number from 0 up to 1 that these fix.
  private func chance(_ place: UInt64, _ salt: UInt64) -> Double {
    Double(mixed(place &+ salt &* 0x9E37_79B9_7F4A_7C15) >> 11) / Double(1 << 53)
  }
}

/// The numbers of SplitMix64.
private func mixed(_ value: UInt64) -> UInt64 {
  var mixed = value &+ 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}

/// A hash of a text that is the same in every run.
func hash(of text: String, _ seed: UInt64 = 0) -> UInt64 {
  mixed(text.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 })
}

extension Catalog {
  /// The tables as another record might have them.
  func changed(seed: UInt64) -> Catalog {
    let linked = Set(
      tables.flatMap { table in
        ((try? table.schema())?.fields ?? []).compactMap(\.link?.table).filter { $0 != table.name }
      }
    )
    let catalog = Catalog(
      tables.map { table in
        table.isElsewhere
          ? table : ChangedTable(table, isLinkedTo: linked.contains(table.name), seed: seed)
      }
    )
    catalog.fiscalYearStart = fiscalYearStart
    return catalog
  }
}
