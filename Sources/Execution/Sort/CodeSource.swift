import Columns

/// A source of one integer a row: normalized keys, or hashes.
protocol CodeSource {
  /// Writes the numbers of some rows.
  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>)
}

extension Workers {
  /// The calling thread alone, for tasks that run beside others.
  var single: Workers { Workers(count: 1, chunkSize: chunkSize, cancellation: cancellation) }

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
      try cancellation.check()
      source.write(chunk, to: scratch)
      try body(chunk, UnsafePointer(scratch))
    }
  }
}

/// Two numbers of each row in one.
struct PackedNumbers: CodeSource {
  /// The more significant numbers.
  let high: Buffer<Int32>
  /// The less significant numbers.
  let low: Buffer<Int32>

  /// Writes the numbers of some rows.
  func write(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let number = UInt64(UInt32(bitPattern: high.base[row]))
      target[row &- rows.lowerBound] = number << 32 | UInt64(UInt32(bitPattern: low.base[row]))
      row &+= 1
    }
  }
}
