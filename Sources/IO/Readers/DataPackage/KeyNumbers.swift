import Catalog
import Columns

/// Numbers for the values that rows have in the columns of a key, in the order in which they are
/// first met: rows with equal values have one number.
final class KeyNumbers {
  /// For each column its values' numbers, and those of its values with what stands before it.
  private let tables: [(values: IntegerTable, pairs: IntegerTable)]
  private var texts = StringTable()
  /// For each number the row that had it first.
  private var firstRows: [Int] = []

  /// No numbers yet, for keys of so many columns.
  init(columns count: Int) {
    tables = (0..<count).map { _ in (IntegerTable(), IntegerTable()) }
  }

  /// Adds rows whose values are all known; gives the first that has an earlier one's values, and
  /// that one.
  func add(_ columns: [Column]) -> (first: Int, second: Int)? {
    var found: (first: Int, second: Int)?
    eachNumber(columns) { row, number in
      if number == firstRows.count {
        firstRows.append(row)
      } else if found == nil {
        found = (firstRows[number], row)
      }
      return true
    }
    return found
  }

  /// The first row whose values are all known, and are none that were added.
  func firstAbsent(_ columns: [Column]) -> Int? {
    var found: Int?
    eachNumber(columns) { row, number in
      if number >= firstRows.count { found = row }
      return found == nil
    }
    return found
  }

  /// Calls `body` with each row whose values are all known, and its number, as long as it wants.
  private func eachNumber(_ columns: [Column], _ body: (Int, Int) -> Bool) {
    let words = columns.map(words)
    for row in 0..<(columns.first?.count ?? 0) where columns.allSatisfy({ $0.isKnown(row) }) {
      var number: Int32 = 0
      for (place, table) in tables.enumerated() {
        let value = table.values.number(of: words[place](row))
        number =
          place == 0
          ? value : table.pairs.number(of: UInt64(number) << 32 | UInt64(value))
      }
      if !body(row, Int(number)) { return }
    }
  }

  /// The values of a column as 64 bits each, equal where they are.
  private func words(of column: Column) -> (Int) -> UInt64 {
    switch column.storage {
    case .boolean(let values): return { values[$0] ? 1 : 0 }
    case .integer(let values): return { UInt64(bitPattern: values[$0]) }
    case .real(let values): return { (values[$0] + 0).bitPattern }
    case .ordinal(let values): return { UInt64(bitPattern: Int64(values[$0])) }
    case .code(let codes, let labels):
      let own = (0..<labels.count).map { UInt64(texts.code(of: labels.utf8($0))) }
      return { own[codes[$0]] }
    }
  }
}

/// The first row whose values in some columns, all known, are those of no row of `table` in its
/// columns `names`.
func firstAbsent(_ columns: [Column], from table: any TableSource, _ names: [String])
  throws(TableFailure) -> Int?
{
  let schema = try table.schema()
  let numbers = KeyNumbers(columns: columns.count)
  _ = numbers.add(try table.load(names.compactMap { schema.index(of: $0) }).columns)
  return numbers.firstAbsent(columns)
}
