import Catalog
import Functions

/// How a result differs from the model's, as far as its shape and values tell.
enum Difference {
  /// Another number of rows: keys that are not there, and keys that are too many.
  case rows(count: Int, of: Int, noun: String, missing: [String], extra: [String])
  /// As many rows, but others: keys that are not asked for.
  case otherRows([String])
  /// Columns of the model are not there, by any name.
  case columnsMissing([String])
  /// One cell, with another value.
  case cell(String)
  /// The keys are right, and the values of a column are not, in so many rows of all.
  case values(column: String, rows: Int, of: Int, example: String?)
  /// All columns are right, and the rows are not.
  case rowsApart
  /// The rows are right, and their order is not.
  case order

  /// A short name, for results of a class.
  var name: String {
    switch self {
    case .rows(let count, let all, _, _, _): count < all ? "rows-missing" : "rows-too-many"
    case .otherRows: "other-rows"
    case .columnsMissing: "columns-missing"
    case .cell: "other-number"
    case .values: "other-values"
    case .rowsApart: "rows-apart"
    case .order: "order"
    }
  }

  /// The difference as a fact.
  var words: String {
    switch self {
    case .rows(let count, let all, let noun, let missing, let extra):
      rowWords(count, all, noun, missing, extra)
    case .otherRows(let keys):
      "\(listed(keys)) \(isAre(keys)) not among the rows that are asked for."
    case .columnsMissing(let names) where names.count == 1:
      "No column of yours has the values of \(names[0])."
    case .columnsMissing(let names):
      "No columns of yours have the values of \(names.joined(separator: ", "))."
    case .cell(let value): "\(value) is not what is asked for."
    case .values(let column, let rows, let all, let example):
      rows == all
        ? "The rows are the right ones; \(column) is another in each of them."
        : "\(column) is another in \(rows) of \(all) rows"
          + (example.map { ", such as that of \($0)." } ?? ".")
    case .rowsApart:
      "Each column has the right values, but they do not stand beside one another as they should."
    case .order: "The rows are the right ones; their order is another."
    }
  }
}

private func rowWords(
  _ count: Int,
  _ all: Int,
  _ noun: String,
  _ missing: [String],
  _ extra: [String]
) -> String {
  let rows = count == 1 ? "1 row" : "\(count) rows"
  var words = "Yours has \(rows), the answer has \(all)."
  if !missing.isEmpty, count < all {
    words = "Yours has \(count) of \(all) \(noun): \(listed(missing)) \(isAre(missing)) not there."
  } else if !extra.isEmpty, count > all {
    words += " \(listed(extra)) \(isAre(extra)) too many."
  }
  return words
}

private func isAre(_ names: [String]) -> String { names.count == 1 ? "is" : "are" }

/// The first names, and how many more there are.
private func listed(_ names: [String]) -> String {
  let most = names.count <= 4 ? 4 : 3
  let first = names.prefix(most).joined(separator: ", ")
  return names.count > most ? first + " and \(names.count - most) more" : first
}

extension TableComparison {
  /// The most rows whose keys are looked at one by one.
  private static let mostRows = 100_000

  /// The difference of two numbers of rows, with the keys that make it.
  func rowDifference(_ table: Table) throws -> Difference {
    let (count, all) = (table.rowCount, model.rowCount)
    guard count <= TableComparison.mostRows, all <= TableComparison.mostRows,
      let (place, other) = keyColumn(in: table)
    else { return .rows(count: count, of: all, noun: "rows", missing: [], extra: []) }
    let (wanted, own) = (try model.cells(place).map(\.words), try table.cells(other).map(\.words))
    let (wantedSet, ownSet) = (Set(wanted), Set(own))
    let isKey = wantedSet.count == wanted.count && ownSet.count == own.count
    func unique(_ names: [String], without set: Set<String>) -> [String] {
      var seen: Set<String> = []
      return names.filter { !set.contains($0) && seen.insert($0).inserted }
    }
    return .rows(
      count: count,
      of: all,
      noun: isKey ? "rows by \(model.schema.fields[place].name)" : "rows",
      missing: isKey ? unique(wanted, without: ownSet) : [],
      extra: isKey ? unique(own, without: wantedSet) : []
    )
  }

  /// The first column of the model that names rows, and the student's of the same name.
  private func keyColumn(in table: Table) -> (Int, Int)? {
    for place in compared {
      let field = model.schema.fields[place]
      if field.isMeasure { continue }
      if let other = table.schema.index(of: field.name) { return (place, other) }
    }
    return nil
  }

  /// The difference where columns of the model are not there, in the most telling form.
  func valueDifference(_ table: Table, _ lacking: [Int]) throws -> Difference {
    if model.rowCount == 1, compared.count == 1, table.columns.count == 1 {
      return .cell(try table.cells(0).first?.words ?? "")
    }
    if let (place, other) = keyColumn(in: table), lacking.contains(place),
      model.rowCount <= TableComparison.mostRows
    {
      let wanted = Set(try model.cells(place).map(\.words))
      var seen: Set<String> = []
      let extra = try table.cells(other).map(\.words).filter {
        !wanted.contains($0) && seen.insert($0).inserted
      }
      if !extra.isEmpty { return .otherRows(extra) }
    }
    let names = lacking.map { model.schema.fields[$0].name }
    let measures = lacking.filter { model.schema.fields[$0].type.isNumeric }
    guard let place = measures.first, measures.count == lacking.count,
      let (key, otherKey) = keyColumn(in: table), model.rowCount <= TableComparison.mostRows,
      let other = table.schema.index(of: model.schema.fields[place].name) ?? soleNumber(of: table)
    else { return .columnsMissing(names) }
    let keys = try model.cells(key).map(\.words)
    let ownKeys = try table.cells(otherKey).map(\.words)
    guard Set(keys).count == keys.count, Set(keys) == Set(ownKeys) else {
      return .columnsMissing(names)
    }
    let comparison = CellComparison(tolerance: parts.tolerance)
    let (wanted, own) = (try model.cells(place), try table.cells(other))
    let values = Dictionary(zip(ownKeys, own), uniquingKeysWith: { first, _ in first })
    let wrong = keys.indices.filter { row in
      values[keys[row]].map { !comparison.agree(wanted[row], $0) } ?? true
    }
    return .values(
      column: table.schema.fields[other].name,
      rows: wrong.count,
      of: keys.count,
      example: wrong.first.map { keys[$0] }
    )
  }

  private func soleNumber(of table: Table) -> Int? {
    let places = table.schema.fields.indices.filter { table.schema.fields[$0].isMeasure }
    return places.count == 1 ? places[0] : nil
  }
}
