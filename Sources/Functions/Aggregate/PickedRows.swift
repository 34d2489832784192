import Catalog
import Columns

/// One row of each group, kept as columns that hold just these rows.
struct PickedRows {
  private var parts: [Column] = []
  private var partOf: [Int32] = []
  private var rowOf: [Int32] = []
  private var kept = 0
  private let type: DataType

  init(_ type: DataType) { self.type = type }

  var isEmpty: Bool { parts.isEmpty }

  func has(_ group: Int) -> Bool { group < partOf.count && partOf[group] >= 0 }

  /// Takes for each group the row of `column` given for it, unless that is below zero.
  mutating func take(_ column: Column, _ rows: [Int32]) {
    grow(to: rows.count)
    var picked: [Int32] = []
    for (group, row) in rows.enumerated() where row >= 0 {
      partOf[group] = Int32(parts.count)
      rowOf[group] = Int32(picked.count)
      picked.append(row)
    }
    if picked.isEmpty { return }
    parts.append(column.gathered(Buffer(picked)))
    kept += picked.count
    if parts.count > 1, kept > 4 * rows.count + 4096 {
      let whole = self.column(rows.count)
      parts = [whole]
      for group in partOf.indices where partOf[group] >= 0 {
        (partOf[group], rowOf[group]) = (0, Int32(group))
      }
      kept = rows.count
    }
  }

  private mutating func grow(to count: Int) {
    if count > partOf.count {
      let more = count - partOf.count
      partOf.append(contentsOf: repeatElement(-1, count: more))
      rowOf.append(contentsOf: repeatElement(-1, count: more))
    }
  }

  /// The row of each group; missing where it has none.
  func column(_ groupCount: Int) -> Column {
    var starts: [Int32] = []
    var next: Int32 = 0
    for part in parts {
      starts.append(next)
      next += Int32(part.count)
    }
    let places = (0..<groupCount).map { group -> Int32 in
      has(group) ? starts[Int(partOf[group])] + rowOf[group] : -1
    }
    if parts.isEmpty { return Column(repeating: .missing, as: type, count: groupCount) }
    return Column.joined(parts, as: type).gathered(Buffer(places))
  }
}
