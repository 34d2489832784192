import Columns
import Functions
import Parallel

extension WorkerPool {
  /// The workers of a query that `cancellation` ends, charged to the caller's memory budget.
  init(count: Int, chunkSize: Int, cancellation: Cancellation) {
    let memory = MemoryBudget.current
    self.init(
      count: count,
      chunkSize: chunkSize,
      check: { try cancellation.check() },
      onThread: { share in MemoryBudget.with(memory) { Cancellation.with(cancellation, share) } }
    )
  }

  /// A buffer of `count` values, each computed from its row, by several workers.
  @inline(__always)
  func tabulate<Value>(
    _ count: Int,
    _ value: @Sendable (_ row: Int) -> Value
  ) throws -> Buffer<Value> {
    try fill(count) { rows, target in
      var row = rows.lowerBound
      while row < rows.upperBound {
        target[row] = value(row)
        row &+= 1
      }
    }
  }

  /// A buffer of `count` values, written stretch by stretch by several workers: chunks, unless
  /// other stretches are given; `write` is handed the start of the whole buffer.
  @inline(__always)
  func fill<Value>(
    _ count: Int,
    in stretches: [Range<Int>]? = nil,
    _ write: @Sendable (_ rows: Range<Int>, _ target: UnsafeMutablePointer<Value>) throws -> Void
  ) throws -> Buffer<Value> {
    let stretches = stretches ?? chunks(of: 0..<count)
    return try Buffer(count: count) { target in
      let target = DisjointSlots(target, count: count)
      _ = try map(stretches.count) { try write(stretches[$0], target.base) }
    }
  }

  /// Hands the numbers of `rows` to `body`, chunk after chunk: all numbers at once would be written
  /// to fresh memory, which costs more than computing them.
  func each(
    _ rows: Range<Int>,
    of source: some CodeSource,
    _ body: (_ rows: Range<Int>, _ codes: UnsafePointer<UInt64>) throws -> Void
  ) throws {
    let scratch = UnsafeMutablePointer<UInt64>.allocate(
      capacity: max(1, min(chunkSize, rows.count))
    )
    defer { scratch.deallocate() }
    for chunk in chunks(of: rows) {
      try check()
      source.write(chunk, to: scratch)
      try body(chunk, UnsafePointer(scratch))
    }
  }
}
