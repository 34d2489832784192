import Catalog
import Columns

/// Whether one value comes before another in the order of keys; missing comes last.
func precedes(_ left: Value, _ right: Value, _ type: DataType) -> Bool {
  switch (left, right) {
  case (.missing, _): return false
  case (_, .missing): return true
  case (.boolean(let left), .boolean(let right)): return !left && right
  case (.integer(let left), .integer(let right)): return left < right
  case (.real(let left), .real(let right)): return left < right
  case (.ordinal(let left), .ordinal(let right)): return left < right
  case (.text(let left), .text(let right)):
    if case .category(let category) = type {
      return category.labels.code(of: left) ?? 0 < category.labels.code(of: right) ?? 0
    }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  default: return false
  }
}

/// Whether two values are the same by bytes: `Value` itself compares texts by canonical
/// equivalence.
func same(_ left: Value, _ right: Value) -> Bool {
  if case .text(let left) = left, case .text(let right) = right {
    return left.utf8.elementsEqual(right.utf8)
  }
  return left == right
}

/// The numbers of rows in the order of keys, stable; descending keys invert known values only.
func sortedRows(_ keys: [(values: [Value], type: DataType, descending: Bool)], _ count: Int)
  -> [Int]
{
  (0..<count).sorted { left, right in
    for (values, type, descending) in keys {
      let (first, second) = (values[left], values[right])
      if same(first, second) { continue }
      if first == .missing || second == .missing { return second == .missing }
      let before = precedes(first, second, type)
      let after = precedes(second, first, type)
      if before != after { return before != descending }
    }
    return left < right
  }
}

/// The rows of each group, groups in the order of keys.
func grouped(_ keys: [(values: [Value], type: DataType)], _ count: Int) -> [[Int]] {
  var groups: [[Int]] = []
  for row in sortedRows(keys.map { ($0.values, $0.type, false) }, count) {
    if let last = groups.last?.last,
      keys.allSatisfy({ same($0.values[last], $0.values[row]) })
    {
      groups[groups.count - 1].append(row)
    } else {
      groups.append([row])
    }
  }
  return groups
}
