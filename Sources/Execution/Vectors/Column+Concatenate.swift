import Columns
import Parallel

extension Column {
  /// The rows of `parts`, one part after the other, copied by several workers.
  ///
  /// Writing to fresh memory takes the system longer than copying, so workers share it; between the
  /// parts they find out whether the query was stopped.
  static func joined(_ parts: [Column], by workers: WorkerPool) throws -> Column {
    let count = parts.reduce(0) { $0 + $1.count }
    guard parts.count > 1, count > workers.chunkSize,
      parts.allSatisfy({ $0.storage.isStored(like: parts[0].storage) })
    else { return Column.joined(parts, as: .integer) }
    let join = ParallelConcatenation(parts: parts.map(\.storage), workers: workers)
    let storage = try parts[0].storage.mapped(join)
    if parts.allSatisfy({ $0.known == nil }) { return Column(storage) }
    let masks = parts.map { $0.known ?? Buffer(repeating: true, count: $0.count) }
    return Column(storage, known: try .joined(masks, by: workers))
  }
}

/// A concatenation of columns that are stored alike, by several workers.
private struct ParallelConcatenation: BufferMapping {
  let parts: [Column.Storage]
  let workers: WorkerPool

  func callAsFunction<Element: ColumnElement>(_ first: Buffer<Element>) throws -> Buffer<Element> {
    try .joined(parts.compactMap { $0.values as? Buffer<Element> }, by: workers)
  }
}

extension Buffer {
  /// The values of `parts`, one part after the other, copied by several workers.
  static func joined(_ parts: [Buffer], by workers: WorkerPool) throws -> Buffer {
    var ends: [Int] = []
    for part in parts { ends.append((ends.last ?? 0) + part.count) }
    let count = ends.last ?? 0
    return try Buffer(count: count) { [ends] target in
      let target = DisjointSlots(target, count: count)
      _ = try workers.map(parts.count) { place in
        let start = target.base + ends[place] - parts[place].count
        start.update(from: parts[place].base, count: parts[place].count)
      }
    }
  }
}
