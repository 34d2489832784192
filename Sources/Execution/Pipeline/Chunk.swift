import Columns
import Functions
import Parallel

/// A chunk: a batch of rows, as columns of equal length by their identity.
///
/// A chunk may be a stretch of a larger one, of which it copies nothing.
struct Chunk: Sendable {
  /// The columns that are still needed above.
  var columns: [ColumnID: Column]
  /// The number of rows, which a chunk without columns has, too.
  let rowCount: Int
  /// The number, from 1, of the first row in the input of the stage that works on it.
  var firstRow = 1

  /// The column `id`, which the plan promises to be there.
  subscript(id: ColumnID) -> Column {
    guard let column = columns[id] else {
      preconditionFailure("column \(id.number) is not in the plan's input")
    }
    return column
  }

  /// The rows of `rows`, without copying them.
  func rows(_ rows: Range<Int>) -> Chunk {
    if rows.count == rowCount { return self }
    return Chunk(
      columns: columns.mapValues { $0[rows] },
      rowCount: rows.count,
      firstRow: firstRow + rows.lowerBound
    )
  }

  /// Only the columns of `ids`, as far as they are here.
  func keeping(_ ids: Set<ColumnID>) -> Chunk {
    Chunk(
      columns: ids.isEmpty ? [:] : columns.filter { ids.contains($0.key) },
      rowCount: rowCount,
      firstRow: firstRow
    )
  }

  /// The rows at `indices`, in their order, of the columns of `ids` that are here; an index below
  /// zero gives a missing row.
  func gathered(_ indices: Buffer<Int32>, only ids: Set<ColumnID>) -> Chunk {
    var gathered: [ColumnID: Column] = [:]
    for id in ids { if let column = columns[id] { gathered[id] = column.gathered(indices) } }
    return Chunk(columns: gathered, rowCount: indices.count, firstRow: firstRow)
  }

  /// The same, by several workers.
  func gathered(
    _ indices: Buffer<Int32>,
    only ids: Set<ColumnID>,
    by workers: WorkerPool
  ) throws -> Chunk {
    // Each morsel looks at the cancellation.
    let absent = try workers.fold(indices.count, from: { 0 }) { $0 += indices[$1].absentCount }
    let hasAbsent = absent.contains { $0 > 0 }
    var gathered: [ColumnID: Column] = [:]
    for (id, column) in columns where ids.contains(id) {
      gathered[id] = try column.gathered(indices, hasAbsent: hasAbsent, by: workers)
    }
    return Chunk(columns: gathered, rowCount: indices.count)
  }
}
