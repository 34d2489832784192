import Columns
import Parallel

extension Column {
  /// The rows at `indices`, in their order, gathered by several workers; an index below zero gives
  /// a missing row, of which there are some if `hasAbsent`.
  func gathered(
    _ indices: Buffer<Int32>,
    hasAbsent: Bool,
    by workers: WorkerPool
  ) throws -> Column {
    if indices.count <= workers.chunkSize { return gathered(indices) }
    var mask = try known?.gathered(indices, absent: false, by: workers)
    if mask == nil && hasAbsent { mask = indices.areRows }
    let gather = ParallelGather(indices: indices, workers: workers)
    return Column(try storage.mapped(gather), known: mask)
  }
}

/// A gather of the rows at `indices` by several workers.
private struct ParallelGather: BufferMapping {
  let indices: Buffer<Int32>
  let workers: WorkerPool

  func callAsFunction<Element: ColumnElement>(_ values: Buffer<Element>) throws -> Buffer<Element> {
    try values.gathered(indices, absent: .zero, by: workers)
  }
}

extension Buffer {
  /// The values at `indices`, gathered by several workers; an index below zero gives `absent`.
  func gathered(
    _ indices: Buffer<Int32>,
    absent: Element,
    by workers: WorkerPool
  ) throws -> Buffer {
    // A loop of its own: a closure a row would not be inlined through the pool.
    try workers.fill(indices.count) { rows, target in
      var row = rows.lowerBound
      while row < rows.upperBound {
        let index = Int(indices.base[row])
        target[row] = index < 0 ? absent : base[index]
        row &+= 1
      }
    }
  }
}
