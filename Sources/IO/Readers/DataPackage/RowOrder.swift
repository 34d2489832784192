import Columns

/// The order of a keyed table's rows, and whether its key names each of them.
struct RowOrder {
  private let columns: [Column]
  private let categories: [TextDictionary]
  private let rowCount: Int

  /// The order by `columns`, the first one first.
  ///
  /// Categories go as declared, periods in time, text by bytes, missing last; `categories` are the
  /// dictionaries of those among the columns.
  init(_ columns: [Column], categories: [TextDictionary]) {
    (self.columns, self.categories) = (columns, categories)
    rowCount = columns.first?.count ?? 0
  }

  /// For each row of the order, its row in the file; nil when that is the same everywhere.
  func permutation() -> Buffer<Int32>? {
    let byBytes = columns.map { comparison($0, byRank: false) }
    let isSorted = (1..<max(rowCount, 1)).allSatisfy { row in
      RowOrder.compare(byBytes, row - 1, row) <= 0
    }
    if isSorted { return nil }
    let comparisons = columns.map { comparison($0, byRank: true) }
    let rows = (0..<Int32(rowCount)).sorted { left, right in
      let order = RowOrder.compare(comparisons, Int(left), Int(right))
      return order == 0 ? left < right : order < 0
    }
    return Buffer(rows)
  }

  /// Two rows of the file, in the order of `permutation`, whose keys are known and equal.
  func duplicate(in permutation: Buffer<Int32>?) -> (first: Int, second: Int)? {
    let comparisons = columns.map { comparison($0, byRank: false) }
    for place in 1..<max(rowCount, 1) {
      let first = permutation.map { Int($0[place - 1]) } ?? place - 1
      let second = permutation.map { Int($0[place]) } ?? place
      if RowOrder.compare(comparisons, first, second) == 0,
        columns.allSatisfy({ $0.isKnown(first) })
      {
        return (first, second)
      }
    }
    return nil
  }

  private typealias Comparison = (Int, Int) -> Int

  private static func compare(_ comparisons: [Comparison], _ left: Int, _ right: Int) -> Int {
    for compare in comparisons {
      let order = compare(left, right)
      if order != 0 { return order }
    }
    return 0
  }

  private func comparison(_ column: Column, byRank: Bool) -> Comparison {
    let values = valueComparison(column, byRank: byRank)
    guard let known = column.known else { return values }
    return { left, right in
      switch (known[left], known[right]) {
      case (true, true): values(left, right)
      case (true, false): -1
      case (false, true): 1
      case (false, false): 0
      }
    }
  }

  private func valueComparison(_ column: Column, byRank: Bool) -> Comparison {
    switch column.storage {
    case .boolean(let values):
      return { (values[$0] ? 1 : 0) - (values[$1] ? 1 : 0) }
    case .integer(let values): return { order(values[$0], values[$1]) }
    case .real(let values): return { order(values[$0], values[$1]) }
    case .ordinal(let values): return { order(values[$0], values[$1]) }
    case .code(let codes, let labels):
      if categories.contains(where: { $0 === labels }) { return { order(codes[$0], codes[$1]) } }
      // Where memory is short, the texts are compared instead.
      if byRank, let ranks = try? labels.ranks() {
        return { order(ranks[codes[$0]], ranks[codes[$1]]) }
      }
      return { left, right in
        if codes[left] == codes[right] { return 0 }
        return labels.utf8(codes[left]).lexicographicallyPrecedes(labels.utf8(codes[right]))
          ? -1 : 1
      }
    }
  }
}

private func order<Element: Comparable>(_ left: Element, _ right: Element) -> Int {
  left < right ? -1 : left == right ? 0 : 1
}
