import Catalog
import Columns

/// One row of each group, kept as columns that hold just these rows.
struct PickedRows {
  private var parts: [Column] = []
  /// Where the row of each group stands; its part is below zero if there is none.
  private var places = GroupValues<(part: Int32, row: Int32)>((-1, -1))
  private var kept = 0
  private let type: DataType

  init(_ type: DataType) { self.type = type }

  var isEmpty: Bool { parts.isEmpty }

  func has(_ group: Int) -> Bool { places[group].part >= 0 }

  /// Takes for each group the row of `column` given for it, unless that is below zero.
  mutating func take(_ column: Column, _ rows: [Int32]) {
    places.grow(to: rows.count)
    var picked: [Int32] = []
    for (group, row) in rows.enumerated() where row >= 0 {
      places[group] = (Int32(parts.count), Int32(picked.count))
      picked.append(row)
    }
    if picked.isEmpty { return }
    parts.append(column.gathered(Buffer(picked)))
    kept += picked.count
    if parts.count > 1, kept > 4 * rows.count + 4096 {
      let whole = self.column(rows.count)
      parts = [whole]
      for group in places.values.indices where has(group) { places[group] = (0, Int32(group)) }
      kept = rows.count
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
    let rows = (0..<groupCount).map { group -> Int32 in
      let (part, row) = places[group]
      return part >= 0 ? starts[Int(part)] + row : -1
    }
    if parts.isEmpty { return Column(repeating: .missing, as: type, count: groupCount) }
    return Column.joined(parts, as: type).gathered(Buffer(rows))
  }
}
