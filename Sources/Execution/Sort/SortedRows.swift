import Columns
import Parallel

/// The row numbers in the order of their words, the most significant word first; stable.
func sortedRows(
  _ words: [NormalizedKey],
  rowCount: Int,
  by workers: WorkerPool
) throws -> Buffer<Int32> {
  let words = words.filter { $0.last > 0 }
  guard let last = words.last else { return .rows(rowCount) }
  let rowBits = bitsOfRows(rowCount)
  let round = min(64 - rowBits, last.bits)
  let radix = try RadixSort(count: rowCount, workers)
  try radix.pack(last, bits: round, above: rowBits)
  try radix.sort(from: rowBits, bits: round)
  var order = try radix.rows(rowBits, by: workers)
  if round < last.bits {
    let codes = try last.codes(rowCount: rowCount, by: workers)
    order = try sorted(order, by: codes, bits: round..<last.bits, workers)
  }
  for word in words.dropLast().reversed() {
    let codes = try word.codes(rowCount: rowCount, by: workers)
    order = try sorted(order, by: codes, bits: 0..<word.bits, workers)
  }
  return order
}

/// The rows of `order` in the order of some bits of their codes; stable.
///
/// Row and code travel in one word; a code that leaves no room for the row takes several rounds,
/// the lowest bits first.
func sorted(
  _ order: Buffer<Int32>,
  by codes: Buffer<UInt64>,
  bits: Range<Int>,
  _ workers: WorkerPool
) throws -> Buffer<Int32> {
  let rowBits = bitsOfRows(codes.count)
  var order = order
  var done = bits.lowerBound
  let radix = try RadixSort(count: order.count, workers)
  while done < bits.upperBound {
    let round = min(64 - rowBits, bits.upperBound - done)
    try radix.pack(order, codes, skipping: done, bits: round, above: rowBits)
    try radix.sort(from: rowBits, bits: round)
    order = try radix.rows(rowBits, by: workers)
    done += round
  }
  return order
}

extension RadixSort {
  /// The row numbers, in the order of the words.
  func rows(_ rowBits: Int, by workers: WorkerPool) throws -> Buffer<Int32> {
    let mask = (UInt64(1) << UInt64(rowBits)) - 1
    let words = words
    return try workers.fill(words.count) { rows, target in
      var row = rows.lowerBound
      while row < rows.upperBound {
        target[row] = Int32(truncatingIfNeeded: words.base[row] & mask)
        row &+= 1
      }
    }
  }
}
